use std::sync::Arc;

use semver::Version;

use super::time;
use crate::report::{Code, Finding, Findings, Place, Source, did_you_mean, quoted};
use crate::yaml::{self, Mark, Node, Table, Value};

/// One entry of a ledger: a released version, what became of it, and who signed it off.
#[derive(Debug)]
pub struct Release {
    pub version: Version,
    pub version_mark: Mark,
    /// `None` where it could not be read.
    pub status: Option<Status>,
    /// The SHA-256 of the released file in lower-case hexadecimal; `None` where it could not be read.
    pub sha256: Option<String>,
    pub sha256_mark: Mark,
    /// The environments that the version is signed off for.
    pub signed_off: Vec<String>,
}

/// How far a release has come in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Draft,
    Active,
    Deprecated,
    Withdrawn,
}

const KEYS: &[&str] = &["version", "status", "sha256", "published", "sign_offs"];
const PUBLISHED_KEYS: &[&str] = &["by", "at"];
const SIGN_OFF_KEYS: &[&str] = &["environment", "by", "at", "reason", "evidence"];

impl Release {
    /// Reads an entry. `None` where it does not even say which version it is about.
    pub(super) fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        let table = Table::open(source, node, "a release", KEYS, findings)?;
        let version_node = table.required("version", findings);
        let status = table.required("status", findings).and_then(|node| read_status(source, node, findings));
        let sha256_node = table.required("sha256", findings);
        let sha256 = sha256_node.and_then(|node| read_sha256(source, node, findings));
        if let Some(node) = table.optional("published")
            && let Some(table) = Table::open(source, node, "`published`", PUBLISHED_KEYS, findings)
        {
            read_by_and_at(source, &table, findings);
        }
        let signed_off = table.optional("sign_offs").map(|node| read_sign_offs(source, node, findings));
        let version_node = version_node?;
        Some(Self {
            version: read_version(source, version_node, findings)?,
            version_mark: version_node.mark,
            status,
            sha256,
            sha256_mark: sha256_node.map_or(node.mark, |node| node.mark),
            signed_off: signed_off.unwrap_or_default(),
        })
    }
}

impl Status {
    const ALL: [Self; 4] = [Self::Draft, Self::Active, Self::Deprecated, Self::Withdrawn];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Deprecated => "deprecated",
            Self::Withdrawn => "withdrawn",
        }
    }
}

fn read_version(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Version> {
    // `2.3` is a number to YAML; what it lacks as a version is the third part, not the quotes.
    let text = node.value.to_string();
    let version = Version::parse(&text);
    if version.is_err() {
        let message = format!("invalid version {}, expected one as in `2.3.0`", quoted(&text));
        findings.push(Finding::error(Code::InvalidVersion, Place::new(source, node.mark), message));
    }
    version.ok()
}

fn read_status(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Status> {
    let text = yaml::text(source, node, "`status`", findings)?;
    let status = Status::ALL.into_iter().find(|status| status.as_str() == text);
    if status.is_none() {
        let known = Status::ALL.map(Status::as_str);
        let message = format!("unknown status {}, expected `{}`", quoted(text), known.join("`, `"));
        let finding = Finding::error(Code::UnknownStatus, Place::new(source, node.mark), message);
        findings.push(finding.help(did_you_mean(text, known)));
    }
    status
}

fn read_sha256(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<String> {
    let text = yaml::text(source, node, "`sha256`", findings)?;
    let good = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if !good {
        let message = format!("invalid sha256 {}, expected 64 lower-case hexadecimal digits", quoted(text));
        let help = "`sha256sum` prints the hash of a file in this form".to_owned();
        let place = Place::new(source, node.mark);
        findings.push(Finding::error(Code::InvalidSha256, place, message).help(help));
    }
    good.then(|| text.to_owned())
}

fn read_sign_offs(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Vec<String> {
    let items = match &node.value {
        Value::Null => &[][..],
        Value::List(items) => items,
        _ => {
            findings.push(yaml::unexpected(source, node, "a list for `sign_offs`"));
            return Vec::new();
        }
    };
    items.iter().filter_map(|item| read_sign_off(source, item, findings)).collect()
}

/// The environment of a sign-off. Who signed, when and why must be there too; what the evidence is, is the signer's to
/// say.
fn read_sign_off(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<String> {
    let table = Table::open(source, node, "a sign-off", SIGN_OFF_KEYS, findings)?;
    read_by_and_at(source, &table, findings);
    read_text(source, &table, "reason", findings);
    read_text(source, &table, "environment", findings).map(str::to_owned)
}

/// Who and when.
fn read_by_and_at(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) {
    read_text(source, table, "by", findings);
    let at = read_text(source, table, "at", findings);
    if let (Some(text), Some(node)) = (at, table.optional("at"))
        && !time::is_valid(text)
    {
        let message = format!("invalid time {}, expected one as in `2026-10-05T14:00:00Z`", quoted(text));
        findings.push(Finding::error(Code::InvalidTime, Place::new(source, node.mark), message));
    }
}

/// The text under a key, which must be there and say something.
fn read_text<'a>(source: &Arc<Source>, table: &Table<'a>, key: &str, findings: &mut Findings) -> Option<&'a str> {
    let node = table.required(key, findings)?;
    let text = yaml::text(source, node, &format!("`{key}`"), findings)?;
    if text.trim().is_empty() {
        findings.push(Finding::error(Code::MissingKey, Place::new(source, node.mark), format!("`{key}` is blank")));
        return None;
    }
    Some(text)
}
