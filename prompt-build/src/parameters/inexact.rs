//! Numbers that cannot be sent as they are written.

use std::sync::Arc;

use prompt_core::js::{Json, Number};
use prompt_core::parameters::{Kind, Parameter};

use super::code;
use crate::report::{Finding, Findings, quoted};
use crate::source::{Location, Source};
use crate::yaml::{Node, Value};

/// Reports each number in the value of a parameter that JSON, a 64-bit integer or a 64-bit float
/// cannot hold. Returns `true` if there is one.
pub(super) fn report(
    source: &Arc<Source>,
    parameter: &Parameter,
    node: &Node,
    findings: &mut Findings,
) -> bool {
    let help = match parameter.kind {
        Kind::Object => "write a number that 64 bits hold, or a string, if the endpoint takes one",
        _ => HELP,
    };
    let inexact = inexact_numbers(source, node, parameter.name);
    let has_any = !inexact.is_empty();
    findings.extend(inexact.into_iter().map(|(location, message)| {
        Finding::error(code(parameter), location, message).help(help.to_owned())
    }));
    has_any
}

/// The way out for a number that cannot be sent as it is written.
pub const HELP: &str = "write a number that 64 bits hold";

/// Finds each number in a value that JSON, a 64-bit integer or a 64-bit float cannot hold: its place,
/// and a sentence about it. `name` is the key that has the value.
pub fn inexact_numbers(source: &Arc<Source>, node: &Node, name: &str) -> Vec<(Location, String)> {
    let inner = match &node.value {
        Value::List(items) => items.iter().collect(),
        Value::Map(entries) => entries.iter().map(|entry| &entry.value).collect(),
        _ => Vec::new(),
    };
    let own = reason(source, node).map(|reason| {
        let written = quoted(&source.text[node.mark.span()]);
        let message = format!("`{name}` has the number {written}, {reason}");
        (Location::new(source, node.mark), message)
    });
    let inner = inner
        .into_iter()
        .flat_map(|node| inexact_numbers(source, node, name));
    own.into_iter().chain(inner).collect()
}

/// The reason why a node is not sent as it is written.
fn reason(source: &Arc<Source>, node: &Node) -> Option<String> {
    let written = &source.text[node.mark.span()];
    match &node.value {
        Value::Integer(number) if !fits(*number) => Some(BEYOND_64_BITS.to_owned()),
        Value::Float(number) if !number.is_finite() => Some("which JSON does not have".to_owned()),
        Value::Float(_) if is_whole(written) => Some(BEYOND_64_BITS.to_owned()),
        Value::Float(number) => {
            let (is, sent) = (decimal(written)?, decimal(&format!("{number:e}"))?);
            let shown = Json::Number(Number::from(*number));
            (is != sent).then(|| {
                format!("which would be sent as `{shown}`: a 64-bit float holds no more digits")
            })
        }
        // YAML takes a number that is too large for a text.
        Value::Text(text) if text == written && is_infinite(text) => {
            Some("which is too large for a 64-bit float".to_owned())
        }
        _ => None,
    }
}

const BEYOND_64_BITS: &str = "which is a whole number of more than 64 bits";

fn fits(number: i128) -> bool {
    i64::try_from(number).is_ok() || u64::try_from(number).is_ok()
}

/// Returns `true` for digits with a sign or without, as whole numbers are written.
fn is_whole(written: &str) -> bool {
    let digits = written.trim_start_matches(['+', '-']);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_infinite(text: &str) -> bool {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    has_digit && text.parse::<f64>().is_ok_and(f64::is_infinite)
}

/// The digits of a decimal without zeros at either end, and the power of ten of its first digit.
/// `None` for another text, such as an alias.
fn decimal(text: &str) -> Option<(String, i64)> {
    let text = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Some((String::new(), 0));
    }
    let zeros = i64::try_from(digits.len() - significant.len()).ok()?;
    let first = i64::try_from(whole.len()).ok()? - zeros;
    // A power of more than 64 bits is far below every number that a float holds, or far above.
    let exponent = match exponent.parse::<i64>() {
        Ok(exponent) => exponent.saturating_add(first),
        Err(_) if exponent.starts_with('-') => i64::MIN,
        Err(_) => i64::MAX,
    };
    Some((significant.trim_end_matches('0').to_owned(), exponent))
}
