//! Texts with and without personal data. All of them are invented, or published for tests.

mod found;
mod keys;
mod left;
mod long_texts;
mod spellings;

use super::{Kind, find};

/// The texts in which something else is found.
fn wrong<'a>(rows: impl Iterator<Item = (&'a str, Vec<(Kind, &'a str)>)>) -> Vec<String> {
    let shown = |text: &'a str| {
        find(text)
            .into_iter()
            .map(|found| (found.kind, &text[found.range]))
            .collect::<Vec<_>>()
    };
    let wrong = rows.filter(|(text, expected)| shown(text) != *expected);
    wrong
        .map(|(text, _)| format!("{text}: {:?}", shown(text)))
        .collect()
}
