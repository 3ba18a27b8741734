//! The enum that a user declares for the tools of a prompt.

use proc_macro2::{Group, Ident, Span, TokenStream};
use prompt_core::code::Code;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Result, Token, braced, parenthesized, token};

use super::attributes::{Attributes, Reading, unsupported};
use super::declaration::{Declaration, Field, fields, skip_visibility, taken, until_comma};
use super::rename_rule::RenameRule;
use super::rust_type::RustType;
use crate::refusal::Refusal;

/// The forms of a variant's name that tools usually have.
const USUAL: [RenameRule; 4] = [
    RenameRule::Kebab,
    RenameRule::Snake,
    RenameRule::Camel,
    RenameRule::Pascal,
];

/// An enum with a variant for each tool.
pub(crate) struct ToolEnum {
    pub(crate) name: Ident,
    has_deserialize: bool,
    /// The tokens before the variants.
    head: TokenStream,
    braces: Span,
    pub(super) variants: Vec<ToolVariant>,
    /// What cannot be checked.
    pub(super) errors: Vec<Error>,
}

/// A tool.
pub(super) struct ToolVariant {
    pub(super) name: Ident,
    /// The name that an attribute gives to the tool.
    renamed: Option<String>,
    pub(super) is_catch_all: bool,
    pub(super) arguments: Arguments,
    tokens: TokenStream,
}

pub(super) enum Arguments {
    /// Any, which are passed over.
    None,
    Fields(Vec<Field>),
    Type(RustType),
}

impl ToolVariant {
    /// Returns whether the variant is for a tool.
    pub(super) fn is_for(&self, tool: &str) -> bool {
        if self.is_catch_all {
            return false;
        }
        match &self.renamed {
            Some(name) => name == tool,
            None => self.usual_names().any(|name| name == tool),
        }
    }

    fn usual_names(&self) -> impl Iterator<Item = String> {
        let plain = self.name.unraw().to_string();
        USUAL.into_iter().map(move |rule| rule.of_variant(&plain))
    }

    /// Returns the name of the tool, as far as it is known without the pinned versions.
    pub(super) fn tool_name(&self) -> String {
        let usual = || self.usual_names().next().unwrap_or_default();
        self.renamed.clone().unwrap_or_else(usual)
    }

    /// Writes the variant, with the names of its tool where no attribute gives one.
    fn named(&self) -> TokenStream {
        let tokens = &self.tokens;
        if self.renamed.is_some() || self.is_catch_all {
            return quote!(#tokens,);
        }
        let mut names = self.usual_names();
        let name = names.next();
        let others = names.map(|other| quote!(#[serde(alias = #other)]));
        quote!(#[serde(rename = #name)] #(#others)* #tokens,)
    }
}

impl ToolEnum {
    /// Returns the enum as an item, to be written.
    pub(crate) fn declaration(&self) -> Declaration {
        Declaration::of_enum(self.name.clone(), self.has_deserialize, self.tokens())
    }

    fn tokens(&self) -> TokenStream {
        let variants = self.variants.iter().map(ToolVariant::named).collect();
        let mut body = Group::new(proc_macro2::Delimiter::Brace, variants);
        body.set_span(self.braces);
        let head = &self.head;
        quote!(#head #body)
    }
}

impl Parse for ToolEnum {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let start = input.fork();
        let mut errors = Vec::new();
        let attributes = Attributes::read(input, &mut errors)?;
        skip_visibility(input)?;
        if input.parse::<Option<Token![enum]>>()?.is_none() {
            let message = "expected an enum with a variant for each tool";
            let refusal = Refusal::new(input.span(), Code::UnexpectedArgument, message, "");
            return Err(refusal.into());
        }
        let name = input.call(Ident::parse_any)?;
        if attributes.reading == Reading::Untagged {
            let what = format!("the untagged `{name}`");
            errors.push(unsupported(name.span(), &what, ""));
        }
        if input.peek(Token![<]) {
            let what = format!("the type parameters of `{name}`");
            let help = "name the types themselves";
            return Err(unsupported(input.span(), &what, help));
        }
        let head = taken(&start, input)?;
        let content;
        let braces = braced!(content in input).span.join();
        let variants = variants(&content, &attributes, &mut errors)?;
        Ok(Self {
            name,
            has_deserialize: attributes.has_deserialize,
            head,
            braces,
            variants,
            errors,
        })
    }
}

fn variants(
    input: ParseStream<'_>,
    of_enum: &Attributes,
    errors: &mut Vec<Error>,
) -> Result<Vec<ToolVariant>> {
    let mut variants = Vec::new();
    while !input.is_empty() {
        let start = input.fork();
        let attributes = Attributes::read(input, errors)?;
        let name = input.call(Ident::parse_any)?;
        if matches!(attributes.reading, Reading::Skipped | Reading::Untagged) {
            let what = format!("the variant `{name}`");
            errors.push(unsupported(name.span(), &what, "a variant is a tool"));
        }
        let rule = attributes.rename_all.or(of_enum.rename_all_fields);
        let arguments = arguments(input, rule, &name, errors)?;
        let tokens = taken(&start, input)?;
        until_comma(input)?;
        let by_rule = of_enum.rename_all;
        let by_rule = by_rule.map(|rule| rule.of_variant(&name.unraw().to_string()));
        variants.push(ToolVariant {
            renamed: attributes.rename.or(by_rule),
            is_catch_all: attributes.reading == Reading::Other,
            arguments,
            tokens,
            name,
        });
    }
    Ok(variants)
}

fn arguments(
    input: ParseStream<'_>,
    rule: Option<RenameRule>,
    name: &Ident,
    errors: &mut Vec<Error>,
) -> Result<Arguments> {
    if input.peek(token::Brace) {
        let content;
        braced!(content in input);
        return Ok(Arguments::Fields(fields(&content, rule, errors)?));
    }
    if !input.peek(token::Paren) {
        return Ok(Arguments::None);
    }
    let content;
    parenthesized!(content in input);
    Attributes::read(&content, errors)?;
    let rust_type = RustType::read(until_comma(&content)?, name.span());
    if !content.is_empty() {
        let what = format!("the variant `{name}`");
        let help = "name its fields: `Tool { order_id: String }`";
        errors.push(unsupported(name.span(), &what, help));
        content.parse::<TokenStream>()?;
    }
    Ok(Arguments::Type(rust_type))
}
