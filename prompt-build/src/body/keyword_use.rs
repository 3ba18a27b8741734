//! The keywords of JSON Schema that each API takes in the schema of an answer.

use prompt_core::js::Json;
use prompt_core::vocabulary::Api;

use super::regex_syntax::RegexSyntax;
use super::regex_syntax::RegexSyntax::{Special, SpecialAndBoundaries};
use KeywordUse::{Checked, Ignored, Loose, Sent, SentAsEnum, SentIf};
use Values::{AtMost, PatternsWithout, TextsAndNumbers, Words};

/// What an API makes of a keyword.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum KeywordUse {
    /// It is sent.
    Sent,
    /// It is sent with these values. With others, answers are checked by it.
    SentIf(Values),
    /// It is sent as an `enum` of one value, if that is a text or a number.
    SentAsEnum,
    /// It is not sent. Answers are checked by it.
    Checked,
    /// It is not sent, and says nothing about an answer.
    Ignored,
    /// A schema with it has no strict form.
    Loose,
}

/// The values with which a keyword is sent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Values {
    Words(&'static [&'static str]),
    AtMost(i32),
    PatternsWithout(RegexSyntax),
    /// Lists of texts and numbers. Null in them is sent as a type.
    TextsAndNumbers,
}

impl KeywordUse {
    /// Returns what an API makes of a keyword. Keywords that no row has are for other tools.
    pub fn of(keyword: &str, api: Api) -> Self {
        let row = KEYWORD_USES.iter().find(|row| row.keyword == keyword);
        row.map_or(Ignored, |row| row.in_api(api))
    }

    /// Returns whether the keyword is sent with a value.
    pub(super) fn sends(self, value: &Json) -> bool {
        match (self, value) {
            (Sent, _) | (SentAsEnum, Json::Text(_) | Json::Number(_)) => true,
            (SentIf(Words(words)), Json::Text(word)) => words.contains(&word.as_str()),
            (SentIf(AtMost(most)), Json::Number(number)) => number.to_f64() <= f64::from(most),
            (SentIf(PatternsWithout(syntax)), Json::Text(pattern)) => !syntax.is_in(pattern),
            (SentIf(TextsAndNumbers), Json::List(choices)) => choices
                .iter()
                .all(|choice| matches!(choice, Json::Text(_) | Json::Number(_) | Json::Null)),
            _ => false,
        }
    }
}

/// A row of the table: a keyword, and what each API makes of it.
#[derive(Debug)]
pub struct KeywordRow {
    pub keyword: &'static str,
    openai: KeywordUse,
    anthropic: KeywordUse,
    gemini: KeywordUse,
}

impl KeywordRow {
    pub fn in_api(&self, api: Api) -> KeywordUse {
        match api {
            Api::ChatCompletions | Api::Responses => self.openai,
            Api::AnthropicMessages => self.anthropic,
            Api::Gemini => self.gemini,
        }
    }
}

const fn row(keyword: &'static str, [openai, anthropic, gemini]: [KeywordUse; 3]) -> KeywordRow {
    KeywordRow {
        keyword,
        openai,
        anthropic,
        gemini,
    }
}

/// The formats that OpenAI's structured outputs have.
const OPENAI_FORMATS: &[&str] = &[
    "date-time",
    "time",
    "date",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "uuid",
];

/// The formats that Anthropic's structured outputs have.
const ANTHROPIC_FORMATS: &[&str] = &[
    "date-time",
    "time",
    "date",
    "duration",
    "email",
    "hostname",
    "uri",
    "ipv4",
    "ipv6",
    "uuid",
];

