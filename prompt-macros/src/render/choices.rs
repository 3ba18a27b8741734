//! The checks of `try_prompt!`: a text is one of the choices of its enum.

use proc_macro2::{Ident, TokenStream};
use prompt_core::program::{Choice, Class};
use quote::quote;

use super::convert::Converter;
use super::expression::{Expression, Value};
use super::uses::{self, Use};
use super::{Call, local, local_at, mention};

/// Makes statements that leave the block `'checked` with an error if a text is none of the choices.
/// Objects are checked in the fields that the program uses: the others need not exist.
pub(super) fn checks(call: &Call<'_>) -> TokenStream {
    let values = call.values();
    let uses = uses::of_messages(&call.program.messages);
    let prompt = call.prompt_name();
    let checker = Checker {
        prompt: &prompt,
        converter: Converter::new(call.runtime),
        depth: 0,
    };
    let mut code = TokenStream::new();
    for (_, input) in call.arguments.passed() {
        let value = values.get(input.name.as_str());
        if let (Some(Value::Code(value)), Some(used)) = (value, uses.get(&input.name)) {
            code.extend(checker.value(value, &input.name, used));
        }
    }
    code
}

#[derive(Clone, Copy)]
struct Checker<'a> {
    /// The name of the prompt.
    prompt: &'a Ident,
    converter: Converter<'a>,
    /// The number of lists and maps around the value. Each has names of its own.
    depth: usize,
}

impl Checker<'_> {
    /// Makes the check of a value. `path` is its name in messages: `guests[].language`.
    fn value(self, value: &Expression<'_>, path: &str, used: &Use) -> TokenStream {
        match value.class {
            Class::Text(choices) => self.text(value, path, choices),
            Class::Object(fields) => fields
                .iter()
                .filter_map(|(name, _)| {
                    let (used, path) = (used.fields.get(name)?, format!("{path}.{name}"));
                    let field = self.converter.field(value, name)?;
                    Some(self.value(&field, &path, used))
                })
                .collect(),
            Class::List(_) => {
                let used = used.items.as_deref().cloned().unwrap_or_default();
                self.items(value, path, &used)
            }
            Class::Map(_) => self.items(value, path, &used.of_values()),
            _ => TokenStream::new(),
        }
    }

    fn text(self, value: &Expression<'_>, path: &str, choices: &[Choice]) -> TokenStream {
        // Another version may have an enum where the version of the build takes every text.
        let own = choices
            .iter()
            .filter(|choice| choice.is_own)
            .map(|choice| choice.text.as_str())
            .collect::<Vec<_>>();
        if own.is_empty() {
            return TokenStream::new();
        }
        let (runtime, tokens, prompt) = (self.converter.runtime, &value.tokens, self.prompt);
        let text = if value.is_option {
            tokens.clone()
        } else {
            quote!(::core::option::Option::Some(#tokens))
        };
        let error = local("error");
        quote! {
            if let ::core::option::Option::Some(#error) =
                #runtime::__private::refused_choice(#prompt, #path, #text, &[#(#own),*])
            {
                break 'checked ::core::result::Result::Err(#error);
            }
        }
    }

    fn items(self, value: &Expression<'_>, path: &str, used: &Use) -> TokenStream {
        let (Class::List(slot) | Class::Map(slot)) = value.class else {
            return TokenStream::new();
        };
        let (span, tokens) = (value.span, &value.tokens);
        let name = |what: &str| local_at(&format!("choice_{what}_{}", self.depth), span);
        let (item, list) = (name("item"), name("list"));
        let inner = Self {
            depth: self.depth + 1,
            ..self
        };
        let reference = self.converter.reference(slot, &quote!(#item), span);
        let check = inner.value(&reference, &format!("{path}[]"), used);
        if check.is_empty() {
            return check;
        }
        let pattern = if matches!(value.class, Class::Map(_)) {
            quote!((_, #item))
        } else {
            quote!(#item)
        };
        let used = mention(&[&item]);
        if value.is_option {
            return quote! {
                if let ::core::option::Option::Some(#list) = #tokens {
                    for #pattern in #list { #used #check }
                }
            };
        }
        quote!(for #pattern in #tokens { #used #check })
    }
}
