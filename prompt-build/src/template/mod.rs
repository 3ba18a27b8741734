//! Compiles a Dotprompt file to a checked program: front matter to typed inputs, a Handlebars body
//! to the operations that render it. It does not depend on pins, environments and releases.
//!
//! Each step is a module. `front_matter` reads the declarations, with `schema` for their types.
//! `syntax` parses the body to a tree and trims it. `compile` resolves each name to a path and a
//! type, and returns a `program`.

mod compile;
mod front_matter;
#[cfg(feature = "publish")]
mod inline;
mod json;
mod partials;
mod schema;
mod syntax;
#[cfg(test)]
mod tests;

pub use front_matter::{Config, Input};
#[cfg(feature = "publish")]
pub use inline::{WorkingCopy, inline};
pub use json::from_yaml;
pub use partials::Partials;
pub use prompt_core::js::Json;
pub use prompt_core::program::{
    Base, Condition, Demand, Format, Loop, Message, Op, Operand, Step, VariablePath, Visitor,
    walk_ops,
};
pub use prompt_core::vocabulary::Role;
pub use schema::{Field, Kind, Schema};

use std::sync::Arc;

use crate::report::Findings;
use crate::source::{Mark, Source};
use crate::yaml::Node;

/// The maximum number of findings about one file.
const MAX_FINDINGS: usize = 20;

/// A prompt file, read and checked.
#[derive(Debug)]
pub struct Template {
    /// The text that declares the inputs.
    source: Arc<Source>,
    /// `true` if no schema declares the inputs.
    pub is_inferred: bool,
    /// The inputs, declared or inferred, in the order of the file.
    pub inputs: Vec<Input>,
    /// The JSON Schema of the answer, on one line.
    pub output: Option<String>,
    pub config: Config,
    pub messages: Vec<Message>,
    /// The values that the body uses, with the demand on each.
    pub demands: Vec<(VariablePath, Demand)>,
    /// Probable mistakes. The build that embeds the text reports them.
    pub warnings: Findings,
}

impl Template {
    /// Reads a prompt file whose body begins at an offset. The front matter is parsed already: a
    /// mapping with locations in its source, or nothing. Returns `None` if the file has an error,
    /// which `findings` then has.
    pub fn read(
        source: &Arc<Source>,
        body: usize,
        front_matter: Option<(&Arc<Source>, &Node)>,
        partials: &Partials<'_>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let mut own = Findings::default();
        let declared = front_matter
            .map(|(source, node)| front_matter::read(source, node, &mut own))
            .unwrap_or_default();
        let tree = syntax::parse(source, body, front_matter.is_some(), &mut own);
        let front_source = front_matter.map_or(source, |(source, _)| source);
        let template = tree.and_then(|tree| {
            compile::compile(source, front_source, &tree, declared, partials, &mut own)
        });
        let is_sound = !own.has_errors();
        own.truncate(MAX_FINDINGS);
        findings.append(own);
        template.filter(|_| is_sound)
    }

    /// Returns a location in the declarations, or the file if inputs are inferred.
    pub fn location(&self, mark: Mark) -> crate::source::Location {
        use crate::source::Location;
        if self.is_inferred {
            Location::file(&self.source)
        } else {
            Location::new(&self.source, mark)
        }
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
