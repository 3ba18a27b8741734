//! The names of inputs and of their fields: each is written in Rust.

use std::sync::Arc;

use super::schema::{Kind, Schema};
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Mark, Source};

/// The argument of every call that is no input: the conversation so far.
pub(super) const HISTORY: &str = "history";
pub(super) const HISTORY_IS_NO_INPUT: &str =
    "`history` cannot name an input: a call passes the conversation so far under this name";

/// Checks the names in an input: each is written in Rust, as an argument of the call or as a field.
pub(super) fn check_names(source: &Arc<Source>, schema: &Schema, findings: &mut Findings) {
    check_others(source, schema, findings);
    match &schema.kind {
        Kind::Array(inner) | Kind::Map(inner) => check_names(source, inner, findings),
        Kind::Object(fields) => {
            for field in fields {
                check_name(source, &field.name, field.mark, "a field", findings);
                check_names(source, &field.schema, findings);
            }
        }
        _ => {}
    }
}

/// Refuses an input with both names and `(*)`: a Rust value has either fields or keys.
pub(super) fn check_others(source: &Arc<Source>, schema: &Schema, findings: &mut Findings) {
    let Some(others) = &schema.others else { return };
    let message = "an object has either named fields or `(*)`, found both";
    let help = "declare the object with any keys as an input or a field of its own".to_owned();
    findings.push(
        Finding::error(
            Code::InvalidSchema,
            Location::new(source, others.mark),
            message,
        )
        .help(help),
    );
}

pub(super) fn check_name(
    source: &Arc<Source>,
    name: &str,
    mark: Mark,
    what: &str,
    findings: &mut Findings,
) {
    let location = || Location::new(source, mark);
    if !is_rust_name(name) {
        let message = format!("{} cannot name {what}", quoted(name));
        let help = "it has to be a name in Rust: letters from a to z, digits and `_`, not a digit first, and not `self`, `super` or `crate`".to_owned();
        findings.push(Finding::error(Code::InvalidName, location(), message).help(help));
    } else if name == HISTORY && what == "an input" {
        findings.push(Finding::error(
            Code::InvalidName,
            location(),
            HISTORY_IS_NO_INPUT,
        ));
    }
}

/// Returns whether a Rust field can have the name. It can be a keyword, as a raw identifier, except
/// for a few.
pub(super) fn is_rust_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    let starts_well = bytes
        .next()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    starts_well
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !matches!(name, "_" | "self" | "Self" | "super" | "crate")
}
