//! Refuses parts of secrets as names. A name goes on into findings about other files, and into the code
//! of a call, where nothing tells that it is a part of a secret.

use std::sync::Arc;

use crate::report::{Code, Finding};
use crate::source::{Location, Mark, Source};
use crate::yaml::{Node, Value};

/// Reports a name that is a part of a secret.
pub(super) fn secret_name(source: &Arc<Source>, mark: Mark) -> Option<Finding> {
    let message = "a part of a secret cannot be a name";
    let help = "revoke the secret, and remove it from the file and its history".to_owned();
    let finding = || Finding::error(Code::InvalidName, Location::new(source, mark), message);
    source.has_secret_part(mark).then(|| finding().help(help))
}

/// Reports the first key or value of a declaration that is a part of a secret.
pub(super) fn secret_names(source: &Arc<Source>, node: &Node) -> Option<Finding> {
    match &node.value {
        Value::List(items) => items.iter().find_map(|item| secret_names(source, item)),
        Value::Map(entries) => entries.iter().find_map(|entry| {
            let key = secret_name(source, entry.key.mark);
            key.or_else(|| secret_names(source, &entry.value))
        }),
        _ => secret_name(source, node.mark),
    }
}
