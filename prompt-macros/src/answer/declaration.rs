//! The structs and enums that a user declares for an answer.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use prompt_core::code::Code;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Result, Token, braced, token};

use super::attributes::{Attributes, unsupported};
use super::rename_rule::RenameRule;
use super::rust_type::{RustType, is_punct};
use crate::refusal::Refusal;

/// A struct or an enum.
#[derive(Debug)]
pub(crate) struct Declaration {
    pub(super) name: Ident,
    /// Set if the user derives `Deserialize`.
    pub(crate) has_deserialize: bool,
    /// The tokens, with all attributes.
    pub(crate) tokens: TokenStream,
    pub(super) body: Body,
}

#[derive(Debug)]
pub(super) enum Body {
    Struct(Vec<Field>),
    Enum(Vec<Variant>),
}

#[derive(Debug)]
pub(super) struct Field {
    /// The name in the answer.
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) rust_type: RustType,
}

/// A variant of an enum.
#[derive(Debug)]
pub(super) struct Variant {
    /// The text in the answer. `None` for the variant that takes any other text.
    pub(super) text: Option<String>,
}

impl Declaration {
    pub(crate) fn name(&self) -> &Ident {
        &self.name
    }
}

impl Parse for Declaration {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let start = input.fork();
        let attributes = Attributes::read(input)?;
        if attributes.is_catch_all {
            return Err(unsupported(input.span(), "an untagged type", ""));
        }
        skip_visibility(input)?;
        let is_struct = input.parse::<Option<Token![struct]>>()?.is_some();
        if !is_struct && input.parse::<Option<Token![enum]>>()?.is_none() {
            let message = "expected a struct or an enum";
            let refusal = Refusal::new(input.span(), Code::UnexpectedArgument, message, "");
            return Err(refusal.into());
        }
        let name = input.call(Ident::parse_any)?;
        if input.peek(Token![<]) {
            let what = format!("the type parameters of `{name}`");
            return Err(unsupported(
                input.span(),
                &what,
                "name the types themselves",
            ));
        }
        if !input.peek(token::Brace) {
            let help = "declare a struct with named fields, or an enum";
            return Err(unsupported(name.span(), &format!("`{name}`"), help));
        }
        let content;
        braced!(content in input);
        let rule = attributes.rename_all;
        let body = if is_struct {
            Body::Struct(fields(&content, rule)?)
        } else {
            Body::Enum(variants(&content, rule)?)
        };
        Ok(Self {
            name,
            has_deserialize: attributes.has_deserialize,
            tokens: taken(&start, input)?,
            body,
        })
    }
}

/// Returns the tokens between two places of the same stream.
fn taken(start: ParseStream<'_>, end: ParseStream<'_>) -> Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while start.cursor() != end.cursor() {
        tokens.extend([start.parse::<TokenTree>()?]);
    }
    Ok(tokens)
}

fn fields(input: ParseStream<'_>, rule: Option<RenameRule>) -> Result<Vec<Field>> {
    let mut fields = Vec::new();
    while !input.is_empty() {
        let attributes = Attributes::read(input)?;
        skip_visibility(input)?;
        let name = input.call(Ident::parse_any)?;
        input.parse::<Token![:]>()?;
        let rust_type = RustType::read(until_comma(input)?, name.span());
        if attributes.is_skipped {
            continue;
        }
        let plain = name.unraw().to_string();
        let key = attributes.rename;
        fields.push(Field {
            key: key.unwrap_or_else(|| rule.map_or(plain.clone(), |rule| rule.of_field(&plain))),
            span: name.span(),
            rust_type,
        });
    }
    Ok(fields)
}

fn variants(input: ParseStream<'_>, rule: Option<RenameRule>) -> Result<Vec<Variant>> {
    let mut variants = Vec::new();
    while !input.is_empty() {
        let attributes = Attributes::read(input)?;
        let name = input.call(Ident::parse_any)?;
        let rest = until_comma(input)?;
        let has_fields = matches!(rest.into_iter().next(), Some(TokenTree::Group(_)));
        if has_fields && !attributes.is_catch_all {
            let what = format!("the fields of the variant `{name}`");
            let help = "for any other text, write `#[serde(untagged)] Other(String)`; for one of several types, take a \
                        `serde_json::Value`";
            return Err(unsupported(name.span(), &what, help));
        }
        if attributes.is_skipped {
            continue;
        }
        let plain = name.unraw().to_string();
        let text = attributes.rename;
        let text =
            text.unwrap_or_else(|| rule.map_or(plain.clone(), |rule| rule.of_variant(&plain)));
        let text = (!attributes.is_catch_all).then_some(text);
        variants.push(Variant { text });
    }
    Ok(variants)
}

/// Takes tokens up to the next comma, and the comma. A comma between `<` and `>` is one of a type.
fn until_comma(input: ParseStream<'_>) -> Result<TokenStream> {
    let mut tokens = TokenStream::new();
    let mut depth = 0_usize;
    while !input.is_empty() && !(depth == 0 && input.peek(Token![,])) {
        let token = input.parse::<TokenTree>()?;
        depth += usize::from(is_punct(&token, '<'));
        depth = depth.saturating_sub(usize::from(is_punct(&token, '>')));
        tokens.extend([token]);
    }
    input.parse::<Option<Token![,]>>()?;
    Ok(tokens)
}

/// Skips `pub`, `pub(crate)` and the like.
fn skip_visibility(input: ParseStream<'_>) -> Result<()> {
    if input.parse::<Option<Token![pub]>>()?.is_some() && input.peek(token::Paren) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
