//! All texts of a prompt, whether an environment pins them or not.

use std::sync::Arc;

use prompt_build::config::Config;
use prompt_build::library::{PinnedText, Texts};
use prompt_build::report::Findings;

use crate::project::workspace::Workspace;

/// Reads the working copy and the releases. Those with errors are left out. The findings are those of
/// the working copy: a release is reported where it is pinned.
pub fn prompt_texts(
    workspace: &Workspace,
    config: &Config,
    id: &str,
    findings: &mut Findings,
) -> Vec<Arc<PinnedText>> {
    let (library, mut unsaid) = (workspace.library(config), Findings::default());
    let Some(folder) = workspace.prompt_folder(&library, id, None, &mut unsaid) else {
        return Vec::new();
    };
    let Some(ledger) = folder.ledger(&mut unsaid) else {
        return Vec::new();
    };
    let mut texts = Texts::new(&folder, &ledger);
    let mut found = Vec::new();
    if folder.contents.has_working_copy() {
        found.extend(texts.working_copy());
        findings.append(texts.take_working_copy_findings());
    }
    for release in ledger.releases(&mut unsaid) {
        found.extend(texts.release(release, &mut unsaid));
    }
    found
}
