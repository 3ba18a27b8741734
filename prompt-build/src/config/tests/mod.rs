//! Configurations as they are written.

mod choice;
mod environments;
mod files;
mod pins;
mod policies;

use super::Config;
use crate::report::{Finding, Findings};
use crate::source::Source;

/// A configuration in which the text under `note` begins on line 3.
fn configuration(pins: &str) -> String {
    format!(
        "environments: {{ live: {{ prompt_source: local, model: m, temperature: 0, logging: full, rate_limit: null }} }}\n\
         prompts:\n  note:{pins}\n"
    )
}

/// The findings, with their places.
fn read_findings(text: &str) -> String {
    let mut findings = Findings::default();
    Config::read(&Source::new("environments.yaml", text), &mut findings).unwrap();
    let findings = findings.sorted().into_iter().map(placed);
    findings.collect::<Vec<_>>().join(" ")
}

fn placed(finding: &Finding) -> String {
    let located = finding.location.locate();
    format!(
        "{}@{}:{}",
        finding.code.as_str(),
        located.line,
        located.column
    )
}
