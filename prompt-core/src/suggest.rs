//! Suggestions for misspelt names.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Longer words are not compared: nobody misspells a name of this length. As many bits fit into a
/// column of the comparison.
const LONGEST: usize = u128::BITS as usize;
/// The most bytes of names that one search reads. They take some 20 ms in a build script, which is
/// not optimised.
const MOST_READ: usize = 100_000;
/// The number of characters by which the lower case of a name may be longer or shorter: that of
/// `İ` has two.
const LENGTHENED: usize = 1;

/// Returns "did you mean `x`?" for the nearest known name, where one is near enough.
#[must_use]
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, known).map(|nearest| format!("did you mean `{nearest}`?"))
}

/// Returns the nearest known name, where one is near enough to have been meant: every third
/// character may be wrong, and case does not count.
///
/// Of very many known names only the first are compared.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = Word::new(&lower_case(name)?);
    let most = (word.length / 3).max(1);
    let mut unread = MOST_READ;
    let near = known.into_iter().map_while(|candidate| {
        if candidate.chars().count().abs_diff(word.length) > most + LENGTHENED {
            return Some(None);
        }
        unread = unread.checked_sub(candidate.len())?;
        let distance = lower_case(candidate).map(|candidate| word.distance(&candidate));
        let distance = distance.filter(|distance| *distance <= most);
        Some(distance.map(|distance| (distance, candidate)))
    });
    near.flatten().min().map(|(_, candidate)| candidate)
}

/// Returns the characters of a name in lower case, unless it is too long.
fn lower_case(text: &str) -> Option<Vec<char>> {
    const MOST_BYTES: usize = 4;
    if text.len() > MOST_BYTES * LONGEST {
        return None;
    }
    let characters = text.to_lowercase().chars().collect::<Vec<_>>();
    Some(characters).filter(|characters| characters.len() <= LONGEST)
}

/// A word that others are compared with.
struct Word {
    length: usize,
    /// The bits of the places that each character of ASCII has in the word.
    ascii: [u128; 128],
    /// The other characters of the word, with the bits of their places.
    others: Vec<(char, u128)>,
}

impl Word {
    /// Takes a word of at most [`LONGEST`] characters.
    fn new(characters: &[char]) -> Self {
        let mut word = Self {
            length: characters.len(),
            ascii: [0; 128],
            others: Vec::new(),
        };
        for (place, &character) in characters.iter().enumerate() {
            *word.places_mut(character) |= 1 << place;
        }
        word
    }

    fn places_mut(&mut self, character: char) -> &mut u128 {
        if character.is_ascii() {
            return &mut self.ascii[character as usize];
        }
        let known = self
            .others
            .iter()
            .position(|(known, _)| *known == character);
        let position = known.unwrap_or(self.others.len());
        if known.is_none() {
            self.others.push((character, 0));
        }
        &mut self.others[position].1
    }

    fn places(&self, character: char) -> u128 {
        if character.is_ascii() {
            return self.ascii[character as usize];
        }
        let known = self.others.iter().find(|(known, _)| *known == character);
        known.map_or(0, |(_, places)| *places)
    }

    /// Returns the edit distance to another word.
    ///
    /// An edit inserts, removes or replaces a character, or swaps two that stand side by side. The
    /// method is that of Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit
    /// Distances": each step computes a column of the table of distances, whose neighbours differ
    /// by one at most. A bit says that two neighbours differ.
    fn distance(&self, other: &[char]) -> usize {
        let Some(last) = self.length.checked_sub(1) else {
            return other.len();
        };
        let mut distance = self.length;
        let (mut rises, mut falls) = (u128::MAX, 0);
        let (mut diagonal, mut places_before) = (0_u128, 0);
        for &character in other {
            let places = self.places(character);
            let swapped = ((!diagonal & places) << 1) & places_before;
            diagonal = ((places & rises).wrapping_add(rises) ^ rises) | places | falls | swapped;
            let rises_across = falls | !(diagonal | rises);
            let falls_across = diagonal & rises;
            distance += usize::from(rises_across >> last & 1 == 1);
            distance -= usize::from(falls_across >> last & 1 == 1);
            let rises_across = rises_across << 1 | 1;
            rises = falls_across << 1 | !(diagonal | rises_across);
            falls = rises_across & diagonal;
            places_before = places;
        }
        distance
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn a_slip_is_recognised() {
        let known = ["customer", "company", "products", "tone"];
        for (name, meant) in [
            ("customr", "customer"),
            ("cusotmer", "customer"),
            ("Customer", "customer"),
            ("product", "products"),
            ("tune", "tone"),
        ] {
            assert_eq!(nearest(name, known), Some(meant), "{name}");
        }
    }

    #[test]
    fn another_word_is_none() {
        let known = ["customer", "tone"];
        for name in ["price", "to", "", "customisation-of-tone"] {
            assert_eq!(nearest(name, known), None, "{name}");
        }
        assert_eq!(nearest("x", []), None);
    }

    #[test]
    fn the_nearest_is_taken_and_of_equals_the_first_in_the_alphabet() {
        assert_eq!(
            nearest("2.3.1", ["2.3.0", "2.2.1", "2.3.11"]),
            Some("2.2.1")
        );
        assert_eq!(nearest("stagin", ["starting", "staging"]), Some("staging"));
    }

    #[test]
    fn long_names_are_not_compared() {
        let long = "a".repeat(10_000);
        assert_eq!(nearest(&long, [long.as_str()]), None);
    }

    /// The distance by the table of all its parts, as a definition has it.
    fn by_table(a: &[char], b: &[char]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for row in 0..=a.len() {
            for column in 0..=b.len() {
                table[row][column] = if row == 0 || column == 0 {
                    row + column
                } else {
                    let is_other = usize::from(a[row - 1] != b[column - 1]);
                    let replaced = table[row - 1][column - 1] + is_other;
                    let inserted = table[row - 1][column].min(table[row][column - 1]) + 1;
                    let is_swap = row > 1
                        && column > 1
                        && a[row - 1] == b[column - 2]
                        && a[row - 2] == b[column - 1];
                    let swapped = is_swap.then(|| table[row - 2][column - 2] + 1);
                    replaced.min(inserted).min(swapped.unwrap_or(usize::MAX))
                };
            }
        }
        table[a.len()][b.len()]
    }

    #[test]
    fn the_distance_is_that_of_the_table() {
        let mut state = 7_u64;
        let mut random = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            usize::try_from(state >> 33).unwrap() % below
        };
        for round in 0..3_000 {
            let longest = if round % 10 == 0 { LONGEST } else { 9 };
            let letters = ['a', 'b', 'c', 'ä', '名'];
            let mut word = || {
                let length = random(longest + 1);
                (0..length)
                    .map(|_| letters[random(letters.len())])
                    .collect::<Vec<_>>()
            };
            let (a, b) = (word(), word());
            let distance = Word::new(&a).distance(&b);
            assert_eq!(distance, by_table(&a, &b), "{a:?} {b:?}");
        }
    }

    /// A build script compares each misspelt name with all names of a library.
    #[test]
    fn of_very_many_names_the_first_are_compared() {
        let known = (0..100_000)
            .map(|number| format!("{number:08}"))
            .collect::<Vec<_>>();
        let known = || known.iter().map(String::as_str);
        let last = MOST_READ / 8 - 1;
        for (number, is_compared) in [(0, true), (last, true), (last + 1, false)] {
            let name = format!("{number:08}");
            assert_eq!(
                nearest(&name, known()) == Some(name.as_str()),
                is_compared,
                "{name}"
            );
        }
    }
}
