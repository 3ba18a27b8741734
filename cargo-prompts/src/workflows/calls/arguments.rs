//! The arguments of one of the macros: the id, and the names of the inputs.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::{Expr, Ident, LitStr, Result, Token};

/// The names of the inputs that a call passes, each with its place. `None` for a call with an id alone,
/// and for one that cannot be read, as in a `macro_rules!`.
pub fn input_names(tokens: &TokenStream) -> Option<Vec<(String, Span)>> {
    let call = Call::parse.parse2(tokens.clone()).ok()?;
    call.inputs
}

struct Call {
    inputs: Option<Vec<(String, Span)>>,
}

impl Parse for Call {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        input.parse::<LitStr>()?;
        let mut inputs = None::<Vec<_>>;
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let names = inputs.get_or_insert_default();
            if input.peek(Token![..]) {
                input.parse::<Token![..]>()?;
            } else {
                names.push(name(input)?);
            }
        }
        Ok(Self { inputs })
    }
}

/// Parses `name = value`, or `name` alone; `secret` may stand before it.
fn name(input: ParseStream<'_>) -> Result<(String, Span)> {
    let mut name = input.call(Ident::parse_any)?;
    if name == "secret" && input.peek(Ident::peek_any) {
        name = input.call(Ident::parse_any)?;
    }
    if input.parse::<Option<Token![=]>>()?.is_some() {
        input.parse::<Expr>()?;
    }
    Ok((name.unraw().to_string(), name.span()))
}
