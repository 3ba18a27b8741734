//! `cargo prompts show`.

use clap::Args;
use semver::Version;

use crate::commands::options::Options;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::failure::CommandResult;
use crate::report::output::{print, print_raw};
use crate::workflows::prompt_page::page;

/// Shows a prompt in an environment: version, settings, inputs, sign-offs, evidence and text
///
/// The default environment is `default_environment`, else the first that accepts working copies,
/// else the first.
#[derive(Debug, Args)]
pub struct Show {
    /// The prompt's id
    id: String,
    /// The environment
    #[arg(long, value_name = "ENV")]
    env: Option<String>,
    /// Show this version instead of the pinned one
    #[arg(long)]
    version: Option<Version>,
    /// Print only the text, without front matter: byte for byte to a file or another program, with
    /// hidden characters escaped on a terminal
    #[arg(long)]
    text: bool,
}

impl Show {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find_noting(&options.prompts)?;
        let (prompt, findings) = ResolvedPrompt::find(
            &workspace,
            &self.id,
            self.env.as_deref(),
            self.version.as_ref(),
        )?;
        let Some(prompt) = prompt else {
            return Ok(print_findings(&findings));
        };
        if self.text {
            print_raw(prompt.text.file.body())?;
            return Ok(print_findings(&findings));
        }
        // The named version may be another than the one that the environment pins.
        let whose = if self.version.is_some() {
            "with the settings of"
        } else {
            "in"
        };
        print(&page(&workspace, &prompt, whose)?)?;
        Ok(print_findings(&findings))
    }
}
