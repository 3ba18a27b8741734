//! ECMA-262 as the `regex` and the `fancy-regex` crates have it.
//!
//! One difference remains: a group that is repeated keeps what it matched in an earlier round,
//! where in ECMA-262 it forgets that.

use super::class;
use super::cursor::Cursor;
use super::escape::Escape;
use super::groups::{self, Groups};
use crate::rules::ecma_classes::{ANY, LINE_END, WORD, push_escaped};

/// A translated pattern.
#[derive(Debug)]
pub(super) struct Translation {
    pub(super) text: String,
    /// It has look-around or back-references, so the engine has to backtrack.
    pub(super) backtracks: bool,
}

/// The way in which `\b` is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Boundaries {
    /// For `regex`.
    Native,
    /// With look-around, for `fancy-regex`, which has no `\b` of ASCII.
    LookAround,
}

/// Translates a valid pattern.
pub(super) fn translate(pattern: &str, boundaries: Boundaries) -> Translation {
    let mut translator = Translator {
        cursor: Cursor(pattern),
        groups: Groups::of(pattern),
        captures: 0,
        open: Vec::new(),
        boundaries,
        done: String::new(),
        backtracks: false,
    };
    translator.run();
    Translation {
        text: translator.done,
        backtracks: translator.backtracks,
    }
}

struct Translator<'a> {
    cursor: Cursor<'a>,
    groups: Groups,
    /// The number of groups so far that keep what they match.
    captures: usize,
    open: Vec<OpenGroup>,
    boundaries: Boundaries,
    done: String,
    backtracks: bool,
}

/// A group whose `)` is still to come.
#[derive(Debug, Clone, Copy, Default)]
struct OpenGroup {
    /// Its number, if it keeps what it matches.
    number: Option<usize>,
    /// The flag `m`.
    is_multi_line: bool,
    /// The flag `s`.
    has_dot_all: bool,
}

impl Translator<'_> {
    fn run(&mut self) {
        while let Some(character) = self.cursor.next() {
            match character {
                '\\' => self.escape(),
                '[' => {
                    let class = class::translate(&mut self.cursor);
                    self.done.push_str(&class);
                }
                '(' => self.group(),
                ')' => {
                    self.open.pop();
                    self.end_group();
                }
                '.' if self.innermost().has_dot_all => self.push_class(ANY, false),
                '.' => self.push_class(LINE_END, true),
                '^' if self.innermost().is_multi_line => self.push_line_anchor("^", "?<="),
                '$' if self.innermost().is_multi_line => self.push_line_anchor("$", "?="),
                '{' => {
                    let count = self.cursor.until('}');
                    self.done.extend(["{", count, "}"]);
                }
                '^' | '$' | '|' | '*' | '+' | '?' => self.done.push(character),
                character => push_escaped(&mut self.done, character),
            }
        }
    }

    fn escape(&mut self) {
        match Escape::read(&mut self.cursor) {
            Escape::CodePoint(code_point) => match char::from_u32(code_point) {
                Some(character) => push_escaped(&mut self.done, character),
                None => self.push_class(ANY, true),
            },
            Escape::Class(inside, is_negated) => self.push_class(inside, is_negated),
            Escape::Property(name, is_negated) => {
                self.done.push_str(&class::property(name, is_negated));
            }
            Escape::Boundary(is_negated) => self.push_boundary(is_negated),
            Escape::Number(number) => self.push_references(&[number]),
            Escape::Name(name) => {
                let numbers = self.groups.numbers(&name);
                self.push_references(&numbers);
            }
        }
    }

    /// Reads the beginning of a group after its `(`.
    fn group(&mut self) {
        let mut group = self.innermost();
        group.number = None;
        if groups::capture(&mut self.cursor).is_some() {
            self.captures += 1;
            group.number = Some(self.captures);
            self.done.push('(');
        } else if let Some(look) = ["?=", "?!", "?<=", "?<!"]
            .into_iter()
            .find(|look| self.cursor.eat(look))
        {
            self.backtracks = true;
            self.done.extend(["(", look]);
        } else {
            self.cursor.eat("?");
            let flags = self.cursor.until(':');
            self.done.push_str(group.set(flags));
        }
        self.open.push(group);
    }

    /// `fancy-regex` refuses to repeat a group that is look-around or empty. So that a group is
    /// neither, it gets an alternative that never matches.
    fn end_group(&mut self) {
        let is_repeated = self.cursor.0.starts_with(['*', '+', '?', '{']);
        if is_repeated && self.boundaries == Boundaries::LookAround {
            self.done.push('|');
            self.push_class(ANY, true);
        }
        self.done.push(')');
    }

    fn innermost(&self) -> OpenGroup {
        self.open.last().copied().unwrap_or_default()
    }

    fn push_class(&mut self, inside: &str, is_negated: bool) {
        self.done.push_str(&class::written(inside, is_negated));
    }

    /// `^` or `$` with the flag `m`: an end of the text, or a line end that is looked at.
    fn push_line_anchor(&mut self, anchor: &str, look: &str) {
        self.backtracks = true;
        let line_end = class::written(LINE_END, false);
        let parts = ["(?:", anchor, "|(", look, &line_end, "))"];
        self.done.extend(parts);
    }

    fn push_boundary(&mut self, is_negated: bool) {
        if self.boundaries == Boundaries::Native {
            let native = if is_negated { r"(?-u:\B)" } else { r"(?-u:\b)" };
            return self.done.push_str(native);
        }
        let word = class::written(WORD, false);
        // On one side there is a character of a word, and on the other side there is none.
        let [ahead, not_ahead] = if is_negated {
            ["?!", "?="]
        } else {
            ["?=", "?!"]
        };
        let at_end = ["(?:(?<=", &word, ")(", not_ahead, &word, ")"];
        let at_beginning = ["|(?<!", &word, ")(", ahead, &word, "))"];
        self.done.extend(at_end.into_iter().chain(at_beginning));
    }

    /// References to groups of which at most one took part. A reference to one that did not, or
    /// that is still open, matches the empty text.
    fn push_references(&mut self, numbers: &[usize]) {
        self.backtracks = true;
        self.done.push_str("(?:");
        for number in numbers {
            if !self.open.iter().any(|group| group.number == Some(*number)) {
                let number = number.to_string();
                let parts = ["(?(", &number, ")\\", &number, "|)"];
                self.done.extend(parts);
            }
        }
        self.end_group();
    }
}

impl OpenGroup {
    /// Sets flags, as in `i-s`. Returns the beginning of the translated group.
    fn set(&mut self, flags: &str) -> &'static str {
        let (on, off) = flags.split_once('-').unwrap_or((flags, ""));
        let set = |flag: char, before: bool| (before || on.contains(flag)) && !off.contains(flag);
        self.is_multi_line = set('m', self.is_multi_line);
        self.has_dot_all = set('s', self.has_dot_all);
        match (on.contains('i'), off.contains('i')) {
            (true, _) => "(?i:",
            (_, true) => "(?-i:",
            _ => "(?:",
        }
    }
}
