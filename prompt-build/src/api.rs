//! The keys `api` and `output_tokens_key` of an environment, and `api` of a pin and of records.

use std::sync::Arc;

use prompt_core::vocabulary::{Api, OutputTokensKey};

use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Table};

pub const KEY: &str = "api";
pub const OUTPUT_TOKENS_KEY: &str = "output_tokens_key";

/// The interface of the calls, as an environment or a pin sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ApiSetting {
    /// There is no such key.
    #[default]
    Unset,
    /// The key names this API.
    Set(Api),
    /// There is a finding, so what depends on the API is not checked.
    Unreadable,
}

impl ApiSetting {
    /// Returns this setting, or that of a lower level if this one is not set.
    #[must_use]
    pub fn or(self, lower: Self) -> Self {
        if self == Self::Unset { lower } else { self }
    }

    /// Returns the API, or the default.
    pub fn api(self) -> Api {
        match self {
            Self::Set(api) => api,
            Self::Unset | Self::Unreadable => Api::default(),
        }
    }
}

/// Words for an API that other tools have.
const OTHER_WORDS: [(&str, Api); 14] = [
    ("anthropic", Api::AnthropicMessages),
    ("claude", Api::AnthropicMessages),
    ("messages", Api::AnthropicMessages),
    ("chat", Api::ChatCompletions),
    ("completions", Api::ChatCompletions),
    ("openai", Api::ChatCompletions),
    ("openai-chat", Api::ChatCompletions),
    ("openai-compatible", Api::ChatCompletions),
    ("openai-responses", Api::Responses),
    ("gemini-api", Api::Gemini),
    ("generate-content", Api::Gemini),
    ("generatecontent", Api::Gemini),
    ("google", Api::Gemini),
    ("google-genai", Api::Gemini),
];

/// Reads the interface of the calls, which may be left out.
pub fn read(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> ApiSetting {
    match table.optional(KEY) {
        Some(node) => {
            read_api(source, node, findings).map_or(ApiSetting::Unreadable, ApiSetting::Set)
        }
        None if table.is_meant(KEY) => ApiSetting::Unreadable,
        None => ApiSetting::Unset,
    }
}

fn read_api(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Api> {
    let text = yaml::text(source, node, "`api`", findings)?;
    let api = Api::from_spelling(text);
    if api.is_none() {
        let known = Api::ALL.iter().map(|api| api.as_str()).collect::<Vec<_>>();
        let word = text.to_ascii_lowercase();
        let other = OTHER_WORDS.iter().find(|(other, _)| *other == word);
        let help = other.map_or_else(
            || did_you_mean(text, known.iter().copied()),
            |(_, api)| Some(format!("did you mean `{api}`?")),
        );
        let what = (Code::UnknownApi, "API", text);
        findings.push(unknown(source, node, what, &known).help(help));
    }
    api
}

/// Reads the interface of the calls that a record is about. Records of chat completions do not name
/// it: the first ledgers had no such key.
pub fn read_recorded(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> Api {
    read(source, table, findings).api()
}

/// Reads the key of chat completions for the most output tokens, with the range of its name.
pub fn read_output_tokens_key(
    source: &Arc<Source>,
    table: &Table<'_>,
    findings: &mut Findings,
) -> Option<(OutputTokensKey, Mark)> {
    let node = table.optional(OUTPUT_TOKENS_KEY)?;
    let key = read_word(source, node, findings)?;
    Some((key, table.key_mark(OUTPUT_TOKENS_KEY)))
}

/// Returns the finding about a key of chat completions that no call of an environment has.
pub fn unused_output_tokens_key(source: &Arc<Source>, mark: Mark, api: Api) -> Finding {
    let message = format!("`{OUTPUT_TOKENS_KEY}` is of no use with `{KEY}: {api}`");
    let help = "remove it: only chat completions have two names for this key".to_owned();
    let place = Location::new(source, mark);
    Finding::error(Code::UnsupportedParameter, place, message).help(help)
}

fn read_word(
    source: &Arc<Source>,
    node: &Node,
    findings: &mut Findings,
) -> Option<OutputTokensKey> {
    let text = yaml::text(source, node, "`output_tokens_key`", findings)?;
    let key = OutputTokensKey::from_spelling(text);
    if key.is_none() {
        let known = OutputTokensKey::ALL.iter().map(|key| key.as_str());
        let known = known.collect::<Vec<_>>();
        let help = did_you_mean(text, known.iter().copied());
        let what = (Code::InvalidParameter, "key", text);
        findings.push(unknown(source, node, what, &known).help(help));
    }
    key
}

fn unknown(
    source: &Arc<Source>,
    node: &Node,
    (code, what, word): (Code, &str, &str),
    known: &[&str],
) -> Finding {
    let message = format!(
        "unknown {what} {}, expected `{}`",
        quoted(word),
        known.join("`, `")
    );
    Finding::error(code, Location::new(source, node.mark), message)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The message and the help for a word that is no API.
    #[test]
    fn words_of_other_tools_name_an_api() {
        let rows = [
            ("openai", "did you mean `chat-completions`?"),
            ("Anthropic", "did you mean `anthropic-messages`?"),
            ("messages", "did you mean `anthropic-messages`?"),
            ("google", "did you mean `gemini`?"),
            ("chat-completion", "did you mean `chat-completions`?"),
            ("bedrock", ""),
        ];
        for (word, expected) in rows {
            let mut findings = Findings::default();
            let source = Source::new("environments.yaml", format!("api: {word}\n"));
            let node = yaml::parse(&source, &mut findings).unwrap();
            let table = Table::open(&source, &node, "a pin", &[KEY], &mut findings).unwrap();
            assert_eq!(read(&source, &table, &mut findings), ApiSetting::Unreadable);
            let help = findings.sorted()[0].help.join("; ");
            assert_eq!(help, expected, "{word}");
        }
    }
}
