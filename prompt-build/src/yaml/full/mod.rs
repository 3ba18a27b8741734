//! All of YAML: the events of `granit-parser` become a tree.

mod core_schema;
mod explanation;
mod syntax_error;
mod tree_builder;

pub(super) use syntax_error::SyntaxError;

use self::tree_builder::TreeBuilder;
use super::Node;
use crate::source::Mark;

/// Reads every document of a text; there is none in a text of comments alone.
pub(super) fn parse(text: &str) -> Result<Vec<Node>, SyntaxError> {
    refuse_forbidden_characters(text)?;
    let mut builder = TreeBuilder::new(text);
    let mut documents = Vec::new();
    while let Some((event, mark)) = builder.next()? {
        if event.is_node() {
            documents.push(builder.root(event, mark)?);
        }
    }
    Ok(documents)
}

/// YAML has no control characters but tabs and line ends.
fn refuse_forbidden_characters(text: &str) -> Result<(), SyntaxError> {
    let is_forbidden = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
            || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    let Some((offset, found)) = text.char_indices().find(|(_, c)| is_forbidden(*c)) else {
        return Ok(());
    };
    let message = format!("unexpected control character U+{:04X}", u32::from(found));
    Err(SyntaxError::at(Mark::at(offset, offset), message))
}
