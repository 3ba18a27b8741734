//! The inputs of a call as data: an expression of the type `prompt_runtime::__private::Json`.

use proc_macro2::{Ident, Span, TokenStream};
use prompt_core::program::{Check, Class, Demand, Input, Usage};
use quote::quote;

use super::Call;
use super::arguments::Passed;
use super::convert::{Converter, given, is_any, json, tested};
use super::evaluate::scalar;
use super::expression::{Expression, Value};
use super::uses::{self, Use, Uses};
use super::{local_at, mention};

/// The content of the expression.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The inputs for people, in a log.
    Shown,
    /// The inputs for another call with them. One that is not used is `Null`, and not left out.
    Sampled,
    /// Values that can be printed, tested and looped over, exactly as the compiled form does.
    Exact,
    /// The same of the inputs that are secret and of which something is printed as JSON, without the others.
    Secret,
    /// The JSON of values that can be printed as JSON.
    Json,
}

/// Makes an object with the inputs that the call passes, by name.
///
/// Objects in it have the fields that the program uses: the others need not exist. A value that the
/// program prints as JSON is that JSON. An input of any type that the program does not use is left
/// out, or `Null`.
///
/// The expression belongs behind the statements of [`bindings`](super::bindings).
pub(super) fn object(call: &Call<'_>, uses: &Uses, form: Form) -> TokenStream {
    let runtime = call.runtime;
    let unused = Use::default();
    let values = call.values();
    let writer = Writer {
        converter: Converter::new(runtime),
        form,
        depth: 0,
    };
    let is_wanted = |passed: &Passed<'_>, input: &Input| {
        form != Form::Secret || is_secret_as_json(passed, input, uses)
    };
    let passed = call.arguments.passed();
    let passed = passed.filter(|(passed, input)| is_wanted(passed, input));
    let entries = passed.filter_map(|(passed, input)| {
        let Some(Value::Code(code)) = values.get(input.name.as_str()) else {
            return None;
        };
        let name = &input.name;
        let code = as_passed(runtime, code, passed, input);
        let value = writer.value(&code, uses.get(name).unwrap_or(&unused));
        let nothing = || (form == Form::Sampled).then(|| quote!(#runtime::__private::Json::Null));
        let value = value.or_else(nothing)?;
        Some(quote!((#name, #value)))
    });
    quote!(#runtime::__private::data::object([#(#entries),*]))
}

/// Makes an object with the secret inputs as the program prints them, where their JSON can be another text.
pub(super) fn printed(call: &Call<'_>, uses: &Uses) -> Option<TokenStream> {
    let mut passed = call.arguments.passed();
    let has_some = passed.any(|(passed, input)| is_secret_as_json(passed, input, uses));
    has_some.then(|| object(call, uses, Form::Secret))
}

fn is_secret_as_json(passed: &Passed<'_>, input: &Input, uses: &Uses) -> bool {
    passed.argument.is_secret && uses.get(&input.name).is_some_and(Use::has_json)
}

/// Returns the names of the fields in an input that has a map, whose keys are as secret as its values.
pub(super) fn fields_beside_keys(input: &Input) -> TokenStream {
    let fields = input.slot.fields_beside_keys();
    fields.map_or(
        quote!(::core::option::Option::None),
        |fields| quote!(::core::option::Option::Some(&[#(#fields),*])),
    )
}

/// Returns the uses of the program, and those that checks demand: of values that are declared, or that
/// other versions use. The compiler has seen that the call passes them.
pub(super) fn uses_with<'c>(call: &Call<'_>, checks: impl Iterator<Item = &'c Check>) -> Uses {
    let mut uses = uses::of_messages(&call.program.messages);
    for check in checks {
        match check.demand {
            Demand::Print => uses::add(&mut uses, &check.path, Usage::Read),
            Demand::Test => uses::add(&mut uses, &check.path, Usage::Test),
            Demand::Serialize => {}
        }
    }
    uses
}

/// Returns the value of an input before a default takes the place of nothing.
fn as_passed<'p>(
    runtime: &TokenStream,
    code: &Expression<'p>,
    passed: &Passed<'_>,
    input: &'p Input,
) -> Expression<'p> {
    if input.default.is_none() {
        return code.clone();
    }
    let (argument, span) = (&passed.local, code.span);
    if is_any(code.class) {
        let reference = quote!(#argument);
        let converter = Converter::new(runtime);
        return Expression {
            tokens: converter.converted(&input.slot, &reference, span),
            tested: Some(tested(&reference, span)),
            ..code.clone()
        };
    }
    if !input.slot.may_be_option {
        return code.clone();
    }
    let given = given(runtime, &quote!(#argument));
    let tokens = Converter::new(runtime).converted_option(&input.slot, &given, span);
    Expression {
        tokens,
        is_option: true,
        ..code.clone()
    }
}

#[derive(Clone, Copy)]
struct Writer<'a> {
    converter: Converter<'a>,
    form: Form,
    /// The number of lists and objects around the value. Each has names of its own.
    depth: usize,
}

impl Writer<'_> {
    /// Returns a value as data, or `None` if nothing is known of it.
    fn value(self, code: &Expression<'_>, used: &Use) -> Option<TokenStream> {
        if used.is_serialized
            && let Some(json) = self.json(code)
        {
            return Some(json);
        }
        if code.class.is_scalar() {
            return self.single(code, used);
        }
        if !code.is_option {
            return Some(self.composite(code, used));
        }
        let (runtime, tokens) = (self.converter.runtime, &code.tokens);
        let name = self.name("value", code.span);
        let inner = Expression {
            tokens: quote!(#name),
            is_option: false,
            ..code.clone()
        };
        let (value, mentioned) = (self.composite(&inner, used), mention(&[&name]));
        Some(quote!(match #tokens {
            ::core::option::Option::Some(#name) => { #mentioned #value }
            ::core::option::Option::None => #runtime::__private::Json::Null,
        }))
    }

    /// Returns the JSON that `{{json}}` prints of a value.
    fn json(self, code: &Expression<'_>) -> Option<TokenStream> {
        let runtime = self.converter.runtime;
        let json = json(runtime, code, 0);
        match self.form {
            Form::Shown | Form::Sampled | Form::Json => {
                Some(quote!(#runtime::__private::data::parsed(&#json)))
            }
            Form::Exact | Form::Secret => None,
        }
    }

    fn single(self, code: &Expression<'_>, used: &Use) -> Option<TokenStream> {
        let runtime = self.converter.runtime;
        if self.form == Form::Json {
            return None;
        }
        if is_any(code.class) && !used.is_read {
            let tested = code.tested.as_ref().filter(|_| used.is_tested)?;
            return Some(quote!(#tested.data()));
        }
        let scalar = scalar(runtime, code);
        Some(quote!(#runtime::__private::data::single(#scalar)))
    }

    fn composite(self, code: &Expression<'_>, used: &Use) -> TokenStream {
        match code.class {
            Class::Object(_) => self.object(code, used),
            Class::Map(_) => self.map(code, &used.of_values()),
            _ => self.list(code, used.items.as_deref().unwrap_or(&Use::default())),
        }
    }

    fn object(self, code: &Expression<'_>, used: &Use) -> TokenStream {
        let runtime = self.converter.runtime;
        let fields = used.fields.iter().filter_map(|(name, used)| {
            let value = self
                .inner()
                .value(&self.converter.field(code, name)?, used)?;
            Some(quote!((#name, #value)))
        });
        quote!(#runtime::__private::data::object([#(#fields),*]))
    }

    fn list(self, code: &Expression<'_>, used: &Use) -> TokenStream {
        let (runtime, tokens) = (self.converter.runtime, &code.tokens);
        let (list, item) = (self.name("list", code.span), self.name("item", code.span));
        let value = self.item(code, &item, used);
        let mentioned = mention(&[&item]);
        quote!({
            let mut #list = #runtime::__private::Vec::new();
            for #item in #tokens { #mentioned #list.push(#value); }
            #runtime::__private::Json::List(#list)
        })
    }

    fn map(self, code: &Expression<'_>, used: &Use) -> TokenStream {
        let (runtime, tokens) = (self.converter.runtime, &code.tokens);
        let [list, key, item] = ["list", "key", "item"].map(|name| self.name(name, code.span));
        let value = self.item(code, &item, used);
        let mentioned = mention(&[&item]);
        quote!({
            let mut #list = #runtime::__private::Vec::new();
            for (#key, #item) in #tokens { #mentioned #list.push((#key, #value)); }
            #runtime::__private::data::map(#list)
        })
    }

    /// Returns an item of a list, or a value of a map. `Null` takes the place of one that is not
    /// used.
    fn item(self, of: &Expression<'_>, name: &Ident, used: &Use) -> TokenStream {
        let runtime = self.converter.runtime;
        let nothing = quote!(#runtime::__private::Json::Null);
        let (Class::List(slot) | Class::Map(slot)) = of.class else {
            return nothing;
        };
        if !used.is_any() {
            return nothing;
        }
        let item = self.converter.reference(slot, &quote!(#name), of.span);
        self.inner().value(&item, used).unwrap_or(nothing)
    }

    fn inner(self) -> Self {
        Self {
            depth: self.depth + 1,
            ..self
        }
    }

    fn name(self, what: &str, span: Span) -> Ident {
        local_at(&format!("data_{what}_{}", self.depth), span)
    }
}
