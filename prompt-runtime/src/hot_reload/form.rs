//! The program that a call renders once its file has changed.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;

use prompt_build::report::{Code, Finding};
use prompt_build::source::Source as File;
use prompt_build::template::{Input, Template};
use prompt_core::interpret::{self, Inputs, TooLong};
use prompt_core::js::Json;

use super::Call;
use super::loaded::Loaded;
use crate::messages::Messages;
use crate::{Message, Rendered};

/// A changed prompt, ready to render.
pub(super) struct Form {
    pub(super) loaded: Arc<Loaded>,
    /// The values of inputs that a call leaves out, or for which it passes nothing.
    defaults: BTreeMap<String, Json>,
}

impl Form {
    pub(super) fn new(loaded: Arc<Loaded>) -> Self {
        let default = |input: &Input| Some((input.name.clone(), input.default.clone()?));
        let inputs = &loaded.embedded.text.template.inputs;
        let defaults = inputs.iter().filter_map(default).collect();
        Self { loaded, defaults }
    }

    /// Renders the prompt with the inputs of a call.
    pub(super) fn render(
        &self,
        inputs: Json,
        json: &Json,
        history: Option<&[Message]>,
    ) -> Result<Rendered, TooLong> {
        let values = self.with_defaults(inputs);
        let inputs = Inputs {
            json,
            ..Inputs::new(&values)
        };
        let history = history.unwrap_or_default().to_vec();
        let messages = interpret::render(&self.template().messages, inputs, history)?;
        Ok(Rendered::new(self.loaded.prompt, Messages::from(messages)))
    }

    /// Finds a required input for which the call passes nothing.
    pub(super) fn missing_value(&self, call: &Call, inputs: &Json) -> Option<Finding> {
        let template = self.template();
        let needs_value = |input: &&Input| {
            input.is_required && !input.schema.is_nullable && !template.is_inferred
        };
        let is_nothing = |input: &&Input| match inputs {
            Json::Object(entries) => entries.contains(&(input.name.clone(), Json::Null)),
            _ => false,
        };
        let input = template
            .inputs
            .iter()
            .filter(needs_value)
            .find(is_nothing)?;
        let message = format!(
            "the input `{}` is required, and the call at `{}` passes nothing",
            input.name, call.at
        );
        Some(Finding::error(
            Code::NotReloadable,
            template.location(input.mark),
            message,
        ))
    }

    /// Returns the file of the prompt.
    pub(super) fn source(&self) -> &Arc<File> {
        self.loaded.embedded.text.file.source()
    }

    fn template(&self) -> &Template {
        &self.loaded.embedded.text.template
    }

    fn with_defaults(&self, inputs: Json) -> Json {
        let Json::Object(mut entries) = inputs else {
            return inputs;
        };
        entries.retain(|(name, value)| *value != Json::Null || !self.defaults.contains_key(name));
        for (name, default) in &self.defaults {
            if !entries.iter().any(|(known, _)| known == name) {
                entries.push((name.clone(), default.clone()));
            }
        }
        Json::Object(entries)
    }
}
