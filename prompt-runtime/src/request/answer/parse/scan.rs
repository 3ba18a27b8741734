//! The extent of a JSON object or list in a text.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;
use core::ops::Range;

use super::path::{Path, Step};

/// Values nested deeper than this are refused, as `serde_json` does.
const DEEPEST: usize = 128;

/// What begins at a bracket.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A value of JSON, but for these commas before a closing bracket.
    Whole {
        range: Range<usize>,
        commas: Vec<usize>,
    },
    /// JSON, to the end of the text. The path is that of the last value.
    CutOff { at: usize, path: Path },
    /// Something that is no JSON from this place on, after an entry of an object or of a list.
    Malformed { at: usize, path: Path },
    /// No JSON from this place on, before the first entry: a bracket in a sentence.
    Nothing { at: usize },
}

/// The reason why a value ends before its bracket.
enum Stop {
    CutOff,
    Malformed,
}

/// Scans the value that begins with the bracket at this place.
pub(super) fn scan(text: &str, start: usize) -> Found {
    let mut scanner = Scanner {
        text,
        at: start,
        path: Vec::new(),
        commas: Vec::new(),
        has_entry: false,
    };
    let result = scanner.value();
    let Scanner { at, path, .. } = scanner;
    match result {
        Ok(()) => Found::Whole {
            range: start..at,
            commas: scanner.commas,
        },
        Err(Stop::CutOff) => Found::CutOff {
            at,
            path: Path(path),
        },
        Err(Stop::Malformed) if scanner.has_entry => Found::Malformed {
            at,
            path: Path(path),
        },
        Err(Stop::Malformed) => Found::Nothing { at },
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    path: Vec<Step>,
    commas: Vec<usize>,
    /// Set behind the name of a field or an item of a list: a sentence has no such thing.
    has_entry: bool,
}

impl Scanner<'_> {
    fn value(&mut self) -> Result<(), Stop> {
        match self.next()? {
            b'{' => self.entries(b'}', Self::field),
            b'[' => self.entries(b']', Self::item),
            b'"' => self.string().map(drop),
            _ => self.word(),
        }
    }

    /// Scans what stands in brackets, up to the closing one. The step of an entry that is not whole
    /// stays in the path, and that of the entry before something unexpected.
    fn entries(
        &mut self,
        closing: u8,
        entry: fn(&mut Self, usize) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        if self.path.len() == DEEPEST {
            return Err(Stop::Malformed);
        }
        self.at += 1;
        let mut comma = None;
        for index in 0.. {
            if self.next()? == closing {
                self.commas.extend(comma);
                self.at += 1;
                break;
            }
            entry(self, index)?;
            match self.next()? {
                b',' => {
                    comma = Some(self.at);
                    self.has_entry = true;
                    self.at += 1;
                }
                byte if byte == closing => comma = None,
                _ => return Err(Stop::Malformed),
            }
            self.path.pop();
        }
        Ok(())
    }

    fn field(&mut self, _: usize) -> Result<(), Stop> {
        let name = self.string()?;
        let name = serde_json::from_str(&self.text[name.clone()])
            .unwrap_or_else(|_| self.text[name].to_owned());
        if self.next()? != b':' {
            return Err(Stop::Malformed);
        }
        self.at += 1;
        self.has_entry = true;
        self.path.push(Step::Key(name));
        self.value()
    }

    fn item(&mut self, index: usize) -> Result<(), Stop> {
        self.path.push(Step::Index(index));
        self.value()
    }

    /// Scans a string, and returns its range with the quotes.
    fn string(&mut self) -> Result<Range<usize>, Stop> {
        let start = self.at;
        if self.next()? != b'"' {
            return Err(Stop::Malformed);
        }
        self.at += 1;
        loop {
            match self.byte()? {
                b'"' => break,
                b'\\' => self.escape()?,
                0..b' ' => return Err(Stop::Malformed),
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Ok(start..self.at)
    }

    fn escape(&mut self) -> Result<(), Stop> {
        self.at += 1;
        let kind = self.byte()?;
        if !matches!(
            kind,
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' | b'u'
        ) {
            return Err(Stop::Malformed);
        }
        self.at += 1;
        let digits = if kind == b'u' { 4 } else { 0 };
        for _ in 0..digits {
            if !self.byte()?.is_ascii_hexdigit() {
                return Err(Stop::Malformed);
            }
            self.at += 1;
        }
        Ok(())
    }

    /// Scans a number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<(), Stop> {
        let rest = &self.text[self.at..];
        let is_end = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.');
        let length = rest.find(is_end).unwrap_or(rest.len());
        let word = &rest[..length];
        let is_last = length == rest.len();
        let is_begun = |whole: &str| !word.is_empty() && whole.starts_with(word);
        let is_number = word.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        if is_last && (is_number || ["true", "false", "null"].into_iter().any(is_begun)) {
            return Err(Stop::CutOff);
        }
        if serde_json::from_str::<serde_json::Value>(word).is_err() {
            return Err(Stop::Malformed);
        }
        self.at += length;
        Ok(())
    }

    /// Returns the next byte that is no whitespace.
    fn next(&mut self) -> Result<u8, Stop> {
        let rest = self.text[self.at..].trim_start_matches([' ', '\t', '\n', '\r']);
        self.at = self.text.len() - rest.len();
        self.byte()
    }

    fn byte(&self) -> Result<u8, Stop> {
        let byte = self.text.as_bytes().get(self.at);
        byte.copied().ok_or(Stop::CutOff)
    }
}
