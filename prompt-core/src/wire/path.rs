//! The files that the build script writes, by their paths below `prompt/` in `OUT_DIR`.

use alloc::format;
use alloc::string::String;

/// The folder in `OUT_DIR`.
pub const FOLDER: &str = "prompt";
/// Describes the environment of the build.
pub const ENVIRONMENT: &str = "environment";
/// Lists all prompts, with the environments that pin each.
pub const INDEX: &str = "index";

/// Returns the folder of an environment, in a build for several. It has the same files as
/// [`FOLDER`] has in a build for one, those aside that it shares with an environment before it.
#[must_use]
pub fn of_environment(name: &str) -> String {
    format!("environments/{name}/")
}

/// Describes a prompt.
#[must_use]
pub fn header(id: &str) -> String {
    format!("header/{id}")
}

/// Holds the text of a prompt, and nothing else.
#[must_use]
pub fn text(id: &str) -> String {
    format!("text/{id}")
}

/// Holds the compiled program of a prompt that has inputs or tags.
#[must_use]
pub fn program(id: &str) -> String {
    format!("program/{id}")
}

/// Holds the tools of all pinned versions of a prompt, if one of them has a tool.
#[must_use]
pub fn tools(id: &str) -> String {
    format!("tools/{id}")
}

/// Holds the types of the answers of all pinned versions of a prompt, if one of them has a schema.
#[must_use]
pub fn answers(id: &str) -> String {
    format!("answers/{id}")
}
