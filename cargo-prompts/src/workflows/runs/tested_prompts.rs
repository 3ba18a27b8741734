use prompt_build::library::prompt_id;

use crate::project::dataset_files::{GOLDEN, LABELLED};
use crate::project::resolved_prompt::is_pinned;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::note;

/// The prompts of the library that have a golden dataset or labelled cases and that an environment pins. Says which
/// ones it leaves out.
pub fn tested_prompts(
    workspace: &Workspace,
    environment: Option<&str>,
) -> Result<Vec<String>, Failure> {
    let config = workspace.sound_config()?;
    let library = workspace.library(&config);
    let mut tested = Vec::new();
    for id in workspace.disk.folders(&library) {
        let has = |file: &str| workspace.disk.exists(&format!("{library}/{id}/{file}"));
        if prompt_id::check(&id).is_err() || !(has(GOLDEN) || has(LABELLED)) {
            continue;
        }
        if is_pinned(&config, &id, environment)? {
            tested.push(id);
        } else {
            note!("note: `{id}` is left out: the environment does not pin it");
        }
    }
    if tested.is_empty() {
        let message = format!("no prompt with a `{GOLDEN}` is pinned");
        return Err(
            Failure::new(message).help("name a prompt, or another environment with `--env`")
        );
    }
    Ok(tested)
}
