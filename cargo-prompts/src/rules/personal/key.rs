//! Keys that tell the kind of their values.

use std::sync::LazyLock;

use regex::Regex;

const WORDS: &str = "phone|telephone|telefon|tel|mobile|mobil|handy|cell|cellphone|fax|whatsapp|msisdn|phones|phonenumber|\
    telno|mobilenumber|telefonnummer|handynummer";

static VALUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[ \t]*(\+?\(?[0-9][0-9 ./()-]{4,20}[0-9])[ \t]*$")
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
        .any(|word| WORDS.split('|').any(|known| known == word))
}

/// The part of a value that is a number and nothing else.
pub fn number(value: &str) -> Option<std::ops::Range<usize>> {
    VALUE
        .captures(value)
        .and_then(|found| found.get(1))
        .map(|number| number.range())
}
