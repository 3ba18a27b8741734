//! The attributes of an item, a field or a variant, as far as they decide what serde reads.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use prompt_core::code::Code;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Error, LitStr, Result, Token, bracketed, parenthesized, token};

use super::rename_rule::RenameRule;
use crate::refusal::Refusal;

/// What the attributes say.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    /// Set if `Deserialize` is derived.
    pub(super) has_deserialize: bool,
    pub(super) rename: Option<String>,
    pub(super) rename_all: Option<RenameRule>,
    /// The rule for the fields of variants.
    pub(super) rename_all_fields: Option<RenameRule>,
    pub(super) reading: Reading,
}

/// How a field, a variant or a type is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Reading {
    #[default]
    ByName,
    Skipped,
    /// The variant takes the texts of no other one.
    Other,
    Untagged,
}

/// The words of serde that change nothing about the values that are read.
const HARMLESS: [&str; 6] = [
    "alias",
    "default",
    "expecting",
    "serialize_with",
    "skip_serializing",
    "skip_serializing_if",
];

impl Attributes {
    /// Reads the attributes before an item, a field or a variant. Those that cannot be checked are
    /// errors.
    pub(super) fn read(input: ParseStream<'_>, errors: &mut Vec<Error>) -> Result<Self> {
        let mut attributes = Self::default();
        while input.parse::<Option<Token![#]>>()?.is_some() {
            let content;
            bracketed!(content in input);
            let name = content.call(Ident::parse_any)?;
            let rest = content.parse::<TokenStream>()?;
            let inside = rest.clone().into_iter().find_map(|token| match token {
                TokenTree::Group(group) => Some(group.stream()),
                _ => None,
            });
            match (name.to_string().as_str(), inside) {
                ("derive", Some(inside)) => {
                    attributes.has_deserialize |= has_word(inside, "Deserialize");
                }
                ("serde", Some(inside)) => {
                    let read = |input: ParseStream<'_>| attributes.read_serde(input, errors);
                    read.parse2(inside)?;
                }
                ("cfg_attr", Some(inside)) if has_word(inside.clone(), "serde") => {
                    let what = "`cfg_attr` with a serde attribute";
                    errors.push(unsupported(name.span(), what, ""));
                }
                _ => {}
            }
        }
        Ok(attributes)
    }

    /// Reads the words of one `#[serde(…)]`.
    fn read_serde(&mut self, input: ParseStream<'_>, errors: &mut Vec<Error>) -> Result<()> {
        while !input.is_empty() {
            let word = input.call(Ident::parse_any)?;
            match word.to_string().as_str() {
                "rename" => self.rename = value(input)?.or(self.rename.take()),
                "rename_all" => self.rename_all = rule(input)?.or(self.rename_all),
                "rename_all_fields" => {
                    self.rename_all_fields = rule(input)?.or(self.rename_all_fields);
                }
                "skip" | "skip_deserializing" => self.reading = Reading::Skipped,
                "other" => self.reading = Reading::Other,
                "untagged" => self.reading = Reading::Untagged,
                name if HARMLESS.contains(&name) => {
                    value(input)?;
                }
                name => {
                    let what = format!("`#[serde({name})]`");
                    let help = "the check knows `rename`, `rename_all`, `alias`, `default`, `skip` and `other`";
                    errors.push(unsupported(word.span(), &what, help));
                    value(input)?;
                }
            }
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(())
    }
}

fn rule(input: ParseStream<'_>) -> Result<Option<RenameRule>> {
    let name = value(input)?;
    Ok(name.and_then(|name| RenameRule::from_name(&name)))
}

/// Reads the value of a word: `= "name"`, or the one in `(deserialize = "name")`.
fn value(input: ParseStream<'_>) -> Result<Option<String>> {
    if input.parse::<Option<Token![=]>>()?.is_some() {
        return Ok(Some(input.parse::<LitStr>()?.value()));
    }
    if !input.peek(token::Paren) {
        return Ok(None);
    }
    let content;
    parenthesized!(content in input);
    let mut name = None;
    while !content.is_empty() {
        let word = content.call(Ident::parse_any)?;
        content.parse::<Token![=]>()?;
        let text = content.parse::<LitStr>()?.value();
        if word == "deserialize" {
            name = Some(text);
        }
        content.parse::<Option<Token![,]>>()?;
    }
    Ok(name)
}

/// Returns whether a word stands anywhere in the tokens.
fn has_word(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => has_word(group.stream(), word),
        _ => false,
    })
}

/// Makes the error for a form of types that cannot be checked.
pub(super) fn unsupported(span: Span, what: &str, help: &str) -> Error {
    let message = format!("{what} cannot be checked against the output schemas");
    Refusal::new(span, Code::UnsupportedAnswerType, &message, help).into()
}
