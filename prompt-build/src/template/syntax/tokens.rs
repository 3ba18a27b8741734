//! Splits a tag into words.

use std::ops::Range;

use super::whitespace::is_space;
use crate::source::Mark;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A name, `.` and `..` among them.
    Name(String),
    /// A name in brackets, which is nothing but a name.
    Literal(String),
    Text(String),
    Number(String),
    Separator,
    Data,
    Equals,
    /// `as |`
    As,
    Bar,
    OpenParenthesis,
    CloseParenthesis,
}

/// The maximum number of words in a tag. A list of millions would fill the memory.
pub(super) const MAX_WORDS: usize = 1_000;

/// The reason why a tag cannot be split, with its place.
#[derive(Debug)]
pub(super) enum NoWords {
    /// A text that is no word.
    Unreadable(Mark),
    TooMany(Mark),
}

#[derive(Debug)]
pub(super) struct Tokens {
    read: Vec<(Token, Mark)>,
    at: usize,
    /// The end of the tag's words.
    end: Mark,
}

impl Tokens {
    /// Splits a range of the text into words.
    pub(super) fn read(text: &str, range: Range<usize>) -> Result<Self, NoWords> {
        let mut tokens = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let rest = &text[at..range.end];
            let blank = rest.len() - rest.trim_start_matches(is_space).len();
            if blank > 0 {
                at += blank;
                continue;
            }
            let unreadable = || NoWords::Unreadable(Mark::at(at, at + unreadable(rest)));
            let (token, length) = next(rest).ok_or_else(unreadable)?;
            if tokens.len() == MAX_WORDS {
                return Err(NoWords::TooMany(Mark::at(at, at + length)));
            }
            tokens.push((token, Mark::at(at, at + length)));
            at += length;
        }
        Ok(Self {
            read: tokens,
            at: 0,
            end: Mark::at(range.end, range.end),
        })
    }

    /// The places of all names.
    pub(super) fn names(&self) -> impl Iterator<Item = Mark> {
        let is_name = |token: &Token| matches!(token, Token::Name(_) | Token::Literal(_));
        let names = self.read.iter().filter(move |(token, _)| is_name(token));
        names.map(|(_, mark)| *mark)
    }

    pub(super) fn peek(&self) -> Option<&Token> {
        self.read.get(self.at).map(|(token, _)| token)
    }

    /// The token after the next.
    pub(super) fn peek_second(&self) -> Option<&Token> {
        self.read.get(self.at + 1).map(|(token, _)| token)
    }

    /// Returns the location of the next token.
    pub(super) fn mark(&self) -> Mark {
        self.read.get(self.at).map_or(self.end, |(_, mark)| *mark)
    }

    pub(super) fn take(&mut self) -> Option<(Token, Mark)> {
        let token = self.read.get(self.at).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    /// Takes the next token if it is the given one.
    pub(super) fn take_if(&mut self, token: &Token) -> bool {
        let is_it = self.peek() == Some(token);
        self.at += usize::from(is_it);
        is_it
    }
}

/// The token that the text begins with, and its length.
fn next(rest: &str) -> Option<(Token, usize)> {
    if rest.starts_with("..") {
        return Some((Token::Name("..".to_owned()), 2));
    }
    if rest.starts_with('.') && ends_word(&rest[1..]) {
        return Some((Token::Name(".".to_owned()), 1));
    }
    let token = match rest.chars().next()? {
        '/' | '.' => Token::Separator,
        '@' => Token::Data,
        '=' => Token::Equals,
        '|' => Token::Bar,
        '(' => Token::OpenParenthesis,
        ')' => Token::CloseParenthesis,
        quote @ ('"' | '\'') => return text(rest, quote),
        '[' => return literal(rest),
        _ => {
            return block_parameters(rest)
                .or_else(|| number(rest))
                .or_else(|| name(rest));
        }
    };
    Some((token, 1))
}

/// Returns the length of a text that is no word: a character that begins none, or a name up to and
/// including a character that cannot follow it.
fn unreadable(rest: &str) -> usize {
    let length = rest.find(is_special).unwrap_or(rest.len());
    length + rest[length..].chars().next().map_or(0, char::len_utf8)
}

fn literal(rest: &str) -> Option<(Token, usize)> {
    let end = literal_end(rest.as_bytes(), 1)?;
    let mut name = String::new();
    let mut characters = rest[1..end - 1].chars().peekable();
    while let Some(character) = characters.next() {
        let escaped = characters.next_if(|next| character == '\\' && matches!(next, '\\' | ']'));
        name.push(escaped.unwrap_or(character));
    }
    Some((Token::Literal(name), end))
}

/// Returns the offset after the bracket that ends a name in brackets. A bracket after a backslash
/// does not end it.
pub(super) fn literal_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while *bytes.get(at)? != b']' {
        at += 1 + usize::from(bytes[at..].starts_with(b"\\]"));
    }
    Some(at + 1)
}

fn text(rest: &str, quote: char) -> Option<(Token, usize)> {
    let mut value = String::new();
    let mut characters = rest.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character == quote {
            return Some((Token::Text(value), at + 1));
        }
        let escapes =
            character == '\\' && characters.peek().is_some_and(|(_, next)| *next == quote);
        value.push(if escapes { quote } else { character });
        if escapes {
            characters.next();
        }
    }
    None
}

fn block_parameters(rest: &str) -> Option<(Token, usize)> {
    let after = rest.strip_prefix("as")?;
    let bar = after.trim_start_matches(is_space);
    (bar.len() < after.len() && bar.starts_with('|'))
        .then(|| (Token::As, rest.len() - bar.len() + 1))
}

fn number(rest: &str) -> Option<(Token, usize)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = usize::from(rest.starts_with('-'));
    let whole = digits(&rest[sign..]);
    let mut length = sign + whole;
    if whole == 0 {
        return None;
    }
    if rest[length..].starts_with('.') && digits(&rest[length + 1..]) > 0 {
        length += 1 + digits(&rest[length + 1..]);
    }
    let ends = ends_word(&rest[length..]) && !rest[length..].starts_with('.');
    ends.then(|| (Token::Number(rest[..length].to_owned()), length))
}

fn name(rest: &str) -> Option<(Token, usize)> {
    let length = rest.find(is_special).unwrap_or(rest.len());
    (length > 0 && ends_word(&rest[length..]))
        .then(|| (Token::Name(rest[..length].to_owned()), length))
}

/// Returns whether a name may end before this text.
fn ends_word(rest: &str) -> bool {
    rest.chars()
        .next()
        .is_none_or(|c| is_space(c) || matches!(c, '=' | '~' | '}' | '/' | '.' | ')' | '|' | ']'))
}

/// Returns whether no name may contain the character.
pub(super) fn is_special(c: char) -> bool {
    is_space(c)
        || matches!(c, '!' | '"' | '#' | '%'..=',' | '.' | '/' | ';'..='>' | '@' | '['..='^' | '`' | '{'..='~')
}
