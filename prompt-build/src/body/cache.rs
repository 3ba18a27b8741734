//! The mark of a provider's cache.

use prompt_core::js::Json;
use prompt_core::parameters::find;
use prompt_core::vocabulary::Api;

use super::problem::{Problem, Subject};
use super::writer::Writer;
use crate::report::Code;
use crate::template::CacheMark;

const CACHE: &str = "cache";
const EXTRA_BODY: &str = "extra_body";
/// The member that marks the end of a part to cache.
pub(super) const MARK: &str = "cache_control";
/// The most marks in a body of Anthropic's.
const MOST_MARKS: usize = 4;

impl Writer<'_> {
    /// Returns the places of the mark, if the settings ask for one and the API has it.
    pub(super) fn cache_marks(&mut self) -> Vec<CacheMark> {
        let setting = self.query.settings.parameters.get(CACHE);
        let is_asked_for = setting.is_some_and(|setting| setting.value == Json::Bool(true));
        if !is_asked_for || self.api == Api::Gemini {
            return Vec::new();
        }
        let mut marks = self.query.prefix.marks(self.api);
        if self.api == Api::AnthropicMessages && self.marks_of_extra_body() >= MOST_MARKS {
            marks.clear();
        }
        // With more marks there is an error.
        if marks.is_empty() && !self.marks_tools() && self.marks_of_extra_body() <= MOST_MARKS {
            let sentence = if self.query.prefix.texts.is_empty() {
                "`cache` has no effect: no fixed text stands before the first value"
            } else if self.marks_of_extra_body() > 0 {
                "`cache` has no effect: `extra_body` has the four marks that the API takes"
            } else {
                "`cache` has no effect: before the first value stand messages of the model alone"
            };
            let subject = find(CACHE).map_or(Subject::Settings, Subject::Parameter);
            let code = Code::DoubtfulParameter;
            let problem = Problem::warning(subject, code, sentence.to_owned());
            self.problems.push(problem.of_prompt());
        }
        marks
    }

    /// Returns whether the last tool has the mark: where the text has no fixed start, the tools are the
    /// whole prefix. Other APIs have no mark for them.
    pub(super) fn marks_tools(&self) -> bool {
        let setting = self.query.settings.parameters.get(CACHE);
        let is_asked_for = setting.is_some_and(|setting| setting.value == Json::Bool(true));
        is_asked_for
            && self.api == Api::AnthropicMessages
            && !self.query.tools.is_empty()
            && self.query.prefix.texts.is_empty()
            && self.marks_of_extra_body() < MOST_MARKS
    }

    /// Refuses more marks of the user's than the API takes: the call would fail.
    pub(super) fn check_marks_of_extra_body(&mut self, subject: Subject) {
        let count = self.marks_of_extra_body();
        if self.api != Api::AnthropicMessages || count <= MOST_MARKS {
            return;
        }
        let sentence =
            format!("`{EXTRA_BODY}` has {count} marks `{MARK}`, and the API takes {MOST_MARKS}");
        let problem = Problem::error(subject, Code::UnsupportedParameter, sentence);
        let help = "keep the marks of the longest parts: each also covers what stands before it";
        self.problems.push(problem.help(help));
    }

    /// The number of marks that the user adds.
    fn marks_of_extra_body(&self) -> usize {
        let extra = self.query.settings.parameters.get(EXTRA_BODY);
        extra.map_or(0, |extra| count_marks(&extra.value))
    }
}

/// The value of the mark.
pub(super) fn mark() -> Json {
    Json::Object(vec![("type".to_owned(), Json::text("ephemeral"))])
}

/// The members that hold a JSON Schema: a property of it can have the name of the mark.
const SCHEMAS: [&str; 2] = ["input_schema", "schema"];

fn count_marks(value: &Json) -> usize {
    match value {
        Json::List(items) => items.iter().map(count_marks).sum(),
        Json::Object(entries) => {
            let of_entry = |(key, value): &(String, Json)| match key.as_str() {
                MARK => usize::from(*value != Json::Null),
                key if SCHEMAS.contains(&key) => 0,
                _ => count_marks(value),
            };
            entries.iter().map(of_entry).sum()
        }
        _ => 0,
    }
}
