//! The structs and enums that a user declares for an answer.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use prompt_core::code::Code;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Result, Token, braced, token};

use super::attributes::{Attributes, Reading, unsupported};
use super::rename_rule::RenameRule;
use super::rust_type::{RustKind, RustType, is_punct};
use crate::refusal::Refusal;

/// A struct or an enum.
#[derive(Debug, Clone)]
pub(crate) struct Declaration {
    pub(super) name: Ident,
    /// Set if the user derives `Deserialize`.
    pub(crate) has_deserialize: bool,
    pub(crate) is_generic: bool,
    /// The tokens, with all attributes.
    pub(crate) tokens: TokenStream,
    pub(super) body: Body,
    /// What cannot be checked.
    pub(super) errors: Vec<Error>,
}

#[derive(Debug, Clone)]
pub(super) enum Body {
    Struct(Vec<Field>),
    Enum(Vec<Variant>),
}

#[derive(Debug, Clone)]
pub(super) struct Field {
    /// The name in the answer.
    pub(super) key: String,
    pub(super) span: Span,
    pub(super) rust_type: RustType,
}

/// A variant of an enum.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    /// The text in the answer. `None` for the variant that takes any other text.
    pub(super) text: Option<String>,
}

impl Declaration {
    /// Makes an enum whose variants are checked elsewhere.
    pub(super) fn of_enum(name: Ident, has_deserialize: bool, tokens: TokenStream) -> Self {
        Self {
            name,
            has_deserialize,
            is_generic: false,
            tokens,
            body: Body::Enum(Vec::new()),
            errors: Vec::new(),
        }
    }

    /// Makes a struct from fields that stand elsewhere.
    pub(super) fn of_fields(name: Ident, fields: Vec<Field>) -> Self {
        Self {
            name,
            has_deserialize: false,
            is_generic: false,
            tokens: TokenStream::new(),
            body: Body::Struct(fields),
            errors: Vec::new(),
        }
    }

    pub(crate) fn name(&self) -> &Ident {
        &self.name
    }
}

impl Parse for Declaration {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let start = input.fork();
        let mut errors = Vec::new();
        let attributes = Attributes::read(input, &mut errors)?;
        skip_visibility(input)?;
        let is_struct = input.parse::<Option<Token![struct]>>()?.is_some();
        if !is_struct && input.parse::<Option<Token![enum]>>()?.is_none() {
            let message = "expected a struct or an enum";
            let refusal = Refusal::new(input.span(), Code::UnexpectedArgument, message, "");
            return Err(refusal.into());
        }
        let name = input.call(Ident::parse_any)?;
        if attributes.reading == Reading::Untagged {
            let help = "take a `serde_json::Value` for one of several types";
            errors.push(unsupported(
                name.span(),
                &format!("the untagged `{name}`"),
                help,
            ));
        }
        let is_generic = input.peek(Token![<]);
        if is_generic {
            let what = format!("the type parameters of `{name}`");
            errors.push(unsupported(
                input.span(),
                &what,
                "name the types themselves",
            ));
        }
        while !is_generic_end(input) {
            input.parse::<TokenTree>()?;
        }
        let body = body(input, &attributes, is_struct, &name, &mut errors)?;
        Ok(Self {
            name,
            has_deserialize: attributes.has_deserialize,
            is_generic,
            tokens: taken(&start, input)?,
            body,
            errors,
        })
    }
}

/// Returns whether the type parameters, and the bounds behind `where`, are over.
fn is_generic_end(input: ParseStream<'_>) -> bool {
    input.is_empty()
        || input.peek(token::Brace)
        || input.peek(token::Paren)
        || input.peek(Token![;])
}

