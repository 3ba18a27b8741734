//! JavaScript's regular expressions, translated for an engine that runs in linear time.
//!
//! Common syntax is kept, different syntax is translated, and look-around and back-references are
//! refused, because the engine does not support them. One difference remains: a character beyond
//! the basic plane, such as an emoji, counts as one here and as two in JavaScript.

mod class;

use std::iter::Peekable;
use std::str::CharIndices;

use regex::Regex;

use crate::rules::ecma_classes::{DIGIT, LINE_END, SPACE, WORD, push_escaped};

/// An error in a pattern, with its offset in bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PatternError {
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) kind: PatternErrorKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PatternErrorKind {
    /// JavaScript does not accept the pattern either.
    Invalid,
    /// JavaScript accepts the pattern, but the engine here does not.
    Unsupported,
}

impl PatternError {
    fn invalid(at: usize, message: &str) -> Self {
        Self {
            at,
            message: message.to_owned(),
            kind: PatternErrorKind::Invalid,
        }
    }

    fn unsupported(at: usize, message: &str) -> Self {
        Self {
            at,
            message: message.to_owned(),
            kind: PatternErrorKind::Unsupported,
        }
    }
}

/// Compiles a pattern of JavaScript's.
pub(super) fn compile(pattern: &str) -> Result<Regex, PatternError> {
    let rest = pattern.char_indices().peekable();
    let mut translator = Translator {
        pattern,
        rest,
        done: String::new(),
        before: Before::Other,
    };
    translator.run()?;
    let too_large = |error: &regex::Error| matches!(error, regex::Error::CompiledTooBig(_));
    Regex::new(&translator.done).map_err(|error| {
        if too_large(&error) {
            PatternError::unsupported(0, "it needs too much memory")
        } else {
            PatternError::invalid(0, "not a regular expression")
        }
    })
}

struct Translator<'a> {
    pattern: &'a str,
    rest: Peekable<CharIndices<'a>>,
    done: String,
    before: Before,
}

/// The part of a pattern before a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Something that can be repeated.
    Atom,
    /// A quantifier, which `?` may follow.
    Quantifier,
    Other,
}

