//! Refuses secrets and parts of them as names. A name goes on into findings about other files, and into the
//! code of a call: nothing tells there that it is a part of a secret, and the compiler masks nothing.

use std::sync::Arc;

use crate::report::{Code, Finding};
use crate::source::{Location, Mark, Source};
use crate::yaml::{Node, Value};

/// Reports a name that is a part of a secret.
pub(super) fn secret_name(source: &Arc<Source>, mark: Mark) -> Option<Finding> {
    let refused = || refusal(source, mark, "a part of a secret cannot be a name");
    source.has_secret_part(mark).then(refused)
}

/// Reports a key that names something by a whole secret. Behind the name may be a description.
fn secret_key(source: &Arc<Source>, mark: Mark) -> Option<Finding> {
    let text = &source.text[mark.span()];
    let name = &text[..text.find(['?', '(']).unwrap_or(text.len())];
    let is_shown = source.masked()[mark.span()].starts_with(name);
    (!is_shown).then(|| refusal(source, mark, "a secret cannot be a name"))
}

fn refusal(source: &Arc<Source>, mark: Mark, message: &str) -> Finding {
    let help = "revoke the secret, and remove it from the file and its history".to_owned();
    Finding::error(Code::InvalidName, Location::new(source, mark), message).help(help)
}

/// Reports the first key or value of a declaration that is a part of a secret, or key that is one.
pub(super) fn secret_names(source: &Arc<Source>, node: &Node) -> Option<Finding> {
    match &node.value {
        Value::List(items) => items.iter().find_map(|item| secret_names(source, item)),
        Value::Map(entries) => entries.iter().find_map(|entry| {
            let key = secret_name(source, entry.key.mark);
            let key = key.or_else(|| secret_key(source, entry.key.mark));
            key.or_else(|| secret_names(source, &entry.value))
        }),
        _ => secret_name(source, node.mark),
    }
}
