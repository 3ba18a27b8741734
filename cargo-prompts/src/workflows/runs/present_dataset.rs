use prompt_build::hash::sha256;
use prompt_build::library::Run;
use prompt_build::report::Findings;

use super::replay_run::open_checks;
use crate::project::dataset_files::{self, file_name};
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::dataset::Dataset;
use crate::rules::golden::Golden;
use crate::rules::replay;
use crate::rules::rubric::LabelledCases;

/// The dataset of a prompt as it is now; `None` if there is none. It is not rendered.
pub fn present_dataset(
    workspace: &Workspace,
    folder: &str,
    run: Run,
) -> Result<Option<Dataset>, Failure> {
    let path = format!("{folder}/{}", file_name(run));
    if !workspace.disk.exists(&path) {
        return Ok(None);
    }
    let source = dataset_files::read(&workspace.disk, folder, file_name(run))?;
    if run == Run::Validation {
        let checks = open_checks(workspace, folder)?;
        return Ok(Some(replay::dataset(sha256(&source.text), checks.as_ref())));
    }
    let mut findings = Findings::default();
    if run == Run::Agreement {
        let labelled = LabelledCases::read(&source, &mut findings);
        return labelled
            .map(|labelled| Some(labelled.dataset))
            .ok_or_else(|| findings.into());
    }
    let golden = Golden::read(&source, &mut findings);
    golden
        .map(|golden| Some(golden.dataset))
        .ok_or_else(|| findings.into())
}
