use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::reading::{Glyph, Reading};

/// A reading in which texts can be found: each run of whitespace is one blank.
pub(super) struct Searchable {
    text: String,
    /// The place in the original of each byte.
    places: Vec<(usize, usize)>,
}

impl Searchable {
    /// Keeps the case of letters.
    pub(super) fn cased(reading: &Reading) -> Self {
        Self::of(reading, |char, push| push(char))
    }

    /// Ignores the case of letters.
    pub(super) fn caseless(reading: &Reading) -> Self {
        Self::of(reading, fold)
    }

    fn of(reading: &Reading, fold: fn(char, &mut dyn FnMut(char))) -> Self {
        let length = reading.glyphs().len();
        let mut searchable = Self {
            text: String::with_capacity(length),
            places: Vec::with_capacity(length),
        };
        for glyph in reading.glyphs() {
            searchable.push(*glyph, fold);
        }
        searchable
    }

    fn push(&mut self, glyph: Glyph, fold: fn(char, &mut dyn FnMut(char))) {
        let place = (glyph.start, glyph.end);
        if !glyph.char.is_whitespace() {
            fold(glyph.char, &mut |char| self.push_at(char, place));
        } else if self.text.ends_with(' ') {
            self.places.last_mut().expect("a blank has a place").1 = glyph.end;
        } else {
            self.push_at(' ', place);
        }
    }

    fn push_at(&mut self, char: char, place: (usize, usize)) {
        self.text.push(char);
        self.places.resize(self.text.len(), place);
    }

    /// Returns the text without blanks at its ends.
    pub(super) fn into_form(self) -> String {
        self.text.trim().into()
    }

    /// Returns the places in the original of a text.
    pub(super) fn find<'a>(&'a self, form: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        self.text
            .match_indices(form)
            .map(|(at, found)| self.places[at].0..self.places[at + found.len() - 1].1)
    }
}

/// Gives the characters of a letter, whatever its case. Each of the three steps is needed: `ẞ` is
/// `ß` in lower case, that is `SS` in upper case, and that `ss`.
fn fold(char: char, push: &mut dyn FnMut(char)) {
    if char.is_ascii() {
        return push(char.to_ascii_lowercase());
    }
    let upper = char.to_lowercase().flat_map(char::to_uppercase);
    upper.flat_map(char::to_lowercase).for_each(push);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: impl Iterator<Item = char>) -> String {
        let mut folded = String::new();
        text.for_each(|char| fold(char, &mut |char| folded.push(char)));
        folded
    }

    #[test]
    fn a_character_is_the_same_in_each_case() {
        for char in '\0'..=char::MAX {
            let same = folded([char].into_iter());
            assert_eq!(folded(char.to_lowercase()), same, "{char:?}");
            assert_eq!(folded(char.to_uppercase()), same, "{char:?}");
        }
    }
}
