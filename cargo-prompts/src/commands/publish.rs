//! `cargo prompts publish`.

use std::process::Command;

use clap::{Args, ValueEnum};
use prompt_build::config::{Config, Environment, PromptSource};
use prompt_build::hash::sha256;
use prompt_build::library::{WORKING_COPY, release_file};
use prompt_build::report::{Code, Finding, Findings, Place, Source, render};
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
use crate::rules::bump::{Change, Level, check, highest, in_the_way, next, unused};
use crate::rules::names;
use crate::workflows::draft::{Draft, versions_of};

/// Freezes the working copy as a release, a draft at first
///
/// Partials are put in their places, so that the release stands alone; its hash goes into the
/// ledger. The version is held against the release before it: an input that is required and new,
/// removed, or of another type is a major change, an optional one that is new a minor one, another
/// text a patch. Of the answer's schema, a property that is new is a minor change, another
/// description a patch, and all else a major one. Without a version, it is the lowest that the
/// change asks for; the first one is 1.0.0.
#[derive(Debug, Args)]
pub struct Publish {
    /// The prompt's id
    id: String,
    /// The version of the release
    #[arg(long, conflicts_with = "bump")]
    version: Option<Version>,
    /// Which number of the release before goes up; before 1.0.0 as cargo counts: from 0.4.2, a
    /// major change makes 0.5.0 and any other 0.4.3
    #[arg(long)]
    bump: Option<Bump>,
    /// Who publishes it: goes into the ledger; without it, git's `user.name`
    #[arg(long, value_name = "WHO", value_parser = names::line, allow_hyphen_values = true)]
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
            .map_err(|fault| fault.in_file(&prompt.ledger_path()))?;
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
            // Whatever was released was withdrawn: the numbers go on.
            None => highest(versions.clone())
                .cloned()
                .unwrap_or_else(|| Version::new(1, 0, 0)),
        };
        unused(lowest, versions)
    }

    /// Of one text there is one release: which version it is must not depend on whom one asks.
    fn refuse_same(&self, prompt: &Prompt, text: &str, version: &Version) -> Result<(), Failure> {
        let same = versions_of(text, &prompt.releases());
        let Some(known) = in_the_way(&same, version) else {
            return Ok(());
        };
        let id = &self.id;
        let message =
            format!("the working copy of `{id}` is `{known}`: there is nothing to publish");
        let help = format!(
            "change `{WORKING_COPY}` first; `cargo prompts promote {id} --version {known}` pins what is there"
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
            let lowest = unused(
                next(base, change.level),
                prompt.releases().iter().map(|release| &release.version),
            );
            let help = format!("`cargo prompts publish {} --version {lowest}`", self.id);
            refused(&working_copy(prompt), Code::WrongBump, reason, Some(help))
        })
    }

    /// A version stands for one text, for ever; two that differ in build metadata alone are one.
    fn refuse_released(&self, prompt: &Prompt, version: &Version) -> Result<(), Failure> {
        let releases = prompt.releases();
        let Some(known) = releases
            .iter()
            .find(|release| release.version.cmp_precedence(version).is_eq())
        else {
            return Ok(());
        };
        let message = format!("`{}` {} was released before", self.id, known.version);
        let help = "released versions never change: publish the change as a new version".to_owned();
        Err(refused(
            &prompt.place(known),
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
        let name = git.and_then(|git| names::line(&String::from_utf8_lossy(&git.stdout)).ok());
        name.ok_or_else(|| {
            Failure::new("nobody is named who publishes it")
                .help("`--by WHO` does; so does git's `user.name`")
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
fn working_copy(prompt: &Prompt) -> Place {
    Place::file(&Source::without_text(format!(
        "{}/{WORKING_COPY}",
        prompt.folder
    )))
}

fn refused(place: &Place, code: Code, message: String, help: Option<String>) -> Failure {
    Findings::from(Finding::error(code, place.clone(), message).help(help)).into()
}
