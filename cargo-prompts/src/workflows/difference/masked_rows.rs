//! Rows without keys, for pages that more people read than the repository.

use prompt_core::secret::masked;
use similar::DiffableStr as _;

use super::rows::{Row, rows};

/// The lines that differ, as `rows` has them, with keys masked. The texts are compared as they are: a key
/// that takes the place of another one is a changed line, whatever the two look like when they are masked.
pub fn masked_rows(old: &str, new: &str) -> Vec<Row> {
    let mut rows = rows(old, new);
    let (mut old, mut new) = (Lines::of(old), Lines::of(new));
    for row in &mut rows {
        match row {
            Row::Gap { lines } => {
                old.skip(*lines);
                new.skip(*lines);
            }
            Row::Same { text } => {
                new.skip(1);
                if let Some(line) = old.next_masked() {
                    *text = line;
                }
            }
            Row::Changed {
                old: before,
                new: after,
            } => {
                for (pieces, lines) in [(before, &mut old), (after, &mut new)] {
                    if let Some(pieces) = pieces
                        && let Some(line) = lines.next_masked()
                    {
                        Row::hide(pieces, line);
                    }
                }
            }
        }
    }
    rows
}

/// Returns each line that has a part of a key as it is shown, and `None` for each other line.
pub(super) fn masked_lines(text: &str) -> Vec<Option<String>> {
    let masked = masked(text);
    let mut end = 0;
    // Masks keep all offsets.
    let lines = text.tokenize_lines().into_iter().map(|line| {
        let start = end;
        end += line.len();
        let shown = &masked[start..end];
        (shown != line).then(|| shown.trim_end_matches('\n').to_owned())
    });
    lines.collect()
}

/// The lines of a text, from one that is shown to the next.
struct Lines(std::vec::IntoIter<Option<String>>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(masked_lines(text).into_iter())
    }

    fn skip(&mut self, count: usize) {
        self.0.by_ref().take(count).for_each(drop);
    }

    /// The next line, if it has a part of a key.
    fn next_masked(&mut self) -> Option<String> {
        self.0.next().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::super::rows::Piece;
    use super::{Row, masked_rows};

    const KEYS: [&str; 2] = ["AKIA7ZQ3WV5XJ9KD8YM2", "AKIA2XW9NB4RT6HC5PL8"];
    const MASKED: &str = "AKIA****************";

    fn sides(rows: &[Row]) -> Vec<String> {
        let text = |pieces: &Option<Vec<Piece>>| {
            let pieces = pieces.iter().flatten();
            pieces.map(|piece| piece.text.as_str()).collect::<String>()
        };
        let sides = rows.iter().flat_map(|row| match row {
            Row::Same { text } => vec![text.clone()],
            Row::Changed { old, new } => vec![text(old), text(new)],
            Row::Gap { lines } => vec![format!("… {lines}")],
        });
        sides.collect()
    }

    #[test]
    fn a_key_in_the_place_of_another_is_a_changed_line() {
        let text = |key: &str| format!("1\n2\n3\n4\n5\nbob {key} x\nend");
        let rows = masked_rows(&text(KEYS[0]), &text(KEYS[1]));
        let line = format!("bob {MASKED} x");
        assert_eq!(sides(&rows), ["… 2", "3", "4", "5", &line, &line, "end"]);
        assert_eq!(masked_rows(&text(KEYS[0]), &text(KEYS[0])), []);
    }

    #[test]
    fn no_line_of_a_private_key_is_shown() {
        let key = "-----BEGIN PRIVATE KEY-----\nMIIEvQ\nIBADAN\n-----END PRIVATE KEY-----\n";
        let (old, new) = (format!("a\n{key}b\n"), format!("a\n{key}c {}", KEYS[0]));
        let shown = sides(&masked_rows(&old, &new)).join("|");
        assert!(!shown.contains("IBADAN"), "{shown}");
        assert!(
            shown.ends_with(&format!("|b|c {MASKED} (no line end)")),
            "{shown}"
        );
    }
}
