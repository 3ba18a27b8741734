//! Keys that tell the kind of their values.

use std::sync::LazyLock;

use regex::Regex;

use super::words;

/// Keys that tell nothing about their value, which is what the key around it says.
pub const NEUTRAL: &str = "value|values|number|numbers|no|nr|raw|text|e164|national|international|formatted|\
    display|home|work|private|main|office|primary|secondary";

static VALUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[ \t]*(\+?(?:\( ?)?[0-9][0-9 \t./()-]{4,20}[0-9])[ \t]*$")
        .expect("the expression is a constant, and tested")
});

/// Returns true if a key such as `phone`, `mobilePhone` or `customer_tel` marks its value as a
/// phone number.
pub fn is_of_phone(key: &str) -> bool {
    let mut words = String::with_capacity(key.len());
    let mut before = ' ';
    for c in key.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
        before = c;
    }
    words
        .split(|c: char| !c.is_alphanumeric())
        .any(words::is_of_phone)
}

/// Returns true if a key such as `value` says no more than the key of the object that it stands in.
pub fn is_neutral(key: &str) -> bool {
    NEUTRAL
        .split('|')
        .any(|known| known.eq_ignore_ascii_case(key))
}

/// The part of a value that is a number and nothing else.
pub fn number(value: &str) -> Option<std::ops::Range<usize>> {
    VALUE
        .captures(value)
        .and_then(|found| found.get(1))
        .map(|number| number.range())
}
