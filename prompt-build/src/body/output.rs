//! The form of the answer: `output` of a prompt file, as each API has it.

use prompt_core::js::{Json, is_blank};
use prompt_core::program::{Message, Op};
use prompt_core::vocabulary::{Api, Role};

use super::answer_schema::{AnswerSchema, Loose};
use super::gemini_schema::supported;
use super::problem::{Problem, Subject};
use super::recursion::{Through, recursive_part};
use super::root::Root;
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
        if self.api != Api::Gemini && schema.field("type") != &Json::text("object") {
            let sentence = format!("`{}` takes the output schema of an object alone", self.api);
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
            let sent = supported(schema);
            self.check_recursion(&sent);
            self.set_output("generationConfig.responseJsonSchema", sent);
            return schema.clone();
        }
        let AnswerSchema {
            sent,
            validation_schema,
            loose,
        } = strict(schema, self.api, Root::Answer);
        let is_strict = loose.is_none();
        if let Some(loose) = loose {
            self.report_loose_schema(&loose);
        }
        self.set_schema(sent, is_strict);
        validation_schema
    }

    /// Reports a part that contains itself in every value. Gemini unrolls such parts to a limited
    /// depth, and so takes them only where a property may be left out.
    fn check_recursion(&mut self, sent: &Json) {
        let Some(part) = recursive_part(sent, Through::RequiredProperties) else {
            return;
        };
        let sentence = format!(
            "`{}` takes a schema that contains itself only through a property that is not required: `{part}` is in itself without one",
            self.api
        );
        let problem = Problem::error(Subject::Output, Code::UnsupportedOutput, sentence);
        let help =
            "remove the property that leads back from `required`; to allow null is not enough";
        self.problems.push(problem.help(help));
    }

    /// Sets the schema that is sent, in the form of an API with a strict form.
    fn set_schema(&mut self, sent: Json, is_strict: bool) {
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
    }

    /// Warns that a schema is not sent strict. Anthropic's API takes no other.
    fn report_loose_schema(&mut self, Loose { reason, help }: &Loose) {
        let problem = if self.api == Api::AnthropicMessages {
            let sentence = format!("`{}` takes strict schemas alone: {reason}", self.api);
            Problem::error(Subject::Output, Code::UnsupportedOutput, sentence)
        } else {
            let sentence = format!("the output schema is not sent strict: {reason}");
            Problem::warning(Subject::Output, Code::LooseOutput, sentence)
        };
        self.problems.push(match help {
            Some(help) => problem.help(*help),
            None => problem,
        });
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
        if needs_word && !self.says_json() {
            let sentence = format!(
                "`{}` takes `format: json` without a schema only if {} the word JSON",
                self.api,
                match self.api {
                    Api::Responses => "a message other than its `instructions` has",
                    _ => "the text has",
                }
            );
            let problem = Problem::error(Subject::Output, Code::UnsupportedOutput, sentence);
            self.problems.push(problem.help(match self.api {
                Api::Responses => {
                    "ask for JSON in a message of the user, or add a `schema` under `output`"
                }
                _ => "ask for JSON in the text, or add a `schema` under `output`",
            }));
        }
    }

    /// Returns whether the word JSON is in a text that is sent in any case, and in which the API looks
    /// for it. Responses look in `input`, and a message of the system that comes first is not there.
    fn says_json(&self) -> bool {
        let mut may_be_first = self.api == Api::Responses && !self.marks_first();
        self.query.messages.iter().any(|message| {
            let Message::Text { role, ops, .. } = message else {
                return false;
            };
            let is_elsewhere = may_be_first && *role == Role::System && !has_media(ops);
            may_be_first &= !is_always_sent(ops);
            !is_elsewhere && texts(ops).any(|text| text.to_ascii_lowercase().contains("json"))
        })
    }

    /// Returns whether the first message has the mark of a cache: it is a list of blocks then, which
    /// stands in `input`.
    fn marks_first(&self) -> bool {
        let setting = self.query.settings.parameters.get("cache");
        let is_asked_for = setting.is_some_and(|setting| setting.value == Json::Bool(true));
        let marks = self.query.prefix.marks(self.api);
        is_asked_for && marks.first().is_some_and(|mark| mark.message == 0)
    }

    /// Sets a member, whose place no parameter has.
    fn set_output(&mut self, path: &str, value: Json) {
        _ = self.members.set(path, value);
    }
}

/// Returns the texts that are in a message in any case.
fn texts(ops: &[Op]) -> impl Iterator<Item = &str> {
    ops.iter().filter_map(|op| match op {
        Op::Text(text) => Some(text.as_str()),
        _ => None,
    })
}

fn has_media(ops: &[Op]) -> bool {
    ops.iter().any(|op| matches!(op, Op::Media { .. }))
}

/// Returns whether a message is sent whatever its values are. A blank one is not.
fn is_always_sent(ops: &[Op]) -> bool {
    has_media(ops) || texts(ops).any(|text| !is_blank(text))
}

fn object<'a>(entries: impl IntoIterator<Item = (&'a str, Json)>) -> Json {
    let entries = entries.into_iter();
    Json::Object(
        entries
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}
