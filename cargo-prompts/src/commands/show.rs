//! `cargo prompts show`.

use clap::{Args, ValueEnum};
use prompt_build::check::check_prompt;
use prompt_core::hidden::escape_commands;
use semver::Version;

use crate::commands::options::Options;
use crate::project::lookup;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{escape_controls, print, print_as_is, print_json, print_raw};
use crate::rules::answer_types::rust_types;
use crate::workflows::prompt_page::{page, to_json};

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
    /// Print an `answer_type!` with the Rust types of the answer, and a `tool_type!` with the calls of
    /// tools, which hold what all pinned versions ask for
    #[arg(long, conflicts_with_all = ["text", "env", "version"])]
    rust: bool,
    /// The output format; `cargo prompts schema show-output` describes the JSON
    #[arg(long, value_enum, default_value_t = Format::Human, conflicts_with_all = ["text", "rust"])]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A page
    Human,
    /// An object
    Json,
}

impl Show {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find_noting(&options.prompts)?;
        if self.rust {
            return self.print_types(&workspace);
        }
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
        if matches!(self.format, Format::Json) {
            print_json(&to_json(&workspace, &prompt)?)?;
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

    fn print_types(&self, workspace: &Workspace) -> CommandResult {
        let config = workspace.sound_config()?;
        let library = workspace.library(&config);
        lookup::prompt(workspace, &library, &self.id)?;
        let prompt = check_prompt(&workspace.disk, &library, &config, &self.id);
        let Some(types) = rust_types(&self.id, &prompt.answers, &prompt.tools) else {
            if prompt.findings.has_errors() {
                return Ok(print_findings(&prompt.findings));
            }
            let message = format!("the answer to `{}` has no fields", self.id);
            let reason =
                "not every pinned version has the output schema of an object, and none has a tool";
            return Err(Failure::because(message, reason));
        };
        // In a literal of Rust, an escape is the same text.
        print_as_is(&escape_commands(&escape_controls(&types), "\\u{23}"))?;
        Ok(ExitStatus::Success)
    }
}
