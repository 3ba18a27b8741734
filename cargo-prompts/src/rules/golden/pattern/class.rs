//! Classes of characters: `[a-z\d]`.

use super::{Escape, PatternError, Translator};
use crate::rules::ecma_classes::{ANY, push_escaped};

impl Translator<'_> {
    /// `[…]`, in which all characters but `\`, `]` and `-` are literal.
    pub(super) fn class(&mut self, at: usize) -> Result<(), PatternError> {
        let is_negated = self
            .rest
            .next_if(|(_, character)| *character == '^')
            .is_some();
        let mut inside = String::new();
        loop {
            let Some((position, character)) = self.rest.next() else {
                return Err(PatternError::invalid(at, "`[` without `]`"));
            };
            if character == ']' {
                break;
            }
            let Some(first) = self.member(position, character, &mut inside)? else {
                continue;
            };
            if self.begins_range() {
                self.range(first, &mut inside)?;
            } else {
                push_escaped(&mut inside, first);
            }
        }
        match (inside.is_empty(), is_negated) {
            (false, is_negated) => self.push_class(&inside, is_negated),
            // In JavaScript `[]` matches nothing, and `[^]` anything.
            (true, is_negated) => self.push_class(ANY, !is_negated),
        }
        Ok(())
    }

    /// `a-z`, after its first character. Before a class, the hyphen is literal.
    fn range(&mut self, first: char, inside: &mut String) -> Result<(), PatternError> {
        self.rest.next();
        push_escaped(inside, first);
        // If the pattern ends here, the missing `]` is reported later.
        let Some((at, character)) = self.rest.next() else {
            return Ok(());
        };
        let mut end = String::new();
        let Some(last) = self.member(at, character, &mut end)? else {
            push_escaped(inside, '-');
            inside.push_str(&end);
            return Ok(());
        };
        if first > last {
            return Err(PatternError::invalid(
                at,
                "a range that ends before it begins",
            ));
        }
        inside.push('-');
        push_escaped(inside, last);
        Ok(())
    }

    /// Returns true if a hyphen follows that is not the last character of the class.
    fn begins_range(&mut self) -> bool {
        let Some((at, '-')) = self.rest.peek().copied() else {
            return false;
        };
        !self.pattern[at + 1..].starts_with(']')
    }

    /// A character of a class. A class within the class is added at once.
    fn member(
        &mut self,
        at: usize,
        character: char,
        inside: &mut String,
    ) -> Result<Option<char>, PatternError> {
        if character != '\\' {
            return Ok(Some(character));
        }
        Ok(match self.escaped(at)? {
            Escape::Character(character) => Some(character),
            Escape::Class(class, is_negated) => {
                inside.push_str(if is_negated { "[^" } else { "[" });
                inside.push_str(class);
                inside.push(']');
                None
            }
            // Within a class `\b` is a backspace.
            Escape::Boundary(boundary) if boundary.ends_with("b)") => Some('\u{8}'),
            Escape::Boundary(_) => Some('B'),
        })
    }
}
