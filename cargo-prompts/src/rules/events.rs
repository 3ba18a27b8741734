//! The history of a release, read from its ledger entry.

use jiff::Timestamp;
use prompt_build::check::Doubt;
use prompt_build::library::{
    Confirmation, Evidence, PinChange, Release, Retirement, Run, SignOff, Signature,
};
use prompt_build::source::Mark;

use crate::project::judge_words::{in_words, verb};
use crate::project::settings_record::{in_brackets, through};

/// Something that was done with a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub id: String,
    pub version: String,
    /// The hash of the released text; `None` where it could not be read.
    pub sha256: Option<String>,
    pub kind: EventKind,
    /// The action, in the words that follow the version in a sentence.
    pub what: String,
    pub environment: Option<String>,
    /// The application whose pin it is, if several share the library.
    pub application: Option<String>,
    pub by: Option<String>,
    /// The full name of the person, if the record has one.
    pub name: Option<String>,
    /// RFC 3339; `None` where it could not be read.
    pub at: Option<String>,
    pub why: Option<String>,
    /// The place of the record's time.
    pub mark: Option<Mark>,
    /// The reason why a strict check or a build refuses the record.
    pub doubt: Option<String>,
}

/// The kind of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    Published,
    Golden,
    Validation,
    Agreement,
    SignedOff,
    Pinned,
    RolledBack,
    Confirmed,
    Deprecated,
    Withdrawn,
}

impl EventKind {
    pub const ALL: [Self; 10] = [
        Self::Published,
        Self::Golden,
        Self::Validation,
        Self::Agreement,
        Self::SignedOff,
        Self::Pinned,
        Self::RolledBack,
        Self::Confirmed,
        Self::Deprecated,
        Self::Withdrawn,
    ];

    /// The stable name, for programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Golden => "golden",
            Self::Validation => "validation",
            Self::Agreement => "agreement",
            Self::SignedOff => "signed-off",
            Self::Pinned => "pinned",
            Self::RolledBack => "rolled-back",
            Self::Confirmed => "confirmed",
            Self::Deprecated => "deprecated",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl Event {
    /// The time of the event. An event without a readable time sorts before all others.
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.at.as_ref().and_then(|at| at.parse().ok())
    }

    /// The event with the doubt about its record, if there is one.
    #[must_use]
    pub fn with_doubt(self, doubts: &[Doubt]) -> Self {
        let doubt = doubts.iter().find(|doubt| Some(doubt.at) == self.mark);
        Self {
            doubt: doubt.map(|doubt| doubt.sentence.clone()),
            ..self
        }
    }
}

/// The events of a release, in the order of a release's life.
pub fn events(id: &str, release: &Release) -> Vec<Event> {
    let plain = Event {
        id: id.to_owned(),
        version: release.version.to_string(),
        sha256: release.sha256.clone(),
        kind: EventKind::Published,
        what: String::new(),
        environment: None,
        application: None,
        by: None,
        name: None,
        at: None,
        why: None,
        mark: None,
        doubt: None,
    };
    let published = release
        .published
        .iter()
        .map(|signature| plain.signed(EventKind::Published, "published", signature, None));
    let evidence = release
        .evidence
        .iter()
        .map(|evidence| plain.evidence(evidence));
    let sign_offs = release
        .sign_offs
        .iter()
        .map(|sign_off| plain.sign_off(sign_off));
    let moves = release
        .pin_changes
        .iter()
        .map(|pin_move| plain.pinned(pin_move));
    let confirmations = release
        .confirmations
        .iter()
        .map(|confirmation| plain.confirmed(confirmation));
    let given_up = |kind: EventKind, given_up: &Option<Retirement>| {
        let given_up = given_up.as_ref()?;
        let (signature, reason) = (&given_up.signature, given_up.reason.clone());
        Some(plain.signed(kind, kind.as_str(), signature, reason))
    };
    let ends = [
        given_up(EventKind::Deprecated, &release.deprecated),
        given_up(EventKind::Withdrawn, &release.withdrawn),
    ];
    published
        .chain(evidence)
        .chain(sign_offs)
        .chain(moves)
        .chain(confirmations)
        .chain(ends.into_iter().flatten())
        .collect()
}

