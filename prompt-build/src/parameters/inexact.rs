//! Numbers that cannot be sent as they are written.

use std::sync::Arc;

use prompt_core::js::{Json, Number};
use prompt_core::parameters::{Kind, Parameter};

use super::code;
use crate::report::{Finding, Findings, quoted};
use crate::source::{Location, Mark, Source};
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
    let own = number_reason(source, node).or_else(|| text_reason(source, node));
    let own = own.map(|reason| {
        let written = quoted(&source.text[node.mark.span()]);
        let message = format!("`{name}` has the number {written}, {reason}");
        (Location::new(source, node.mark), message)
    });
    let inner = inner
        .into_iter()
        .flat_map(|node| inexact_numbers(source, node, name));
    own.into_iter().chain(inner).collect()
}

/// Finds each number in a value that would be another one in JSON. Whole numbers may have up to 127
/// bits. Returns its place, and a clause that says what is wrong with it.
pub fn changed_numbers(source: &Arc<Source>, node: &Node) -> Vec<(Mark, String)> {
    match &node.value {
        Value::List(items) => {
            let items = items.iter();
            items
                .flat_map(|item| changed_numbers(source, item))
                .collect()
        }
        Value::Map(entries) => {
            let values = entries.iter().map(|entry| &entry.value);
            values
                .flat_map(|node| changed_numbers(source, node))
                .collect()
        }
        Value::Integer(number) if *number != i128::MAX => Vec::new(),
        _ => {
            let written = quoted(&source.text[node.mark.span()]);
            let reason = number_reason(source, node);
            let clause = reason.map(|reason| format!("the number {written}, {reason}"));
            clause
                .map(|clause| (node.mark, clause))
                .into_iter()
                .collect()
        }
    }
}

/// Reads a number in decimal digits. `None` if neither an integer of 127 bits nor a float has its value.
#[must_use]
pub fn exact_number(written: &str) -> Option<Number> {
    if is_whole(written) {
        return written.parse::<i128>().ok().map(Number::from);
    }
    let number = written.parse::<f64>().ok()?;
    let is_exact = decimal(written)? == decimal(&format!("{number:e}"))?;
    // A whole number with a fraction of zeros is that whole number.
    let digits = Number::from(number).to_string();
    is_exact.then(|| Number::parse(&digits))?
}

/// The reason why a number is not sent as it is written.
fn number_reason(source: &Arc<Source>, node: &Node) -> Option<String> {
    let written = scalar_text(&source.text, node.mark);
    // A number from a named schema has the place of the name. It was checked in its own file.
    if written.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    match &node.value {
        Value::Integer(number) if !fits(*number) => Some(BEYOND_64_BITS.to_owned()),
        Value::Float(number) if !number.is_finite() => Some("which JSON does not have".to_owned()),
        // A tag makes a float of a smaller one.
        Value::Float(_) if is_whole(written) && written.parse::<i128>().is_err() => {
            Some(BEYOND_64_BITS.to_owned())
        }
        Value::Float(number) => {
            let Some(is) = decimal(written) else {
                return Some("which is not written as a decimal number".to_owned());
            };
            let shown = Json::Number(Number::from(*number));
            (is != decimal(&format!("{number:e}"))?).then(|| {
                format!("which would be sent as `{shown}`: a 64-bit float holds no more digits")
            })
        }
        _ => None,
    }
}

/// The reason why a text is not sent as the number that other readers take it for.
fn text_reason(source: &Arc<Source>, node: &Node) -> Option<String> {
    let Value::Text(text) = &node.value else {
        return None;
    };
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let is_plain = *text == source.text[node.mark.span()];
    if !is_plain || !has_digit || has_tag(&source.text[..node.mark.span().start]) {
        return None;
    }
    let reason = match text.parse::<f64>() {
        Ok(number) if number.is_infinite() => "which is too large for a 64-bit float",
        Ok(_) => "which would be sent as a string: it begins with `0`",
        Err(_) => return None,
    };
    Some(reason.to_owned())
}

/// Returns whether the text before a scalar ends with a tag, which may have an anchor beside it.
fn has_tag(before: &str) -> bool {
    // In a list or a mapping on one line, no blank has to stand before a tag.
    let begins = |word: &str, sign: char| {
        let of_word = word.rsplit(['[', '{', ',']).next();
        of_word.is_some_and(|end| end.starts_with(sign))
    };
    let words = before.split_whitespace().rev();
    let mut words = words.skip_while(|word| begins(word, '&'));
    let is_tag = |word: &str| begins(word, '!') || (word.contains("!<") && word.ends_with('>'));
    before.ends_with(char::is_whitespace) && words.next().is_some_and(is_tag)
}

/// The text of a scalar without its tag, its anchor and its quotes. Of an alias, that of its anchor.
fn scalar_text(text: &str, mark: Mark) -> &str {
    let written = &text[mark.span()];
    let anchored = written.strip_prefix('*').and_then(|name| {
        let before = &text[..mark.span().start];
        let mut anchors = before.rmatch_indices('&').map(|(at, _)| &before[at + 1..]);
        anchors.find_map(|after| {
            let rest = after.strip_prefix(name)?;
            rest.starts_with(char::is_whitespace)
                .then(|| rest.trim_start())
        })
    });
    let mut scalar = anchored.unwrap_or(written);
    while scalar.starts_with(['!', '&']) {
        let (_, rest) = scalar.split_once(char::is_whitespace).unwrap_or_default();
        scalar = rest.trim_start();
    }
    if let Some(quoted) = scalar.strip_prefix(['"', '\'']) {
        return quoted.split(['"', '\'']).next().unwrap_or_default();
    }
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}');
    scalar.split(is_end).next().unwrap_or_default()
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

/// The digits of a decimal without zeros at either end, and the power of ten of its first digit.
/// `None` for another text.
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
