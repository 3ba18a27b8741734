//! `cargo prompt check`.

use clap::Args;

use crate::cli::Options;
use crate::ending::{Ending, Outcome};
use crate::workspace::Workspace;

/// Checks everything: every pin of every environment, every release in every ledger
#[derive(Debug, Args)]
pub struct Check {}

impl Check {
    pub fn run(&self, options: &Options) -> Outcome {
        let workspace = Workspace::find(options)?;
        workspace.config()?;
        Ok(Ending::Clean)
    }
}