impl Event {
    fn signed(
        &self,
        kind: EventKind,
        what: impl Into<String>,
        signature: &Signature,
        why: Option<String>,
    ) -> Self {
        let Signature { by, name, at, .. } = signature.clone();
        Self {
            kind,
            what: what.into(),
            by,
            name,
            at,
            why,
            mark: Some(signature.at_mark),
            ..self.clone()
        }
    }

    fn evidence(&self, evidence: &Evidence) -> Self {
        let run = evidence.run.map_or("run", |run| run.as_str());
        let kind = match evidence.run {
            Some(Run::Validation) => EventKind::Validation,
            Some(Run::Agreement) => EventKind::Agreement,
            Some(Run::Golden) | None => EventKind::Golden,
        };
        let environment = evidence.environment.clone();
        let model = evidence.model.as_deref().unwrap_or("?");
        let name = environment.as_deref().unwrap_or("?");
        let (passed, calls) = (evidence.passed, evidence.calls());
        let through = through(evidence.api);
        let parameters = in_brackets(&evidence.parameters);
        let judge = evidence.judge.as_ref();
        let judge = judge.map(|judge| format!(", judged by {}", in_words(judge)));
        let judge = judge.unwrap_or_default();
        let verb = verb(evidence.run);
        let what = format!(
            "{run} in {name} with {model}{through}{parameters}{judge}: {passed} of {calls} {verb}"
        );
        Self {
            kind,
            what,
            environment,
            at: evidence.at.clone(),
            mark: Some(evidence.at_mark),
            ..self.clone()
        }
    }

    fn sign_off(&self, sign_off: &SignOff) -> Self {
        let environment = sign_off.environment.clone();
        let place = place(environment.as_deref(), sign_off.application.as_deref());
        let what = format!("signed off for {place}");
        Self {
            environment,
            application: sign_off.application.clone(),
            ..self.signed(
                EventKind::SignedOff,
                what,
                &sign_off.signature,
                sign_off.reason.clone(),
            )
        }
    }

    fn confirmed(&self, confirmation: &Confirmation) -> Self {
        let environment = confirmation.environment.clone();
        let place = place(environment.as_deref(), confirmation.application.as_deref());
        let what = format!("confirmed in {place} after a rollback");
        Self {
            environment,
            application: confirmation.application.clone(),
            ..self.signed(
                EventKind::Confirmed,
                what,
                &confirmation.signature,
                confirmation.reason.clone(),
            )
        }
    }

    fn pinned(&self, pin_move: &PinChange) -> Self {
        let environment = pin_move.environment.clone();
        let (kind, verb) = if pin_move.is_rollback {
            (EventKind::RolledBack, "brought back")
        } else {
            (EventKind::Pinned, "pinned")
        };
        let before = pin_move
            .before
            .as_ref()
            .map(|before| format!(" in place of {before}"))
            .unwrap_or_default();
        let place = place(environment.as_deref(), pin_move.application.as_deref());
        let what = format!("{verb} in {place}{before}");
        Self {
            environment,
            application: pin_move.application.clone(),
            ..self.signed(kind, what, &pin_move.signature, pin_move.reason.clone())
        }
    }
}

