//! `cargo prompts publish`.

use std::process::Command;

use clap::{Args, ValueEnum};
use prompt_build::config::{Config, Environment, PromptSource};
use prompt_build::hash::sha256;
use prompt_build::library::{WORKING_COPY, release_file};
use prompt_build::report::{Code, Finding, Findings, render};
use prompt_build::source::{Location, Source};
use semver::Version;

use crate::commands::options::Options;
use crate::project::change::{Edit, Target};
use crate::project::edit::{LedgerText, NewRelease};
use crate::project::pin_record::edit_of_ledger;
use crate::project::prompt::Prompt;
use crate::project::session::Session;
use crate::project::timestamp::now;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{note, say};
use crate::rules::bump::{Change, Level, blocking_release, check, first_unused, highest, next};
use crate::rules::names;
use crate::workflows::draft::{Draft, versions_with_text};

/// Publishes the working copy as a release, with the status draft
///
/// Partials are inlined, so that the release does not depend on other files. Its hash is recorded
/// in the ledger.
///
/// The version must fit the change since the release before it. For inputs: a new required input,
/// a removed input or another type is a major change; a new optional input is minor; any other
/// text is a patch. For the answer's schema: a new property is minor; another description is a
/// patch; all else is major. The default is the lowest version that fits; the first release is
/// 1.0.0.
#[derive(Debug, Args)]
pub struct Publish {
    /// The prompt's id
    id: String,
    /// The version of the release
    #[arg(long, conflicts_with = "bump")]
    version: Option<Version>,
    /// Which number of the previous version to raise; below 1.0.0 as cargo counts: after 0.4.2, a
    /// major change is 0.5.0 and any other 0.4.3
    #[arg(long)]
    bump: Option<Bump>,
    /// The publisher, recorded in the ledger [default: git's `user.name`]
    #[arg(long, value_name = "WHO", value_parser = names::single_line, allow_hyphen_values = true)]
    by: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Bump {
    Major,
    Minor,
    Patch,
}

impl Publish {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let session = Session::open(&workspace)?;
        let prompt = session.prompt(&self.id)?;
        let draft = Draft::read(&workspace, &session.config, &self.id)?;
        let change = draft.change(&workspace, &session.config, &prompt, self.version.as_ref())?;
        let version = self.version(&prompt, change.as_ref());
        self.refuse_released(&prompt, &version)?;
        self.refuse_same(&prompt, &draft.text, &version)?;
        self.refuse_number(&prompt, &version, change.as_ref())?;
        let by = self.by()?;
        let hash = sha256(&draft.text);
        let mut ledger = LedgerText::new(prompt.ledger_text());
        let release = NewRelease {
            version: &version,
            sha256: &hash,
            by: &by,
            at: &now(),
        };
        ledger
            .add(&release)
            .map_err(|error| error.into_failure(&prompt.ledger_path()))?;
        for warning in draft.template.warnings.sorted() {
            note!("{}", render(warning));
        }
        let file = release_file(&version);
        let in_folder = |name: &str| Target::Library(format!("{}/{name}", self.id));
        let edits = [
            Edit {
                target: in_folder(&file),
                from: String::new(),
                text: draft.text,
            },
            edit_of_ledger(&prompt, ledger),
        ];
        session.commit(
            &format!("cargo prompts publish {} --version {version}", self.id),
            &self.id,
            &edits,
        )?;
        self.conclude(&session.config, &prompt, &version, change.as_ref());
        Ok(ExitStatus::Success)
    }

    /// The version that is asked for, by its number or by what changed.
    fn version(&self, prompt: &Prompt, change: Option<&(Version, Change)>) -> Version {
        if let Some(version) = &self.version {
            return version.clone();
        }
        let level = match self.bump {
            Some(Bump::Major) => Some(Level::Major),
            Some(Bump::Minor) => Some(Level::Minor),
            Some(Bump::Patch) => Some(Level::Patch),
            None => None,
        };
        let all = prompt.releases();
        let versions = all.iter().map(|release| &release.version);
        let lowest = match change {
            Some((base, change)) => next(base, level.unwrap_or(change.level)),
            // All releases are withdrawn: the numbers continue after the highest one.
            None => highest(versions.clone())
                .cloned()
                .unwrap_or_else(|| Version::new(1, 0, 0)),
        };
        first_unused(lowest, versions)
    }

