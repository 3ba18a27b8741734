//! The members that the user adds to the body.

use prompt_core::js::Json;
use prompt_core::parameters::{Parameter, TABLE, find};
use prompt_core::vocabulary::Api;

use super::members::Taken;
use super::objection::{Objection, Subject};
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
            if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
                let sentence = format!(
                    "`{EXTRA_BODY}` has the key {}, which no API has",
                    quoted(key)
                );
                self.object_to_extra(parameter, sentence);
            } else if self.api == Api::Gemini && key.contains('_') {
                let sentence = format!(
                    "`{EXTRA_BODY}` has {}, and the keys of this API are in camel case",
                    quoted(key)
                );
                self.object_to_extra(parameter, sentence);
            } else if OWN.contains(&key.as_str()) {
                let sentence = format!(
                    "`{EXTRA_BODY}` has {}, which is written anyway",
                    quoted(key)
                );
                self.object_to_extra(parameter, sentence);
            } else if let Some(path) = self.path_of_output(key, value) {
                let sentence = format!(
                    "`{EXTRA_BODY}` has {}, which is written anyway",
                    quoted(path)
                );
                self.object_to_extra(parameter, sentence);
            } else if let Some(known) = parameter_at(self.api, key, value) {
                let name = known.name;
                let sentence = format!("`{EXTRA_BODY}` has the place of the parameter `{name}`");
                self.object_to_extra(parameter, sentence);
            } else if let Err(Taken(path)) = self.members.merge(key, value.clone()) {
                let sentence = format!(
                    "`{EXTRA_BODY}` has {}, which is written anyway",
                    quoted(&path)
                );
                self.object_to_extra(parameter, sentence);
            }
        }
    }

    /// The place of the answer's form, if the user adds to what the build writes there.
    fn path_of_output(&self, key: &str, value: &Json) -> Option<&'static str> {
        let path = match self.api {
            Api::ChatCompletions => "response_format",
            Api::Responses => "text.format",
            Api::AnthropicMessages => "output_config.format",
            Api::Gemini => "generationConfig.responseJsonSchema",
        };
        let mut keys = path.split('.');
        let is_there = keys.next() == Some(key) && has(value, keys);
        (is_there && self.query.output.is_some()).then_some(path)
    }

    fn object_to_extra(&mut self, parameter: &'static Parameter, sentence: String) {
        let objection = Objection::error(
            Subject::Parameter(parameter),
            Code::UnsupportedParameter,
            sentence,
        );
        self.objections
            .push(objection.help("set the value by its own key, and remove it from `extra_body`"));
    }
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
        let mut keys = path.split('.');
        keys.next() == Some(key) && has(value, keys)
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
