//! How deep a file is nested, told before a parser that calls itself for each level comes to it.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree, token_stream};

/// The stack for a parser that goes as deep as this module lets through, in bytes. Only what is
/// used of it is taken.
pub const STACK: usize = 256 * 1024 * 1024;
/// How deep a token may be: what may lie around it, in tokens.
const DEEPEST: usize = 25_000;
/// What brackets count for: parsers take many steps from one pair to the next.
const BRACKETS: usize = 20;

/// The tokens between a pair of brackets.
struct Level {
    tokens: token_stream::IntoIter,
    /// How deep the brackets are.
    around: usize,
    /// The tokens since the last sign that ends what comes before. Each may be a level: `a + 1 +
    /// 1`, `a.b().c()`, `!!a`.
    run: usize,
    is_after_braces: bool,
}

/// Where the first token stands that is nested too deep, if one is.
pub fn too_deep(tokens: TokenStream) -> Option<Span> {
    let mut levels = vec![Level::new(tokens, 0)];
    while let Some(level) = levels.last_mut() {
        let Some(token) = level.tokens.next() else {
            levels.pop();
            continue;
        };
        let depth = level.take(&token);
        if depth > DEEPEST {
            return Some(token.span());
        }
        if let TokenTree::Group(group) = token {
            levels.push(Level::new(group.stream(), depth + BRACKETS));
        }
    }
    None
}

impl Level {
    fn new(tokens: TokenStream, around: usize) -> Self {
        Self {
            tokens: tokens.into_iter(),
            around,
            run: 0,
            is_after_braces: false,
        }
    }

    /// How deep the token is.
    fn take(&mut self, token: &TokenTree) -> usize {
        let ends = match token {
            TokenTree::Punct(punct) => matches!(punct.as_char(), ',' | ';' | '#'),
            // After braces a name begins another item or statement, but for the branches of a
            // condition.
            TokenTree::Ident(name) => self.is_after_braces && name != "else",
            TokenTree::Group(_) => self.is_after_braces && is_in_braces(token),
            TokenTree::Literal(_) => false,
        };
        self.run = if ends { 0 } else { self.run + 1 };
        self.is_after_braces = is_in_braces(token);
        self.around + self.run
    }
}

fn is_in_braces(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}
