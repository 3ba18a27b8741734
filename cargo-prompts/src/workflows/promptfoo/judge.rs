//! A judge as promptfoo's own grader: its text as `rubricPrompt`, and its settings as `provider`.

use prompt_core::message::Message;
use prompt_core::vocabulary::Api;
use serde_json::{Value, json};

use super::templates::protected;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::report::failure::Failure;
use crate::workflows::endpoint::Request;
use crate::workflows::runs::{ToJudge, judge_messages};

/// The places of the rubric and the answer in the text of the judge: characters that no text has.
const PLACES: [&str; 2] = ["\u{F8FF}rubric\u{F8FE}", "\u{F8FF}answer\u{F8FE}"];
/// The variables that promptfoo puts there.
const VARIABLES: [&str; 2] = ["{{ rubric }}", "{{ output }}"];
/// Values that a text which changes them would change.
const OTHERS: [&str; 2] = [
    "a \"rubric\", {with} <signs> & a \\",
    "an 'answer'\n  in {two} lines",
];

/// The call of a judge for the answer to these messages.
pub struct ExportedJudge<'a> {
    judge: &'a ResolvedPrompt,
    messages: &'a [Message],
}

impl<'a> ExportedJudge<'a> {
    pub fn new(judge: &'a ResolvedPrompt, messages: &'a [Message]) -> Self {
        Self { judge, messages }
    }

    /// Fails where promptfoo would send something else than `cargo prompts test`.
    pub fn check(&self) -> Result<(), Failure> {
        let ResolvedPrompt {
            id, environment, ..
        } = self.judge;
        let help = format!(
            "`cargo prompts test ID --env {}` runs the dataset with the judge",
            environment.name
        );
        let api = environment.settings.api;
        if api != Api::ChatCompletions {
            let message = format!(
                "the judge `{id}` uses `{api}`, and the export is for `chat-completions` alone"
            );
            return Err(Failure::new(message).help(help));
        }
        let mut printed = self.body(PLACES)?;
        for (place, other) in PLACES.into_iter().zip(OTHERS) {
            printed = with_texts(&printed, &|text| text.replace(place, other));
        }
        if printed != self.body(OTHERS)? {
            let message = format!(
                "the judge `{id}` does more with `rubric` and `answer` than print them, which promptfoo cannot"
            );
            return Err(Failure::new(message).help(help));
        }
        Ok(())
    }

    /// The messages as a template of promptfoo, in JSON.
    pub fn rubric_prompt(&self) -> String {
        // `check` has made these messages before.
        let messages = self.body(PLACES).unwrap_or_default();
        let messages = with_texts(&messages, &|text| {
            let mut text = protected(text);
            for (place, variable) in PLACES.into_iter().zip(VARIABLES) {
                text = text.replace(place, variable);
            }
            text
        });
        messages.to_string()
    }

    /// The call without its messages.
    pub fn request(&self) -> Request {
        let ResolvedPrompt {
            id,
            text,
            environment,
            ..
        } = self.judge;
        Request::new(id, text, &environment.settings, &[])
    }

    fn body(&self, [rubric, answer]: [&str; 2]) -> Result<Value, Failure> {
        let to_judge = ToJudge {
            answer,
            messages: self.messages,
        };
        let messages = judge_messages(self.judge, rubric, to_judge)?;
        Ok(json!(self.request().call_with(&messages))["messages"].clone())
    }
}

/// A value with each text replaced.
fn with_texts(value: &Value, replace: &impl Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(replace(text)),
        Value::Array(items) => items.iter().map(|item| with_texts(item, replace)).collect(),
        Value::Object(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| (key.clone(), with_texts(value, replace)));
            Value::Object(entries.collect())
        }
        value => value.clone(),
    }
}
