//! Code that is compiled and never runs: the demands of versions that other environments pin.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use prompt_core::program::{Check, Class, Demand, Input, Pin, Step};
use prompt_core::secret;
use quote::{format_ident, quote};

use super::arguments::Arguments;
use super::convert::{Converter, of_field, rust_name, serialized};
use super::expression::{Expression, Value};
use super::scope::Scope;
use super::{local_at, mention};

/// Makes the code of all checks.
pub(super) fn checks(runtime: &TokenStream, scope: &Scope<'_>, checks: &[Check]) -> TokenStream {
    let mut code = TokenStream::new();
    for check in checks {
        let version = requiring_version(&check.required_by);
        let converter = Converter::new(runtime).for_version(&version);
        let input = prompt_core::program::VariablePath {
            steps: Vec::new(),
            ..check.path.clone()
        };
        if let Value::Code(value) = scope.variable(converter, &input) {
            let steps = &check.path.steps;
            code.extend(
                Checker {
                    converter,
                    demand: check.demand,
                }
                .step(&value, steps, 0),
            );
        }
    }
    if code.is_empty() {
        code
    } else {
        quote!(if false { #code })
    }
}

/// Defines the types that bear the names of the versions.
pub(super) fn version_types(
    checks: &[Check],
    arguments: &Arguments<'_>,
    versions: &[&str],
) -> TokenStream {
    let of_inputs = arguments
        .passed()
        .filter_map(|(_, input)| required_elsewhere(input, versions))
        .map(requiring_version);
    let names = checks
        .iter()
        .flat_map(of_check)
        .chain(of_inputs)
        .collect::<BTreeSet<_>>();
    quote!(#(enum #names {})*)
}

/// Returns the types that a check names: the version, and each field on its way.
fn of_check(check: &Check) -> Vec<Ident> {
    let version = requiring_version(&check.required_by);
    let fields = check.path.steps.iter().filter_map(|step| match step {
        Step::Field(name) => Some(rust_name(name, Span::call_site())),
        Step::Item => None,
    });
    let mut names = fields
        .map(|field| of_field(&version, Some(&field)))
        .collect::<Vec<_>>();
    names.push(version);
    names
}

/// Returns the pin that requires an input, if the build has another version. These are its versions.
pub(super) fn required_elsewhere<'i>(input: &'i Input, versions: &[&str]) -> Option<&'i Pin> {
    let pin = input.required_by.as_ref();
    pin.filter(|pin| !versions.contains(&&*pin.version))
}

/// Returns the type that bears the name of a version:
/// `by_version_1_0_0_which_production_pins`. The compiler shows it, so it has no secret.
pub(super) fn requiring_version(pin: &Pin) -> Ident {
    let word = |text: &str| secret::masked(text).replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let (version, environment) = (word(&pin.version), word(&pin.environment));
    if pin.is_working_copy() {
        format_ident!("by_the_working_copy_which_{environment}_takes")
    } else {
        format_ident!("by_version_{version}_which_{environment}_pins")
    }
}

#[derive(Clone, Copy)]
struct Checker<'a> {
    converter: Converter<'a>,
    demand: Demand,
}

impl Checker<'_> {
    /// Makes the code of a check on what the steps lead to.
    fn step(self, value: &Expression<'_>, steps: &[Step], depth: usize) -> TokenStream {
        match steps.split_first() {
            None => self.demand(value),
            Some((Step::Field(name), rest)) => {
                let field = self.converter.field(value, name);
                field
                    .map(|field| self.step(&field, rest, depth))
                    .unwrap_or_default()
            }
            Some((Step::Item, rest)) => self.items(value, rest, depth),
        }
    }

    fn demand(self, value: &Expression<'_>) -> TokenStream {
        let (runtime, tokens) = (self.converter.runtime, &value.tokens);
        match self.demand {
            Demand::Print => quote!(_ = #tokens;),
            Demand::Test => {
                let tested = value.tested.as_ref().unwrap_or(tokens);
                quote!(_ = #tested;)
            }
            Demand::Serialize => {
                let value = serialized(value);
                quote!(#runtime::__private::serializable(#value);)
            }
        }
    }

    fn items(self, value: &Expression<'_>, rest: &[Step], depth: usize) -> TokenStream {
        let (Class::List(slot) | Class::Map(slot)) = value.class else {
            return TokenStream::new();
        };
        let (span, tokens) = (value.span, &value.tokens);
        let inner = local_at(&format!("checked_{depth}"), span);
        let item = self.converter.reference(slot, &quote!(#inner), span);
        let code = self.step(&item, rest, depth + 1);
        let is_map = matches!(value.class, Class::Map(_));
        let items = if value.is_option {
            quote!(#inner)
        } else {
            tokens.clone()
        };
        let pattern = if is_map {
            quote!((_, #inner))
        } else {
            quote!(#inner)
        };
        let used = mention(&[&inner]);
        let each = quote!(for #pattern in #items { #used #code });
        if value.is_option {
            quote!(if let ::core::option::Option::Some(#inner) = #tokens { #each })
        } else {
            each
        }
    }
}
