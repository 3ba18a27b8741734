//! Suggestions for misspelt names.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// Longer words are not compared: nobody misspells a name of this length, and the comparison takes
/// quadratic time.
const LONGEST: usize = 128;

/// Returns "did you mean `x`?" for the nearest known name, where one is near enough.
#[must_use]
pub fn did_you_mean<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, known).map(|nearest| format!("did you mean `{nearest}`?"))
}

/// Returns the nearest known name, where one is near enough to have been meant: every third
/// character may be wrong, and case does not count.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = lower_case(name);
    let most = (name.len() / 3).max(1);
    let near = known.into_iter().filter_map(|candidate| {
        let distance = distance_up_to(most, &name, &lower_case(candidate))?;
        Some((distance, candidate))
    });
    near.min().map(|(_, candidate)| candidate)
}

fn lower_case(text: &str) -> Vec<char> {
    text.chars()
        .flat_map(char::to_lowercase)
        .take(LONGEST + 1)
        .collect()
}

/// Returns the edit distance of two words, or `None` where it is larger than `most`.
///
/// An edit inserts, removes or replaces a character, or swaps two that stand side by side.
fn distance_up_to(most: usize, a: &[char], b: &[char]) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most || a.len().max(b.len()) > LONGEST {
        return None;
    }
    let mut before_last = Vec::new();
    let mut last = (0..=b.len()).collect::<Vec<_>>();
    for (row, &from_a) in a.iter().enumerate() {
        let mut next = Vec::with_capacity(b.len() + 1);
        next.push(row + 1);
        for (column, &from_b) in b.iter().enumerate() {
            let replaced = last[column] + usize::from(from_a != from_b);
            let mut best = replaced.min(last[column + 1] + 1).min(next[column] + 1);
            let is_swap = row > 0 && column > 0 && from_a == b[column - 1] && a[row - 1] == from_b;
            if is_swap {
                let before: &Vec<usize> = &before_last;
                best = best.min(before[column - 1] + 1);
            }
            next.push(best);
        }
        before_last = last;
        last = next;
    }
    last.pop().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
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
}
