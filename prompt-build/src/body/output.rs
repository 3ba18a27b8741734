//! The form of the answer: `output` of a prompt file, as each API has it.

use prompt_core::js::Json;
use prompt_core::program::{Message, Op};
use prompt_core::vocabulary::Api;

use super::answer_schema::AnswerSchema;
use super::gemini_schema::supported;
use super::problem::{Problem, Subject};
use super::strict::strict;
use super::writer::Writer;
use crate::report::Code;

impl Writer<'_> {
    /// Writes the form of the answer, and returns the schema by which it is judged.
    pub(super) fn write_output(&mut self) -> Option<Json> {
        let output = self.query.output?;
        if let Some(schema) = &output.schema {
            return Some(self.write_schema(schema));
        }
        self.write_json_object();
        None
    }

    fn write_schema(&mut self, schema: &Json) -> Json {
        if schema.field("type") != &Json::text("object") {
            let sentence = "the output schema is not that of an object: no API takes it".to_owned();
            let problem = Problem::error(Subject::Output, Code::UnsupportedOutput, sentence);
            self.problems
                .push(problem.help("put the value into an object, under a name"));
            return schema.clone();
        }
        if self.api == Api::Gemini {
            self.set_output(
                "generationConfig.responseMimeType",
                Json::text("application/json"),
            );
            self.set_output("generationConfig.responseJsonSchema", supported(schema));
            return schema.clone();
        }
        let AnswerSchema {
            sent,
            validation_schema,
            loose_reason,
        } = strict(schema, self.api);
        let is_strict = loose_reason.is_none();
        if let Some(reason) = loose_reason {
            self.report_loose_schema(&reason);
        }
        let name = Json::text(self.query.id);
        let strictness = is_strict.then_some(("strict", Json::Bool(true)));
        let named = [("name", name), ("schema", sent.clone())]
            .into_iter()
            .chain(strictness);
        match self.api {
            Api::ChatCompletions => {
                let format = [
                    ("type", Json::text("json_schema")),
                    ("json_schema", object(named)),
                ];
                self.set_output("response_format", object(format));
            }
            Api::Responses => {
                let format = [("type", Json::text("json_schema"))]
                    .into_iter()
                    .chain(named);
                self.set_output("text.format", object(format));
            }
            _ => {
                let format = [("type", Json::text("json_schema")), ("schema", sent)];
                self.set_output("output_config.format", object(format));
            }
        }
        validation_schema
    }

    /// Warns that a schema is not sent strict. Anthropic's API takes no other.
    fn report_loose_schema(&mut self, reason: &str) {
        let problem = if self.api == Api::AnthropicMessages {
            let sentence = format!("`{}` takes strict schemas alone: {reason}", self.api);
            Problem::error(Subject::Output, Code::UnsupportedOutput, sentence)
        } else {
            let sentence = format!("the output schema is not sent strict: {reason}");
            Problem::warning(Subject::Output, Code::LooseOutput, sentence)
        };
        self.problems.push(problem);
    }

    /// Asks for a JSON object of any form.
    fn write_json_object(&mut self) {
        let format = object([("type", Json::text("json_object"))]);
        match self.api {
            Api::ChatCompletions => self.set_output("response_format", format),
            Api::Responses => self.set_output("text.format", format),
            Api::Gemini => self.set_output(
                "generationConfig.responseMimeType",
                Json::text("application/json"),
            ),
            Api::AnthropicMessages => {
                let sentence = format!("`{}` takes no `format: json` without a schema", self.api);
                let problem = Problem::error(Subject::Output, Code::UnsupportedOutput, sentence);
                self.problems
                    .push(problem.help("add a `schema` under `output`"));
            }
        }
        let needs_word = matches!(self.api, Api::ChatCompletions | Api::Responses);
        if needs_word && !says_json(self.query.messages) {
            let sentence = format!(
                "`{}` takes `format: json` without a schema only if the text has the word JSON",
                self.api
            );
            let problem = Problem::error(Subject::Output, Code::UnsupportedOutput, sentence);
            self.problems
                .push(problem.help("ask for JSON in the text, or add a `schema` under `output`"));
        }
    }

    /// Sets a member, whose place no parameter has.
    fn set_output(&mut self, path: &str, value: Json) {
        _ = self.members.set(path, value);
    }
}

/// Returns whether the word JSON is in the text that is sent in any case.
fn says_json(messages: &[Message]) -> bool {
    messages.iter().any(|message| {
        let Message::Text { ops, .. } = message else {
            return false;
        };
        ops.iter()
            .any(|op| matches!(op, Op::Text(text) if text.to_ascii_lowercase().contains("json")))
    })
}

fn object<'a>(entries: impl IntoIterator<Item = (&'a str, Json)>) -> Json {
    let entries = entries.into_iter();
    Json::Object(
        entries
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}
