//! A working copy on its way to a release: its version, its file, and its entry in the ledger.

mod number;

pub use number::Number;

use std::process::Command;

use number::{refuse_before, refuse_number, refuse_released, refuse_same};
use prompt_build::config::{Config, Environment, PromptSource};
use prompt_build::hash::sha256;
use prompt_build::library::release_file;
use semver::Version;

use crate::project::change::{Edit, Target};
use crate::project::edit::{LedgerText, NewRelease};
use crate::project::pin_record::edit_of_ledger;
use crate::project::prompt::Prompt;
use crate::project::session::Session;
use crate::project::timestamp::now;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::escape_line;
use crate::rules::bump::Change;
use crate::rules::names;
use crate::workflows::draft::Draft;

/// The request of a person.
#[derive(Debug)]
pub struct PublicationRequest<'a> {
    pub id: &'a str,
    pub number: Number,
    /// The publisher; `None` for git's `user.email`.
    pub by: Option<&'a str>,
}

/// A release that may be published, and is not written yet.
pub struct Publication {
    pub prompt: Prompt,
    pub draft: Draft,
    pub version: Version,
    /// The release before this one, and what changed since; `None` for a first release.
    pub change: Option<(Version, Change)>,
    edits: [Edit; 2],
}

impl Publication {
    /// Reads the working copy, and checks that it may be released with this version.
    pub fn prepare(
        workspace: &Workspace,
        session: &Session<'_>,
        request: &PublicationRequest<'_>,
    ) -> Result<Self, Failure> {
        let prompt = session.prompt(request.id)?;
        let draft = Draft::read(workspace, &session.config, request.id)?;
        let exact = request.number.exact();
        let change = draft.change(workspace, &session.config, &prompt, exact)?;
        let version = request.number.version(&prompt, change.as_ref());
        refuse_released(&prompt, &version)?;
        refuse_same(&prompt, &draft, &version)?;
        refuse_number(&prompt, &version, change.as_ref())?;
        let later = draft.change_to_successor(workspace, &session.config, &prompt, &version)?;
        refuse_before(&prompt, &version, later.as_ref())?;
        let by = publisher(request.by)?;
        Ok(Self {
            edits: edits(&prompt, &draft, &version, &by)?,
            prompt,
            draft,
            version,
            change,
        })
    }

    /// Writes the release and its entry in the ledger.
    pub fn commit(&self, session: &Session<'_>) -> Result<(), Failure> {
        let (id, version) = (&self.prompt.id, &self.version);
        let command = format!("cargo prompts publish {id} --version {version}");
        session.commit(&command, id, &self.edits)
    }
}

/// The file of the release, and the ledger with an entry for it.
fn edits(
    prompt: &Prompt,
    draft: &Draft,
    version: &Version,
    by: &str,
) -> Result<[Edit; 2], Failure> {
    let text = draft.text.as_str();
    let mut ledger = LedgerText::new(prompt.ledger_text());
    let release = NewRelease {
        version,
        extension: draft.extension,
        sha256: &sha256(text),
        by,
        at: &now(),
    };
    ledger
        .add(&release)
        .map_err(|error| error.into_failure(&prompt.ledger_path()))?;
    let file = Edit {
        target: Target::Library(format!(
            "{}/{}",
            prompt.id,
            release_file(version, draft.extension)
        )),
        from: String::new(),
        text: text.to_owned(),
    };
    Ok([file, edit_of_ledger(prompt, ledger)])
}

/// The first environment that takes drafts: there a release is tested first.
pub fn first_for_drafts(config: &Config) -> Option<&Environment> {
    let mut environments = config.environments.iter();
    environments.find(|environment| environment.source == Some(PromptSource::LibraryDraft))
}

fn publisher(named: Option<&str>) -> Result<String, Failure> {
    if let Some(by) = named {
        return Ok(by.to_owned());
    }
    let git = Command::new("git")
        .args(["config", "user.email"])
        .output()
        .ok()
        .filter(|git| git.status.success());
    let email = git.map(|git| String::from_utf8_lossy(&git.stdout).trim().to_owned());
    let Some(email) = email.filter(|email| !email.is_empty()) else {
        return Err(Failure::new("no publisher").help("pass `--by WHO`, or set git's `user.email`"));
    };
    names::signer(&email).map_err(|reason| {
        let email = escape_line(&email);
        Failure::because(
            format!("git's `user.email`, `{email}`, cannot name the publisher"),
            reason,
        )
        .help("pass `--by WHO`")
    })
}
