//! Cuts a body into text and tags, with Handlebars' rules for backslashes.

use std::ops::Range;

use super::tokens::literal_end;
use super::whitespace::is_space;

/// A piece of a body.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(Range<usize>),
    Comment {
        range: Range<usize>,
        strip: (bool, bool),
    },
    Tag(Tag),
    /// A tag that begins here and does not end.
    Unclosed(usize),
}

/// A tag: from `{{` to `}}`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) range: Range<usize>,
    pub(super) sigil: Sigil,
    /// The text inside, without the sigil.
    pub(super) inner: Range<usize>,
    /// `~` at the opening and at the closing.
    pub(super) strip: (bool, bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sigil {
    /// `{{`
    None,
    /// `{{&` and `{{{`. They differ from `{{` in escaping alone, and Dotprompt does not escape.
    Unescaped,
    /// `{{#`
    Open,
    /// `{{/`
    Close,
    /// `{{^`
    Inverse,
    /// `{{>`
    Partial,
    /// `{{#>`
    PartialBlock,
    /// `{{*` and `{{#*`
    Decorator,
    /// `{{{{`
    Raw,
}

pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
    /// `true` if the text begins with a `{{` that was escaped by a backslash.
    is_escaped: bool,
}

impl<'a> Pieces<'a> {
    /// Cuts the text from an offset on. The pieces have their offsets in the whole text.
    pub(super) fn new(text: &'a str, start: usize) -> Self {
        Self {
            text,
            at: start,
            is_escaped: false,
        }
    }

    /// Returns the next piece of text, empty if a tag follows at once. Sets `at` to the start of
    /// the tag, or to the end.
    fn text(&mut self) -> Range<usize> {
        let start = self.at;
        let skipped = if std::mem::take(&mut self.is_escaped) {
            start + 2
        } else {
            start
        };
        let Some(tag) = find_tag(self.text, skipped.min(self.text.len())) else {
            self.at = self.text.len();
            return start..self.at;
        };
        self.at = tag;
        let before = &self.text.as_bytes()[start..tag];
        if before.ends_with(b"\\\\") {
            // Two backslashes stand for one, and do not escape the tag.
            return start..tag - 1;
        }
        if before.ends_with(b"\\") {
            self.is_escaped = true;
            return start..tag - 1;
        }
        start..tag
    }

    fn tag(&mut self) -> Piece {
        let start = self.at;
        let rest = &self.text[start..];
        let Some((sigil, opening)) = opening(rest) else {
            return self.comment(start);
        };
        let is_triple = rest[..opening].ends_with('{') && sigil == Sigil::Unescaped;
        let closing = if sigil == Sigil::Raw { "}}}}" } else { "}}" };
        let Some(end) = find_end(rest, opening, closing) else {
            self.at = self.text.len();
            return Piece::Unclosed(start);
        };
        let (mut inner, mut length) = (opening..end, end + closing.len());
        let mut strips_after = rest[inner.clone()].ends_with('~');
        if is_triple {
            // `{{{` is closed by `}}}`, and by `}~}}`.
            strips_after = rest[inner.clone()].ends_with("}~");
            if !strips_after && !rest[length..].starts_with('}') {
                return Piece::Unclosed(start);
            }
            length += usize::from(!strips_after);
            inner.end -= usize::from(strips_after);
        }
        inner.end -= usize::from(strips_after);
        self.at = start + length;
        Piece::Tag(Tag {
            range: start..start + length,
            sigil,
            inner: start + inner.start..start + inner.end,
            strip: (rest[2..].starts_with('~'), strips_after),
        })
    }

    /// Reads a comment. `{{! … }}` ends with the next `}}`, `{{!-- … --}}` with the next `--}}`.
    fn comment(&mut self, start: usize) -> Piece {
        let rest = &self.text[start..];
        let opening = rest.find('!').unwrap_or_default() + 1;
        let strips_before = rest[2..].starts_with('~');
        let body = &rest[opening..];
        let end = if body.starts_with("--") {
            dashed_end(body)
        } else {
            find_pair(body, b'}').map(|at| at + 2)
        };
        let Some(end) = end.map(|end| opening + end) else {
            self.at = self.text.len();
            return Piece::Unclosed(start);
        };
        self.at = start + end;
        let strips_after = rest[..end - 2].ends_with('~');
        Piece::Comment {
            range: start..start + end,
            strip: (strips_before, strips_after),
        }
    }
}