/// The meaning of an escape.
enum Escape {
    Character(char),
    /// The inside of a class, and whether it is negated.
    Class(&'static str, bool),
    Boundary(&'static str),
}

impl Translator<'_> {
    fn run(&mut self) -> Result<(), PatternError> {
        while let Some((at, character)) = self.rest.next() {
            let before = std::mem::replace(&mut self.before, Before::Atom);
            match character {
                '\\' => self.escape(at)?,
                '[' => self.class(at)?,
                '(' => self.group(at)?,
                '.' => self.push_class(LINE_END, true),
                '*' | '+' | '?' => self.quantifier(at, character, before)?,
                '{' if self.is_quantifier(at) => self.counted(at, before)?,
                ')' => self.done.push(')'),
                '^' | '$' | '|' => {
                    self.done.push(character);
                    self.before = Before::Other;
                }
                character => self.push_character(character),
            }
        }
        Ok(())
    }

    /// Reads a quantifier. In JavaScript, only `?` can follow one.
    fn quantifier(
        &mut self,
        at: usize,
        character: char,
        before: Before,
    ) -> Result<(), PatternError> {
        self.before = match before {
            Before::Atom => Before::Quantifier,
            Before::Quantifier if character == '?' => Before::Other,
            _ => return Err(PatternError::invalid(at, "there is nothing to repeat")),
        };
        self.done.push(character);
        Ok(())
    }

    /// `{2,3}`
    fn counted(&mut self, at: usize, before: Before) -> Result<(), PatternError> {
        self.quantifier(at, '{', before)?;
        for (_, character) in self.rest.by_ref() {
            self.done.push(character);
            if character == '}' {
                break;
            }
        }
        Ok(())
    }

    fn escape(&mut self, at: usize) -> Result<(), PatternError> {
        match self.escaped(at)? {
            Escape::Character(character) => self.push_character(character),
            Escape::Class(inside, is_negated) => self.push_class(inside, is_negated),
            Escape::Boundary(boundary) => {
                self.done.push_str(boundary);
                self.before = Before::Other;
            }
        }
        Ok(())
    }

    /// Reads an escape after its backslash.
    fn escaped(&mut self, at: usize) -> Result<Escape, PatternError> {
        let Some((_, character)) = self.rest.next() else {
            return Err(PatternError::invalid(at, "nothing after a backslash"));
        };
        Ok(match character {
            'd' | 'D' => Escape::Class(DIGIT, character == 'D'),
            'w' | 'W' => Escape::Class(WORD, character == 'W'),
            's' | 'S' => Escape::Class(SPACE, character == 'S'),
            'b' => Escape::Boundary(r"(?-u:\b)"),
            'B' => Escape::Boundary(r"(?-u:\B)"),
            'n' => Escape::Character('\n'),
            'r' => Escape::Character('\r'),
            't' => Escape::Character('\t'),
            'v' => Escape::Character('\u{b}'),
            'f' => Escape::Character('\u{c}'),
            'x' => Escape::Character(self.hexadecimal(at, 2)?),
            'u' => Escape::Character(self.hexadecimal(at, 4)?),
            '1'..='9' | 'k' => {
                return Err(PatternError::unsupported(
                    at,
                    "back-references are not supported",
                ));
            }
            '0'..='9' | 'a'..='z' | 'A'..='Z' => {
                return Err(PatternError::unsupported(
                    at,
                    "this escape is not supported",
                ));
            }
            character => Escape::Character(character),
        })
    }

    fn hexadecimal(&mut self, at: usize, digits: usize) -> Result<char, PatternError> {
        let text = self
            .rest
            .by_ref()
            .take(digits)
            .map(|(_, character)| character)
            .collect::<String>();
        let is_whole = text.len() == digits && text.chars().all(|c| c.is_ascii_hexdigit());
        let character = u32::from_str_radix(&text, 16)
            .ok()
            .filter(|_| is_whole)
            .and_then(char::from_u32);
        character.ok_or_else(|| PatternError::unsupported(at, "this escape is not a character"))
    }

    /// Only plain groups and named ones are known alike.
    fn group(&mut self, at: usize) -> Result<(), PatternError> {
        let after = &self.pattern[at + 1..];
        let refuse = |message: &str| Err(PatternError::unsupported(at, message));
        if ["?=", "?!", "?<=", "?<!"]
            .iter()
            .any(|look| after.starts_with(look))
        {
            return refuse(
                "look-around is not supported: write two assertions, one of them with `not-`",
            );
        }
        let known = ["?:", "?<"]
            .into_iter()
            .find(|known| after.starts_with(known));
        if after.starts_with('?') && known.is_none() {
            return refuse("this kind of group is not supported");
        }
        self.done.push('(');
        self.before = Before::Other;
        let Some(known) = known else { return Ok(()) };
        self.done.push_str(known);
        self.rest.by_ref().take(known.len()).for_each(drop);
        if known == "?<" {
            for (_, character) in self.rest.by_ref() {
                self.done.push(character);
                if character == '>' {
                    break;
                }
            }
        }
        Ok(())
    }

    fn is_quantifier(&self, at: usize) -> bool {
        let Some((inside, _)) = self.pattern[at + 1..].split_once('}') else {
            return false;
        };
        let (least, most) = inside.split_once(',').unwrap_or((inside, ""));
        let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        !least.is_empty() && is_number(least) && is_number(most)
    }

    fn push_class(&mut self, inside: &str, is_negated: bool) {
        self.done.push_str(if is_negated { "[^" } else { "[" });
        self.done.push_str(inside);
        self.done.push(']');
    }

    fn push_character(&mut self, character: char) {
        push_escaped(&mut self.done, character);
    }
}
