use std::sync::Arc;

use prompt_core::program::{Demand, Message, Op, VariablePath};
use prompt_core::vocabulary::Role;

use super::config::Config;
use super::inputs::Input;
use super::output::Output;
use super::schema::Pattern;
use super::tools::Tool;
use crate::report::Findings;
use crate::source::{Location, Mark, Source};

/// A prompt file, read and checked.
#[derive(Debug)]
pub struct Template {
    /// The text that declares the inputs.
    pub(super) source: Arc<Source>,
    /// `true` if no schema declares the inputs.
    pub is_inferred: bool,
    /// The inputs, declared or inferred, in the order of the file.
    pub inputs: Vec<Input>,
    /// The form of the answer, if it is not a text.
    pub output: Option<Output>,
    /// The functions that the model may call, in the order in which they are sent.
    pub tools: Vec<Tool>,
    pub config: Config,
    pub messages: Vec<Message>,
    /// The values that the body uses, with the demand on each.
    pub demands: Vec<(VariablePath, Demand)>,
    /// Probable mistakes. The build that embeds the text reports them.
    pub warnings: Findings,
}

impl Template {
    /// The template of a plain text: one message of the user, as it stands.
    pub fn plain(source: &Arc<Source>) -> Self {
        let message = Message::Text {
            role: Role::User,
            ops: vec![Op::Text(source.text.clone())],
            range: 0..source.text.len(),
        };
        Self {
            source: Arc::clone(source),
            is_inferred: true,
            inputs: Vec::new(),
            output: None,
            tools: Vec::new(),
            config: Config::default(),
            messages: vec![message],
            demands: Vec::new(),
            warnings: Findings::default(),
        }
    }

    /// Returns a location in the declarations, or the file if inputs are inferred.
    pub fn location(&self, mark: Mark) -> Location {
        if self.is_inferred {
            Location::file(&self.source)
        } else {
            Location::new(&self.source, mark)
        }
    }

    /// Returns the location of the file, for what it lacks.
    pub fn start(&self) -> Location {
        Location::file(&self.source)
    }

    /// Returns a location in the front matter.
    pub fn location_in_front_matter(&self, mark: Mark) -> Location {
        Location::new(&self.source, mark)
    }

    /// Returns the JSON Schema of the answer, on one line.
    pub fn output_schema(&self) -> Option<String> {
        let schema = self.output.as_ref()?.schema.as_ref()?;
        Some(schema.to_string())
    }

    /// Returns the regular expressions in the schemas of the answer and of the tools.
    pub fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        let of_answer = self.output.iter().flat_map(|output| &output.patterns);
        of_answer.chain(self.tools.iter().flat_map(|tool| &tool.patterns))
    }

    /// Returns whether the file is one user message of constant text, which renders to itself.
    pub fn is_plain(&self, body: &str) -> bool {
        let [
            Message::Text {
                role: Role::User,
                ops,
                ..
            },
        ] = self.messages.as_slice()
        else {
            return false;
        };
        self.inputs.is_empty() && matches!(ops.as_slice(), [Op::Text(text)] if text == body)
    }
}
