//! Parses the arguments of a call.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use prompt_core::code::Code;
use syn::buffer::Cursor;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::{Error, LitStr, Result, Token, bracketed};

use crate::refusal::Refusal;

/// A call as `prompt-runtime` forwards it: `[$crate]`, then what the user wrote.
pub(crate) struct Call<A> {
    /// The path of `prompt-runtime` in the crate of the call.
    pub(crate) runtime: TokenStream,
    /// The user's arguments, or the error in them. The path above is needed in either case.
    pub(crate) arguments: Result<A>,
}

impl<A: Parse> Parse for Call<A> {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let path;
        bracketed!(path in input);
        let runtime = path.parse()?;
        let arguments = input.parse::<A>();
        if arguments.is_err() {
            // One error is enough: the rest of the call is skipped.
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

/// The name of a feature flag.
pub(crate) struct Flag(pub(crate) Named);

impl Named {
    /// Parses the id of a prompt.
    pub(crate) fn parse_id(input: ParseStream<'_>) -> Result<Self> {
        Self::parse_name(input, "use `catalog!()`")
    }

    /// Parses a name. `at_run_time` is the help for a name that is not known yet.
    fn parse_name(input: ParseStream<'_>, at_run_time: &str) -> Result<Self> {
        let span = start(input.cursor());
        if input.is_empty() {
            return Err(refused(
                span,
                Code::MissingName,
                "expected a name in quotes",
                "",
            ));
        }
        let Ok(literal) = input.parse::<LitStr>() else {
            let help = format!(
                "the compiler looks the name up, so it cannot be computed; to choose at run time, {at_run_time}"
            );
            return Err(refused(
                span,
                Code::NotALiteral,
                "expected a string literal",
                &help,
            ));
        };
        if !literal.suffix().is_empty() {
            let message = format!("unexpected suffix `{}` on the name", literal.suffix());
            return Err(refused(span, Code::LiteralSuffix, &message, ""));
        }
        Ok(Self {
            name: literal.value(),
            span,
        })
    }
}

impl Parse for Flag {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let named = Named::parse_name(input, "call `environment!().flag(name)`")?;
        input.parse::<Option<Token![,]>>()?;
        if !input.is_empty() {
            return Err(unexpected(
                input.span(),
                "unexpected argument, expected the name alone",
            ));
        }
        Ok(Self(named))
    }
}

/// The call of `choose_environment!`.
pub(crate) enum Chosen {
    /// The variable `PROMPT_ENV` names the environment, one of these if there are any.
    Variable { among: Vec<Named> },
    /// The value of an expression does. It is checked if it is a literal.
    Name {
        value: TokenStream,
        literal: Option<Named>,
    },
}

impl Chosen {
    /// Returns the names that are known when the call is compiled.
    pub(crate) fn literals(&self) -> impl Iterator<Item = &Named> {
        let (among, literal) = match self {
            Self::Variable { among } => (among.as_slice(), None),
            Self::Name { literal, .. } => (&[][..], literal.as_ref()),
        };
        among.iter().chain(literal)
    }
}

impl Parse for Chosen {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.is_empty() {
            return Ok(Self::Variable { among: Vec::new() });
        }
        if is_among(input.cursor()) {
            input.call(Ident::parse_any)?;
            let list;
            bracketed!(list in input);
            let among = parse_among(&list);
            // One error is enough: the rest of the list is skipped.
            list.parse::<TokenStream>()?;
            let among = among?;
            input.parse::<Option<Token![,]>>()?;
            if input.is_empty() {
                return Ok(Self::Variable { among });
            }
            let message = "unexpected argument after the list of environments";
            return Err(unexpected(input.span(), message));
        }
        let value = input.parse::<TokenStream>()?;
        let literal = syn::parse2::<LitStr>(value.clone()).ok();
        let literal = literal.map(|literal| Named {
            name: literal.value(),
            span: literal.span(),
        });
        Ok(Self::Name { value, literal })
    }
}

