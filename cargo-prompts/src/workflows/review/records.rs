//! What the ledger of a prompt records, and what of it a change adds.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use prompt_build::check::doubts;
use prompt_build::library::{Release, Run};
use prompt_build::report::{Code, Findings};
use prompt_core::secret::masked;

use super::model::{DatasetChange, HistoryEntry, Presence, RunShare};
use super::side::Package;
use crate::project::dataset_files::{CHECKS, GOLDEN, LABELLED, REPLAY};
use crate::project::timestamp::to_the_second;
use crate::rules::events::{Event, events};

/// The most versions whose runs are shown, the newest ones.
const MOST_VERSIONS: usize = 8;

/// What identifies an event, wherever its record stands.
type Key = (
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
);

/// The history of a prompt, newest first, and the results of its runs.
pub fn read(
    old: Option<Package<'_>>,
    new: Package<'_>,
    id: &str,
    application: Option<&str>,
) -> (Vec<HistoryEntry>, Vec<RunShare>) {
    let before = old.map(|old| all_events(old, id, None).0);
    let before = before.into_iter().flatten().map(|event| key(&event));
    let before = before.collect::<BTreeSet<_>>();
    let (mut events, runs) = all_events(new, id, application);
    events.reverse();
    events.sort_by_cached_key(|event| Reverse(event.timestamp()));
    let entries = events.iter().map(|event| HistoryEntry {
        at: to_the_second(event.at.as_deref().unwrap_or("?")).into_owned(),
        version: event.version.clone(),
        what: match &event.by {
            Some(by) => shown(&format!("{} by {by}", event.what)),
            None => shown(&event.what),
        },
        why: event.why.as_deref().map(shown),
        doubt: event.doubt.as_deref().map(shown),
        is_new: !before.contains(&key(event)),
    });
    (entries.collect(), runs)
}

/// Words of a ledger without secrets.
fn shown(text: &str) -> String {
    masked(text).into_owned()
}

fn key(event: &Event) -> Key {
    let Event {
        version,
        what,
        by,
        at,
        why,
        ..
    } = event.clone();
    (version, what, by, at, why)
}

/// The events of the ledger in its order. Errors in it are reported by `check`.
fn all_events(
    package: Package<'_>,
    id: &str,
    application: Option<&str>,
) -> (Vec<Event>, Vec<RunShare>) {
    let mut unsaid = Findings::default();
    let Package { workspace, config } = package;
    let library = workspace.library(config);
    let folder = workspace.prompt_folder(&library, id, None, &mut unsaid);
    let ledger = folder
        .as_ref()
        .and_then(|folder| folder.ledger(&mut unsaid));
    let Some((folder, ledger)) = folder.zip(ledger) else {
        return (Vec::new(), Vec::new());
    };
    let releases = ledger.releases(&mut unsaid);
    let doubts = doubts(config, id, &folder, &ledger, application.map(str::to_owned));
    let events = releases.iter().flat_map(|release| events(id, release));
    let events = events.map(|event| event.with_doubt(&doubts)).collect();
    (events, shares(id, &releases))
}

/// The results of all runs of the newest versions, a line for each version and kind of run.
fn shares(id: &str, releases: &[&Release]) -> Vec<RunShare> {
    let first = releases.len().saturating_sub(MOST_VERSIONS);
    let mut shares = Vec::new();
    for release in &releases[first..] {
        for run in Run::ALL {
            let of_it = release.evidence.iter().filter(|one| one.run == Some(run));
            let of_it = of_it.filter(|one| one.is_of(id, release.sha256.as_ref()));
            let (passed, cases) = of_it.fold((0_u32, 0_u32), |(passed, cases), one| {
                (
                    passed.saturating_add(one.passed),
                    cases.saturating_add(one.cases),
                )
            });
            if cases > 0 {
                shares.push(RunShare {
                    version: release.version.to_string(),
                    run: run.as_str().to_owned(),
                    passed,
                    cases,
                });
            }
        }
    }
    shares
}

/// The datasets that differ, by their bytes.
pub fn datasets(old: Option<Package<'_>>, new: Package<'_>, id: &str) -> Vec<DatasetChange> {
    let files = [GOLDEN, REPLAY, CHECKS, LABELLED].into_iter();
    let changed = files.filter_map(|file| {
        Some(DatasetChange {
            file: file.to_owned(),
            presence: presence(old, new, (id, file))?,
        })
    });
    changed.collect()
}

/// The change of a file in the folder of a prompt; `None` if its bytes are the same. A file that cannot
/// be read has its error in their place.
pub fn presence(
    old: Option<Package<'_>>,
    new: Package<'_>,
    (id, file): (&str, &str),
) -> Option<Presence> {
    let text = |package: Package<'_>| {
        let library = package.workspace.library(package.config);
        let path = format!("{library}/{id}/{file}");
        match package.workspace.disk.read_within(&library, &path) {
            Ok(source) => Some(source.text.clone()),
            Err(finding) if finding.code == Code::MissingFile => None,
            Err(finding) => Some(finding.message),
        }
    };
    match (old.and_then(text), text(new)) {
        (old, new) if old == new => None,
        (None, _) => Some(Presence::Added),
        (_, None) => Some(Presence::Removed),
        _ => Some(Presence::Kept),
    }
}
