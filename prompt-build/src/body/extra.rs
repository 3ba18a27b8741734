//! The members that the user adds to the body.

use prompt_core::js::Json;
use prompt_core::parameters::{Parameter, TABLE, find};
use prompt_core::vocabulary::Api;

use super::members::MemberExists;
use super::problem::{Problem, Subject};
use super::writer::Writer;
use crate::report::{Code, quoted};

/// The mapping that is merged into the body at the end.
pub(super) const EXTRA_BODY: &str = "extra_body";
/// The members that the run time writes.
const OWN: [&str; 9] = [
    "model",
    "messages",
    "system",
    "input",
    "instructions",
    "contents",
    "systemInstruction",
    "stream",
    "stream_options",
];

/// The members by which the provider puts a text of its own beside the prompt, or in its place.
fn texts_elsewhere(api: Api) -> &'static [&'static str] {
    match api {
        Api::ChatCompletions | Api::AnthropicMessages => &[],
        Api::Responses => &["conversation", "previous_response_id", "prompt"],
        Api::Gemini => &["cachedContent"],
    }
}

impl Writer<'_> {
    pub(super) fn write_extra(&mut self) {
        let setting = self.query.settings.parameters.get(EXTRA_BODY);
        let (Some(setting), Some(parameter)) = (setting, find(EXTRA_BODY)) else {
            return;
        };
        let Json::Object(entries) = &setting.value else {
            return;
        };
        for (key, value) in entries {
            let refusal = self.refusal_of_extra(key, value).or_else(|| {
                let Err(MemberExists(path)) = self.members.merge(key, value.clone()) else {
                    return None;
                };
                Some(written_anyway(&path))
            });
            if let Some(sentence) = refusal {
                self.refuse_extra(parameter, sentence);
            } else if texts_elsewhere(self.api).contains(&key.as_str()) && *value != Json::Null {
                self.doubt_text_elsewhere(parameter, key);
            }
        }
    }

    /// Warns of a member that leads to a text at the provider: no release holds that text, and nobody
    /// signed it.
    fn doubt_text_elsewhere(&mut self, parameter: &'static Parameter, key: &str) {
        let sentence = format!(
            "`{EXTRA_BODY}` has `{key}`, by which the model reads a text that is not in the prompt"
        );
        let subject = Subject::Parameter(parameter);
        let problem = Problem::warning(subject, Code::DoubtfulParameter, sentence);
        self.problems.push(
            problem.help("put the text into the prompt, or pass it at the call as `history`"),
        );
    }

    /// Says why a member cannot be added, whatever the other members are.
    fn refusal_of_extra(&self, key: &str, value: &Json) -> Option<String> {
        let is_printable = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic());
        let snake_case = match self.api {
            Api::Gemini if key.contains('_') => Some(key.to_owned()),
            Api::Gemini => self.second_spelling(key, value),
            Api::ChatCompletions | Api::Responses | Api::AnthropicMessages => None,
        };
        if !is_printable {
            let key = quoted(key);
            Some(format!(
                "`{EXTRA_BODY}` has the key {key}, which no API has"
            ))
        } else if let Some(path) = snake_case {
            let path = quoted(&path);
            Some(format!(
                "`{EXTRA_BODY}` has {path}, and the keys of this API are in camel case"
            ))
        } else if OWN.contains(&key) {
            Some(written_anyway(key))
        } else if let Some(path) = self.path_of_output(key, value) {
            Some(written_anyway(path))
        } else {
            let name = parameter_at(self.api, key, value)?.name;
            Some(format!(
                "`{EXTRA_BODY}` has the place of the parameter `{name}`"
            ))
        }
    }

    /// The place of the answer's form, if the user adds to what the build writes there.
    fn path_of_output(&self, key: &str, value: &Json) -> Option<&'static str> {
        self.query.output?;
        let mut paths = output_paths(self.api).iter();
        paths.find(|path| is_at(path, key, value)).copied()
    }

    /// The path of a key in snake case, where the build writes the same key in camel case. The API
    /// takes both spellings, so both would be sent.
    fn second_spelling(&self, key: &str, value: &Json) -> Option<String> {
        let parameters = TABLE.iter().filter_map(|row| row.in_api(self.api).path());
        let outputs = output_paths(self.api).iter().copied();
        let outputs = outputs.filter(|_| self.query.output.is_some());
        parameters.chain(outputs).find_map(|path| {
            let mut keys = path.split('.');
            let rest = keys.next() == Some(key);
            rest.then(|| snake_case_in(value, keys, key)).flatten()
        })
    }

    fn refuse_extra(&mut self, parameter: &'static Parameter, sentence: String) {
        let problem = Problem::error(
            Subject::Parameter(parameter),
            Code::UnsupportedParameter,
            sentence,
        );
        self.problems
            .push(problem.help("set the value by its own key, and remove it from `extra_body`"));
    }
}

fn written_anyway(path: &str) -> String {
    format!(
        "`{EXTRA_BODY}` has {}, which is written anyway",
        quoted(path)
    )
}

/// The parameter whose place in the body the member has, or one within it.
fn parameter_at(api: Api, key: &str, value: &Json) -> Option<&'static Parameter> {
    // Both names of a key would be sent.
    if api == Api::ChatCompletions && key == "max_tokens" {
        return find("max_output_tokens");
    }
    // The marks of the cache stand in the messages, and not at the path that documents have.
    let rows = TABLE.iter().filter(|parameter| parameter.name != "cache");
    rows.into_iter().find(|parameter| {
        let path = parameter.in_api(api).path().unwrap_or_default();
        is_at(path, key, value)
    })
}

/// The members for the form of the answer that the user cannot add to, where the build writes it.
fn output_paths(api: Api) -> &'static [&'static str] {
    match api {
        Api::ChatCompletions => &["response_format"],
        Api::Responses => &["text.format"],
        Api::AnthropicMessages => &["output_config.format"],
        Api::Gemini => &[
            "generationConfig.responseJsonSchema",
            "generationConfig.responseMimeType",
            "generationConfig.responseSchema",
        ],
    }
}

/// Returns whether a member reaches a path.
fn is_at(path: &str, key: &str, value: &Json) -> bool {
    let mut keys = path.split('.');
    keys.next() == Some(key) && has(value, keys)
}

/// Follows a path in camel case, and returns the path to the first key that is in snake case.
fn snake_case_in<'a>(
    value: &Json,
    mut keys: impl Iterator<Item = &'a str>,
    outer: &str,
) -> Option<String> {
    let (Some(key), Json::Object(entries)) = (keys.next(), value) else {
        return None;
    };
    let other = entries
        .iter()
        .find(|(known, _)| known != key && camel_case(known) == key);
    if let Some((other, _)) = other {
        return Some(format!("{outer}.{other}"));
    }
    let (_, inner) = entries.iter().find(|(known, _)| known == key)?;
    snake_case_in(inner, keys, &format!("{outer}.{key}"))
}

fn camel_case(key: &str) -> String {
    let mut words = key.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |camel, word| {
        let (initial, rest) = word.split_at_checked(1).unwrap_or((word, ""));
        camel + &initial.to_ascii_uppercase() + rest
    })
}

fn has<'a>(value: &Json, mut keys: impl Iterator<Item = &'a str>) -> bool {
    let Some(key) = keys.next() else { return true };
    let Json::Object(entries) = value else {
        return false;
    };
    let inner = entries.iter().find(|(known, _)| known == key);
    inner.is_some_and(|(_, value)| has(value, keys))
}
