//! How far the prompts of a library have come in each environment.

mod environment_state;
mod table;
#[cfg(test)]
mod tests;

pub use environment_state::Share;
pub use table::table;

use std::collections::BTreeSet;

use prompt_build::config::{Config, Prompt};
use prompt_build::library::{PromptFolder, Status, WORKING_COPY, prompt_id, release_file};
use prompt_build::parallel;
use prompt_build::pins::{PinQuery, Selection, resolve};
use prompt_build::report::{Findings, Place, Severity};
use prompt_build::template::Partials;
use semver::Version;

use crate::project::workspace::Workspace;
use environment_state::Files;

/// A prompt with what each environment takes of it.
#[derive(Debug)]
pub struct Entry {
    pub id: String,
    /// The highest release that is not withdrawn.
    pub newest: Newest,
    pub working_copy: WorkingCopy,
    /// For each environment, in the order of the configuration.
    pub shares: Vec<Share>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Newest {
    /// The ledger cannot be read as a whole; there is a finding about it.
    Unknown,
    NeverReleased,
    Version(Version),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkingCopy {
    Missing,
    /// A release of it would be the newest release once more.
    SameAsNewest,
    Differs,
}

/// What an environment takes of a prompt.
#[derive(Debug, PartialEq, Eq)]
pub enum Taken {
    /// It does not pin the prompt.
    Nothing,
    /// It pins what it cannot have; there is a finding about it.
    Faulty,
    WorkingCopy,
    Release {
        version: Version,
        status: Status,
        /// How many releases are newer, withdrawn ones aside.
        behind: usize,
    },
}

impl Entry {
    /// Whether any environment has a pin for it.
    pub fn is_pinned(&self) -> bool {
        self.shares
            .iter()
            .any(|share| share.taken != Taken::Nothing)
    }
}

/// All prompts that are pinned or have a folder, in the order of their ids, and what is wrong with
/// some of them.
pub fn read(workspace: &Workspace, config: &Config) -> (Vec<Entry>, Findings) {
    let library = workspace.library(config);
    let folders = workspace
        .disk
        .folders(&library)
        .into_iter()
        .filter(|folder| prompt_id::check(folder).is_ok());
    let pinned = config.prompts.iter().map(|prompt| prompt.id.clone());
    let ids = folders
        .chain(pinned)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>();
    let reader = Reader {
        workspace,
        config,
        library: &library,
    };
    let mut findings = Findings::default();
    let read = parallel::map(&ids, |id| reader.entry(id));
    let entries = read.into_iter().map(|(entry, own)| {
        findings.append(own);
        entry
    });
    let entries = entries.collect();
    (entries, findings)
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    workspace: &'a Workspace,
    config: &'a Config,
    library: &'a str,
}

impl Reader<'_> {
    fn entry(self, id: &String) -> (Entry, Findings) {
        let mut findings = Findings::default();
        let prompt = self.config.prompts.iter().find(|prompt| prompt.id == *id);
        let entry = self.read(id, prompt, &mut findings).unwrap_or_else(|| {
            let is_pinned = |environment: usize| self.config.pin(id, environment).is_some();
            let taken = |environment| {
                if is_pinned(environment) {
                    Taken::Faulty
                } else {
                    Taken::Nothing
                }
            };
            let shares = (0..self.config.environments.len())
                .map(taken)
                .map(Share::without_text)
                .collect();
            Entry {
                id: id.clone(),
                newest: Newest::Unknown,
                working_copy: WorkingCopy::Missing,
                shares,
            }
        });
        (entry, findings)
    }

    fn read(self, id: &str, prompt: Option<&Prompt>, findings: &mut Findings) -> Option<Entry> {
        let place = match prompt {
            Some(prompt) => self.config.place(prompt.mark),
            None => Place::file(&self.config.source),
        };
        let folder = self
            .workspace
            .prompt_folder(self.library, id, Some(place), findings)?;
        let ledger = folder.ledger(findings)?;
        let releases = ledger.releases(findings);
        let available = releases
            .iter()
            .filter(|release| release.status != Some(Status::Withdrawn));
        let versions = available
            .map(|release| &release.version)
            .collect::<Vec<_>>();
        let newest = versions.iter().copied().max_by(|a, b| a.cmp_precedence(b));
        let mut files = Files::new(&folder);
        let shares = (0..self.config.environments.len()).map(|environment| {
            let Some(pin) = self.config.pin(id, environment) else {
                return Share::without_text(Taken::Nothing);
            };
            let has_working_copy = folder.contents.has_working_copy;
            let question = PinQuery {
                config: self.config,
                id,
                pin,
                ledger: &ledger,
                has_working_copy,
            };
            let mut own = Findings::default();
            let selection = resolve(&question, &mut own);
            // That a version is deprecated is shown as it is.
            own.iter()
                .filter(|finding| finding.severity == Severity::Error)
                .cloned()
                .for_each(|one| findings.push(one));
            match selection {
                Some(selected) => {
                    files.share(self.config, pin, selected, taken(selected, &versions))
                }
                None => Share::without_text(Taken::Faulty),
            }
        });
        let shares = shares.collect();
        let working_copy = working_copy(&folder, newest);
        let newest = match newest {
            _ if ledger.is_in_doubt() => Newest::Unknown,
            Some(version) => Newest::Version(version.clone()),
            None => Newest::NeverReleased,
        };
        Some(Entry {
            id: id.to_owned(),
            newest,
            working_copy,
            shares,
        })
    }
}

fn taken(selected: Selection<'_>, versions: &[&Version]) -> Taken {
    let Selection::Release(release) = selected else {
        return Taken::WorkingCopy;
    };
    let Some(status) = release.status else {
        return Taken::Faulty;
    };
    let behind = versions
        .iter()
        .filter(|version| version.cmp_precedence(&release.version).is_gt())
        .count();
    Taken::Release {
        version: release.version.clone(),
        status,
        behind,
    }
}

/// What is wrong with a working copy is for `check` to say.
fn working_copy(folder: &PromptFolder<'_>, newest: Option<&Version>) -> WorkingCopy {
    if !folder.contents.has_working_copy {
        return WorkingCopy::Missing;
    }
    let mut unheeded = Findings::default();
    let released = newest.and_then(|version| folder.source(&release_file(version), &mut unheeded));
    let Some(released) = released else {
        return WorkingCopy::Differs;
    };
    let is_same = folder
        .source(WORKING_COPY, &mut unheeded)
        .is_some_and(|copy| copy.text == released.text)
        || standing_alone(folder).is_some_and(|text| text == released.text);
    if is_same {
        WorkingCopy::SameAsNewest
    } else {
        WorkingCopy::Differs
    }
}

/// The text of the working copy as a release would have it, where it has partials.
fn standing_alone(folder: &PromptFolder<'_>) -> Option<String> {
    let mut unheeded = Findings::default();
    let file = folder.prompt_file(WORKING_COPY, &mut unheeded)?;
    if !file.body().contains('>') {
        return None;
    }
    let load = |name: &str| folder.partial(name);
    let known = || folder.partials();
    file.without_partials(&Partials::through(&load, &known), &mut unheeded)
}