/// Returns the offset after the first `--}}` or `--~}}`.
fn dashed_end(body: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + find_pair(&body[from..], b'-')?;
        let rest = &body[at + 2..];
        if rest.starts_with("}}") {
            return Some(at + 4);
        }
        if rest.starts_with("~}}") {
            return Some(at + 5);
        }
        from = at + 1;
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        if self.at >= self.text.len() {
            return None;
        }
        if self.is_escaped || !self.text[self.at..].starts_with("{{") {
            let range = self.text();
            if !range.is_empty() {
                return Some(Piece::Text(range));
            }
            if self.is_escaped {
                return self.next();
            }
        }
        (self.at < self.text.len()).then(|| self.tag())
    }
}

/// The next `{{`, from an offset on.
fn find_tag(text: &str, from: usize) -> Option<usize> {
    find_pair(&text[from..], b'{').map(|at| from + at)
}

/// Finds the next two bytes in a row that are `byte`. A search for one character is fast even
/// without optimisation.
fn find_pair(text: &str, byte: u8) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find(char::from(byte))?;
        if text.as_bytes().get(at + 1) == Some(&byte) {
            return Some(at);
        }
        from = at + 1;
    }
}

/// The sigil of a tag and the length of its opening; `None` for a comment.
fn opening(rest: &str) -> Option<(Sigil, usize)> {
    let bytes = rest.as_bytes();
    if rest.starts_with("{{{{") {
        return Some((Sigil::Raw, 4));
    }
    let strip = 2 + usize::from(bytes.get(2) == Some(&b'~'));
    let blanks = rest[strip..].len() - rest[strip..].trim_start_matches(is_space).len();
    // These begin no name, so blanks before them change nothing.
    let is_apart = matches!(bytes.get(strip + blanks), Some(b'#' | b'/' | b'^' | b'>'));
    let at = strip + if is_apart { blanks } else { 0 };
    let (sigil, length) = match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'!'), _) => return None,
        (Some(b'#'), Some(b'>')) => (Sigil::PartialBlock, 2),
        (Some(b'#'), Some(b'*')) => (Sigil::Decorator, 2),
        (Some(b'#'), _) => (Sigil::Open, 1),
        (Some(b'/'), _) => (Sigil::Close, 1),
        (Some(b'^'), _) => (Sigil::Inverse, 1),
        (Some(b'>'), _) => (Sigil::Partial, 1),
        (Some(b'*'), _) => (Sigil::Decorator, 1),
        (Some(b'{' | b'&'), _) => (Sigil::Unescaped, 1),
        _ => (Sigil::None, 0),
    };
    Some((sigil, at + length))
}

/// Returns the offset of the closing braces. Skips strings and names in brackets.
fn find_end(rest: &str, opening: usize, closing: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = opening;
    // After a string without an end, no other end is looked for: the tag is wrong in any case, and
    // each search would take time in proportion to the length of the tag.
    let mut is_sound = true;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'}' if bytes[at..].starts_with(closing.as_bytes()) => return Some(at),
            // Another tag begins: this one is text, or its end is missing.
            b'{' if bytes[at..].starts_with(b"{{") => return None,
            quote @ (b'"' | b'\'') if is_sound => string_end(bytes, at + 1, quote),
            b'[' if is_sound => literal_end(bytes, at + 1),
            _ => Some(at + 1),
        };
        is_sound &= end.is_some();
        at = end.unwrap_or(at + 1);
    }
    None
}

/// Returns the offset after the closing quote. A string with a `}}` and a line end in it is not
/// one: its closing quote is missing.
fn string_end(bytes: &[u8], from: usize, quote: u8) -> Option<usize> {
    let mut at = from;
    let mut is_past_tag = false;
    while *bytes.get(at)? != quote {
        is_past_tag |= bytes[at..].starts_with(b"}}");
        if is_past_tag && bytes[at] == b'\n' {
            return None;
        }
        at += 1 + usize::from(bytes[at] == b'\\' && bytes.get(at + 1) == Some(&quote));
    }
    Some(at + 1)
}
