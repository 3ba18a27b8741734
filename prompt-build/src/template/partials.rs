use std::sync::Arc;

use super::shared_files::{SharedFiles, SharedKind};
use super::syntax::{self, Tree};
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Source};

/// A partial that was parsed.
#[derive(Debug)]
pub(super) struct Partial {
    pub(super) source: Arc<Source>,
    /// `None` if the text has an error.
    pub(super) tree: Option<Tree>,
    findings: Findings,
}

/// Reads and parses a partial. A partial has no front matter: the prompt that calls it declares its
/// inputs.
pub(super) fn load(
    shared: &SharedFiles<'_>,
    name: &str,
    findings: &mut Findings,
) -> Result<Option<Arc<Partial>>, Finding> {
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
    let key = format!("partial {name}");
    let partial = shared.form(&key).unwrap_or_else(|| {
        let partial = Arc::new(parse(source));
        shared.keep(key, &partial);
        partial
    });
    findings.append(partial.findings.clone());
    Ok(Some(partial))
}

fn parse(source: Arc<Source>) -> Partial {
    let mut findings = Findings::default();
    let tree = syntax::parse(&source, 0, false, &mut findings);
    Partial {
        source,
        tree,
        findings,
    }
}
