//! JSON in logs, without the secrets in it.

use alloc::borrow::Cow;
use alloc::string::{String, ToString as _};

use prompt_core::js::{Digits, Json, Number, Repr};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::media;
use super::record::Record;
use crate::redaction::REDACTED;

/// Returns a value without the secrets in it. They are searched in the whole of it as JSON, since a
/// secret may be JSON itself and reach over several parts. Numbers and blanks may be written in another
/// way in the text that it was read from, so that is searched as well.
pub(super) fn shown_value(record: &Record, input: &Json, text: Option<&str>) -> Value {
    let value = logged(input);
    if matches!(value, Value::Null | Value::Bool(_)) {
        return value;
    }
    let mut shown = match serde_json::to_string(&InOrder(input)) {
        Ok(json) => without_secrets(record, &value, &json),
        Err(_) => json!(REDACTED),
    };
    if let Some(text) = text {
        shown = shown_in_both(&value, shown, without_secrets(record, &value, text));
    }
    without_bytes(&mut shown);
    shown
}

/// Returns a value without the secrets in its JSON.
fn without_secrets(record: &Record, value: &Value, json: &str) -> Value {
    match record.redacted_json(json) {
        Cow::Borrowed(shown) if shown == json => value.clone(),
        shown => match Json::parse(&quoted(&shown)) {
            Some(shown) => with_truths(value, logged(&shown)),
            None => json!(REDACTED),
        },
    }
}

/// Puts quotes around what is left of each number or word of JSON in which a replacement stands, and
/// around a replacement that stands in the place of a value.
fn quoted(json: &str) -> String {
    let is_of_word = |char: char| char.is_alphanumeric() || "+-.".contains(char);
    let (mut quoted, mut rest) = (String::with_capacity(json.len()), json);
    let (mut is_text, mut is_escaped, mut is_word) = (false, false, false);
    while let Some(char) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix(REDACTED) {
            if !is_text && !is_word {
                quoted.insert(quoted.trim_end_matches(is_of_word).len(), '"');
                is_word = true;
            }
            quoted.push_str(REDACTED);
            (rest, is_escaped) = (behind, false);
            continue;
        }
        if is_word && !is_of_word(char) {
            quoted.push('"');
            is_word = false;
        }
        is_text ^= char == '"' && !is_escaped;
        is_escaped = char == '\\' && !is_escaped;
        quoted.push(char);
        rest = &rest[char.len_utf8()..];
    }
    if is_word {
        quoted.push('"');
    }
    quoted
}

/// Puts `null` and the truth values of a value back. They are not searched: such a word says nothing of a
/// secret that happens to be the same.
fn with_truths(value: &Value, shown: Value) -> Value {
    match (value, shown) {
        (Value::Null | Value::Bool(_), _) => value.clone(),
        (Value::Array(items), Value::Array(shown)) if items.len() == shown.len() => {
            let items = items.iter().zip(shown);
            items
                .map(|(item, shown)| with_truths(item, shown))
                .collect()
        }
        (Value::Object(fields), Value::Object(shown)) => {
            let shown = shown.into_iter().map(|(key, shown)| {
                let shown = match fields.get(&key) {
                    Some(value) => with_truths(value, shown),
                    None => shown,
                };
                (key, shown)
            });
            Value::Object(shown.collect())
        }
        (_, shown) => shown,
    }
}

/// Returns what both of two forms of a value show. Where each lacks another part of it, nothing is.
fn shown_in_both(value: &Value, one: Value, other: Value) -> Value {
    if one == *value || one == other {
        return other;
    }
    match (value, one, other) {
        (value, one, other) if other == *value => one,
        (Value::Array(items), Value::Array(one), Value::Array(other))
            if [one.len(), other.len()] == [items.len(); 2] =>
        {
            let items = items.iter().zip(one).zip(other);
            items
                .map(|((item, one), other)| shown_in_both(item, one, other))
                .collect()
        }
        (Value::Object(fields), Value::Object(one), Value::Object(mut other))
            if fields.keys().eq(one.keys()) && fields.keys().eq(other.keys()) =>
        {
            let shown = one.into_iter().map(|(key, one)| {
                let other = other.remove(&key).unwrap_or_default();
                let shown = shown_in_both(&fields[&key], one, other);
                (key, shown)
            });
            Value::Object(shown.collect())
        }
        _ => json!(REDACTED),
    }
}

