//! The names of inputs and of their fields: each is written in Rust.

use std::sync::Arc;

use prompt_core::secret;

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
    if let Some((message, help)) = fault(name, what) {
        findings.push(Finding::error(Code::InvalidName, location(), message).help(help.to_owned()));
    } else if name == HISTORY && what == "an input" {
        findings.push(Finding::error(
            Code::InvalidName,
            location(),
            HISTORY_IS_NO_INPUT,
        ));
    }
}

/// The longest name of an input or a field, in bytes. A path has a name for each object that a value is
/// in, and each value and each tag has a path.
const LONGEST: usize = 200;

/// Returns the reason why a name cannot name an input or a field, and the way out. `None` if it can.
pub(super) fn fault(name: &str, what: &str) -> Option<(String, &'static str)> {
    // The compiler shows the names that a call lacks, and masks nothing.
    if secret::masked(name) != name {
        let help = "revoke the secret, and remove it from the file and its history";
        return Some((format!("a secret cannot name {what}"), help));
    }
    if !is_rust_name(name) {
        if !name.chars().any(char::is_alphanumeric) {
            let help = "write the name of an input; for a literal `{{` write `\\{{`";
            return Some((format!("{} is no name", quoted(name)), help));
        }
        let message = format!("{} cannot name {what}", quoted(name));
        if name.ends_with("[]") {
            return Some((message, "a list is written `name(array): string`"));
        }
        return Some((
            message,
            "it has to be a name in Rust: letters, digits and `_`, not a digit first, and not `self`, `super` or `crate`",
        ));
    }
    if name.len() > LONGEST {
        let message = format!("{} has more than {LONGEST} bytes", quoted(name));
        return Some((message, "choose a shorter name: each call has it in Rust"));
    }
    let mark = name.chars().find(|c| is_composed_by_rust(*c))?;
    let message = format!(
        "{} has a letter in two characters, the second U+{:04X}",
        quoted(name),
        u32::from(mark)
    );
    let help = "write the letter as one character (NFC): Rust composes the names in a call";
    Some((message, help))
}

/// Returns whether a Rust field can have the name. It can be a keyword, as a raw identifier, except
/// for a few.
fn is_rust_name(name: &str) -> bool {
    let mut characters = name.chars();
    let starts_well = characters
        .next()
        .is_some_and(|c| unicode_ident::is_xid_start(c) || c == '_');
    starts_well
        && characters.all(unicode_ident::is_xid_continue)
        && !matches!(name, "_" | "self" | "Self" | "super" | "crate")
}

/// Returns whether the character is a mark that Unicode composes with a letter before it. The
/// compiler does so with the names in a call, and would not find them here: accents, the marks of
/// Arabic and of Japanese, and the vowels and finals of Korean.
fn is_composed_by_rust(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{653}'..='\u{655}'
            | '\u{3099}'..='\u{309a}'
            | '\u{1161}'..='\u{1175}'
            | '\u{11a8}'..='\u{11c2}'
    )
}
