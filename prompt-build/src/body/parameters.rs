//! The parameters, by the table of `prompt-core`.

use prompt_core::js::{Json, Repr};
use prompt_core::parameters::{AcceptedValues, Encoding, Parameter, WireUse};
use prompt_core::vocabulary::Api;

use super::extra::EXTRA_BODY;
use super::problem::{Problem, Subject};
use super::sampling;
use super::special;
use super::thinking;
use super::writer::Writer;
use crate::report::{Code, quoted};

const NULL_HELP: &str = "remove it, or set it to `null` for this environment or pin";

impl Writer<'_> {
    pub(super) fn write_parameters(&mut self) {
        let settings = self.query.settings;
        for (parameter, setting) in settings.parameters.iter() {
            if parameter.name != EXTRA_BODY {
                self.write_parameter(parameter, &setting.value);
            }
        }
        self.check_required();
        special::check_combinations(self);
        thinking::check_combinations(self);
        sampling::check_combinations(self);
        special::check_tools(self);
        special::check_stop(self);
    }

    fn write_parameter(&mut self, parameter: &'static Parameter, value: &Json) {
        let use_there = parameter.in_api(self.api);
        if let Some(sentence) = refusal(parameter, use_there, self.api, value) {
            let subject = Subject::Parameter(parameter);
            let problem = Problem::error(subject, Code::UnsupportedParameter, sentence);
            self.problems.push(problem.help(NULL_HELP));
            return;
        }
        if let Some(sentence) = doubt(parameter, use_there, self.api, value) {
            let subject = Subject::Parameter(parameter);
            let problem = Problem::warning(subject, Code::DoubtfulParameter, sentence);
            self.problems.push(problem.help(NULL_HELP));
        }
        match use_there.encoding {
            Encoding::At(path) => self.set(path, value.clone()),
            Encoding::Special(path) => {
                for (path, value) in special::members(self, parameter.name, path, value) {
                    self.set(&path, value);
                }
            }
            Encoding::Missing => {}
        }
    }

    /// Sets a member. No two parameters write the same one unless a combination is refused.
    fn set(&mut self, path: &str, value: Json) {
        _ = self.members.set(path, value);
    }

    /// Reports what an API needs and nobody sets.
    fn check_required(&mut self) {
        let settings = self.query.settings;
        let is_set = |name: &str| {
            settings.parameters.get(name).is_some() || settings.unreadable.contains(&name)
        };
        let (name, problem) = match self.api {
            Api::AnthropicMessages => (
                "max_output_tokens",
                Problem::error(
                    Subject::Settings,
                    Code::UnsupportedParameter,
                    "`max_output_tokens` is missing: this API requires it".to_owned(),
                )
                .help("set it under `parameters` of the environment or the pin, for example `max_output_tokens: 4096`"),
            ),
            Api::Responses => (
                "store",
                Problem::warning(
                    Subject::Settings,
                    Code::UnsetStore,
                    "`store` is not set: this API keeps each answer for 30 days".to_owned(),
                )
                .help("set `store: false` under `parameters` of the environment, or `store: true` if you want that"),
            ),
            Api::ChatCompletions | Api::Gemini => return,
        };
        if !is_set(name) {
            self.problems.push(problem);
        }
    }
}

/// Says why an API may refuse a value that it is sent.
fn doubt(parameter: &Parameter, use_there: &WireUse, api: Api, value: &Json) -> Option<String> {
    let name = parameter.name;
    if let (AcceptedValues::ListedWords(words), Json::Text(word)) = (use_there.accepted, value)
        && !words.contains(&word.as_str())
    {
        let (word, words) = (quoted(word), words.join("`, `"));
        return Some(format!(
            "`{name}` may be refused: the provider lists `{words}`, not {word}"
        ));
    }
    if (api, name, value)
        == (
            Api::AnthropicMessages,
            "reasoning_effort",
            &Json::text("none"),
        )
    {
        return Some(
            "`reasoning_effort: none` may be refused: some current models of this API always reason"
                .to_owned(),
        );
    }
    let warning = use_there.warning?;
    Some(format!("`{name}` may be refused: {warning}"))
}

/// Says why an API does not take a value.
fn refusal(parameter: &Parameter, use_there: &WireUse, api: Api, value: &Json) -> Option<String> {
    let name = parameter.name;
    if use_there.encoding == Encoding::Missing {
        let is_harmless = matches!(
            (use_there.accepted, value),
            (AcceptedValues::Only(harmless), Json::Bool(value)) if *value == harmless
        );
        let missing = format!("`{api}` has no `{name}`");
        return (!is_harmless).then_some(missing);
    }
    let shown = match value {
        Json::Text(text) => quoted(text),
        value => quoted(&value.to_string()),
    };
    match (use_there.accepted, value) {
        (AcceptedValues::AtMost(most), Json::Number(number)) if number.to_f64() > most => Some(
            format!("`{api}` takes a `{name}` of at most {most:?}, not {shown}"),
        ),
        (AcceptedValues::Integers { least, most }, Json::Number(number)) => {
            let Repr::Signed(value) = number.repr() else {
                return None;
            };
            let is_taken = (least.into()..=most.into()).contains(&value);
            let range = match most {
                i64::MAX => format!("of at least {least}"),
                most => format!("from {least} to {most}"),
            };
            (!is_taken).then(|| format!("`{api}` takes a `{name}` {range}, not {shown}"))
        }
        (AcceptedValues::AtMostItems(most), Json::List(items)) if items.len() > most => {
            Some(format!(
                "`{api}` takes at most {most} items in `{name}`, not {}",
                items.len()
            ))
        }
        (AcceptedValues::Words(words), Json::Text(word)) if !words.contains(&word.as_str()) => {
            let words = words.join("`, `");
            Some(format!("`{api}` takes `{words}` for `{name}`, not {shown}"))
        }
        _ => None,
    }
}
