//! The options that every command takes.

use clap::Args;

use crate::project::workspace::DEFAULT_FOLDER;

#[derive(Debug, Args)]
pub struct Options {
    /// The folder with `environments.yaml`, relative to the package
    #[arg(
        long,
        value_name = "FOLDER",
        env = "CARGO_PROMPTS_FOLDER",
        default_value = DEFAULT_FOLDER,
        global = true
    )]
    pub prompts: String,
}
