//! The mark of a provider's cache.

use prompt_core::js::Json;
use prompt_core::parameters::find;
use prompt_core::vocabulary::Api;

use super::Writer;
use super::objection::{Objection, Subject};
use crate::report::Code;

const CACHE: &str = "cache";

impl Writer<'_> {
    /// Returns the end of the prefix, if the settings ask for a mark and the API has one.
    pub(super) fn cache_mark(&mut self) -> Option<(usize, usize)> {
        let setting = self.query.settings.parameters.get(CACHE)?;
        if setting.value != Json::Bool(true) || self.api == Api::Gemini {
            return None;
        }
        let end = self.query.prefix.end();
        if end.is_none() {
            let sentence = "`cache` has no effect: no fixed text stands before the first value";
            let subject = find(CACHE).map_or(Subject::Settings, Subject::Parameter);
            let code = Code::DoubtfulParameter;
            let objection = Objection::warning(subject, code, sentence.to_owned());
            self.objections.push(objection);
        }
        end
    }
}
