//! The types of inputs and answers. Picoschema and JSON Schema both become a [`Schema`].

mod json_schema;
mod picoschema;
mod scalars;
mod types;

pub(super) use json_schema::is_json_schema;
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

/// The JSON Schema of a schema in either language, on one line.
pub(super) fn json_schema(
    source: &Arc<Source>,
    node: &Node,
    findings: &mut Findings,
) -> Option<Json> {
    if is_json_schema(node) {
        // The schema is sent as it stands; its types are read to find misspelt ones.
        json_schema::read(source, node, findings)?;
        return Some(json_schema::verbatim(node));
    }
    picoschema::read(source, node, findings).map(|schema| picoschema::to_json(&schema))
}
