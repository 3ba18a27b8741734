//! Compares a program with what a build of today would put into it.

use std::collections::BTreeMap;

use prompt_build::check::{CheckedPrompt, Outcome, check};
use prompt_build::config::Request;
use prompt_build::library::PinnedText;
use prompt_build::report::{Code, Finding, Findings, quoted};

use super::judge::named;
use super::{Binary, Marker, Selection};
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// Reports each selected prompt of the package at hand that a build would not embed now, and each that
/// `prompts!` lacks. The version and the hash have to be the same, those of a working copy too, and
/// of its partials.
pub fn stale(
    binary: &Binary,
    selection: Selection<'_>,
    workspace: &Workspace,
) -> Result<Findings, Failure> {
    let application = workspace.application()?;
    let mut builds = Builds {
        workspace,
        outcomes: BTreeMap::new(),
    };
    let mut messages = Vec::new();
    let markers = binary.found.markers.keys();
    let own = markers.filter(|marker| marker.package == application);
    for marker in own.filter(|marker| selection.contains(marker)) {
        if let Some(now) = difference(marker, builds.outcome(&marker.environment)) {
            messages.push(format!("{} is not what {now}", named(marker)));
        }
    }
    let lists = binary.found.lists.iter();
    let own = lists.filter(|(package, _)| *package == application);
    let is_selected = |name: &str| {
        selection
            .environment
            .is_none_or(|selected| selected == name)
    };
    for (_, environment) in own.filter(|(_, environment)| is_selected(environment)) {
        let missing = missing(
            binary,
            &application,
            environment,
            builds.outcome(environment),
        );
        messages.extend(missing);
    }
    let mut findings = Findings::default();
    for message in messages {
        let help = format!("run `cargo clean -p {application}` and build again");
        let finding = Finding::error(Code::EmbeddedStale, binary.location(), message);
        findings.push(finding.help(help));
    }
    Ok(findings)
}

/// The texts that a build for each environment would embed. Each environment is checked once.
struct Builds<'a> {
    workspace: &'a Workspace,
    outcomes: BTreeMap<String, Outcome>,
}

impl Builds<'_> {
    fn outcome(&mut self, environment: &str) -> &Outcome {
        let workspace = self.workspace;
        self.outcomes
            .entry(environment.to_owned())
            .or_insert_with(|| {
                let request = Request {
                    variable: Some(environment.to_owned()),
                    ..Request::default()
                };
                check(&workspace.disk, &workspace.prompts, &request)
            })
    }
}

/// Says what a build would embed, if it is something else.
fn difference(marker: &Marker, outcome: &Outcome) -> Option<String> {
    let environment = &marker.environment;
    let prompt = outcome.prompts.iter().find(|prompt| prompt.id == marker.id);
    let Some(pinned) = prompt.and_then(CheckedPrompt::pinned) else {
        return Some(format!("a build for `{environment}` has now: nothing"));
    };
    let text = &pinned.text;
    if text.version != marker.version || text.sha256 != marker.sha256 {
        let now = version_and_hash(text);
        return Some(format!("a build for `{environment}` has now: {now}"));
    }
    if text.partials.as_deref().unwrap_or_default() != marker.partials {
        return Some(format!(
            "a build for `{environment}` has now: its partials, schemas or tools have other texts"
        ));
    }
    None
}

/// Names each prompt that `prompts!` would embed and that is not in the program.
fn missing(
    binary: &Binary,
    application: &str,
    environment: &str,
    outcome: &Outcome,
) -> Vec<String> {
    let is_embedded = |id: &str| {
        binary.found.markers.keys().any(|marker| {
            marker.package == application && marker.environment == environment && marker.id == id
        })
    };
    let prompts = outcome.prompts.iter();
    let missing = prompts.filter(|prompt| !is_embedded(&prompt.id));
    let missing = missing.filter_map(|prompt| {
        let pinned = prompt.pinned()?;
        Some(format!(
            "{} for {} is not in the program, and `prompts!` of a build for `{environment}` has now: {}",
            quoted(&prompt.id),
            quoted(environment),
            version_and_hash(&pinned.text)
        ))
    });
    missing.collect()
}

fn version_and_hash(text: &PinnedText) -> String {
    let hash = text.sha256.chars().take(12).collect::<String>();
    format!("{} with the hash {hash}", text.version)
}
