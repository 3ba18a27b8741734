//! The comments of a template, which the parser leaves out.

use std::collections::VecDeque;

use minijinja::Error;
use minijinja::machinery::tokenize;
use minijinja::syntax::SyntaxConfig;

pub(super) struct Comment {
    /// The offset of its beginning.
    pub(super) start: usize,
    pub(super) text: String,
}

/// Finds the comments, in order. Between two tokens there is nothing but whitespace, comments and
/// the tags of `raw`.
pub(super) fn comments(text: &str, syntax: &SyntaxConfig) -> Result<VecDeque<Comment>, Error> {
    let mut found = VecDeque::new();
    let mut end = 0;
    for token in tokenize(text, false, syntax.clone()) {
        let (_, span) = token?;
        let start = span.start_offset as usize;
        collect(text, end, start, &mut found);
        end = end.max(span.end_offset as usize);
    }
    collect(text, end, text.len(), &mut found);
    Ok(found)
}

fn collect(text: &str, from: usize, to: usize, found: &mut VecDeque<Comment>) {
    let Some(mut gap) = text.get(from..to) else {
        return;
    };
    while let Some((before, rest)) = gap.split_once("{#") {
        let (comment, after) = rest.split_once("#}").unwrap_or((rest, ""));
        let start = to - gap.len() + before.len();
        let text = comment.trim_start_matches(['-', '+']);
        let text = text.trim_end_matches(['-', '+']).trim().to_owned();
        found.push_back(Comment { start, text });
        gap = after;
    }
}