    /// Refuses a text that is already released: a text has only one version.
    fn refuse_same(&self, prompt: &Prompt, text: &str, version: &Version) -> Result<(), Failure> {
        let same = versions_with_text(text, &prompt.releases());
        let Some(known) = blocking_release(&same, version) else {
            return Ok(());
        };
        let id = &self.id;
        let message =
            format!("the working copy of `{id}` is identical to `{known}`: nothing to publish");
        let help = format!(
            "change `{WORKING_COPY}` first; `cargo prompts promote {id} --version {known}` pins the existing version"
        );
        Err(refused(
            &working_copy(prompt),
            Code::NothingToPublish,
            message,
            Some(help),
        ))
    }

    fn refuse_number(
        &self,
        prompt: &Prompt,
        version: &Version,
        change: Option<&(Version, Change)>,
    ) -> Result<(), Failure> {
        let Some((base, change)) = change else {
            return Ok(());
        };
        check(base, version, change).map_err(|reason| {
            let lowest = first_unused(
                next(base, change.level),
                prompt.releases().iter().map(|release| &release.version),
            );
            let help = format!("`cargo prompts publish {} --version {lowest}`", self.id);
            refused(&working_copy(prompt), Code::WrongBump, reason, Some(help))
        })
    }

    /// Refuses a version that is already released. Versions that differ only in build metadata
    /// count as one.
    fn refuse_released(&self, prompt: &Prompt, version: &Version) -> Result<(), Failure> {
        let releases = prompt.releases();
        let Some(known) = releases
            .iter()
            .find(|release| release.version.cmp_precedence(version).is_eq())
        else {
            return Ok(());
        };
        let message = format!("`{}` {} is already released", self.id, known.version);
        let help = "released versions never change: publish the change as a new version".to_owned();
        Err(refused(
            &prompt.location(known),
            Code::AlreadyReleased,
            message,
            Some(help),
        ))
    }

    fn by(&self) -> Result<String, Failure> {
        if let Some(by) = &self.by {
            return Ok(by.clone());
        }
        let git = Command::new("git")
            .args(["config", "user.name"])
            .output()
            .ok()
            .filter(|git| git.status.success());
        let name =
            git.and_then(|git| names::single_line(&String::from_utf8_lossy(&git.stdout)).ok());
        name.ok_or_else(|| {
            Failure::new("no publisher").help("pass `--by WHO`, or set git's `user.name`")
        })
    }

    fn conclude(
        &self,
        config: &Config,
        prompt: &Prompt,
        version: &Version,
        change: Option<&(Version, Change)>,
    ) {
        let id = &self.id;
        match change {
            Some((base, change)) => {
                say!(
                    "published {id} {version}, a draft ({} since {base})",
                    change.level.as_str()
                );
                for reason in &change.reasons {
                    say!("  {}: {}", reason.level.as_str(), reason.sentence);
                }
            }
            None => say!("published {id} {version}, a draft, in {}", prompt.folder),
        }
        let takes_drafts =
            |environment: &&Environment| environment.source == Some(PromptSource::LibraryDraft);
        if let Some(Environment { name, .. }) = config.environments.iter().find(takes_drafts) {
            say!("next: `cargo prompts test {id} --version {version} --env {name}`");
        }
    }
}

/// The working copy as a whole.
fn working_copy(prompt: &Prompt) -> Location {
    Location::file(&Source::without_text(format!(
        "{}/{WORKING_COPY}",
        prompt.folder
    )))
}

fn refused(location: &Location, code: Code, message: String, help: Option<String>) -> Failure {
    Findings::from(Finding::error(code, location.clone(), message).help(help)).into()
}
