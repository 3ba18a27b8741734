//! Words that are operators in other template languages, and helpers or block parameters here.

use super::helper_names::is_function;
use crate::template::syntax::{Argument, Call};

/// Returns what to write instead of the words of a tag that has too many: `{{#if eq a b}}`,
/// `{{#if a or b}}`, `{{#each xs as x}}` or `{{#each x in xs}}`.
pub(super) fn instead_of_words(call: &Call) -> Option<String> {
    let words = call.arguments.iter().filter_map(word).collect::<Vec<_>>();
    if call.path.simple() == Some("each") && words.iter().any(|word| ["as", "in"].contains(word)) {
        return Some("to name the item write `{{#each list as |item|}}`".to_owned());
    }
    let helper = words.into_iter().find(|word| is_function(word))?;
    let arguments = if helper == "not" { "a" } else { "a b" };
    Some(format!(
        "an expression stands in parentheses: `({helper} {arguments})`"
    ))
}

fn word(argument: &Argument) -> Option<&str> {
    match argument {
        Argument::Path(path) => path.simple(),
        _ => None,
    }
}