fn body(
    input: ParseStream<'_>,
    attributes: &Attributes,
    is_struct: bool,
    name: &Ident,
    errors: &mut Vec<Error>,
) -> Result<Body> {
    if !input.peek(token::Brace) {
        let help = "declare a struct with named fields, or an enum";
        errors.push(unsupported(name.span(), &format!("`{name}`"), help));
        while input.parse::<Option<Token![;]>>()?.is_none() {
            input.parse::<TokenTree>()?;
        }
        return Ok(Body::Struct(Vec::new()));
    }
    let content;
    braced!(content in input);
    let rule = attributes.rename_all;
    Ok(if is_struct {
        Body::Struct(fields(&content, rule, errors)?)
    } else {
        Body::Enum(variants(&content, rule, errors)?)
    })
}

/// Returns the tokens between two places of the same stream.
pub(super) fn taken(start: ParseStream<'_>, end: ParseStream<'_>) -> Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while start.cursor() != end.cursor() {
        tokens.extend([start.parse::<TokenTree>()?]);
    }
    Ok(tokens)
}

pub(super) fn fields(
    input: ParseStream<'_>,
    rule: Option<RenameRule>,
    errors: &mut Vec<Error>,
) -> Result<Vec<Field>> {
    let mut fields = Vec::new();
    while !input.is_empty() {
        let attributes = Attributes::read(input, errors)?;
        skip_visibility(input)?;
        let name = input.call(Ident::parse_any)?;
        input.parse::<Token![:]>()?;
        let rust_type = RustType::read(until_comma(input)?, name.span());
        if attributes.reading == Reading::Skipped {
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

fn variants(
    input: ParseStream<'_>,
    rule: Option<RenameRule>,
    errors: &mut Vec<Error>,
) -> Result<Vec<Variant>> {
    let mut variants = Vec::new();
    while !input.is_empty() {
        let attributes = Attributes::read(input, errors)?;
        let name = input.call(Ident::parse_any)?;
        let rest = until_comma(input)?.into_iter().next();
        if attributes.reading == Reading::Skipped {
            continue;
        }
        let is_untagged = attributes.reading == Reading::Untagged;
        let is_catch_all = match &rest {
            Some(TokenTree::Group(fields)) if is_untagged => holds_text(fields),
            Some(TokenTree::Group(_)) => false,
            _ => attributes.reading == Reading::Other,
        };
        let is_plain = !matches!(rest, Some(TokenTree::Group(_))) && !is_untagged;
        if !is_catch_all && !is_plain {
            let what = format!("the variant `{name}`");
            let help = "a variant is one text of the answer; for any other text, write `#[serde(untagged)] \
                        Other(String)`";
            errors.push(unsupported(name.span(), &what, help));
        }
        let plain = name.unraw().to_string();
        let text = attributes.rename;
        let text =
            text.unwrap_or_else(|| rule.map_or(plain.clone(), |rule| rule.of_variant(&plain)));
        let text = (!is_catch_all).then_some(text);
        variants.push(Variant { text });
    }
    Ok(variants)
}

/// Returns whether a variant has one field, which is a text.
fn holds_text(fields: &Group) -> bool {
    let rust_type = RustType::read(fields.stream(), fields.span());
    fields.delimiter() == Delimiter::Parenthesis && matches!(rust_type.kind, RustKind::Text)
}

/// Takes tokens up to the next comma, and the comma. A comma between `<` and `>` is one of a type.
pub(super) fn until_comma(input: ParseStream<'_>) -> Result<TokenStream> {
    let mut tokens = TokenStream::new();
    let mut depth = 0_usize;
    while !(input.is_empty() || depth == 0 && input.peek(Token![,])) {
        let token = input.parse::<TokenTree>()?;
        depth += usize::from(is_punct(&token, '<'));
        depth = depth.saturating_sub(usize::from(is_punct(&token, '>')));
        tokens.extend([token]);
    }
    input.parse::<Option<Token![,]>>()?;
    Ok(tokens)
}

/// Skips `pub`, `pub(crate)` and the like.
pub(super) fn skip_visibility(input: ParseStream<'_>) -> Result<()> {
    if input.parse::<Option<Token![pub]>>()?.is_some() && input.peek(token::Paren) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
