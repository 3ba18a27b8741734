//! A prompt in the form of templates: what a call renders once its file has changed.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::sync::Arc;
use alloc::vec::Vec;

use handlebars::{Context, Handlebars};
use prompt_build::report::{Code, Finding, Source as File};
use prompt_build::template::{Input, Message as Program, Role as ProgramRole};
use serde_json::{Map, Value, json};

use super::known::Known;
use super::loaded::Loaded;
use super::source::Source;
use super::{Call, helpers, marks};
use crate::messages::Messages;
use crate::{Content, Message, Rendered, Role};

/// What a call renders.
pub(super) struct Form {
    pub(super) loaded: Arc<Loaded>,
    registry: Handlebars<'static>,
    slots: Vec<Slot>,
    /// The data of the templates themselves.
    data: Value,
    known: Known,
}

enum Slot {
    Message {
        role: Role,
        template: String,
        /// Whether it may have more than text in it at this call.
        has_parts: bool,
    },
    History,
}

impl Form {
    /// Makes templates of a prompt.
    pub(super) fn new(call: &Call, loaded: Arc<Loaded>) -> Result<Self, handlebars::TemplateError> {
        let template = &loaded.embedded.text.template;
        let known = Known::new(call, template);
        let (mut registry, mut source, mut slots) =
            (helpers::registry(), Source::default(), Vec::new());
        for (position, message) in template.messages.iter().enumerate() {
            slots.push(match message {
                Program::History => Slot::History,
                Program::Text { role, ops, .. } => {
                    let template = position.to_string();
                    registry.register_template_string(&template, source.template(ops))?;
                    Slot::Message {
                        role: of_role(*role),
                        template,
                        has_parts: known.may_have_parts(ops),
                    }
                }
            });
        }
        let data = Value::Array(source.known);
        Ok(Self {
            loaded,
            registry,
            slots,
            data,
            known,
        })
    }

    /// Renders the prompt with what the call passes.
    pub(super) fn render(
        &self,
        inputs: Value,
        json: &Value,
        history: Option<&[Message]>,
    ) -> Result<Rendered, handlebars::RenderError> {
        let context = Context::wraps(
            json!({ "inputs": self.filled(inputs), "json": json, "known": self.data }),
        )?;
        let (mut before, mut after, mut is_placed) = (Vec::new(), Vec::new(), false);
        for slot in &self.slots {
            match slot {
                Slot::History => {
                    before.append(&mut after);
                    is_placed = true;
                }
                Slot::Message {
                    role,
                    template,
                    has_parts,
                } => {
                    let marked = self.registry.render_with_context(template, &context)?;
                    let message = Message {
                        role: *role,
                        content: content(&marked, *has_parts),
                    };
                    after.extend((!message.is_blank()).then_some(message));
                }
            }
        }
        let history = history.unwrap_or_default().iter().cloned();
        let ends_with_user = after
            .last()
            .is_some_and(|message| message.role == Role::User);
        if !is_placed {
            let last = after.split_off(after.len() - usize::from(ends_with_user));
            before = core::mem::replace(&mut after, last);
        }
        let messages = before
            .into_iter()
            .chain(history)
            .chain(after)
            .collect::<Vec<_>>();
        Ok(Rendered::new(self.loaded.prompt, Messages::from(messages)))
    }

    /// Why the call cannot be rendered: it passes nothing for an input of which the file now wants
    /// something.
    pub(super) fn nothing_for_something(&self, call: &Call, inputs: &Value) -> Option<Finding> {
        let template = &self.loaded.embedded.text.template;
        let wants = |input: &&Input| {
            input.is_required && !input.schema.is_nullable && !template.is_inferred
        };
        let is_nothing = |input: &&Input| inputs.get(&input.name).is_some_and(Value::is_null);
        let input = template.inputs.iter().filter(wants).find(is_nothing)?;
        let message = format!(
            "the input `{}` is required, and the call at `{}` passes nothing",
            input.name, call.at
        );
        Some(Finding::error(
            Code::NotReloadable,
            template.place(input.mark),
            message,
        ))
    }

    /// The file.
    pub(super) fn source(&self) -> &Arc<File> {
        self.loaded.embedded.text.file.source()
    }

    /// The inputs, with the defaults of those that are not passed, or passed as nothing.
    fn filled(&self, inputs: Value) -> Value {
        let mut inputs = if let Value::Object(inputs) = inputs {
            inputs
        } else {
            Map::new()
        };
        for (name, default) in &self.known.defaults {
            let input = inputs.entry(name.as_str()).or_insert(Value::Null);
            if input.is_null() {
                input.clone_from(default);
            }
        }
        Value::Object(inputs)
    }
}

fn content(marked: &str, has_parts: bool) -> Content {
    if has_parts {
        Content::Parts(marks::parts(marked))
    } else {
        Content::Text(Cow::Owned(marks::text(marked)))
    }
}

fn of_role(role: ProgramRole) -> Role {
    match role {
        ProgramRole::System => Role::System,
        ProgramRole::User => Role::User,
        ProgramRole::Model => Role::Model,
        ProgramRole::Tool => Role::Tool,
    }
}
