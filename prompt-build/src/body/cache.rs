//! The mark of a provider's cache.

use prompt_core::js::Json;
use prompt_core::parameters::find;
use prompt_core::vocabulary::Api;

use super::problem::{Problem, Subject};
use super::writer::Writer;
use crate::report::Code;
use crate::template::CacheMark;

const CACHE: &str = "cache";

impl Writer<'_> {
    /// Returns the places of the mark, if the settings ask for one and the API has it.
    pub(super) fn cache_marks(&mut self) -> Vec<CacheMark> {
        let setting = self.query.settings.parameters.get(CACHE);
        let is_asked_for = setting.is_some_and(|setting| setting.value == Json::Bool(true));
        if !is_asked_for || self.api == Api::Gemini {
            return Vec::new();
        }
        let marks = self.query.prefix.marks(self.api);
        if marks.is_empty() {
            let sentence = if self.query.prefix.texts.is_empty() {
                "`cache` has no effect: no fixed text stands before the first value"
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
}
