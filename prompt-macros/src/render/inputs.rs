//! The inputs of a call as data: an expression of the type `prompt_runtime::__private::Json`.

use proc_macro2::{Ident, Span, TokenStream};
use prompt_core::program::{Check, Class, Demand, Input, Slot, Usage};
use quote::quote;

use super::Call;
use super::arguments::Passed;
use super::convert::{Converter, given, is_any, json, tested, whole};
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
    /// The JSON of values that can be printed as JSON.
    Json,
    /// All that is known of a value, for the search for secrets.
    Known,
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
    let writer = Writer::new(runtime, form);
    let nothing = quote!(#runtime::__private::Json::Null);
    let entries = codes(call).filter_map(|(passed, input, code)| {
        let name = &input.name;
        let value = writer.value(&code, uses.get(name).unwrap_or(&unused));
        let value = match form {
            // Something else takes its place: see `known_secrets`.
            Form::Shown if passed.argument.is_secret => {
                Some(nothing.clone()).filter(|_| value.is_some())
            }
            Form::Sampled if passed.argument.is_secret => Some(nothing.clone()),
            Form::Sampled => value.or_else(|| Some(nothing.clone())),
            _ => value,
        };
        let value = value?;
        Some(quote!((#name, #value)))
    });
    quote!(#runtime::__private::data::object([#(#entries),*]))
}

/// Makes an object with all that is known of the secret inputs: what any pinned version declares, prints or
/// prints as JSON. A part that this version does not show may stand in another text. Returns `None` if no
/// input is secret.
pub(super) fn known_secrets(call: &Call<'_>) -> Option<TokenStream> {
    let runtime = call.runtime;
    if call.arguments.secrets().is_empty() {
        return None;
    }
    let json_uses = uses_with(call, all_checks(call));
    let secrets = codes(call).filter(|(passed, ..)| passed.argument.is_secret);
    let entries = secrets.map(|(_, input, code)| {
        let name = &input.name;
        let known = Writer::new(runtime, Form::Known).value(&code, &whole_use(&input.slot));
        let json_use = json_uses.get(name).filter(|used| used.has_json());
        let json = json_use.and_then(|used| Writer::new(runtime, Form::Json).value(&code, used));
        let list = list_of(runtime, &known.into_iter().chain(json).collect::<Vec<_>>());
        quote!((#name, #list))
    });
    Some(quote!(#runtime::__private::data::object([#(#entries),*])))
}

/// Returns the inputs that the call passes, each with its code.
fn codes<'a>(
    call: &'a Call<'_>,
) -> impl Iterator<Item = (&'a Passed<'a>, &'a Input, Expression<'a>)> {
    let values = call.values();
    call.arguments.passed().filter_map(move |(passed, input)| {
        let Some(Value::Code(code)) = values.get(input.name.as_str()) else {
            return None;
        };
        let code = as_passed(call.runtime, code, passed, input);
        Some((passed, input, code))
    })
}

/// Makes a list of values.
fn list_of(runtime: &TokenStream, values: &[TokenStream]) -> TokenStream {
    let list =
        quote!(<#runtime::__private::Vec<_> as ::core::convert::From<_>>::from([#(#values),*]));
    quote!(#runtime::__private::Json::List(#list))
}

/// Returns the use of all that a type tells of a value.
fn whole_use(slot: &Slot) -> Use {
    match &slot.class {
        Class::List(inner) | Class::Map(inner) => Use {
            items: Some(Box::new(whole_use(inner))),
            ..Use::default()
        },
        Class::Object(fields) => {
            let fields = fields.iter();
            Use {
                fields: fields
                    .map(|(name, slot)| (name.clone(), whole_use(slot)))
                    .collect(),
                ..Use::default()
            }
        }
        _ => Use {
            is_read: true,
            ..Use::default()
        },
    }
}

/// Returns the names of the fields in an input that has a map, whose keys are as secret as its values.
pub(super) fn fields_beside_keys(input: &Input) -> TokenStream {
    let fields = input.slot.fields_beside_keys();
    fields.map_or(
        quote!(::core::option::Option::None),
        |fields| quote!(::core::option::Option::Some(&[#(#fields),*])),
    )
}

/// Returns the uses of the versions that the build embeds, and those that checks demand: of values that are
/// declared, or that other versions use. The compiler has seen that the call passes them.
pub(super) fn uses_with<'c>(call: &Call<'_>, checks: impl Iterator<Item = &'c Check>) -> Uses {
    let mut uses = Uses::new();
    for program in call.programs {
        uses::add_messages(&mut uses, &program.messages);
    }
    for check in checks {
        let usage = match check.demand {
            Demand::Print => Usage::Read,
            Demand::Test => Usage::Test,
            Demand::Serialize => Usage::Serialize,
        };
        uses::add(&mut uses, &check.path, usage);
    }
    uses
}

/// Returns the checks of the call in all environments of the build: the program of one has them.
pub(super) fn all_checks<'c>(call: &Call<'c>) -> impl Iterator<Item = &'c Check> {
    call.programs.iter().flat_map(|program| &program.checks)
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
            raw: Some(reference),
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

impl<'a> Writer<'a> {
    fn new(runtime: &'a TokenStream, form: Form) -> Self {
        Self {
            converter: Converter::new(runtime),
            form,
            depth: 0,
        }
    }

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
        let composite = self.optional_composite(code, used);
        let runtime = self.converter.runtime;
        let is_known = self.form == Form::Known;
        match whole(runtime, code).filter(|_| is_known) {
            // Pairs with the same key, and JSON that is neither a list nor a map.
            Some(whole) => Some(list_of(runtime, &[composite, whole])),
            None => Some(composite),
        }
    }

    fn optional_composite(self, code: &Expression<'_>, used: &Use) -> TokenStream {
        if !code.is_option {
            return self.composite(code, used);
        }
        let (runtime, tokens) = (self.converter.runtime, &code.tokens);
        let name = self.name("value", code.span);
        let inner = Expression {
            tokens: quote!(#name),
            is_option: false,
            ..code.clone()
        };
        let (value, mentioned) = (self.composite(&inner, used), mention(&[&name]));
        quote!(match #tokens {
            ::core::option::Option::Some(#name) => { #mentioned #value }
            ::core::option::Option::None => #runtime::__private::Json::Null,
        })
    }

    /// Returns the JSON that `{{json}}` prints of a value.
    fn json(self, code: &Expression<'_>) -> Option<TokenStream> {
        let runtime = self.converter.runtime;
        let json = json(runtime, code, 0);
        match self.form {
            Form::Shown | Form::Sampled | Form::Json => {
                Some(quote!(#runtime::__private::data::parsed(&#json)))
            }
            Form::Exact | Form::Known => None,
        }
    }

    fn single(self, code: &Expression<'_>, used: &Use) -> Option<TokenStream> {
        let runtime = self.converter.runtime;
        if self.form == Form::Json {
            return None;
        }
        if self.form == Form::Known && is_any(code.class) {
            return whole(runtime, code);
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
