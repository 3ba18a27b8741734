//! The nesting depth of a file, checked before a recursive parser reads it.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree, token_stream};

/// The stack in bytes that a parser needs for the deepest file that this module accepts. The system
/// provides only the part that is used.
pub const STACK: usize = 256 * 1024 * 1024;
/// The largest depth of a token: the tokens around it.
const DEEPEST: usize = 25_000;
/// The weight of a pair of brackets, for which a parser takes many steps.
const BRACKETS: usize = 20;

/// The tokens between a pair of brackets.
struct Level {
    tokens: token_stream::IntoIter,
    /// The depth of the brackets around.
    around: usize,
    /// The tokens since the last sign that ends an expression. Each may be a level: `a + 1 + 1`,
    /// `a.b().c()`, `!!a`.
    run: usize,
    is_after_braces: bool,
}

/// The place of the first token that is nested too deeply.
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

    /// Returns the depth of the token.
    fn take(&mut self, token: &TokenTree) -> usize {
        let ends = match token {
            TokenTree::Punct(punct) => matches!(punct.as_char(), ',' | ';' | '#'),
            // After braces, a name starts another item or statement, except in the branches of a
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
