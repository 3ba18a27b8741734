//! The reasoning of a turn, where the provider keeps none of it.

use prompt_core::js::Json;
use prompt_core::vocabulary::Api;

use super::writer::Writer;

/// The member that names what an answer has beside its text.
const INCLUDE: &str = "include";
const ENCRYPTED: &str = "reasoning.encrypted_content";

impl Writer<'_> {
    /// Asks for the reasoning in a form that goes back with the results of tools. With `store: false`
    /// the API knows no earlier reasoning, and refuses its id alone.
    ///
    /// Models that do not reason refuse the member, so an effort has to be set. What the user adds as
    /// `include` counts, `null` included.
    pub(super) fn ask_for_reasoning(&mut self) {
        let value = |name: &str| {
            let setting = self.query.settings.parameters.get(name);
            setting.map(|setting| &setting.value)
        };
        let is_unstored = value("store") == Some(&Json::Bool(false));
        let reasons =
            matches!(value("reasoning_effort"), Some(Json::Text(effort)) if effort != "none");
        let is_asked = self.api == Api::Responses && !self.query.tools.is_empty();
        if is_asked && is_unstored && reasons && !self.members.has(INCLUDE) {
            let included = Json::List(vec![Json::text(ENCRYPTED)]);
            _ = self.members.set(INCLUDE, included);
        }
    }
}
