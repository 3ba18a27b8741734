//! Findings in the formats of `check --format`. All other commands print them for people.

mod github;
mod human;
mod json;
mod paths;
mod region;
mod sarif;
#[cfg(test)]
mod tests;

use clap::ValueEnum;
use prompt_build::report::{Finding, Severity};
use prompt_core::hidden::escape_line;

use crate::report::failure::Failure;
use crate::report::output;
pub use human::shown;
pub use json::object as to_json;
pub use paths::Paths;

/// The form in which findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: each with its line, a caret and the way out
    Human,
    /// One JSON object, described below
    Json,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// Workflow commands that GitHub shows at the lines of a pull request
    Github,
}

/// The result of a check.
#[derive(Debug)]
pub struct Report<'a> {
    /// In the order of their places, none of them twice.
    pub findings: Vec<&'a Finding>,
    /// The number of prompts.
    pub prompts: usize,
    pub environments: usize,
    pub paths: &'a Paths,
}

impl Report<'_> {
    pub fn errors(&self) -> usize {
        self.count(Severity::Error)
    }

    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning)
    }

    pub fn notes(&self) -> usize {
        self.count(Severity::Note)
    }

    fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }

    fn text(&self, format: Format) -> String {
        match format {
            Format::Human => human::text(self),
            Format::Json => json::text(self),
            Format::Sarif => sarif::text(self),
            Format::Github => github::text(self),
        }
    }

    /// Prints to standard output.
    pub fn print(&self, format: Format) -> Result<(), Failure> {
        match format {
            Format::Human => output::print(&self.text(format)),
            Format::Json | Format::Sarif => {
                output::print_as_is(&output::for_programs(&self.text(format)))
            }
            Format::Github => output::print_as_is(&self.text(format)),
        }
    }
}

/// The sentence of a finding, and the ways out on lines of their own.
fn message(finding: &Finding) -> String {
    let help = finding.help.iter();
    let help = help.map(|help| format!("help: {}", escape_line(help)));
    let lines = [escape_line(&finding.message).into_owned()]
        .into_iter()
        .chain(help);
    lines.collect::<Vec<_>>().join("\n")
}

/// The word for a severity, as all formats have it.
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
