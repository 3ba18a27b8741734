//! A library that is locked for changes by one command.

use prompt_build::check::{CheckedPrompt, check_prompt};
use prompt_build::config::Config;
use prompt_build::disk::Disk;
use prompt_build::report::{Code, Finding, Findings, Severity};

use crate::project::change::{Changes, Edit};
use crate::project::prompt::Prompt;
use crate::project::state::Lock;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// The right to change a library, and the configuration that it has.
#[derive(Debug)]
pub struct Session<'a> {
    workspace: &'a Workspace,
    pub config: Config,
    /// The library's folder, relative to the package.
    pub library: String,
    /// The name of the application, where several may share the library.
    pub application: Option<String>,
    changes: Changes,
    /// `None` where changes are checked and not made.
    lock: Option<Lock>,
}

impl<'a> Session<'a> {
    /// Waits for other commands, finishes what was interrupted, and reads the configuration.
    pub fn open(workspace: &'a Workspace) -> Result<Self, Failure> {
        Self::begin(workspace, |changes| changes.begin().map(Some))
    }

    /// Waits for other commands, and reads the configuration. Fails if a change was interrupted,
    /// and leaves it as it is: for a command that changes nothing and reads the state after it.
    pub fn open_uninterrupted(workspace: &'a Workspace) -> Result<Self, Failure> {
        Self::begin(workspace, |changes| changes.begin_uninterrupted().map(Some))
    }

    /// Reads the configuration, for a command that only tells what it would change. Nothing is locked.
    pub fn rehearse(workspace: &'a Workspace) -> Result<Self, Failure> {
        Self::begin(workspace, |_| Ok(None))
    }

    fn begin(
        workspace: &'a Workspace,
        begin: impl Fn(&Changes) -> Result<Option<Lock>, Failure>,
    ) -> Result<Self, Failure> {
        let library = workspace.library(&workspace.sound_config()?);
        let changes = Changes::of(workspace, &library);
        let lock = begin(&changes)?;
        let config = workspace.sound_config()?;
        let application = workspace.application_of(&config)?;
        Ok(Self {
            workspace,
            library: workspace.library(&config),
            application,
            config,
            changes,
            lock,
        })
    }

    /// Finishes what was interrupted, for a command that reads long before it writes. Where nothing
    /// was, nothing is locked.
    pub fn finish_interrupted(workspace: &'a Workspace) -> Result<(), Failure> {
        if workspace.interruption().is_some() {
            Self::open(workspace)?;
        }
        Ok(())
    }

    /// A prompt with its whole history. Fails if the prompt has errors.
    pub fn prompt(&self, id: &str) -> Result<Prompt, Failure> {
        Prompt::open(self.workspace, &self.config, id)
    }

    /// The same for a prompt some of whose releases may have been altered, with the findings about
    /// these.
    pub fn altered_prompt(&self, id: &str) -> Result<(Prompt, Findings), Failure> {
        Prompt::open_altered(self.workspace, &self.config, id)
    }

    /// Makes a change to a prompt, unless it would leave behind an error that is not there now. A
    /// rehearsal makes none, and lacks the signature of its record.
    pub fn commit(&self, command: &str, id: &str, edits: &[Edit]) -> Result<(), Failure> {
        let Some(lock) = &self.lock else {
            return self.check_unsigned(id, edits);
        };
        self.check_change(id, edits)?;
        self.changes.commit(lock, command, edits)
    }

    /// Makes a change to several prompts, unless it would leave behind an error that is not there now.
    pub fn commit_all(&self, command: &str, ids: &[&str], edits: &[Edit]) -> Result<(), Failure> {
        let mut findings = Findings::default();
        for id in ids {
            findings.append(self.new_errors(id, edits)?);
        }
        findings.deduplicate();
        refuse(findings)?;
        match &self.lock {
            Some(lock) => self.changes.commit(lock, command, edits),
            None => Ok(()),
        }
    }

    /// Fails if a change would leave behind an error that is not there now. It is called before the
    /// record of the change is signed, so that nobody signs what is refused.
    pub fn check_change(&self, id: &str, edits: &[Edit]) -> Result<(), Failure> {
        refuse(self.new_errors(id, edits)?)
    }

    /// Does the same for a sign-off, which lacks nothing but its signature.
    pub fn check_unsigned(&self, id: &str, edits: &[Edit]) -> Result<(), Failure> {
        let mut findings = self.new_errors(id, edits)?;
        findings.retain(|finding| finding.code != Code::MissingSignature);
        refuse(findings)
    }

    /// The errors that a change would leave behind, without those that are there now.
    fn new_errors(&self, id: &str, edits: &[Edit]) -> Result<Findings, Failure> {
        let now = self.check(&self.workspace.disk, &self.config, id);
        let files = edits.iter().map(|edit| {
            (
                edit.target.path(self.workspace, &self.library),
                edit.text.clone(),
            )
        });
        let disk = self.workspace.disk.with(files);
        let mut findings = Findings::default();
        let source = disk.read(&self.workspace.configuration())?;
        if let Some(config) = Config::open(&disk, &source, &mut findings) {
            findings.append(self.check(&disk, &config, id));
        }
        let configuration = self.workspace.configuration();
        let mut known = now.iter().collect::<Vec<_>>();
        findings.retain(|finding| {
            // About a pin, another message is about another version.
            let is_of_pin = finding.location.source.path == configuration;
            finding.severity == Severity::Error && !take_same(&mut known, finding, is_of_pin)
        });
        Ok(findings)
    }

    fn check(&self, disk: &Disk, config: &Config, id: &str) -> Findings {
        let CheckedPrompt { findings, .. } = check_prompt(disk, &self.library, config, id);
        findings
    }
}

fn refuse(findings: Findings) -> Result<(), Failure> {
    if findings.has_errors() {
        Err(findings.into())
    } else {
        Ok(())
    }
}

/// Takes a known finding that is the same as another one, if there is one left: the place of one can
/// move by an edit, and two with one message are two. The message of one can change by an edit, unless
/// it says what the finding is about.
fn take_same(known: &mut Vec<&Finding>, finding: &Finding, is_by_message: bool) -> bool {
    let same = |is_same: &dyn Fn(&Finding) -> bool| {
        known
            .iter()
            .position(|known| known.code == finding.code && is_same(known))
    };
    let by_place =
        same(&|known| !is_by_message && known.location.order() == finding.location.order());
    let position = by_place.or_else(|| same(&|known| known.message == finding.message));
    position
        .map(|position| known.swap_remove(position))
        .is_some()
}
