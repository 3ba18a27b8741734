//! The members of a call's body that are the same in every call of a prompt.
//!
//! `members` writes a value under its path, `parameters` and `special` write the model's
//! parameters, `thinking` says what Anthropic's thinking does not allow beside it, `sampling` what
//! OpenAI's reasoning does not, `output` the schema of the answer, `tools` the functions that the model may call, and `extra` what the user adds.
//! `keyword_use` is the table of the keywords of schemas; by it `strict` and `gemini_schema` make what is
//! sent. `loose_reason` says why a schema has no strict form, by its `choices` too, and `schema_limits` has
//! the sizes that are taken. `messages` looks for what the API does not take of the text, `message_order` of the
//! places of its messages, which `role_order` knows, and `cache` places the mark of the provider's cache. All of them add to a `writer`.
//! A `problem` is what the API cannot take, or probably not.

mod answer_schema;
mod cache;
mod choices;
mod extra;
mod gemini_schema;
mod keyword_use;
mod loose_reason;
mod members;
mod message_order;
mod messages;
mod output;
mod parameters;
mod problem;
mod query;
mod reasoning;
mod recursion;
mod regex_syntax;
mod role_order;
mod root;
mod sampling;
mod schema_limits;
mod special;
mod strict;
mod thinking;
mod tools;
mod writer;

use prompt_core::header::{HeaderWriter, key};
use prompt_core::js::Json;
use prompt_core::vocabulary::Api;

use crate::library::PinnedText;
use crate::pins::Settings;
use crate::template::CacheMark;
pub use keyword_use::{KEYWORD_USES, KeywordRow, KeywordUse, Values};
use members::Members;
pub use problem::{Problem, Subject};
pub use query::BodyQuery;
pub use regex_syntax::RegexSyntax;
pub use tools::SentTool;
use writer::Writer;

/// All but the messages of a body, and what is wrong with it.
#[derive(Debug)]
pub struct Body {
    /// The members with their keys, in the order in which they are sent.
    pub members: Vec<(String, Json)>,
    /// The schema by which answers are judged.
    pub validation_schema: Option<Json>,
    /// The functions that the model may call.
    pub tools: Vec<SentTool>,
    /// The places of the mark of the provider's cache: the first that fits the messages counts.
    pub cache_marks: Vec<CacheMark>,
    pub problems: Vec<Problem>,
}

impl Body {
    /// Makes the body of the calls that send a text with these settings.
    pub fn of(id: &str, text: &PinnedText, settings: &Settings) -> Self {
        let query = BodyQuery {
            id,
            settings,
            output: text.template.output.as_ref(),
            tools: &text.template.tools,
            messages: &text.template.messages,
            prefix: &text.template.prefix(settings.api),
        };
        query.body()
    }
}

impl Body {
    /// Appends the lines of a header from which the run time makes the call.
    pub fn write(&self, settings: &Settings, header: &mut HeaderWriter) {
        header.push(key::MODEL, &settings.model.value);
        settings.values().write(header);
        header.push(key::API, settings.api.as_str());
        for (name, value) in &self.members {
            header.push(key::BODY, &format!("{name} {value}"));
        }
        for mark in &self.cache_marks {
            header.push(key::CACHE, &mark.to_string());
        }
        if let Some(schema) = &self.validation_schema {
            header.push(key::OUTPUT, &schema.to_string());
        }
        for tool in &self.tools {
            header.push(key::TOOL, &tool.line());
        }
    }
}

impl BodyQuery<'_> {
    /// Makes the body.
    pub fn body(&self) -> Body {
        let mut writer = Writer {
            query: self,
            api: self.settings.api,
            members: Members::default(),
            problems: Vec::new(),
        };
        if writer.api != Api::Gemini {
            let model = self.settings.model.value.as_str();
            _ = writer.members.set("model", Json::text(model));
        }
        writer.write_parameters();
        let validation_schema = writer.write_output();
        let tools = writer.write_tools();
        writer.write_extra();
        writer.ask_for_reasoning();
        writer.check_messages();
        let cache_marks = writer.cache_marks();
        Body {
            cache_marks,
            members: writer.members.into_entries(),
            validation_schema,
            tools,
            problems: writer.problems,
        }
    }
}

#[cfg(test)]
mod tests;
