//! `cargo prompts diff`.

use clap::{Args, ValueEnum};
use prompt_build::config::Config;
use prompt_build::library::Status;
use prompt_build::report::Findings;

use crate::commands::options::Options;
use crate::project::lookup;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{print, print_json};
use crate::workflows::difference::{DiffSide, SideName, page, to_json};

/// Compares two texts of a prompt, and names the version that the change requires
///
/// A and B are each a version, `local` for the working copy, or an environment for the version
/// that it pins. Without them, the newest release is compared with the working copy. Partials, named
/// schemas and tools are inlined first, as `publish` does. The same text as a template and as
/// plain text is a change.
#[derive(Debug, Args)]
pub struct Diff {
    /// The prompt's id
    id: String,
    /// The old text
    #[arg(requires = "b")]
    a: Option<String>,
    /// The new text
    b: Option<String>,
    /// The output format; `cargo prompts schema diff-output` describes the JSON
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A page
    Human,
    /// An object
    Json,
}

impl Diff {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find_noting(&options.prompts)?;
        let config = workspace.sound_config()?;
        lookup::prompt(&workspace, &workspace.library(&config), &self.id)?;
        let (a, b) = self.names(&workspace, &config)?;
        let mut findings = Findings::default();
        let old = DiffSide::find(&workspace, &self.id, (&a, &b), &mut findings)?;
        let new = DiffSide::find(&workspace, &self.id, (&b, &a), &mut findings)?;
        let Some((old, new)) = old.zip(new) else {
            return Ok(print_findings(&findings));
        };
        match self.format {
            Format::Human => print(&page(&self.id, &old, &new))?,
            Format::Json => print_json(&to_json(&self.id, &old, &new))?,
        }
        Ok(ExitStatus::Success)
    }

    fn names(
        &self,
        workspace: &Workspace,
        config: &Config,
    ) -> Result<(SideName, SideName), Failure> {
        if let (Some(a), Some(b)) = (&self.a, &self.b) {
            return Ok((SideName::parse(a, config)?, SideName::parse(b, config)?));
        }
        Ok((
            newest(workspace, &workspace.library(config), &self.id)?,
            SideName::WorkingCopy,
        ))
    }
}

/// The highest release that is not withdrawn.
fn newest(workspace: &Workspace, library: &str, id: &str) -> Result<SideName, Failure> {
    let mut findings = Findings::default();
    let Some(ledger) = workspace.ledger(library, id, &mut findings) else {
        return Err(findings.into());
    };
    let releases = ledger.releases(&mut findings).into_iter();
    let available = releases.filter(|release| release.status != Some(Status::Withdrawn));
    match available
        .map(|release| &release.version)
        .max_by(|a, b| a.cmp_precedence(b))
    {
        Some(version) => Ok(SideName::Version(version.clone())),
        None if findings.has_errors() => Err(findings.into()),
        None => {
            let failure = Failure::new(format!(
                "`{id}` has no release to compare its working copy with"
            ));
            Err(failure.help(format!("`cargo prompts publish {id}` creates one")))
        }
    }
}
