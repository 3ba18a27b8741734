//! The groups of a pattern that keep what they match.

use super::cursor::Cursor;
use super::escape::{Escape, group_name};

/// The groups of a pattern, in the order of their numbers, which begin at 1.
#[derive(Debug)]
pub(super) struct Groups(Vec<Capture>);

/// A group that keeps what it matches.
#[derive(Debug)]
pub(super) struct Capture {
    name: Option<String>,
}

impl Groups {
    /// Finds the groups. A reference may stand before its group.
    pub(super) fn of(pattern: &str) -> Self {
        let mut groups = Vec::new();
        let mut cursor = Cursor(pattern);
        let mut is_in_class = false;
        while let Some(character) = cursor.next() {
            match character {
                '\\' => drop(Escape::read(&mut cursor)),
                '[' => is_in_class = true,
                ']' => is_in_class = false,
                '(' if !is_in_class => groups.extend(capture(&mut cursor)),
                _ => {}
            }
        }
        Self(groups)
    }

    /// The numbers of the groups with a name. At most one of them takes part in a match.
    pub(super) fn numbers(&self, name: &str) -> Vec<usize> {
        let numbered = (1..).zip(&self.0);
        let named = numbered.filter(|(_, group)| group.name.as_deref() == Some(name));
        named.map(|(number, _)| number).collect()
    }
}

/// Reads the beginning of a group after its `(`, if the group keeps what it matches.
pub(super) fn capture(cursor: &mut Cursor<'_>) -> Option<Capture> {
    if !cursor.0.starts_with('?') {
        return Some(Capture { name: None });
    }
    let looks_behind = cursor.0.starts_with("?<=") || cursor.0.starts_with("?<!");
    (!looks_behind && cursor.eat("?<")).then(|| Capture {
        name: Some(group_name(cursor)),
    })
}
