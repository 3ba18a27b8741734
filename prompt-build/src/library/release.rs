use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use prompt_core::vocabulary::Status;
use semver::Version;

use super::{
    Extension,
    record::{
        Confirmation, Evidence, PinChange, Records, Retirement, SignOff, Signature, read_sha256,
    },
    release_file,
};
use crate::pin::completed;
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Table, Value};

/// An entry of a ledger: a released version with its records.
#[derive(Debug)]
pub struct Release {
    pub version: Version,
    pub version_mark: Mark,
    /// `None` if it could not be read.
    pub status: Option<Status>,
    /// The extension of the released file: `prompt`, unless the entry says another one.
    pub extension: Extension,
    /// The SHA-256 of the released file in lower-case hexadecimal; `None` if it could not be read.
    pub sha256: Option<String>,
    pub sha256_mark: Mark,
    pub published: Option<Signature>,
    pub evidence: Vec<Evidence>,
    pub sign_offs: Vec<SignOff>,
    /// The pins that were set to it, oldest first.
    pub pin_changes: Vec<PinChange>,
    /// Rollbacks to it that were confirmed, oldest first.
    pub confirmations: Vec<Confirmation>,
    pub deprecated: Option<Retirement>,
    pub withdrawn: Option<Retirement>,
    /// The positions of the runs by their digests, once a run was asked for by one.
    pub(crate) runs_by_digest: OnceCell<BTreeMap<String, usize>>,
}

/// The format of an entry: how the released text is read and rendered, and what is sent with it.
pub const ENTRY_FORMAT: u32 = 1;

impl Release {
    /// The keys of an entry.
    pub const KEYS: &'static [&'static str] = &[
        "version",
        "format",
        "extension",
        "status",
        "sha256",
        "published",
        "evidence",
        "sign_offs",
        "pinned",
        "confirmed",
        "deprecated",
        "withdrawn",
    ];

    /// Reads an entry. `None` if its version cannot be read.
    pub(super) fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        let table = Table::open(source, node, "a release", Self::KEYS, findings)?;
        let version_node = table.required("version", "1.0.0", findings);
        let status = table
            .required("status", "draft", findings)
            .and_then(|node| read_status(source, node, findings));
        findings.extend(unknown_format(source, &table));
        let extension = read_extension(source, &table, findings);
        let sha256_node = table.required("sha256", "HASH", findings);
        let sha256 = sha256_node.and_then(|node| read_sha256(source, ("sha256", node), findings));
        let records = Records::read(source, &table, status, findings);
        let version_node = version_node?;
        Some(Self {
            version: read_version(source, version_node, findings)?,
            version_mark: version_node.mark,
            status,
            extension,
            sha256,
            sha256_mark: sha256_node.map_or(node.mark, |node| node.mark),
            published: records.published,
            evidence: records.evidence,
            sign_offs: records.sign_offs,
            pin_changes: records.pin_changes,
            confirmations: records.confirmations,
            deprecated: records.deprecated,
            withdrawn: records.withdrawn,
            runs_by_digest: OnceCell::new(),
        })
    }

    /// The name of the released file.
    pub fn file(&self) -> String {
        release_file(&self.version, self.extension)
    }

    /// The time of each record, with its place.
    pub fn times(&self) -> impl Iterator<Item = (&str, Mark)> {
        let changes = self.pin_changes.iter().map(|change| &change.signature);
        let retirements = [&self.deprecated, &self.withdrawn].into_iter().flatten();
        let signatures = self
            .published
            .iter()
            .chain(self.sign_offs.iter().map(|sign_off| &sign_off.signature))
            .chain(changes)
            .chain(self.confirmations.iter().map(|one| &one.signature))
            .chain(retirements.map(|retirement| &retirement.signature))
            .map(|signature| (&signature.at, signature.at_mark));
        let runs = self.evidence.iter().map(|run| (&run.at, run.at_mark));
        signatures
            .chain(runs)
            .filter_map(|(at, mark)| Some((at.as_deref()?, mark)))
    }

    /// The environment that each run and each sign-off names, with its place.
    pub fn environments(&self) -> impl Iterator<Item = (&str, Mark)> {
        let runs = self.evidence.iter();
        let runs = runs.map(|run| (&run.environment, run.environment_mark));
        let sign_offs = self.sign_offs.iter();
        let sign_offs = sign_offs.map(|one| (&one.environment, one.environment_mark));
        runs.chain(sign_offs)
            .filter_map(|(name, mark)| Some((name.as_deref()?, mark)))
    }
}

/// Reports a format that this version does not know: the entry may say more than is read here. An
/// entry that names none is of the first.
fn unknown_format(source: &Arc<Source>, table: &Table<'_>) -> Option<Finding> {
    let node = table.optional("format")?;
    let number = match &node.value {
        Value::Integer(number) if *number == ENTRY_FORMAT.into() => return None,
        Value::Integer(number) => number,
        _ => {
            return Some(yaml::unexpected(
                source,
                node,
                "a whole number for `format`",
            ));
        }
    };
    let message = format!("unknown format `{number}`, expected {ENTRY_FORMAT}");
    let help = "a later version of `cargo prompts` wrote the entry: update it and `prompt-build`";
    let location = Location::new(source, node.mark);
    Some(Finding::error(Code::UnknownFormat, location, message).help(help.to_owned()))
}

/// Reads the extension of the released file. It is part of the release: the same text is read in
/// another way under another extension.
fn read_extension(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> Extension {
    let Some(node) = table.optional("extension") else {
        return Extension::default();
    };
    let Some(text) = yaml::text(source, node, "`extension`", findings) else {
        return Extension::default();
    };
    let mut all = Extension::ALL.into_iter();
    all.find(|known| known.as_str() == text).unwrap_or_else(|| {
        let known = Extension::ALL.map(Extension::as_str).join("`, `");
        let message = format!("unknown extension {}, expected `{known}`", quoted(text));
        let location = Location::new(source, node.mark);
        findings.push(Finding::error(Code::UnexpectedType, location, message));
        Extension::default()
    })
}

fn read_version(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Version> {
    let text = match &node.value {
        // `1.10` is the number 1.1 in YAML.
        Value::Integer(_) | Value::Float(_) => source.text[node.mark.span()].to_owned(),
        value => value.to_string(),
    };
    let version = Version::parse(&text);
    if version.is_err() {
        let message = format!(
            "invalid version {}, expected one as in `2.3.0`",
            quoted(&text)
        );
        let help = completed(&text).map(|version| format!("write all three parts: `{version}`"));
        let location = Location::new(source, node.mark);
        findings.push(Finding::error(Code::InvalidVersion, location, message).help(help));
    }
    version.ok()
}

fn read_status(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Status> {
    let text = yaml::text(source, node, "`status`", findings)?;
    let status = Status::RELEASED
        .into_iter()
        .find(|status| status.as_str() == text);
    if status.is_none() {
        let known = Status::RELEASED.map(Status::as_str);
        let message = format!(
            "unknown status {}, expected `{}`",
            quoted(text),
            known.join("`, `")
        );
        let finding = Finding::error(
            Code::UnknownStatus,
            Location::new(source, node.mark),
            message,
        );
        findings.push(finding.help(did_you_mean(text, known)));
    }
    status
}
