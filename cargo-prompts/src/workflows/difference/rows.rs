//! Two texts side by side: a row a line, with the words that differ.

use std::time::Duration;

use serde::Serialize;
use similar::{ChangeTag, DiffOp, TextDiff};

/// The number of unchanged lines around a change.
const CONTEXT: usize = 3;
/// Texts of megabytes that have little in common are compared roughly.
const PATIENCE: Duration = Duration::from_millis(500);
/// Stands behind a last line that does not end.
const UNENDED: &str = " (no line end)";

/// A line of one text beside that of the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Row {
    /// The same line in both.
    Same { text: String },
    /// A line of one of them, or two lines that stand in each other's place.
    Changed {
        old: Option<Vec<Piece>>,
        new: Option<Vec<Piece>>,
    },
    /// Lines that are the same and not shown.
    Gap { lines: usize },
}

impl Row {
    /// Puts a masked line in the place of the words of a line.
    pub(super) fn hide(pieces: &mut Vec<Piece>, line: String) {
        pieces.retain(|piece| piece.text == UNENDED);
        let is_changed = true;
        pieces.insert(
            0,
            Piece {
                text: line,
                is_changed,
            },
        );
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    pub text: String,
    /// `true` for words that the other line lacks.
    pub is_changed: bool,
}

/// The lines that differ, with some around them. Nothing if none does.
pub fn rows(old: &str, new: &str) -> Vec<Row> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let mut rows = Vec::new();
    // The lines of the old text that were shown or counted.
    let mut seen = 0;
    for group in diff.grouped_ops(CONTEXT) {
        let start = group.first().map_or(seen, |op| op.old_range().start);
        push_gap(start - seen, &mut rows);
        for op in &group {
            push_op(&diff, op, &mut rows);
            seen = op.old_range().end;
        }
    }
    if !rows.is_empty() {
        push_gap(diff.old_len() - seen, &mut rows);
    }
    rows
}

/// The lines of two answers that differ. A line end behind the last line is no difference of answers.
pub fn answer_rows(old: &str, new: &str) -> Vec<Row> {
    rows(&ended(old), &ended(new))
}

fn ended(answer: &str) -> String {
    match answer.trim_end_matches('\n') {
        "" => String::new(),
        text => format!("{text}\n"),
    }
}

/// The words in the place of lines that are not shown.
pub fn gap(lines: usize) -> String {
    match lines {
        1 => "1 line is the same".to_owned(),
        lines => format!("{lines} lines are the same"),
    }
}

fn push_gap(lines: usize, rows: &mut Vec<Row>) {
    if lines > 0 {
        rows.push(Row::Gap { lines });
    }
}

fn push_op(diff: &TextDiff<'_, '_, str>, op: &DiffOp, rows: &mut Vec<Row>) {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for change in diff.iter_inline_changes(op) {
        let pieces = change.iter_strings_lossy().map(|(is_changed, text)| Piece {
            text: text.trim_end_matches('\n').to_owned(),
            is_changed,
        });
        let mut pieces = pieces
            .filter(|piece| !piece.text.is_empty())
            .collect::<Vec<_>>();
        if change.missing_newline() && change.tag() != ChangeTag::Equal {
            pieces.push(Piece {
                text: UNENDED.to_owned(),
                is_changed: true,
            });
        }
        match change.tag() {
            ChangeTag::Equal => rows.push(Row::Same {
                text: joined(pieces),
            }),
            ChangeTag::Delete => old.push(pieces),
            ChangeTag::Insert => new.push(pieces),
        }
    }
    let count = old.len().max(new.len());
    let (mut old, mut new) = (old.into_iter(), new.into_iter());
    rows.extend((0..count).map(|_| Row::Changed {
        old: old.next(),
        new: new.next(),
    }));
}

fn joined(pieces: Vec<Piece>) -> String {
    pieces.into_iter().map(|piece| piece.text).collect()
}

#[cfg(test)]
mod tests {
    use super::{Piece, Row, rows};

    /// The rows as lines: `=`, `-` and `+` before a line, changed words in brackets, `…` and a number
    /// for a gap.
    fn shown(old: &str, new: &str) -> String {
        let side = |sign: char, pieces: Vec<Piece>| {
            let words = pieces.iter().map(|piece| {
                if piece.is_changed {
                    format!("[{}]", piece.text)
                } else {
                    piece.text.clone()
                }
            });
            format!("{sign}{}\n", words.collect::<String>())
        };
        let rows = rows(old, new).into_iter().map(|row| match row {
            Row::Same { text } => format!("={text}\n"),
            Row::Gap { lines } => format!("…{lines}\n"),
            Row::Changed { old, new } => {
                let old = old.map(|old| side('-', old)).unwrap_or_default();
                old + &new.map(|new| side('+', new)).unwrap_or_default()
            }
        });
        rows.collect()
    }

    #[test]
    fn lines_that_differ_stand_beside_each_other() {
        let old = "1\n2\n3\n4\n5\nWrite to Mara.\n6\n7\n8\n9\n";
        let rows = [
            ("a\n", "a\n", ""),
            ("", "", ""),
            ("", "a\nb", "+a\n+b[ (no line end)]\n"),
            ("a\nb\n", "", "-a\n-b\n"),
            (
                old,
                &old.replace("Write", "Answer"),
                "…2\n=3\n=4\n=5\n-[Write] to Mara.\n+[Answer] to Mara.\n=6\n=7\n=8\n…1\n",
            ),
            ("a\nb\n", "a\nb\nc\n", "=a\n=b\n+c\n"),
        ];
        for (old, new, expected) in rows {
            assert_eq!(shown(old, new), expected, "{old:?} {new:?}");
        }
    }

    #[test]
    fn both_texts_can_be_read_from_the_rows() {
        let words = ["Greet ", "them.\n", "\n", "{{name}}", " — ", "é\u{301}"];
        let mut random = fastrand::Rng::with_seed(16);
        for _ in 0..2000 {
            let mut text = || {
                let count = random.usize(..5);
                (0..count)
                    .map(|_| words[random.usize(..words.len())])
                    .collect::<String>()
            };
            let (old, new) = (text(), text());
            let side = |is_old: bool| {
                let lines = rows(&old, &new).into_iter().filter_map(|row| match row {
                    Row::Same { text } => Some(text),
                    Row::Changed { old, new } => {
                        let pieces = if is_old { old } else { new };
                        pieces.map(super::joined)
                    }
                    Row::Gap { .. } => panic!("these texts are short"),
                });
                lines.collect::<Vec<_>>()
            };
            let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
            // Other rows are left out where both texts are the same.
            if old != new {
                let unended = |text: &str| !text.is_empty() && !text.ends_with('\n');
                if !unended(&old) && !unended(&new) {
                    assert_eq!((side(true), side(false)), (lines(&old), lines(&new)));
                }
            }
        }
    }
}
