//! The options that every command takes.

use clap::Args;
use clap::builder::{StringValueParser, TypedValueParser as _};

use crate::project::workspace::DEFAULT_FOLDER;

#[derive(Debug, Args)]
pub struct Options {
    /// The folder with `environments.yaml`, relative to the package
    #[arg(
        long,
        value_name = "FOLDER",
        env = "CARGO_PROMPTS_FOLDER",
        // Its value goes through no mask in the help.
        hide_env_values = true,
        default_value = DEFAULT_FOLDER,
        value_parser = StringValueParser::new().map(folder),
        global = true
    )]
    pub prompts: String,
}

/// Returns the name of the folder. An empty one, as of a variable that is set to nothing, counts as not
/// given.
fn folder(name: String) -> String {
    if name.is_empty() {
        DEFAULT_FOLDER.to_owned()
    } else {
        name
    }
}
