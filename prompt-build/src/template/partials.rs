use std::sync::Arc;

use super::shared_files::{SharedFiles, SharedKind};
use super::syntax::{self, Tree};
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Source};

/// Reads and parses a partial. A partial has no front matter: the prompt that calls it declares its
/// inputs.
pub(super) fn load(
    shared: &SharedFiles<'_>,
    name: &str,
    findings: &mut Findings,
) -> Result<Option<(Arc<Source>, Tree)>, Finding> {
    let Some(source) = shared.source(SharedKind::Partial, name)? else {
        return Ok(None);
    };
    if source.text.starts_with("---\n") {
        let message = format!("the partial {} begins with front matter", quoted(name));
        let finding = Finding::error(
            Code::PartialWithFrontMatter,
            Location::file(&source),
            message,
        );
        return Err(finding.help("declare what it uses in the prompts that call it".to_owned()));
    }
    let tree = syntax::parse(&source, 0, false, findings);
    Ok(tree.map(|tree| (source, tree)))
}
