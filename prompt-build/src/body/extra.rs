//! The members that the user adds to the body.

use prompt_core::js::Json;
use prompt_core::parameters::{TABLE, find};
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
        self.check_marks_of_extra_body(Subject::Parameter(parameter));
        for (key, value) in entries {
            let refusal = self.refusal_of_extra(key, value).or_else(|| {
                let Err(MemberExists(path)) = self.members.merge(key, value.clone()) else {
                    return None;
                };
                Some(set_elsewhere(&path))
            });
            let mark_of = |path: &str| setting.key_mark(path).or_else(|| setting.key_mark(key));
            let subject = |path: &str| match mark_of(path) {
                Some(mark) => Subject::Key(parameter, mark),
                None => Subject::Parameter(parameter),
            };
            if let Some((path, sentence)) = refusal {
                self.refuse_extra(subject(&path), sentence);
            } else if self.is_text_elsewhere(key) && *value != Json::Null {
                self.doubt_text_elsewhere(subject(key), key);
            }
        }
    }

    /// Returns whether a member leads to a text at the provider. Gemini takes it in both spellings.
    fn is_text_elsewhere(&self, key: &str) -> bool {
        let camel = camel_case(key);
        let key = if self.api == Api::Gemini { &camel } else { key };
        texts_elsewhere(self.api).contains(&key)
    }

    /// Warns of a member that leads to a text at the provider: no release holds that text, and nobody
    /// signed it.
    fn doubt_text_elsewhere(&mut self, subject: Subject, key: &str) {
        let sentence = format!(
            "`{EXTRA_BODY}` has `{key}`, by which the model reads a text that is not in the prompt"
        );
        let problem = Problem::warning(subject, Code::DoubtfulParameter, sentence);
        self.problems.push(
            problem.help("put the text into the prompt, or pass it at the call as `history`"),
        );
    }

    /// Says which member cannot be added, by its path, and why, whatever the other members are.
    fn refusal_of_extra(&self, key: &str, value: &Json) -> Option<(String, String)> {
        let is_printable = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic());
        let second_spelling = match self.api {
            Api::Gemini => self.second_spelling(key, value),
            Api::ChatCompletions | Api::Responses | Api::AnthropicMessages => None,
        };
        if !is_printable {
            let shown = quoted(key);
            let sentence = format!("`{EXTRA_BODY}` has the key {shown}, which no API has");
            Some((key.to_owned(), sentence))
        } else if let Some((path, first)) = second_spelling {
            let relation = if self.is_there(&first) {
                "a second spelling of"
            } else {
                "which the build spells"
            };
            let (shown, first) = (quoted(&path), quoted(&first));
            let sentence = format!("`{EXTRA_BODY}` has {shown}, {relation} {first}");
            Some((path, sentence))
        } else if OWN.contains(&key) {
            Some(set_elsewhere(key))
        } else if let Some(path) = self.path_of_output(key, value) {
            Some(set_elsewhere(path))
        } else {
            let (path, name) = parameter_at(self.api, key, value)?;
            let shown = quoted(&path);
            let sentence = format!("`{EXTRA_BODY}` has {shown}, which the parameter `{name}` sets");
            Some((path, sentence))
        }
    }

    /// The place of the answer's form, if the user adds to what the build writes there.
    fn path_of_output(&self, key: &str, value: &Json) -> Option<&'static str> {
        self.query.output?;
        let mut paths = output_paths(self.api).iter();
        paths.find(|path| is_at(path, key, value)).copied()
    }

    /// The path of a key in snake case, and the same key in camel case where the build, the run time
    /// or the user writes it. The API takes both spellings, so both would be sent.
    fn second_spelling(&self, key: &str, value: &Json) -> Option<(String, String)> {
        let camel = camel_case(key);
        if camel != key && (OWN.contains(&camel.as_str()) || self.writes(&camel)) {
            return Some((key.to_owned(), camel));
        }
        self.paths_of_build().find_map(|path| {
            let mut keys = path.split('.');
            let rest = keys.next() == Some(key);
            rest.then(|| snake_case_in(value, keys, key)).flatten()
        })
    }

    /// Returns whether the run time, the build or the user writes a member.
    fn is_there(&self, path: &str) -> bool {
        let setting = self.query.settings.parameters.get(EXTRA_BODY);
        let is_added = setting.is_some_and(|setting| has(&setting.value, path.split('.')));
        OWN.contains(&path) || self.members.has(path) || is_added
    }

    /// Returns whether a top-level member in camel case is a parameter's, or the user's own.
    fn writes(&self, camel: &str) -> bool {
        let first = |path: &str| path.split('.').next() == Some(camel);
        let setting = self.query.settings.parameters.get(EXTRA_BODY);
        let extra = setting.map_or(&Json::Null, |setting| &setting.value);
        self.paths_of_build().any(first) || extra.field(camel) != &Json::Null
    }

    /// The paths that the build may write.
    fn paths_of_build(&self) -> impl Iterator<Item = &'static str> {
        let parameters = TABLE.iter().filter_map(|row| row.in_api(self.api).path());
        let outputs = output_paths(self.api).iter().copied();
        parameters.chain(outputs.filter(|_| self.query.output.is_some()))
    }

    fn refuse_extra(&mut self, subject: Subject, sentence: String) {
        let problem = Problem::error(subject, Code::UnsupportedParameter, sentence);
        self.problems
            .push(problem.help("set the value by its own key, and remove it from `extra_body`"));
    }
}

/// Refuses a member that the build or the run time writes, or says in the address of the call.
fn set_elsewhere(path: &str) -> (String, String) {
    let sentence = format!(
        "`{EXTRA_BODY}` has {}, which is set elsewhere",
        quoted(path)
    );
    (path.to_owned(), sentence)
}

/// The path of a parameter that the member reaches, and the parameter's name.
fn parameter_at(api: Api, key: &str, value: &Json) -> Option<(String, &'static str)> {
    // Both names of a key would be sent.
    if api == Api::ChatCompletions && key == "max_tokens" {
        return Some((key.to_owned(), "max_output_tokens"));
    }
    // The marks of the cache stand in the messages, and not at the path that documents have.
    let rows = TABLE.iter().filter(|parameter| parameter.name != "cache");
    let mut paths = rows.filter_map(|row| Some((row.in_api(api).path()?, row.name)));
    let (path, name) = paths.find(|(path, _)| is_at(path, key, value))?;
    Some((path.to_owned(), name))
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

/// Follows a path in camel case, and returns the path to the first key that is in snake case, and
/// that key in camel case.
fn snake_case_in<'a>(
    value: &Json,
    mut keys: impl Iterator<Item = &'a str>,
    outer: &str,
) -> Option<(String, String)> {
    let (Some(key), Json::Object(entries)) = (keys.next(), value) else {
        return None;
    };
    let other = entries
        .iter()
        .find(|(known, _)| known != key && camel_case(known) == key);
    if let Some((other, _)) = other {
        return Some((format!("{outer}.{other}"), format!("{outer}.{key}")));
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
