//! The types of inputs and answers. Picoschema and JSON Schema both become a [`Schema`].

mod answer_schema;
mod json_schema;
mod keyword;
mod pattern;
mod picoschema;
mod reference;
mod scalars;
mod types;

pub(super) use json_schema::is_json_schema;
pub use keyword::{KEYWORDS, Shape};
pub use pattern::Pattern;
pub(super) use types::nearest_choice;
pub use types::{Field, Kind, Schema};

use std::sync::Arc;

use prompt_core::js::Json;

use crate::report::Findings;
use crate::source::Source;
use crate::yaml::Node;

impl Schema {
    /// Reads a schema in either language.
    pub fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        if is_json_schema(node) {
            return json_schema::read(source, node, findings);
        }
        picoschema::read(source, node, findings)
    }
}

/// The schema of an answer.
pub(super) struct AnswerSchema {
    /// The JSON Schema.
    pub(super) json: Json,
    pub(super) patterns: Vec<Pattern>,
}

impl AnswerSchema {
    /// Reads a schema in either language.
    pub(super) fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        if !is_json_schema(node) {
            let schema = picoschema::read(source, node, findings)?;
            answer_schema::check_choices(source, node, findings);
            return Some(Self {
                json: picoschema::to_json(&schema),
                patterns: Vec::new(),
            });
        }
        // JSON Schema is kept as it stands; its types are read to find misspelt ones.
        json_schema::read(source, node, findings)?;
        let json = json_schema::verbatim(node);
        let patterns = answer_schema::check(source, node, &json, findings);
        Some(Self { json, patterns })
    }
}
