//! `cargo prompts diff`.

use clap::Args;
use prompt_build::config::Config;
use prompt_build::library::Status;
use prompt_build::report::Findings;

use crate::commands::options::Options;
use crate::project::lookup;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::print;
use crate::workflows::difference::{Name, Side, page};

/// Shows what differs between two texts of a prompt, and which version the change asks for
///
/// A and B are each a version, `local` for the working copy, or an environment, which stands for
/// what it has. Without them, the newest release is held against the working copy. Partials are put
/// in their places first, as `publish` does.
#[derive(Debug, Args)]
pub struct Diff {
    /// The prompt's id
    id: String,
    /// The text before
    #[arg(requires = "b")]
    a: Option<String>,
    /// The text after
    b: Option<String>,
}

impl Diff {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let config = workspace.sound_config()?;
        lookup::prompt(&workspace, &workspace.library(&config), &self.id)?;
        let (a, b) = self.names(&workspace, &config)?;
        let mut findings = Findings::default();
        let old = Side::find(&workspace, &self.id, &a, &mut findings)?;
        let new = Side::find(&workspace, &self.id, &b, &mut findings)?;
        let Some((old, new)) = old.zip(new) else {
            return Ok(print_findings(&findings));
        };
        print(&page(&self.id, &old, &new))?;
        Ok(ExitStatus::Success)
    }

    fn names(&self, workspace: &Workspace, config: &Config) -> Result<(Name, Name), Failure> {
        if let (Some(a), Some(b)) = (&self.a, &self.b) {
            return Ok((Name::parse(a, config)?, Name::parse(b, config)?));
        }
        Ok((
            newest(workspace, &workspace.library(config), &self.id)?,
            Name::WorkingCopy,
        ))
    }
}

/// The highest release that is not withdrawn.
fn newest(workspace: &Workspace, library: &str, id: &str) -> Result<Name, Failure> {
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
        Some(version) => Ok(Name::Version(version.clone())),
        None if findings.has_errors() => Err(findings.into()),
        None => {
            let failure = Failure::new(format!(
                "`{id}` has no release to hold its working copy against"
            ));
            Err(failure.help(format!("`cargo prompts publish {id}` makes one")))
        }
    }
}
