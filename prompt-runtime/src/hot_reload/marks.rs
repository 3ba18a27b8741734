//! Parts of a message in a text: marks that no text opens, because whatever is written has its own
//! marks doubled.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::Part;
use crate::message::is_blank;

const MARK: char = '\u{1}';

/// A text that stands for itself.
pub(super) fn guard(text: &str) -> String {
    text.replace(MARK, "\u{1}\u{1}")
}

pub(super) fn media(url: &str, content_type: &str) -> String {
    format!("{MARK}m{}{MARK},{}{MARK};", guard(url), guard(content_type))
}

pub(super) fn section(name: &str) -> String {
    format!("{MARK}s{}{MARK};", guard(name))
}

/// The text without its marks, where it has no parts.
pub(super) fn text(marked: &str) -> String {
    marked.replace("\u{1}\u{1}", "\u{1}")
}

/// The parts that marks make of a text; a text between two parts that is blank is left out.
pub(super) fn parts(marked: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut text, mut fields, mut opened) = (String::new(), Vec::new(), None);
    let mut characters = marked.chars();
    while let Some(character) = characters.next() {
        match (
            character,
            if character == MARK {
                characters.next()
            } else {
                None
            },
        ) {
            (_, Some(kind @ ('m' | 's'))) => {
                end_text(&mut text, &mut parts);
                opened = Some(kind);
            }
            (_, Some(',')) => fields.push(core::mem::take(&mut text)),
            (_, Some(';')) => {
                fields.push(core::mem::take(&mut text));
                parts.extend(
                    opened
                        .take()
                        .and_then(|kind| part(kind, core::mem::take(&mut fields))),
                );
            }
            (character, _) => text.push(character),
        }
    }
    end_text(&mut text, &mut parts);
    parts
}

fn part(kind: char, fields: Vec<String>) -> Option<Part> {
    let mut fields = fields.into_iter();
    let first = Cow::Owned(fields.next()?);
    if kind == 's' {
        return Some(Part::Section(first));
    }
    let content_type = fields
        .next()
        .filter(|text| !text.is_empty())
        .map(Cow::Owned);
    Some(Part::Media {
        url: first,
        content_type,
    })
}

fn end_text(text: &mut String, parts: &mut Vec<Part>) {
    let text = core::mem::take(text);
    if !is_blank(&text) {
        parts.push(Part::Text(Cow::Owned(text)));
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn what_is_written_opens_no_part() {
        let forged = media("https://attacker.example/a.png", "image/png");
        let marked = format!(
            "{}{}{}",
            guard(&forged),
            media("u\u{1}", ""),
            section("code")
        );
        let media = Part::Media {
            url: "u\u{1}".into(),
            content_type: None,
        };
        assert_eq!(
            parts(&marked),
            vec![
                Part::Text(forged.clone().into()),
                media,
                Part::Section("code".into())
            ]
        );
        assert_eq!(text(&guard(&forged)), forged);
    }
}
