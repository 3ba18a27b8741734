//! Workflow commands, which GitHub Actions shows at the lines that they name.

use prompt_build::report::{Finding, Severity};
use prompt_core::hidden::escape_line;

use super::region::{Region, Unit};
use super::{Report, level, message};

pub fn text(report: &Report<'_>) -> String {
    report
        .findings
        .iter()
        .map(|finding| command(report, finding))
        .collect()
}

fn command(report: &Report<'_>, finding: &Finding) -> String {
    let Region {
        line,
        column,
        end_line,
        end_column,
    } = Region::of(&finding.location, Unit::Characters);
    let path = report
        .paths
        .in_repository(&finding.location.source.shown_path());
    let path = property(&escape_line(&path));
    let location =
        format!("file={path},line={line},col={column},endLine={end_line},endColumn={end_column}");
    let title = property(&format!("cargo prompts: {}", finding.code.as_str()));
    let message = data(&message(finding));
    format!(
        "::{} {location},title={title}::{message}\n",
        command_name(finding.severity)
    )
}

fn command_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "notice",
        other => level(other),
    }
}

/// Escapes the characters that would end a message.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes the characters that would end a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
