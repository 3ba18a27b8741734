//! Compares a program with what a build of today would put into it.

use std::collections::BTreeMap;

use prompt_build::check::{Outcome, check};
use prompt_build::config::Request;
use prompt_build::report::{Code, Finding, Findings};

use super::judge::named;
use super::{Binary, Marker};
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// Reports each prompt of the package at hand that a build would not embed now. The version and the
/// hash have to be the same, those of a working copy too.
pub fn stale(binary: &Binary, workspace: &Workspace) -> Result<Findings, Failure> {
    let application = workspace.application()?;
    let mut findings = Findings::default();
    let mut outcomes = BTreeMap::new();
    let markers = binary.found.markers.keys();
    for marker in markers.filter(|marker| marker.package == application) {
        let outcome = outcomes
            .entry(&marker.environment)
            .or_insert_with(|| check(&workspace.disk, &workspace.prompts, &request(marker)));
        if let Some(now) = difference(marker, outcome) {
            let message = format!("{} is not what {now}", named(marker));
            let help = format!("run `cargo clean -p {application}` and build again");
            let finding = Finding::error(Code::EmbeddedStale, binary.location(), message);
            findings.push(finding.help(help));
        }
    }
    Ok(findings)
}

fn request(marker: &Marker) -> Request {
    Request {
        variable: Some(marker.environment.clone()),
        ..Request::default()
    }
}

/// Says what a build would embed, if it is something else.
fn difference(marker: &Marker, outcome: &Outcome) -> Option<String> {
    let environment = &marker.environment;
    let prompt = outcome.prompts.iter().find(|prompt| prompt.id == marker.id);
    let Some(pinned) = prompt.and_then(|prompt| prompt.pinned.as_ref()) else {
        return Some(format!("a build for `{environment}` has now: nothing"));
    };
    let (version, sha256) = (&pinned.text.version, &pinned.text.sha256);
    if *version == marker.version && *sha256 == marker.sha256 {
        return None;
    }
    let hash = sha256.chars().take(12).collect::<String>();
    Some(format!(
        "a build for `{environment}` has now: {version} with the hash {hash}"
    ))
}
