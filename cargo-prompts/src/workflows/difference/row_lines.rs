//! Two texts beside each other, on the terminal.

use std::fmt::Write as _;

use super::rows::{Piece, Row, gap};
use crate::report::output::{CYAN, GREEN, RED, RESET, escape_controls};

/// Changed words in a line are shown in reverse video.
const REVERSE: &str = "\x1b[7m";
const UPRIGHT: &str = "\x1b[27m";

/// Writes the rows below each other, in colours.
pub fn row_lines(page: &mut String, rows: &[Row]) {
    for row in rows {
        match row {
            Row::Same { text } => {
                let _ = writeln!(page, "    {}", escape_controls(text));
            }
            Row::Gap { lines } => {
                let _ = writeln!(page, "  {CYAN}@@ {} @@{RESET}", gap(*lines));
            }
            Row::Changed { old, new } => {
                let sides = [('-', RED, old), ('+', GREEN, new)];
                for (sign, colour, pieces) in sides {
                    if let Some(pieces) = pieces {
                        let _ = writeln!(page, "  {colour}{sign} {}{RESET}", marked(pieces));
                    }
                }
            }
        }
    }
}

fn marked(pieces: &[Piece]) -> String {
    let pieces = pieces.iter().map(|piece| {
        let text = escape_controls(&piece.text);
        if piece.is_changed {
            format!("{REVERSE}{text}{UPRIGHT}")
        } else {
            text.into_owned()
        }
    });
    pieces.collect()
}
