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
    pub(super) fn find(&self, form: &str) -> impl Iterator<Item = Range<usize>> {
        let length = form.len();
        let found = beginnings(&self.text, form).into_iter();
        found.map(move |at| self.places[at].0..self.places[at + length - 1].1)
    }
}

/// Returns where a text begins in another one, also where it overlaps with itself. The time is linear.
fn beginnings(text: &str, form: &str) -> Vec<usize> {
    let found = text.match_indices(form).map(|(at, _)| at);
    let found = found.collect::<Vec<_>>();
    if found.is_empty() {
        return found;
    }
    let form = form.as_bytes();
    let borders = borders(form);
    if borders.last() == Some(&0) {
        return found;
    }
    // The algorithm of Knuth, Morris and Pratt.
    let (mut found, mut matched) = (Vec::new(), 0);
    for (at, byte) in text.bytes().enumerate() {
        while matched > 0 && (matched == form.len() || byte != form[matched]) {
            matched = borders[matched - 1];
        }
        matched += usize::from(byte == form[matched]);
        if matched == form.len() {
            found.push(at + 1 - matched);
        }
    }
    found
}

/// Returns for each beginning of a text the length of the longest one that it ends with, itself aside.
fn borders(form: &[u8]) -> Vec<usize> {
    let mut borders = alloc::vec![0; form.len()];
    let mut length = 0;
    for at in 1..form.len() {
        while length > 0 && form[at] != form[length] {
            length = borders[length - 1];
        }
        length += usize::from(form[at] == form[length]);
        borders[at] = length;
    }
    borders
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
    fn a_text_is_found_where_it_overlaps_with_itself() {
        let texts = [
            "aaaa",
            "abaab",
            "aabaaabaa",
            "4711-4711-4711",
            "abcabd",
            "x",
            "",
        ];
        let forms = ["a", "aa", "ab", "aabaa", "4711-4711", "abd", "x"];
        for (text, form) in texts.iter().flat_map(|text| forms.map(|form| (text, form))) {
            let each = (0..text.len()).filter(|at| text[*at..].starts_with(form));
            assert_eq!(
                beginnings(text, form),
                each.collect::<Vec<_>>(),
                "{form} in {text}"
            );
        }
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