/// Returns whether the next tokens are `among [ … ]`.
fn is_among(next: Cursor<'_>) -> bool {
    next.ident()
        .is_some_and(|(name, rest)| name == "among" && rest.group(Delimiter::Bracket).is_some())
}

/// Parses the names of the environments that may be chosen.
fn parse_among(list: ParseStream<'_>) -> Result<Vec<Named>> {
    let mut names = Vec::new();
    while !list.is_empty() {
        names.push(Named::parse_name(list, "pass the name alone")?);
        if !list.is_empty() {
            list.parse::<Token![,]>()
                .map_err(|error| unexpected(error.span(), "expected `,`"))?;
        }
    }
    if names.is_empty() {
        let message = "expected at least one environment, as in `among [\"production\"]`";
        return Err(refused(list.span(), Code::MissingName, message, ""));
    }
    Ok(names)
}

/// An id, and the inputs if the call renders the prompt.
pub(crate) struct Prompt {
    pub(crate) id: Named,
    pub(crate) inputs: Option<Vec<Argument>>,
}

/// `name = value`, or `name` alone; `secret` may stand before it.
pub(crate) struct Argument {
    pub(crate) name: Ident,
    /// `true` if the argument is marked as secret.
    pub(crate) is_secret: bool,
    pub(crate) value: TokenStream,
    /// The start of the value.
    pub(crate) span: Span,
}

impl Parse for Prompt {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let id = Named::parse_id(input)?;
        let mut inputs = Vec::new();
        let mut is_rendered = false;
        while !input.is_empty() {
            input
                .parse::<Token![,]>()
                .map_err(|error| unexpected(error.span(), "expected `,`"))?;
            if input.is_empty() {
                break;
            }
            is_rendered = true;
            if input.parse::<Option<Token![..]>>()?.is_some() {
                input.parse::<Option<Token![,]>>()?;
                break;
            }
            inputs.push(input.parse()?);
        }
        if !input.is_empty() {
            return Err(unexpected(
                input.span(),
                "unexpected argument, `..` comes last",
            ));
        }
        Ok(Self {
            id,
            inputs: is_rendered.then_some(inputs),
        })
    }
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let Ok(mut name) = input.call(Ident::parse_any) else {
            let message = "unexpected argument, expected an input as in `customer = lead.name`";
            return Err(unexpected(input.span(), message));
        };
        // An input may itself be called `secret`: then no other name follows.
        let is_secret = name == "secret" && input.peek(Ident::peek_any);
        if is_secret {
            name = input.call(Ident::parse_any)?;
        }
        if input.parse::<Option<Token![=]>>()?.is_none() {
            if !input.is_empty() && !input.peek(Token![,]) {
                let message =
                    "expected `=` or `,` after the name of an input, as in `customer = lead.name`";
                return Err(unexpected(input.span(), message));
            }
            let span = name.span();
            return Ok(Self {
                value: TokenTree::Ident(name.clone()).into(),
                name,
                is_secret,
                span,
            });
        }
        let span = start(input.cursor());
        let mut value = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            value.extend([input.parse::<TokenTree>()?]);
        }
        if value.is_empty() {
            return Err(unexpected(name.span(), "expected a value after `=`"));
        }
        Ok(Self {
            name,
            is_secret,
            value,
            span,
        })
    }
}

/// Returns the span of the next token. A macro's `$value:expr` is a group, whose own span is in
/// the macro.
fn start(mut next: Cursor<'_>) -> Span {
    while let Some((inside, _, _)) = next.group(Delimiter::None) {
        next = inside;
    }
    next.span()
}

fn unexpected(span: Span, message: &str) -> Error {
    refused(span, Code::UnexpectedArgument, message, "")
}

fn refused(span: Span, code: Code, message: &str, help: &str) -> Error {
    Refusal::new(span, code, message, help).into()
}

/// A call without arguments.
pub(crate) struct Unnamed;

impl Parse for Unnamed {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.is_empty() {
            return Ok(Self);
        }
        Err(unexpected(
            input.span(),
            "unexpected argument, expected none",
        ))
    }
}
