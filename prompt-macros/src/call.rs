//! What stands between the parentheses of a call.

use proc_macro2::{Span, TokenStream};
use syn::parse::{Parse, ParseStream};
use syn::{Error, LitStr, Result, bracketed};

/// A call as `prompt-runtime` forwards it: `[$crate]`, then what the user wrote.
pub(crate) struct Call<A> {
    /// The path of `prompt-runtime` in the crate of the call.
    pub(crate) runtime: TokenStream,
    /// The user's arguments, or what is wrong with them. The path above is needed in either case.
    pub(crate) arguments: Result<A>,
}

impl<A: Parse> Parse for Call<A> {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let path;
        bracketed!(path in input);
        let runtime = path.parse()?;
        let arguments = input.parse::<A>();
        if arguments.is_err() {
            // The one error is enough: what follows it is not looked at.
            input.parse::<TokenStream>()?;
        }
        Ok(Self { runtime, arguments })
    }
}

/// One name, a string literal: `"sales-email-007"`.
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) span: Span,
}

impl Parse for Named {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let span = input.span();
        if input.is_empty() {
            return Err(Error::new(span, "[missing-name] expected a name in quotes"));
        }
        let Ok(literal) = input.parse::<LitStr>() else {
            let message = "[not-a-literal] expected a string literal\n  = help: the compiler looks the name up, so it \
                           cannot be computed; to choose at run time, search `prompts!()`";
            return Err(Error::new(span, message));
        };
        if !literal.suffix().is_empty() {
            let message = format!("[literal-suffix] unexpected suffix `{}` on the name", literal.suffix());
            return Err(Error::new(span, message));
        }
        input.parse::<Option<syn::Token![,]>>()?;
        if !input.is_empty() {
            return Err(input.error("[unexpected-argument] unexpected argument, expected the name alone"));
        }
        Ok(Self { name: literal.value(), span })
    }
}

/// No argument at all.
pub(crate) struct Unnamed;

impl Parse for Unnamed {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.is_empty() {
            return Ok(Self);
        }
        Err(input.error("[unexpected-argument] unexpected argument, expected none"))
    }
}
