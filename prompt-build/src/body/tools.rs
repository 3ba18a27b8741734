//! The tools of a prompt, as each API has them.

use prompt_core::header::tool_line;
use prompt_core::js::Json;
use prompt_core::parameters::find;
use prompt_core::vocabulary::Api;

use super::answer_schema::{AnswerSchema, Loose};
use super::cache::{MARK, mark};
use super::gemini_schema::supported;
use super::problem::{Problem, Subject};
use super::root::Root;
use super::strict::strict;
use super::writer::Writer;
use crate::report::{Code, did_you_mean, quoted};
use crate::template::Tool;

/// A tool as a call offers it.
#[derive(Debug, Clone, PartialEq)]
pub struct SentTool {
    pub name: String,
    pub description: Option<String>,
    /// The schema by which arguments are judged.
    pub validation_schema: Json,
}

impl SentTool {
    /// The line of a header.
    pub(super) fn line(&self) -> String {
        let description = self.description.as_deref().unwrap_or_default();
        tool_line(&self.name, description, &self.validation_schema.to_string())
    }
}

impl Writer<'_> {
    /// Writes the tools, and returns them as they are sent.
    pub(super) fn write_tools(&mut self) -> Vec<SentTool> {
        let tools = self.query.tools;
        if tools.is_empty() {
            return Vec::new();
        }
        self.check_output_beside_tools();
        let mut sent = Vec::new();
        let mut written = Vec::new();
        for tool in tools {
            self.check_tool(tool);
            let (form, validation_schema) = self.form(tool);
            written.push(form);
            sent.push(SentTool {
                name: tool.name.clone(),
                description: tool.description.clone(),
                validation_schema,
            });
        }
        if let Some(Json::Object(last)) = written.last_mut().filter(|_| self.marks_tools()) {
            last.push((MARK.to_owned(), mark()));
        }
        let written = Json::List(written);
        let member = if self.api == Api::Gemini {
            Json::List(vec![object([("functionDeclarations", written)])])
        } else {
            written
        };
        _ = self.members.set("tools", member);
        sent
    }

    /// Returns a tool in the form of the API, and the schema by which its arguments are judged.
    fn form(&mut self, tool: &Tool) -> (Json, Json) {
        let named = [
            Some(("name", Json::text(tool.name.as_str()))),
            tool.description
                .as_deref()
                .map(|text| ("description", Json::text(text))),
        ];
        let named = named.into_iter().flatten();
        let function = ("type", Json::text("function"));
        match self.api {
            Api::AnthropicMessages => {
                let input = ("input_schema", tool.input.clone());
                (object(named.chain([input])), tool.input.clone())
            }
            Api::Gemini => {
                let input = ("parametersJsonSchema", supported(&tool.input));
                (object(named.chain([input])), tool.input.clone())
            }
            Api::ChatCompletions => {
                let (sent, judged, is_strict) = self.strict_input(tool);
                let strict = is_strict.then_some(("strict", Json::Bool(true)));
                let members = named.chain([("parameters", sent)]).chain(strict);
                (object([function, ("function", object(members))]), judged)
            }
            // Without the key, the API takes the schema for a strict one.
            Api::Responses => {
                let (sent, judged, is_strict) = self.strict_input(tool);
                let members = [("parameters", sent), ("strict", Json::Bool(is_strict))];
                (
                    object([function].into_iter().chain(named).chain(members)),
                    judged,
                )
            }
        }
    }

    /// Returns the strict form of a tool's input if it has one, the schema by which arguments are
    /// judged, and whether the form is strict.
    fn strict_input(&mut self, tool: &Tool) -> (Json, Json, bool) {
        let AnswerSchema {
            sent,
            validation_schema,
            loose,
        } = strict(&tool.input, self.api, Root::Input);
        let is_strict = loose.is_none();
        if let Some(Loose { reason, .. }) = loose {
            let name = quoted(&tool.name);
            let sentence = format!("the tool {name} is not sent strict: {reason}");
            let subject = Subject::Tool(tool.mark);
            self.problems
                .push(Problem::warning(subject, Code::LooseTool, sentence));
        }
        (sent, validation_schema, is_strict)
    }

    /// Warns of an output of JSON beside tools, which Gemini's models before version 3 refuse.
    fn check_output_beside_tools(&mut self) {
        let model = self.query.settings.model.value.as_str();
        if self.api != Api::Gemini || self.query.output.is_none() || !is_before_gemini_3(model) {
            return;
        }
        let sentence = format!(
            "{} may refuse the call: Gemini's models before version 3 take no tools beside an output of JSON",
            quoted(model)
        );
        let problem = Problem::warning(Subject::Output, Code::UnsupportedOutput, sentence);
        let help =
            "take a model of version 3 or later, or move the tools to a prompt without `output`";
        self.problems.push(problem.help(help));
    }

    /// Reports what the API refuses of a tool.
    fn check_tool(&mut self, tool: &Tool) {
        let api = self.api;
        let name = quoted(&tool.name);
        let mut refuse = |sentence: String, help: &str| {
            let subject = Subject::Tool(tool.mark);
            let problem = Problem::error(subject, Code::UnsupportedTool, sentence);
            self.problems.push(problem.help(help));
        };
        if let Some(rule) = refused_name(api, &tool.name) {
            let sentence = format!("`{api}` takes no tool of the name {name}");
            refuse(sentence, &format!("give it another `name`: {rule}"));
        }
        let refused_keys = match api {
            Api::ChatCompletions | Api::Responses => OF_OPENAI.as_slice(),
            Api::AnthropicMessages => &OF_OPENAI[..3],
            Api::Gemini => &[],
        };
        let key = refused_keys
            .iter()
            .find(|key| tool.input.field(key) != &Json::Null);
        if let Some(key) = key {
            let sentence =
                format!("`{api}` takes no `{key}` at the root of a tool's input: {name}");
            refuse(
                sentence,
                "put the choice into a property, or make it several tools",
            );
        }
        let properties = match tool.input.field("properties") {
            Json::Object(properties) if api == Api::AnthropicMessages => properties.as_slice(),
            _ => &[],
        };
        let property = properties
            .iter()
            .find(|(property, _)| !is_property_of_anthropic(property));
        if let Some((property, _)) = property {
            let shown = quoted(property);
            let sentence = format!("`{api}` takes no argument of the name {shown}: {name}");
            let help = "arguments have at most 64 letters from a to z, digits, `_`, `-` and `.`";
            refuse(sentence, help);
        }
    }

    /// Reports a choice of a tool that the prompt does not have.
    pub(super) fn check_tool_choice(&mut self) {
        let parameter = find("tool_choice");
        let setting = self.query.settings.parameters.get("tool_choice");
        let (Some(parameter), Some(Json::Text(choice))) =
            (parameter, setting.map(|setting| &setting.value))
        else {
            return;
        };
        let mut names = self.query.tools.iter().map(|tool| tool.name.as_str());
        let is_known = matches!(choice.as_str(), "auto" | "none" | "required")
            || names.any(|name| name == choice);
        if is_known {
            return;
        }
        let names = || self.query.tools.iter().map(|tool| tool.name.as_str());
        let nearest = did_you_mean(choice, names());
        let help = nearest.unwrap_or_else(|| {
            let names = names().map(quoted).collect::<Vec<_>>();
            format!("its tools are {}", names.join(", "))
        });
        let sentence = format!(
            "`tool_choice` names {}, which the prompt does not have",
            quoted(choice)
        );
        let problem = Problem::error(Subject::Parameter(parameter), Code::UnknownTool, sentence);
        self.problems.push(problem.of_prompt().help(help));
    }
}