/// All keywords, as the documentation of structured outputs had them in November 2026. OpenAI's
/// lists `pattern` without limits. The API refuses look-around, and what Python's `re` cannot read:
/// `[^]`, `(?<name>a)` and unknown escapes among them. Anthropic's SDK sends no `pattern`; its
/// documentation has the parts that are taken: `[]`, `.`, `\d`, `\w`, `\s`, `()`, small counts. Gemini's
/// reference says that other keywords may be sent and are not supported.
pub static KEYWORD_USES: &[KeywordRow] = &[
    row("type", [Sent, Sent, Sent]),
    row("properties", [Sent, Sent, Sent]),
    row("required", [Sent, Sent, Sent]),
    row("additionalProperties", [Sent, Sent, Sent]),
    row("items", [Sent, Sent, Sent]),
    row("prefixItems", [Loose, Loose, Sent]),
    row("anyOf", [Sent, Sent, Sent]),
    row("oneOf", [Loose, Loose, Sent]),
    row("enum", [Sent, Sent, SentIf(TextsAndNumbers)]),
    row("const", [Sent, Sent, SentAsEnum]),
    row("$ref", [Sent, Sent, Sent]),
    row("$defs", [Sent, Sent, Sent]),
    row("title", [Sent, Sent, Sent]),
    row("description", [Sent, Sent, Sent]),
    row(
        "format",
        [
            SentIf(Words(OPENAI_FORMATS)),
            SentIf(Words(ANTHROPIC_FORMATS)),
            Sent,
        ],
    ),
    row(
        "pattern",
        [
            SentIf(PatternsWithout(Special)),
            SentIf(PatternsWithout(SpecialAndBoundaries)),
            Checked,
        ],
    ),
    row("minLength", [Checked, Checked, Checked]),
    row("maxLength", [Checked, Checked, Checked]),
    row("minimum", [Sent, Checked, Sent]),
    row("maximum", [Sent, Checked, Sent]),
    row("exclusiveMinimum", [Sent, Checked, Checked]),
    row("exclusiveMaximum", [Sent, Checked, Checked]),
    row("multipleOf", [Sent, Checked, Checked]),
    row("minItems", [Sent, SentIf(AtMost(1)), Sent]),
    row("maxItems", [Sent, Checked, Sent]),
    row("uniqueItems", [Checked, Checked, Checked]),
    row("minProperties", [Checked, Checked, Checked]),
    row("maxProperties", [Checked, Checked, Checked]),
    row("allOf", [Loose, Loose, Checked]),
    row("not", [Loose, Loose, Checked]),
    row("if", [Loose, Loose, Checked]),
    row("then", [Loose, Loose, Checked]),
    row("else", [Loose, Loose, Checked]),
    row("contains", [Loose, Loose, Checked]),
    row("minContains", [Loose, Loose, Checked]),
    row("maxContains", [Loose, Loose, Checked]),
    row("patternProperties", [Loose, Loose, Checked]),
    row("propertyNames", [Loose, Loose, Checked]),
    row("dependentRequired", [Loose, Loose, Checked]),
    row("dependentSchemas", [Loose, Loose, Checked]),
    row("unevaluatedItems", [Loose, Loose, Checked]),
    row("unevaluatedProperties", [Loose, Loose, Checked]),
    row("default", [Ignored, Sent, Ignored]),
    row("propertyOrdering", [Ignored, Ignored, Sent]),
    row("$id", [Ignored, Ignored, Sent]),
    row("$schema", [Ignored, Ignored, Ignored]),
    row("$comment", [Ignored, Ignored, Ignored]),
    row("examples", [Ignored, Ignored, Ignored]),
    row("deprecated", [Ignored, Ignored, Ignored]),
    row("readOnly", [Ignored, Ignored, Ignored]),
    row("writeOnly", [Ignored, Ignored, Ignored]),
    row("contentEncoding", [Ignored, Ignored, Ignored]),
    row("contentMediaType", [Ignored, Ignored, Ignored]),
    row("contentSchema", [Ignored, Ignored, Ignored]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::KEYWORDS;

    #[test]
    fn each_keyword_that_a_file_may_have_is_decided_on_once() {
        let mut decided = KEYWORD_USES
            .iter()
            .map(|row| row.keyword)
            .collect::<Vec<_>>();
        decided.sort_unstable();
        assert_eq!(decided, KEYWORDS.map(|(keyword, _)| keyword));
    }
}
