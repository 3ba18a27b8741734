use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use prompt_core::vocabulary::Status;
use semver::Version;

use super::{
    Extension,
    record::{
        Confirmation, Evidence, PinChange, Retirement, SignOff, Signature, read_list, read_sha256,
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

const KEYS: &[&str] = &[
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

impl Release {
    /// Reads an entry. `None` if its version cannot be read.
    pub(super) fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        let table = Table::open(source, node, "a release", KEYS, findings)?;
        let version_node = table.required("version", "1.0.0", findings);
        let status = table
            .required("status", "draft", findings)
            .and_then(|node| read_status(source, node, findings));
        findings.extend(unknown_format(source, &table));
        let extension = read_extension(source, &table, findings);
        let sha256_node = table.required("sha256", "HASH", findings);
        let sha256 = sha256_node.and_then(|node| read_sha256(source, ("sha256", node), findings));
        let published = table.optional("published");
        let published =
            published.and_then(|node| Signature::of_publication(source, node, findings));
        let retirement = |key, what, findings: &mut Findings| {
            table
                .optional(key)
                .and_then(|node| Retirement::read(source, node, what, findings))
        };
        let evidence = read_list(source, &table, "evidence", Evidence::read, findings);
        let sign_offs = read_list(source, &table, "sign_offs", SignOff::read, findings);
        let pin_changes = read_list(source, &table, "pinned", PinChange::read, findings);
        let confirmations = read_list(source, &table, "confirmed", Confirmation::read, findings);
        let deprecated = retirement("deprecated", "`deprecated`", findings);
        let withdrawn = retirement("withdrawn", "`withdrawn`", findings);
        for (key, is_so) in [
            (
                "withdrawn",
                withdrawn.is_none() || status == Some(Status::Withdrawn),
            ),
            (
                "deprecated",
                deprecated.is_none() || !matches!(status, Some(Status::Draft | Status::Active)),
            ),
        ] {
            if let (false, Some(status)) = (is_so, status) {
                findings.push(contradiction(source, &table, key, status));
            }
        }
        if let Some(published) = &published {
            let ends = [("deprecation", &deprecated), ("withdrawal", &withdrawn)];
            let ends = ends
                .into_iter()
                .filter_map(|(what, end)| Some((what, &end.as_ref()?.signature)));
            let sign_offs = sign_offs.iter().map(|one| ("sign-off", &one.signature));
            findings.extend(too_early(source, published, sign_offs.chain(ends)));
        }
        let version_node = version_node?;
        Some(Self {
            version: read_version(source, version_node, findings)?,
            version_mark: version_node.mark,
            status,
            extension,
            sha256,
            sha256_mark: sha256_node.map_or(node.mark, |node| node.mark),
            published,
            evidence,
            sign_offs,
            pin_changes,
            confirmations,
            deprecated,
            withdrawn,
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

/// Reports records that are older than the release: nobody can have made them then.
fn too_early<'a>(
    source: &'a Arc<Source>,
    published: &'a Signature,
    records: impl Iterator<Item = (&'static str, &'a Signature)> + 'a,
) -> impl Iterator<Item = Finding> + 'a {
    let early = records.filter(|(_, signature)| signature.is_before(published));
    early.map(|(what, signature)| {
        let location = Location::new(source, signature.at_mark);
        let message = format!("the {what} is older than the release");
        let published = Location::new(source, published.at_mark);
        Finding::error(Code::InvalidTime, location, message).related(published, "published here")
    })
}

/// Reports a status that contradicts another key of the entry.
fn contradiction(source: &Arc<Source>, table: &Table<'_>, key: &str, status: Status) -> Finding {
    let message = format!(
        "the status is `{}`, but the entry has the key `{key}`",
        status.as_str()
    );
    let help =
        "deprecation and withdrawal are final: if it was a mistake, publish the text again as a new version".to_owned();
    let location = Location::new(source, table.key_mark("status"));
    let finding = Finding::error(Code::ContradictoryStatus, location, message);
    finding
        .related(Location::new(source, table.key_mark(key)), "recorded here")
        .help(help)
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