/// Returns whether a model is known to be older than Gemini 3, by its name.
fn is_before_gemini_3(model: &str) -> bool {
    let name = model.rsplit('/').next().unwrap_or(model);
    ["gemini-1.", "gemini-2."]
        .iter()
        .any(|start| name.starts_with(start))
}

/// The keywords that OpenAI's APIs refuse at the root of an input. Anthropic's refuses the first
/// three.
const OF_OPENAI: [&str; 5] = ["anyOf", "oneOf", "allOf", "enum", "not"];

/// Returns the rule of an API that a name breaks.
fn refused_name(api: Api, name: &str) -> Option<&'static str> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let is_of_words = name.bytes().all(is_word);
    let (is_taken, rule) = match api {
        Api::ChatCompletions | Api::Responses => (
            is_of_words && name.len() <= 64,
            "at most 64 letters from a to z, digits, `_` and `-`",
        ),
        Api::AnthropicMessages => (
            is_of_words,
            "at most 128 letters from a to z, digits, `_` and `-`",
        ),
        Api::Gemini => (
            name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'),
            "a letter or `_` comes first",
        ),
    };
    (!is_taken).then_some(rule)
}

fn is_property_of_anthropic(name: &str) -> bool {
    let is_taken = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    (1..=64).contains(&name.len()) && name.bytes().all(is_taken)
}

fn object<'a>(entries: impl IntoIterator<Item = (&'a str, Json)>) -> Json {
    let entries = entries.into_iter();
    Json::Object(
        entries
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}