/// Leaves out the bytes of `data:` URLs.
fn without_bytes(value: &mut Value) {
    match value {
        Value::String(text) => text.truncate(media::without_bytes(text).len()),
        Value::Array(items) => items.iter_mut().for_each(without_bytes),
        Value::Object(fields) => fields.values_mut().for_each(without_bytes),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A value as logs have it, with its members in order: so a secret is written that is JSON.
struct InOrder<'a>(&'a Json);

impl Serialize for InOrder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Json::List(items) => serializer.collect_seq(items.iter().map(InOrder)),
            Json::Object(fields) => {
                let fields = fields.iter();
                serializer.collect_map(fields.map(|(name, value)| (name, InOrder(value))))
            }
            single => logged(single).serialize(serializer),
        }
    }
}

/// Returns a value as logs have it, with its secrets.
fn logged(input: &Json) -> Value {
    match input {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Text(text) => json!(text),
        Json::Number(number) => self::number(*number),
        Json::List(items) => items.iter().map(logged).collect(),
        Json::Object(fields) => {
            let fields = fields.iter();
            Value::Object(
                fields
                    .map(|(name, value)| (name.clone(), logged(value)))
                    .collect(),
            )
        }
    }
}

/// Converts a number to JSON. If JSON cannot express it, returns the text that a prompt prints.
pub(crate) fn number(number: Number) -> Value {
    let known = match number.repr() {
        Repr::Signed(whole) => i64::try_from(whole)
            .map(Value::from)
            .or_else(|_| u64::try_from(whole).map(Value::from))
            .ok(),
        Repr::Unsigned(whole) => u64::try_from(whole).map(Value::from).ok(),
        Repr::Float(float) => serde_json::Number::from_f64(float).map(Value::from),
        // As it is printed: `0.1` and not `0.10000000149011612`.
        Repr::Single(float) => float
            .to_string()
            .parse()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .map(Value::from),
    };
    known.unwrap_or_else(|| Value::from(&*Digits::of(number)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(record: &Record, json: &str) -> Value {
        shown_value(record, &Json::parse(json).unwrap(), Some(json))
    }

    fn passed(record: &Record, json: &str) -> String {
        shown_value(record, &Json::parse(json).unwrap(), None).to_string()
    }

    #[test]
    fn a_number_is_one_as_far_as_json_goes() {
        let of = |value: Number| number(value).to_string();
        assert_eq!(of(Number::from(u64::MAX)), "18446744073709551615");
        assert_eq!(of(Number::from(-3)), "-3");
        assert_eq!(of(Number::from(0.1_f32)), "0.1");
        assert_eq!(of(Number::from(f64::NAN)), "\"NaN\"");
        assert_eq!(of(Number::from(f32::NEG_INFINITY)), "\"-Infinity\"");
        assert_eq!(
            of(Number::from(i128::MIN)),
            "\"-170141183460469231731687303715884105728\""
        );
    }

    #[test]
    fn a_secret_that_is_json_is_found_in_json() {
        let text = r#"{"name":"Mara","tags":["vip", 7.50]}"#;
        let compact = r#"{"name":"Mara","tags":["vip",7.5]}"#;
        let number = "1234567890123456789012";
        let rows = [
            (text, text.to_string(), json!(REDACTED)),
            ("\"Mara\"", "\"Mara\"".to_string(), json!(REDACTED)),
            (
                compact,
                alloc::format!(r#"{{"record": {text}}}"#),
                json!({ "record": REDACTED }),
            ),
            (
                number,
                alloc::format!(r#"{{"account":{number}}}"#),
                json!({ "account": REDACTED }),
            ),
            (
                "4711",
                r#"{"say \"4711\"":4711,"low":[14711.5,-4711,47114711]}"#.to_string(),
                json!({ "say \"[redacted]\"": REDACTED, "low": ["1[redacted].5", "-[redacted]", "[redacted][redacted]"] }),
            ),
            (
                "4711",
                r#"{"say \"4711\"":4711,"low":[4711, "\\"]}"#.to_string(),
                json!({ "say \"[redacted]\"": REDACTED, "low": [REDACTED, "\\"] }),
            ),
        ];
        for (secret, json, expected) in rows {
            let record = Record::of_secrets(&[secret]);
            assert_eq!(told(&record, &json), expected);
        }
        assert_eq!(
            passed(&Record::of_secrets(&[compact]), text),
            "\"[redacted]\""
        );
    }

    #[test]
    fn truth_values_are_shown_whatever_is_secret() {
        let rows = [
            ("a", "false", "false"),
            ("a", r#"[false,"cat",0.5]"#, r#"[false,"c[redacted]t",0.5]"#),
            // A secret that takes away an item.
            (
                r#"x","y"#,
                r#"["x","y",true,7]"#,
                r#"["[redacted]",true,7]"#,
            ),
            (
                "false",
                r#"{"is_new":false,"notes":["false",false]}"#,
                r#"{"is_new":false,"notes":["[redacted]",false]}"#,
            ),
        ];
        for (secret, json, shown) in rows {
            assert_eq!(passed(&Record::of_secrets(&[secret]), json), shown);
        }
    }

    /// The first secret is whole only as long as the second one in it is not replaced.
    #[test]
    fn of_secrets_that_overlap_in_json_nothing_is_left() {
        let person = r#"{"name":"Mara","code":"x9"}"#;
        let spaced = r#"{"person": {"name": "Mara", "code": "x9"}, "age": 7.50}"#;
        let rows = [
            (
                r#"say "hi" \ now"#,
                "hi",
                r#"{"note":"<say \\\\\\\"hi\\\\\\\" \\\\\\\\ now>"}"#,
                json!({ "note": "<[redacted]>" }),
            ),
            (
                person,
                "Mara",
                spaced,
                json!({ "person": REDACTED, "age": 7.5 }),
            ),
            (person, "Mara", person, json!(REDACTED)),
            (
                r#"["a b",7.5]"#,
                "7.50",
                r#"{"list":["a  b", 7.50],"age":7.50}"#,
                json!({ "list": REDACTED, "age": REDACTED }),
            ),
        ];
        for (secret, inner, json, expected) in rows {
            let record = Record::of_secrets(&[secret, inner]);
            assert_eq!(told(&record, json), expected, "{json}");
        }
        let record = Record::of_secrets(&[person, "Mara"]);
        assert_eq!(
            shown_value(&record, &Json::parse(spaced).unwrap(), None),
            json!({ "person": REDACTED, "age": 7.5 })
        );
    }

    #[test]
    fn what_two_forms_of_a_value_show_is_shown() {
        let value = json!({ "a": ["one two", 3], "b": "four" });
        let rows = [
            (value.clone(), value.clone(), value.clone()),
            (
                value.clone(),
                json!({ "a": REDACTED }),
                json!({ "a": REDACTED }),
            ),
            (
                json!({ "a": REDACTED }),
                value.clone(),
                json!({ "a": REDACTED }),
            ),
            (
                json!({ "a": ["one [redacted]", 3], "b": "four" }),
                json!({ "a": ["one two", REDACTED], "b": "four" }),
                json!({ "a": ["one [redacted]", REDACTED], "b": "four" }),
            ),
            (
                json!({ "a": ["one [redacted]", 3], "b": "four" }),
                json!({ "a": ["[redacted] two", 3], "b": REDACTED }),
                json!({ "a": [REDACTED, 3], "b": REDACTED }),
            ),
            (
                json!({ "a": [REDACTED], "b": "four" }),
                json!({ "a": ["[redacted] two", 3], "b": "four" }),
                json!({ "a": REDACTED, "b": "four" }),
            ),
            (
                json!({ "[redacted]": ["one two", 3], "b": "four" }),
                json!({ "a": REDACTED, "b": "four" }),
                json!(REDACTED),
            ),
        ];
        for (one, other, expected) in rows {
            assert_eq!(shown_in_both(&value, one, other), expected);
        }
    }

    proptest! {
        #[test]
        fn of_a_secret_with_another_one_in_it_nothing_is_left(
            secret in "[^<>\\s\\[\\]]{8,24}",
            (from, length) in (0..8_usize, 1..16_usize),
            escapes in 0..3,
        ) {
            let inner = secret.chars().skip(from).take(length).collect::<String>();
            prop_assume!(!r#"{"k":["<>"]}"#.contains(&inner.to_lowercase()));
            let escaped = (0..escapes).fold(secret.clone(), |text, _| {
                let json = json!(text).to_string();
                json[1..json.len() - 1].to_string()
            });
            let json = json!({ "k": [alloc::format!("<{escaped}>")] }).to_string();
            let record = Record::of_secrets(&[&secret, &inner]);
            prop_assert_eq!(told(&record, &json), json!({ "k": ["<[redacted]>"] }), "{}", json);
        }
    }
}
