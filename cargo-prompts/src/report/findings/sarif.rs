//! SARIF 2.1.0, the exchange format of static analysis.

use std::collections::BTreeSet;

use prompt_build::report::{Code, Finding};
use prompt_build::source::Location;
use serde_json::{Value, json};

use super::region::{Region, Unit};
use super::{Paths, Report, level, message};
use crate::report::explain::Explanation;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The base of relative addresses: where the repository was checked out.
const BASE: &str = "%SRCROOT%";

pub fn text(report: &Report<'_>) -> String {
    let codes = report
        .findings
        .iter()
        .map(|finding| finding.code)
        .collect::<BTreeSet<_>>();
    let codes = codes.into_iter().collect::<Vec<_>>();
    let results = report
        .findings
        .iter()
        .map(|finding| result(finding, &codes, report.paths))
        .collect::<Vec<_>>();
    let driver = json!({
        "name": "cargo-prompts",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "informationUri": "https://docs.rs/cargo-prompts",
        "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
    });
    let run = json!({
        "tool": { "driver": driver },
        "columnKind": "utf16CodeUnits",
        "results": results,
    });
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] });
    format!("{log:#}\n")
}

/// A code, with its explanation.
fn rule(code: Code) -> Value {
    let mut rule = json!({ "id": code.as_str() });
    if let Some(Explanation { title, text, .. }) = Explanation::of(code.as_str()) {
        rule["shortDescription"] = json!({ "text": title });
        rule["help"] = json!({ "text": text, "markdown": text });
    }
    rule
}

fn result(finding: &Finding, codes: &[Code], paths: &Paths) -> Value {
    let mut result = json!({
        "ruleId": finding.code.as_str(),
        "ruleIndex": codes.binary_search(&finding.code).unwrap_or_default(),
        "level": level(finding.severity),
        "message": { "text": without_links(&message(finding)) },
        "locations": [physical_location(&finding.location, paths)],
    });
    if let Some((location, label)) = &finding.related {
        let mut related = physical_location(location, paths);
        related["message"] = json!({ "text": label });
        result["relatedLocations"] = json!([related]);
    }
    result
}

/// Escapes the brackets of a text: SARIF has links in messages.
fn without_links(text: &str) -> String {
    text.replace('[', "\\[").replace(']', "\\]")
}

fn physical_location(location: &Location, paths: &Paths) -> Value {
    let Region {
        line,
        column,
        end_line,
        end_column,
    } = Region::of(location, Unit::Utf16);
    let region = json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column });
    let artifact = artifact(&paths.in_repository(&location.source.shown_path()));
    json!({ "physicalLocation": { "artifactLocation": artifact, "region": region } })
}

/// The address of a file: relative to the repository, or absolute where it lies outside.
fn artifact(path: &str) -> Value {
    if path.starts_with('/') {
        return json!({ "uri": format!("file://{}", encoded(path)) });
    }
    if path.contains(':') && path.chars().nth(1) == Some(':') {
        return json!({ "uri": format!("file:///{}", encoded(path)) });
    }
    json!({ "uri": encoded(path), "uriBaseId": BASE })
}

/// Writes each character of a path that has a meaning in an address as `%` and two digits.
fn encoded(path: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let encode = |byte: u8| {
        if is_plain(byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    path.bytes().map(encode).collect()
}
