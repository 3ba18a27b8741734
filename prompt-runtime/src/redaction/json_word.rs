//! The values in a text that is JSON.

use alloc::string::String;
use alloc::vec::Vec;

/// A text or a number in JSON.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum JsonWord<'a> {
    Text(String),
    Number(&'a str),
}

/// Returns the texts and numbers in JSON, without the keys of objects, or `None` if something else stands
/// between them. The structure does not count, and a half of a surrogate pair is left out: a parser refuses
/// what other programs write, and then no value would be known.
pub(super) fn json_words(json: &str) -> Option<Vec<JsonWord<'_>>> {
    let (mut words, mut rest) = (Vec::new(), json);
    while let Some(first) = rest.chars().next() {
        match first {
            '"' => {
                let (text, after) = quoted(&rest[1..])?;
                if !after.trim_start().starts_with(':') {
                    words.push(JsonWord::Text(unescaped(text)));
                }
                rest = after;
            }
            '{' | '}' | '[' | ']' | ',' | ':' | '\u{feff}' => rest = &rest[first.len_utf8()..],
            _ if first.is_whitespace() => rest = rest.trim_start(),
            _ => {
                let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)));
                let (word, after) = rest.split_at(end.unwrap_or(rest.len()));
                match word {
                    "null" | "true" | "false" => {}
                    _ if is_number(word) => words.push(JsonWord::Number(word)),
                    _ => return None,
                }
                rest = after;
            }
        }
    }
    Some(words)
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c == '-' || c.is_ascii_digit()) && word.parse::<f64>().is_ok()
}

/// Parts a text behind its first quotation mark without an escape.
fn quoted(rest: &str) -> Option<(&str, &str)> {
    let mut is_escaped = false;
    let end = rest.bytes().position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    })?;
    Some((&rest[..end], &rest[end + 1..]))
}

fn unescaped(text: &str) -> String {
    let (mut units, mut chars) = (Vec::with_capacity(text.len()), text.chars());
    while let Some(char) = chars.next() {
        let char = match char {
            '\\' => match chars.next() {
                Some('u') => {
                    let digits = chars.as_str().get(..4);
                    let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
                    if let Some(unit) = unit {
                        units.push(unit);
                        chars = chars.as_str()[4..].chars();
                    }
                    continue;
                }
                Some('b') => '\u{8}',
                Some('f') => '\u{c}',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some(other) => other,
                None => continue,
            },
            char => char,
        };
        units.extend_from_slice(char.encode_utf16(&mut [0; 2]));
    }
    char::decode_utf16(units).filter_map(Result::ok).collect()
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString as _;

    use super::*;

    #[test]
    fn the_values_of_json_are_found_whatever_its_structure_is() {
        let rows = [
            (
                r#"{"name":"Mara","tags":["vip", 7.50, true, null]}"#,
                &["Mara", "vip", "7.50"][..],
            ),
            (
                r#"{"bio" : "cut\ud83d","b":"\ude00 Ines","c":"\ud83d\ude00"}"#,
                &["cut", " Ines", "😀"],
            ),
            (
                r#""a\"b\\\/\b\f\n\r\t\u00e4\q\u""#,
                &["a\"b\\/\u{8}\u{c}\n\r\t\u{e4}q"],
            ),
            (
                "{\"a\":4.7110815E7}\r\n{\"a\":-0.5e-07}\n",
                &["4.7110815E7", "-0.5e-07"],
            ),
            ("\u{feff}[[[[\"deep\"", &["deep"]),
            ("{}", &[]),
        ];
        for (json, found) in rows {
            let words = json_words(json).unwrap();
            let words = words.into_iter().map(|word| match word {
                JsonWord::Text(text) => text,
                JsonWord::Number(digits) => digits.to_string(),
            });
            assert_eq!(words.collect::<Vec<_>>(), found, "{json}");
        }
    }

    #[test]
    fn another_text_is_no_json() {
        for text in [
            "[1] see below",
            "{name}",
            "\"Yes\", she said",
            "\"open",
            "{\"a\": NaN}",
            "[-]",
        ] {
            assert_eq!(json_words(text), None, "{text}");
        }
    }
}
