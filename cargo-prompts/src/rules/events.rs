//! The history of a release, read from its ledger entry.

use jiff::Timestamp;
use prompt_build::library::{
    Confirmation, Evidence, PinChange, Release, Retirement, SignOff, Signature,
};

/// Something that was done with a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub id: String,
    pub version: String,
    /// The action, in the words that follow the version in a sentence.
    pub what: String,
    pub environment: Option<String>,
    pub by: Option<String>,
    /// RFC 3339; `None` where it could not be read.
    pub at: Option<String>,
    pub why: Option<String>,
}

impl Event {
    /// The time of the event. An event without a readable time sorts before all others.
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.at.as_ref().and_then(|at| at.parse().ok())
    }
}

/// The events of a release, in the order of a release's life.
pub fn events(id: &str, release: &Release) -> Vec<Event> {
    let plain = Event {
        id: id.to_owned(),
        version: release.version.to_string(),
        what: String::new(),
        environment: None,
        by: None,
        at: None,
        why: None,
    };
    let published = release
        .published
        .iter()
        .map(|signature| plain.signed("published", signature, None));
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
    let given_up = |what: &'static str, given_up: &Option<Retirement>| {
        given_up
            .as_ref()
            .map(|given_up| plain.signed(what, &given_up.signature, given_up.reason.clone()))
    };
    let ends = [
        given_up("deprecated", &release.deprecated),
        given_up("withdrawn", &release.withdrawn),
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
    fn signed(&self, what: impl Into<String>, signature: &Signature, why: Option<String>) -> Self {
        let Signature { by, at, .. } = signature.clone();
        Self {
            what: what.into(),
            by,
            at,
            why,
            ..self.clone()
        }
    }

    fn evidence(&self, evidence: &Evidence) -> Self {
        let run = evidence.run.map_or("run", |run| run.as_str());
        let environment = evidence.environment.clone();
        let model = evidence.model.as_deref().unwrap_or("?");
        let name = environment.as_deref().unwrap_or("?");
        let (passed, cases) = (evidence.passed, evidence.cases);
        let what = format!("{run} in {name} with {model}: {passed} of {cases} passed");
        Self {
            what,
            environment,
            at: evidence.at.clone(),
            ..self.clone()
        }
    }

    fn sign_off(&self, sign_off: &SignOff) -> Self {
        let environment = sign_off.environment.clone();
        let place = place(environment.as_deref(), sign_off.application.as_deref());
        let what = format!("signed off for {place}");
        Self {
            environment,
            ..self.signed(what, &sign_off.signature, sign_off.reason.clone())
        }
    }

    fn confirmed(&self, confirmation: &Confirmation) -> Self {
        let environment = confirmation.environment.clone();
        let place = place(environment.as_deref(), confirmation.application.as_deref());
        let what = format!("confirmed in {place} after a rollback");
        Self {
            environment,
            ..self.signed(what, &confirmation.signature, confirmation.reason.clone())
        }
    }

    fn pinned(&self, pin_move: &PinChange) -> Self {
        let environment = pin_move.environment.clone();
        let verb = if pin_move.is_rollback {
            "brought back"
        } else {
            "pinned"
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
            ..self.signed(what, &pin_move.signature, pin_move.reason.clone())
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
