//! The files of a new prompts folder or a new prompt, embedded in this program.

use include_dir::{Dir, File, include_dir};
use prompt_build::check::CONFIGURATION;

use crate::project::workspace::DEFAULT_FOLDER;

/// A prompts folder with its configuration and a first prompt.
static TREE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/starter/tree");
/// The files of another prompt.
static PROMPT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/starter/prompt");

/// The files of a prompts folder by their paths in it. The configuration is the last one: if it
/// exists, all the others do.
pub fn tree() -> Vec<(String, String)> {
    let mut files = files(&TREE);
    files.sort_by_key(|(path, _)| (path == CONFIGURATION, path.clone()));
    files
}

/// The configuration of a prompts folder without prompts.
pub fn bare_configuration() -> String {
    let text = TREE.get_file(CONFIGURATION).and_then(File::contents_utf8);
    let environments = text.and_then(|text| text.split_once("\nprompts:\n"));
    let (environments, _) = environments.unwrap_or_default();
    format!("{environments}\nprompts: {{}}\n")
}

/// The files of a prompt by their names.
pub fn prompt() -> Vec<(String, String)> {
    files(&PROMPT)
}

/// The build script of a package whose prompts are in a folder.
pub fn build_script(prompts: &str) -> String {
    format!("fn main() {{\n    {}\n}}\n", build_call(prompts))
}

/// The line that a build script has for a folder.
pub fn build_call(prompts: &str) -> String {
    match prompts {
        DEFAULT_FOLDER => "prompt_build::run();".to_owned(),
        folder => format!("prompt_build::Build::new().prompts({folder:?}).run();"),
    }
}

fn files(dir: &Dir<'static>) -> Vec<(String, String)> {
    let below = dir.dirs().flat_map(files);
    let here = dir.files().map(|file| {
        let path = file.path().to_string_lossy().replace('\\', "/");
        let text = file.contents_utf8().unwrap_or_default();
        (path, text.to_owned())
    });
    here.chain(below).collect()
}
