//! Macro invocations in the tokens of another macro, which a Rust parser does not visit.

use proc_macro2::{Span, TokenStream, TokenTree};

/// A macro invoked with something.
pub struct MacroCall {
    /// The names of its path.
    pub path: Vec<String>,
    /// All that it is invoked with.
    pub tokens: TokenStream,
    pub span: Span,
}

/// The argument of a macro, judging by its first token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A text in quotes.
    Text(String),
    /// A variable of a `macro_rules!`, as in `prompt!($id)`.
    PassedOn,
    Other,
}

/// All invocations within the tokens, however deep.
pub fn invocations(tokens: TokenStream) -> Vec<MacroCall> {
    let mut found = Vec::new();
    collect(tokens, &mut found);
    found
}

fn collect(tokens: TokenStream, found: &mut Vec<MacroCall>) {
    let mut path = Vec::<String>::new();
    let mut before = [' ', ' '];
    for token in tokens {
        let mark = match token {
            TokenTree::Ident(name) => {
                if before != [':', ':'] {
                    path.clear();
                }
                path.push(name.to_string());
                'a'
            }
            TokenTree::Punct(punct) => punct.as_char(),
            TokenTree::Group(group) => {
                if before == ['a', '!'] {
                    found.push(MacroCall {
                        path: path.clone(),
                        tokens: group.stream(),
                        span: group.span(),
                    });
                }
                collect(group.stream(), found);
                ' '
            }
            TokenTree::Literal(_) => ' ',
        };
        before = [before[1], mark];
    }
}

/// The first argument and its place; without one, the whole invocation.
pub fn argument(tokens: &TokenStream, whole: Span) -> (Argument, Span) {
    match tokens.clone().into_iter().next() {
        Some(TokenTree::Literal(literal)) => {
            let span = literal.span();
            let text = syn::parse2::<syn::LitStr>(TokenTree::Literal(literal).into());
            (
                text.map_or(Argument::Other, |text| Argument::Text(text.value())),
                span,
            )
        }
        Some(TokenTree::Punct(punct)) if punct.as_char() == '$' => {
            (Argument::PassedOn, punct.span())
        }
        Some(token) => (Argument::Other, token.span()),
        None => (Argument::Other, whole),
    }
}