/// An environment and, where several applications share the library, the one whose it is.
fn place(environment: Option<&str>, application: Option<&str>) -> String {
    let environment = environment.unwrap_or("?");
    match application {
        Some(application) => format!("{environment} of {application}"),
        None => environment.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use prompt_build::library::Ledger;
    use prompt_build::report::Findings;
    use prompt_build::source::Source;

    use super::{Event, EventKind, events};

    const LEDGER: &str = "- version: 2.3.0
  status: deprecated
  sha256: HASH
  published: { by: mara, at: 2026-10-04T10:00:00Z }
  evidence:
    - { prompt: sales-email, run: golden, environment: staging, api: gemini, model: kimi-k2-5, temperature: 0.2, cases: 20,
        passed: 19, threshold: 0.9, sha256: HASH, dataset: HASH, at: 2026-10-04T11:00:00Z }
  sign_offs:
    - { prompt: sales-email, environment: production, by: sales-lead, at: 2026-10-05T14:00:00Z,
        reason: reply rate up, sha256: HASH }
    - { prompt: sales-email, environment: production, application: billing, by: ben,
        at: 2026-10-05T15:00:00Z, reason: reads well, sha256: HASH }
  pinned:
    - { environment: production, before: 2.2.1, by: sales-lead, at: 2026-10-06T08:00:00Z, reason: reply rate up }
    - { environment: production, application: billing, rollback: true, before: 2.4.0, by: on-call,
        at: 2026-10-09T02:10:00Z, reason: wrong prices }
    - { environment: staging, by: ben, at: 2026-10-10T08:00:00Z, reason: first }
  confirmed:
    - { environment: production, application: billing, rolled_back_at: 2026-10-09T02:10:00Z, by: sales-lead,
        at: 2026-10-09T08:00:00Z, reason: agreed }
  deprecated: { by: ana, at: 2026-10-20T08:00:00Z, reason: 2.4.0 is better }
- version: 2.2.0
  status: withdrawn
  sha256: HASH
  withdrawn: { by: ana, at: 2026-10-01T08:00:00Z, reason: a price was wrong }
";

    /// Environment, time, person, event and reason.
    const EVENTS: &[&str] = &[
        "- 10-04T10 mara: published (-)",
        "staging 10-04T11 -: golden in staging with kimi-k2-5 through gemini (temperature 0.2): 19 of 20 passed (-)",
        "production 10-05T14 sales-lead: signed off for production (reply rate up)",
        "production 10-05T15 ben: signed off for production of billing (reads well)",
        "production 10-06T08 sales-lead: pinned in production in place of 2.2.1 (reply rate up)",
        "production 10-09T02 on-call: brought back in production of billing in place of 2.4.0 (wrong prices)",
        "staging 10-10T08 ben: pinned in staging (first)",
        "production 10-09T08 sales-lead: confirmed in production of billing after a rollback (agreed)",
        "- 10-20T08 ana: deprecated (2.4.0 is better)",
        "- 10-01T08 ana: withdrawn (a price was wrong)",
    ];

    #[test]
    fn each_record_is_an_event() {
        let mut findings = Findings::default();
        let text = LEDGER.replace("HASH", &"a".repeat(64));
        let ledger = Ledger::read(&Source::new("releases.yaml", text), &mut findings).unwrap();
        let releases = ledger.releases(&mut findings);
        assert!(!findings.has_errors(), "{findings:?}");
        let events = releases
            .iter()
            .flat_map(|release| events("sales-email", release));
        let shown = |event: &Event| {
            let or_none = |text: &Option<String>| text.clone().unwrap_or("-".to_owned());
            let (environment, by, why) = (&event.environment, &event.by, &event.why);
            format!(
                "{} {} {}: {} ({})",
                or_none(environment),
                &or_none(&event.at)[5..13],
                or_none(by),
                event.what,
                or_none(why)
            )
        };
        let events = events.collect::<Vec<_>>();
        assert_eq!(events.iter().map(shown).collect::<Vec<_>>(), EVENTS);
        for event in &events {
            assert_eq!(event.id, "sales-email");
            assert_eq!(event.version == "2.2.0", event.what == "withdrawn");
        }
    }

    /// Records of a merge stand in any order: `history` sorts them by the time, not by the text.
    #[test]
    fn the_time_of_an_event_is_read_from_its_text() {
        let event = |at: Option<&str>| Event {
            id: "sales-email".to_owned(),
            version: "2.3.0".to_owned(),
            sha256: None,
            kind: EventKind::Published,
            what: "published".to_owned(),
            environment: None,
            application: None,
            by: None,
            name: None,
            at: at.map(str::to_owned),
            why: None,
            mark: None,
            doubt: None,
        };
        let time = |at| event(at).timestamp();
        assert_eq!(
            time(Some("2026-10-04T12:00:00+02:00")),
            time(Some("2026-10-04T10:00:00Z"))
        );
        assert!(time(Some("2026-10-04T10:00:00Z")) > time(Some("2026-10-04T09:59:59Z")));
        assert!(time(Some("yesterday")).is_none() && time(None).is_none());
    }
}
