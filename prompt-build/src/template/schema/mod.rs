//! The types of inputs and answers. Picoschema and JSON Schema both become a [`Schema`].

mod answer_schema;
mod contradiction;
mod json_schema;
mod keyword;
mod named_schemas;
mod node_size;
mod path_size;
mod pattern;
mod picoschema;
mod placement;
mod reference;
mod scalars;
mod types;

pub(super) use json_schema::is_json_schema;
pub use keyword::{KEYWORDS, Shape};
pub use named_schemas::is_schema_name;
use named_schemas::{NamedSchemas, Use, has_names};
use path_size::paths_too_large;
pub use pattern::Pattern;
#[cfg(feature = "publish")]
pub(super) use placement::Replacement;
pub use reference::find as referenced_schema;
pub(super) use types::nearest_choice;
pub use types::{Field, Kind, Schema};

use std::borrow::Cow;
use std::sync::Arc;

use prompt_core::js::Json;

use super::shared_files::SharedFiles;
use crate::report::Findings;
use crate::source::Source;
use crate::yaml::Node;

const INPUTS: Use = Use {
    name: "inputs",
    check: Schema::check,
};
const ANSWER: Use = Use {
    name: "an answer",
    check: AnswerSchema::check,
};
/// The use of a schema that was checked before.
#[cfg(feature = "publish")]
const SOUND: Use = Use {
    name: "a release",
    check: |_, _, _| {},
};

impl Schema {
    /// Reads a schema in either language, with the named schemas in their places.
    pub(super) fn read(
        source: &Arc<Source>,
        node: &Node,
        shared: &SharedFiles<'_>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let node = expanded(source, node, shared, INPUTS, findings)?;
        Self::read_expanded(source, &node, findings)
    }

    fn read_expanded(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        if let Some(finding) = paths_too_large(source, node) {
            findings.push(finding);
            return None;
        }
        if is_json_schema(node) {
            return json_schema::read(source, node, findings);
        }
        picoschema::read(source, node, findings)
    }

    /// Reports the errors of a schema without names.
    fn check(source: &Arc<Source>, node: &Node, findings: &mut Findings) {
        Self::read_expanded(source, node, findings);
    }
}

/// The schema of an answer, or of the arguments of a tool.
pub(super) struct AnswerSchema {
    /// The JSON Schema.
    pub(super) json: Json,
    pub(super) patterns: Vec<Pattern>,
}

impl AnswerSchema {
    /// Reads a schema in either language, with the named schemas in their places.
    pub(super) fn read(
        source: &Arc<Source>,
        node: &Node,
        shared: &SharedFiles<'_>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let node = expanded(source, node, shared, ANSWER, findings)?;
        Self::read_expanded(source, &node, findings)
    }

    fn read_expanded(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        if let Some(finding) = paths_too_large(source, node) {
            findings.push(finding);
            return None;
        }
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

    /// Reports the errors of a schema without names.
    fn check(source: &Arc<Source>, node: &Node, findings: &mut Findings) {
        Self::read_expanded(source, node, findings);
    }
}

/// Puts the named schemas of a schema in their places. Returns `None` if one of them has an error.
fn expanded<'n>(
    source: &Arc<Source>,
    node: &'n Node,
    shared: &SharedFiles<'_>,
    used_for: Use,
    findings: &mut Findings,
) -> Option<Cow<'n, Node>> {
    if !has_names(node) {
        return Some(Cow::Borrowed(node));
    }
    NamedSchemas::new(shared, used_for)
        .expand(source, node, findings)
        .map(Cow::Owned)
}

/// Returns a schema that is sound with the named schemas in their places.
#[cfg(feature = "publish")]
pub(super) fn inlined(source: &Arc<Source>, node: &Node, shared: &SharedFiles<'_>) -> Option<Node> {
    let expanded = expanded(source, node, shared, SOUND, &mut Findings::default());
    expanded.map(Cow::into_owned)
}

/// Returns the names in a schema that is sound, each with what takes its place.
#[cfg(feature = "publish")]
pub(super) fn replacements(
    source: &Arc<Source>,
    node: &Node,
    shared: &SharedFiles<'_>,
) -> Vec<Replacement> {
    let mut schemas = NamedSchemas::new(shared, SOUND);
    schemas.expand(source, node, &mut Findings::default());
    schemas.into_replacements()
}
