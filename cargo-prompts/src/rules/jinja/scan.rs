//! What the parser does not tell: the comments of a template, and its size.

use std::collections::VecDeque;

use minijinja::Error;
use minijinja::machinery::{Span, Token, tokenize};
use minijinja::syntax::SyntaxConfig;

/// The most words of a tag, as in a prompt. The parser and all that reads its tree are recursive.
pub(super) const MAX_WORDS: usize = 1_000;
/// The most tags of a template. Each `elif` lies in the one before it.
pub(super) const MAX_TAGS: usize = 8_000;

pub(super) struct Scan {
    /// The comments, in order.
    pub(super) comments: VecDeque<Comment>,
    /// The first tag that has too many words, or is one too many.
    pub(super) excess: Option<Span>,
}

pub(super) struct Comment {
    /// The offset of its beginning.
    pub(super) start: usize,
    pub(super) text: String,
}

/// Goes through the tokens of a template.
pub(super) fn scan(text: &str, syntax: &SyntaxConfig) -> Result<Scan, Error> {
    let mut found = Scan {
        comments: VecDeque::new(),
        excess: None,
    };
    let (mut end, mut tags, mut words) = (0, 0, 0);
    for token in tokenize(text, false, syntax.clone()) {
        let (token, span) = token?;
        found.collect(text, end, span.start_offset as usize);
        end = end.max(span.end_offset as usize);
        if matches!(token, Token::VariableStart | Token::BlockStart) {
            (tags, words) = (tags + 1, 0);
        }
        words += 1;
        if words > MAX_WORDS || tags > MAX_TAGS {
            found.excess = Some(span);
            return Ok(found);
        }
    }
    found.collect(text, end, text.len());
    Ok(found)
}

impl Scan {
    /// Collects the comments between two tokens, where there is nothing else but whitespace and the
    /// tags of `raw`.
    fn collect(&mut self, text: &str, from: usize, to: usize) {
        let Some(mut gap) = text.get(from..to) else {
            return;
        };
        while let Some((before, rest)) = gap.split_once("{#") {
            let (comment, after) = rest.split_once("#}").unwrap_or((rest, ""));
            let start = to - gap.len() + before.len();
            let text = comment.trim_start_matches(['-', '+']);
            let text = text.trim_end_matches(['-', '+']).trim().to_owned();
            self.comments.push_back(Comment { start, text });
            gap = after;
        }
    }
}
