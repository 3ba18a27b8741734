use std::sync::Arc;

use prompt_core::vocabulary::Status;

use super::fields::read_list;
use super::{Confirmation, Evidence, PinChange, Retirement, SignOff, Signature};
use crate::library::time::Moment;
use crate::report::{Code, Finding, Findings};
use crate::source::{Location, Mark, Source};
use crate::yaml::Table;

/// The records of a ledger's entry.
#[derive(Debug)]
pub struct Records {
    pub published: Option<Signature>,
    pub evidence: Vec<Evidence>,
    pub sign_offs: Vec<SignOff>,
    pub pin_changes: Vec<PinChange>,
    pub confirmations: Vec<Confirmation>,
    pub deprecated: Option<Retirement>,
    pub withdrawn: Option<Retirement>,
}

/// A record's time. `what` names the record in a message.
struct Dated<'a> {
    what: &'static str,
    at: Option<&'a str>,
    mark: Mark,
}

impl Records {
    /// Reads the records of an entry. Reports those that contradict its status, and those that are
    /// older than the release.
    pub fn read(
        source: &Arc<Source>,
        table: &Table<'_>,
        status: Option<Status>,
        findings: &mut Findings,
    ) -> Self {
        let published = table.optional("published");
        let retirement = |key, what, findings: &mut Findings| {
            let node = table.optional(key)?;
            Retirement::read(source, node, what, findings)
        };
        let records = Self {
            published: published.and_then(|node| Signature::of_publication(source, node, findings)),
            evidence: read_list(source, table, "evidence", Evidence::read, findings),
            sign_offs: read_list(source, table, "sign_offs", SignOff::read, findings),
            pin_changes: read_list(source, table, "pinned", PinChange::read, findings),
            confirmations: read_list(source, table, "confirmed", Confirmation::read, findings),
            deprecated: retirement("deprecated", "`deprecated`", findings),
            withdrawn: retirement("withdrawn", "`withdrawn`", findings),
        };
        if let Some(status) = status {
            findings.extend(records.contradictions(source, table, status));
        }
        findings.extend(records.too_early(source));
        records
    }

    /// Reports a deprecation or a withdrawal that contradicts the status of the entry.
    fn contradictions(
        &self,
        source: &Arc<Source>,
        table: &Table<'_>,
        status: Status,
    ) -> impl Iterator<Item = Finding> {
        let is_retired = matches!(status, Status::Deprecated | Status::Withdrawn);
        let keys = [
            (
                "withdrawn",
                self.withdrawn.is_some() && status != Status::Withdrawn,
            ),
            ("deprecated", self.deprecated.is_some() && !is_retired),
        ];
        keys.into_iter()
            .filter(|(_, is_contradiction)| *is_contradiction)
            .map(move |(key, _)| contradiction(source, table, key, status))
    }

    /// Reports records that are older than the release: nobody can have made them then.
    fn too_early(&self, source: &Arc<Source>) -> Vec<Finding> {
        let Some(published) = &self.published else {
            return Vec::new();
        };
        let moment = |at: Option<&str>| at.and_then(Moment::parse);
        let Some(start) = moment(published.at.as_deref()) else {
            return Vec::new();
        };
        let early = self
            .after_publication()
            .filter(|record| moment(record.at).is_some_and(|at| at < start));
        let finding = |record: Dated<'_>| {
            let location = Location::new(source, record.mark);
            let message = format!("the {} is older than the release", record.what);
            let published = Location::new(source, published.at_mark);
            Finding::error(Code::InvalidTime, location, message)
                .related(published, "published here")
        };
        early.map(finding).collect()
    }

    /// Returns all records but the publication.
    fn after_publication(&self) -> impl Iterator<Item = Dated<'_>> {
        let runs = self.evidence.iter().map(|run| Dated {
            what: "run",
            at: run.at.as_deref(),
            mark: run.at_mark,
        });
        let sign_offs = self.sign_offs.iter().map(|one| &one.signature);
        let moves = self.pin_changes.iter().map(|one| &one.signature);
        let confirmations = self.confirmations.iter().map(|one| &one.signature);
        let signed = sign_offs
            .map(Dated::of("sign-off"))
            .chain(moves.map(Dated::of("move of the pin")))
            .chain(confirmations.map(Dated::of("confirmation")));
        let retirements = [
            ("deprecation", &self.deprecated),
            ("withdrawal", &self.withdrawn),
        ];
        let retirements = retirements
            .into_iter()
            .filter_map(|(what, one)| Some(Dated::of(what)(&one.as_ref()?.signature)));
        runs.chain(signed).chain(retirements)
    }
}

impl<'a> Dated<'a> {
    fn of(what: &'static str) -> impl Fn(&'a Signature) -> Self {
        move |signature| Self {
            what,
            at: signature.at.as_deref(),
            mark: signature.at_mark,
        }
    }
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
