//! Fewer pieces in each round of a loop: `"List:\n" ("- " name "\n")* "Done."` is the same text as
//! `"List:" ("\n- " name)* "\nDone."`, which writes two pieces a round instead of three. Tags on
//! lines of their own leave texts of the first form, because each line takes its end along.

use std::mem;

use super::pieces::{Each, Piece, push};

/// Where a block ends as the text before it does, moves that end to the beginning of the block and
/// behind it.
pub(super) fn rotate(pieces: &mut Vec<Piece>) {
    let mut rest = mem::take(pieces).into_iter().peekable();
    while let Some(mut piece) = rest.next() {
        blocks(&mut piece).into_iter().for_each(rotate);
        // A loop gains by each round; a section gains nothing if what is moved behind it becomes a
        // piece of its own.
        let gains = matches!(piece, Piece::Each(_)) || matches!(rest.peek(), Some(Piece::Known(_)));
        let end = if gains {
            shared_end(pieces, &mut piece)
        } else {
            None
        };
        if let Some(end) = &end {
            cut(pieces, end.len());
            for block in blocks(&mut piece) {
                turn(block, end);
            }
        }
        push(pieces, piece);
        push(pieces, Piece::Known(end.unwrap_or_default()));
    }
}

/// The blocks of a piece that are not empty.
fn blocks(piece: &mut Piece) -> Vec<&mut Vec<Piece>> {
    let blocks = match piece {
        Piece::If {
            then, otherwise, ..
        } => vec![then, otherwise],
        Piece::Each(Each {
            body, otherwise, ..
        }) => vec![body, otherwise],
        _ => Vec::new(),
    };
    blocks
        .into_iter()
        .filter(|block| !block.is_empty())
        .collect()
}

/// The text at the end of each block, if it is the same, stands before the piece as well, and can
/// be joined with the text at the beginning of each block.
fn shared_end(before: &[Piece], piece: &mut Piece) -> Option<String> {
    let Some(Piece::Known(before)) = before.last() else {
        return None;
    };
    let mut ends = blocks(piece)
        .into_iter()
        .map(|block| match block.as_slice() {
            [Piece::Known(_), .., Piece::Known(end)] => Some(end.clone()),
            _ => None,
        });
    let end = ends.next()??;
    (before.ends_with(&end) && ends.all(|other| other.as_ref() == Some(&end))).then_some(end)
}

/// Cuts bytes off the text at the end.
fn cut(pieces: &mut Vec<Piece>, length: usize) {
    if let Some(Piece::Known(mut text)) = pieces.pop() {
        text.truncate(text.len() - length);
        push(pieces, Piece::Known(text));
    }
}

/// Moves the text at the end of a block to its beginning.
fn turn(block: &mut Vec<Piece>, end: &str) {
    block.pop();
    if let Some(Piece::Known(text)) = block.first_mut() {
        text.insert_str(0, end);
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::super::pieces::{Each, Piece, Printed};
    use super::rotate;

    fn known(text: &str) -> Piece {
        Piece::Known(text.to_owned())
    }

    fn name() -> Piece {
        Piece::Printed(Printed::Borrowed(quote!(name)))
    }

    fn each(body: Vec<Piece>, otherwise: Vec<Piece>) -> Piece {
        let (items, pattern) = (quote!(items), quote!(item));
        Piece::Each(Each {
            option: None,
            items,
            pattern,
            count: None,
            body,
            otherwise,
        })
    }

    fn section(then: Vec<Piece>, otherwise: Vec<Piece>) -> Piece {
        Piece::If {
            test: quote!(test),
            then,
            otherwise,
        }
    }

    /// The pieces as the documentation of the module has them.
    fn show(pieces: &[Piece]) -> String {
        let shown = pieces.iter().map(|piece| match piece {
            Piece::Known(text) => format!("{text:?}"),
            Piece::Each(Each {
                body, otherwise, ..
            }) => format!("({} else {})*", show(body), show(otherwise)),
            Piece::If {
                then, otherwise, ..
            } => format!("({} else {})", show(then), show(otherwise)),
            _ => "name".to_owned(),
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    fn rotated(mut pieces: Vec<Piece>) -> String {
        rotate(&mut pieces);
        show(&pieces)
    }

    #[test]
    fn an_end_is_moved_to_the_beginning() {
        let line = || vec![known("- "), name(), known("\n")];
        let list = vec![known("List:\n"), each(line(), vec![]), known("Done.")];
        assert_eq!(rotated(list), r#""List:" ("\n- " name else )* "\nDone.""#);
        let list = vec![
            known("\n"),
            each(line(), vec![known("No "), name(), known("\n")]),
        ];
        assert_eq!(rotated(list), r#"("\n- " name else "\nNo " name)* "\n""#);
        let list = vec![
            known("A\n"),
            section(line(), vec![]),
            known("B\n"),
            each(line(), vec![]),
        ];
        assert_eq!(
            rotated(list),
            r#""A" ("\n- " name else ) "\nB" ("\n- " name else )* "\n""#
        );
        let nested = vec![
            known("A\n"),
            each(
                vec![known("B\n"), each(line(), vec![]), known("C\n")],
                vec![],
            ),
        ];
        assert_eq!(
            rotated(nested),
            r#""A\n" ("B" ("\n- " name else )* "\nC\n" else )*"#
        );
    }

    #[test]
    fn what_gains_nothing_stays() {
        for pieces in [
            vec![
                known("A"),
                each(vec![known("- "), name(), known("\n")], vec![]),
                known("B"),
            ],
            vec![
                known("A\n"),
                each(vec![name(), known("\n")], vec![]),
                known("B"),
            ],
            vec![
                known("A\n"),
                section(vec![known("- "), name(), known("\n")], vec![]),
                name(),
            ],
            vec![
                known("A\n"),
                each(vec![known("- "), name(), known("\n")], vec![known("none")]),
                known("B"),
            ],
            vec![each(vec![known("- "), name(), known("\n")], vec![])],
        ] {
            let before = show(&pieces);
            assert_eq!(rotated(pieces), before);
        }
    }
}
