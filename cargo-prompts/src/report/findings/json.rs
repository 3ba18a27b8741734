//! One JSON object, documented in the help of `check`. Its keys are never renamed or removed.

use prompt_build::report::Finding;
use prompt_build::source::Location;
use serde_json::{Value, json};

use super::region::{Region, Unit};
use super::{Report, level};

pub fn text(report: &Report<'_>) -> String {
    let findings = report
        .findings
        .iter()
        .map(|finding| object(finding))
        .collect::<Vec<_>>();
    let report = json!({
        "prompts": report.prompts,
        "environments": report.environments,
        "errors": report.errors(),
        "warnings": report.warnings(),
        "notes": report.notes(),
        "findings": findings,
    });
    format!("{report:#}\n")
}

/// A finding as an object, as the help of `check` describes it.
pub fn object(finding: &Finding) -> Value {
    let mut object = json!({ "code": finding.code.as_str(), "severity": level(finding.severity) });
    extend(&mut object, located(&finding.location));
    let related = finding.related.as_ref().map(|(location, label)| {
        let mut related = located(location);
        extend(&mut related, json!({ "label": label }));
        related
    });
    extend(
        &mut object,
        json!({ "message": finding.message, "help": finding.help, "related": related }),
    );
    object
}

fn located(location: &Location) -> Value {
    let Region {
        line,
        column,
        end_line,
        end_column,
    } = Region::of(location, Unit::Characters);
    let path = location.source.shown_path();
    json!({ "path": path, "line": line, "column": column, "end_line": end_line, "end_column": end_column })
}

/// Adds the members of another object.
fn extend(object: &mut Value, other: Value) {
    if let (Value::Object(object), Value::Object(other)) = (object, other) {
        object.extend(other);
    }
}
