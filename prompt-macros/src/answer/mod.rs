//! `answer_type!` and `tool_type!`: the types that an application reads answers and calls of tools into,
//! checked against the schemas of all pinned versions.
//!
//! A `declaration` is an item that the user wrote, a `tool_enum` the enum of the tools; `attributes` reads
//! its serde attributes with `rename_rule`, `rust_type` the type of a field. `check` and `check_tools` hold
//! the declarations against the schemas: data in, errors out.

mod attributes;
mod check;
mod check_tools;
mod declaration;
mod rename_rule;
mod rust_type;
#[cfg(test)]
mod tests;
mod tool_enum;

pub(crate) use check::check;
pub(crate) use check_tools::check_tools;
pub(crate) use declaration::Declaration;
pub(crate) use tool_enum::ToolEnum;

use proc_macro2::TokenStream;
use prompt_core::code::Code;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Result, Token};

use crate::call::Named;
use crate::refusal::Refusal;

/// An id, and the types of the answer. The first one is that of the whole answer.
pub(crate) struct AnswerCall {
    pub(crate) id: Named,
    /// The items as the user wrote them.
    pub(crate) items: TokenStream,
    /// What was read of them, or the errors.
    pub(crate) declarations: Result<Vec<Declaration>>,
}

impl Parse for AnswerCall {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let message = "expected `:` after the id, and then the type of the answer";
        let help = "as in `answer_type! { \"sales-email\": pub struct SalesEmail { … } }`";
        let id = id_before_colon(input, message, help)?;
        let items = input.parse::<TokenStream>()?;
        // A parse of its own: after an error within brackets, syn reports what is left of them.
        let read = |input: ParseStream<'_>| declarations(input, &id);
        let declarations = read.parse2(items.clone());
        Ok(Self {
            id,
            items,
            declarations,
        })
    }
}

/// An id, the enum of the tools, and the types in its arguments.
pub(crate) struct ToolTypeCall {
    pub(crate) id: Named,
    /// The items as the user wrote them.
    pub(crate) items: TokenStream,
    /// What was read of them, or the errors.
    pub(crate) declarations: Result<(ToolEnum, Vec<Declaration>)>,
}

impl Parse for ToolTypeCall {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let message = "expected `:` after the id, and then the enum of the tools";
        let help = "as in `tool_type! { \"sales-email\": pub enum Tool { LookUpOrder { … } } }`";
        let id = id_before_colon(input, message, help)?;
        let items = input.parse::<TokenStream>()?;
        let read = |input: ParseStream<'_>| {
            let tools = input.parse()?;
            Ok((tools, rest(input)?))
        };
        let declarations = read.parse2(items.clone());
        Ok(Self {
            id,
            items,
            declarations,
        })
    }
}

fn id_before_colon(input: ParseStream<'_>, message: &str, help: &str) -> Result<Named> {
    let id = Named::parse_id(input)?;
    if input.parse::<Option<Token![:]>>()?.is_none() {
        let span = if input.is_empty() {
            id.span
        } else {
            input.span()
        };
        return Err(Refusal::new(span, Code::UnexpectedArgument, message, help).into());
    }
    Ok(id)
}

/// Reads all declarations that are left.
fn rest(input: ParseStream<'_>) -> Result<Vec<Declaration>> {
    let mut declarations = Vec::new();
    while !input.is_empty() {
        declarations.push(input.parse()?);
    }
    Ok(declarations)
}

fn declarations(input: ParseStream<'_>, id: &Named) -> Result<Vec<Declaration>> {
    let declarations = rest(input)?;
    if declarations.is_empty() {
        let message = "expected the struct of the answer after the id";
        let help = format!("`cargo prompts show {} --rust` prints one", id.name);
        return Err(Refusal::new(id.span, Code::UnexpectedArgument, message, &help).into());
    }
    Ok(declarations)
}
