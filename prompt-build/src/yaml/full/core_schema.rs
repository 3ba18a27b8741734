//! YAML 1.2's core schema: the values that plain scalars and tags stand for.

use granit_parser::{ScalarStyle, Tag};

use crate::yaml::Value;

/// The value of a scalar. The error is a sentence about its tag.
pub(super) fn value(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, String> {
    match tag {
        Some(tag) => tagged_value(text, tag),
        None if style == ScalarStyle::Plain => Ok(plain_value(text)),
        None => Ok(Value::Text(text.to_owned())),
    }
}

/// Refuses each tag of a list or a mapping but its own.
pub(super) fn check_collection(tag: Option<&Tag>, own: &str) -> Result<(), String> {
    match tag {
        Some(tag) if tag.core_suffix() != Some(own) => Err(UNEXPECTED_TAG.to_owned()),
        _ => Ok(()),
    }
}

/// Tags of the user's own mean something to no reader but theirs. Others, such as those of dates and
/// bytes, mean values that JSON does not have.
const UNEXPECTED_TAG: &str = "unexpected tag";

fn tagged_value(text: &str, tag: &Tag) -> Result<Value, String> {
    let (value, expected) = match tag.core_suffix() {
        Some("str") => return Ok(Value::Text(text.to_owned())),
        Some("null") => (null(text), "null"),
        Some("bool") => (boolean(text), "a boolean"),
        Some("int") => (integer(text), "an integer"),
        Some("float") => (float(text), "a float"),
        _ => return Err(UNEXPECTED_TAG.to_owned()),
    };
    value.ok_or_else(|| {
        format!(
            "unexpected `{}`, expected {expected} as its tag says",
            text.escape_debug()
        )
    })
}

fn plain_value(text: &str) -> Value {
    null(text)
        .or_else(|| boolean(text))
        .or_else(|| integer(text))
        .or_else(|| float(text))
        .unwrap_or_else(|| Value::Text(text.to_owned()))
}

fn null(text: &str) -> Option<Value> {
    matches!(text, "" | "~" | "null" | "Null" | "NULL").then_some(Value::Null)
}

fn boolean(text: &str) -> Option<Value> {
    match text {
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ => None,
    }
}

/// A decimal, hexadecimal or octal number. One that is too large is the largest. As in YAML 1.2, only
/// decimal numbers have a sign, and `0b1` is a text.
fn integer(text: &str) -> Option<Value> {
    let (radix, digits) = match text.as_bytes() {
        [b'0', b'x', ..] => (16, &text[2..]),
        [b'0', b'o', ..] => (8, &text[2..]),
        _ => (10, text.strip_prefix(['+', '-']).unwrap_or(text)),
    };
    if digits.starts_with(['+', '-']) || is_padded(digits) && radix == 10 {
        return None;
    }
    let number = if text.starts_with('-') {
        i128::from_str_radix(&format!("-{digits}"), radix).ok()?
    } else {
        let number = u128::from_str_radix(digits, radix).ok()?;
        i128::try_from(number).unwrap_or(i128::MAX)
    };
    Some(Value::Integer(number))
}

fn float(text: &str) -> Option<Value> {
    let number = match text {
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => f64::INFINITY,
        "-.inf" | "-.Inf" | "-.INF" => f64::NEG_INFINITY,
        ".nan" | ".NaN" | ".NAN" => f64::NAN,
        _ => text
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite())?,
    };
    (!is_padded(text.trim_start_matches(['+', '-']))).then_some(Value::Float(number))
}

/// Returns `true` for digits that begin with a zero, as in a telephone number: they are a text.
fn is_padded(unsigned: &str) -> bool {
    unsigned.len() > 1
        && unsigned.starts_with('0')
        && unsigned.bytes().all(|byte| byte.is_ascii_digit())
}
