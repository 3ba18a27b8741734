//! Reduces the pieces in each iteration of a loop.
//!
//! `"List:\n" ("- " name "\n")* "Done."` is the same text as
//! `"List:" ("\n- " name)* "\nDone."`, which writes two pieces an iteration instead of three. Tags
//! on lines of their own leave texts of the first form, because each line takes its end along.

use std::mem;

use super::pieces::{Each, Piece, push};

/// Moves text that ends a block, and ends the text before it as well, to the start of the block and
/// behind it.
pub(super) fn hoist_common_suffixes(pieces: &mut Vec<Piece>) {
    let mut rest = mem::take(pieces).into_iter().peekable();
    while let Some(mut piece) = rest.next() {
        blocks(&mut piece)
            .into_iter()
            .for_each(hoist_common_suffixes);
        // A loop gains in each iteration. A condition gains only if the moved text joins another.
        let gains = matches!(piece, Piece::Each(_)) || matches!(rest.peek(), Some(Piece::Known(_)));
        let suffix = if gains {
            common_suffix(pieces, &mut piece)
        } else {
            None
        };
        if let Some(suffix) = &suffix {
            cut(pieces, suffix.len());
            for block in blocks(&mut piece) {
                move_to_start(block, suffix);
            }
        }
        push(pieces, piece);
        push(pieces, Piece::Known(suffix.unwrap_or_default()));
    }
}

/// Returns the blocks of a piece that are not empty.
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

/// Returns the text at the end of each block, if it is the same, ends the text before the piece as
/// well, and can join the text at the start of each block.
fn common_suffix(before: &[Piece], piece: &mut Piece) -> Option<String> {
    let Some(Piece::Known(before)) = before.last() else {
        return None;
    };
    let mut suffixes = blocks(piece)
        .into_iter()
        .map(|block| match block.as_slice() {
            [Piece::Known(_), .., Piece::Known(suffix)] => Some(suffix.clone()),
            _ => None,
        });
    let suffix = suffixes.next()??;
    let is_common =
        before.ends_with(&suffix) && suffixes.all(|other| other.as_ref() == Some(&suffix));
    is_common.then_some(suffix)
}

/// Removes bytes from the text at the end.
fn cut(pieces: &mut Vec<Piece>, length: usize) {
    if let Some(Piece::Known(mut text)) = pieces.pop() {
        text.truncate(text.len() - length);
        push(pieces, Piece::Known(text));
    }
}

/// Moves the text at the end of a block to its start.
fn move_to_start(block: &mut Vec<Piece>, suffix: &str) {
    block.pop();
    if let Some(Piece::Known(text)) = block.first_mut() {
        text.insert_str(0, suffix);
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::super::pieces::{Each, Piece, Printed};
    use super::hoist_common_suffixes;

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
            names: Vec::new(),
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

    fn hoisted(mut pieces: Vec<Piece>) -> String {
        hoist_common_suffixes(&mut pieces);
        show(&pieces)
    }

    #[test]
    fn a_common_suffix_is_moved_to_the_start() {
        let line = || vec![known("- "), name(), known("\n")];
        let list = vec![known("List:\n"), each(line(), vec![]), known("Done.")];
        assert_eq!(hoisted(list), r#""List:" ("\n- " name else )* "\nDone.""#);
        let list = vec![
            known("\n"),
            each(line(), vec![known("No "), name(), known("\n")]),
        ];
        assert_eq!(hoisted(list), r#"("\n- " name else "\nNo " name)* "\n""#);
        let list = vec![
            known("A\n"),
            section(line(), vec![]),
            known("B\n"),
            each(line(), vec![]),
        ];
        assert_eq!(
            hoisted(list),
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
            hoisted(nested),
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
            assert_eq!(hoisted(pieces), before);
        }
    }
}
