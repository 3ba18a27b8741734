//! For people.

use prompt_build::report::{Finding, Severity, Style, render_as};

use super::{Report, level};
use crate::report::output::{BOLD, CYAN, GREEN, RED, RESET, YELLOW};

/// Each finding as a build shows it, their number, and the way to explain them. Colours are removed if the
/// output is not a terminal.
pub fn text(report: &Report<'_>) -> String {
    let findings = report
        .findings
        .iter()
        .map(|finding| shown(finding) + "\n\n");
    findings.collect::<String>() + &summary(report) + "\n"
}

/// A finding as every command shows it.
pub fn shown(finding: &Finding) -> String {
    let rendered = render_as(finding, Style::Coloured);
    let (title, excerpt) = rendered.split_once('\n').unwrap_or((&rendered, ""));
    let colour = match finding.severity {
        Severity::Error => RED,
        Severity::Warning => YELLOW,
        Severity::Note => CYAN,
    };
    let level = level(finding.severity);
    format!("{BOLD}{colour}{level}{RESET}{BOLD}: {title}{RESET}\n{excerpt}")
        .trim_end()
        .to_owned()
}

fn summary(report: &Report<'_>) -> String {
    let (errors, warnings) = (
        counted(report.errors(), "error"),
        counted(report.warnings(), "warning"),
    );
    let (colour, words) = match (report.errors(), report.warnings()) {
        (0, 0) => (GREEN, "nothing wrong".to_owned()),
        (0, _) => (YELLOW, warnings),
        (_, 0) => (RED, errors),
        _ => (RED, format!("{errors}, {warnings}")),
    };
    let (prompts, environments) = (
        counted(report.prompts, "prompt"),
        counted(report.environments, "environment"),
    );
    let notes = match report.notes() {
        0 => String::new(),
        notes => format!(", {}", counted(notes, "note")),
    };
    let total = format!("{BOLD}{colour}{words}{RESET}{notes} in {prompts} and {environments}");
    if report.findings.is_empty() {
        total
    } else {
        total + "\n`cargo prompts explain CODE` explains a code in brackets"
    }
}

/// `1 error`, `2 errors`.
fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
