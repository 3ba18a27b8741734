use alloc::format;
use alloc::string::{String, ToString};

use crate::js::{Json, Number, Repr};

/// The most keys of a mapping: a build compares each with each.
const MOST_KEYS: usize = 1_000;

/// The type of a parameter's value, with its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    Number {
        least: f64,
        most: f64,
    },
    Integer {
        least: i64,
        most: i64,
    },
    Bool,
    /// A string of letters, digits, `_`, `-`, `.` and `/`.
    Word,
    Choice(&'static [&'static str]),
    /// One string or more, none of them empty.
    Texts,
    Object,
}

/// The reason why a value is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// The type is wrong. Has the right one, such as "a number".
    Type(&'static str),
    /// The value is not allowed. Says so, for the place after the value in a sentence: "is out of
    /// range, expected 0.0 to 2.0".
    Value(String),
}

impl Kind {
    pub(super) fn read(&self, value: &Json) -> Result<Json, Mismatch> {
        match (*self, value) {
            (Self::Number { least, most }, Json::Number(number)) => {
                read_number(*number, least, most)
            }
            (Self::Integer { least, most }, Json::Number(number)) => {
                read_integer(*number, least, most)
            }
            (Self::Choice(words), Json::Text(word)) => read_choice(word, words),
            (Self::Word, Json::Text(word)) => read_word(word),
            (Self::Object, Json::Object(entries)) if entries.len() > MOST_KEYS => {
                let reason = format!("has more than {MOST_KEYS} keys");
                Err(Mismatch::Value(reason))
            }
            (Self::Bool, Json::Bool(_)) | (Self::Object, Json::Object(_)) => Ok(value.clone()),
            (Self::Texts, Json::List(items)) if items.iter().all(is_text) => read_texts(items),
            _ => Err(Mismatch::Type(self.expected())),
        }
    }

    /// A value that is allowed, as YAML.
    #[must_use]
    pub fn example(&self) -> String {
        match self {
            Self::Number { least, .. } => format!("{least:?}"),
            Self::Integer { least, .. } => least.to_string(),
            Self::Bool => "true".to_string(),
            Self::Word => "WORD".to_string(),
            Self::Choice(words) => words.first().copied().unwrap_or_default().to_string(),
            Self::Texts => "[TEXT]".to_string(),
            Self::Object => "{ KEY: VALUE }".to_string(),
        }
    }

    /// The type, as messages name it.
    const fn expected(&self) -> &'static str {
        match self {
            Self::Number { .. } => "a number",
            Self::Integer { .. } => "a whole number",
            Self::Bool => "`true` or `false`",
            Self::Word | Self::Choice(_) => "a string",
            Self::Texts => "a list of strings",
            Self::Object => "a mapping",
        }
    }
}

fn is_text(value: &Json) -> bool {
    matches!(value, Json::Text(_))
}

fn read_number(number: Number, least: f64, most: f64) -> Result<Json, Mismatch> {
    let value = number.to_f64();
    if (least..=most).contains(&value) {
        return Ok(Json::Number(value.into()));
    }
    let range = format!("is out of range, expected {least:?} to {most:?}");
    Err(Mismatch::Value(range))
}

fn read_integer(number: Number, least: i64, most: i64) -> Result<Json, Mismatch> {
    let Repr::Signed(value) = number.repr() else {
        return Err(Mismatch::Type("a whole number"));
    };
    match i64::try_from(value) {
        Ok(value) if (least..=most).contains(&value) => Ok(Json::Number(value.into())),
        _ => Err(Mismatch::Value(format!(
            "is out of range, expected {least} to {most}"
        ))),
    }
}

fn read_choice(word: &str, words: &[&str]) -> Result<Json, Mismatch> {
    if words.contains(&word) {
        return Ok(Json::Text(word.to_string()));
    }
    let known = words.join("`, `");
    Err(Mismatch::Value(format!("is unknown, expected `{known}`")))
}

fn read_word(word: &str) -> Result<Json, Mismatch> {
    let is_good = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./".contains(&byte);
    if !word.is_empty() && word.bytes().all(is_good) {
        return Ok(Json::text(word));
    }
    Err(Mismatch::Value(
        "is not a word of letters, digits, `_`, `-`, `.` and `/`".to_string(),
    ))
}

fn read_texts(items: &[Json]) -> Result<Json, Mismatch> {
    if items.is_empty() {
        let reason = "has no items: leave it out, or set it to `null`";
        return Err(Mismatch::Value(reason.to_string()));
    }
    if items.contains(&Json::text("")) {
        return Err(Mismatch::Value("has an empty string".to_string()));
    }
    Ok(Json::List(items.to_vec()))
}
