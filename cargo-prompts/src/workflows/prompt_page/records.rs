//! The records of a release in the ledger.

use prompt_build::check::Doubt;
use prompt_build::library::{Evidence, Release, SignOff, Signature};
use prompt_build::source::Mark;
use prompt_core::secret::masked;

use super::Page;
use crate::project::judge_words::{in_words, verb};
use crate::project::settings_record::{in_brackets, through};
use crate::project::timestamp::to_the_second;

impl Page {
    pub(super) fn release(&mut self, release: &Release, doubts: &[Doubt]) {
        self.doubt(release.version_mark, "status", doubts);
        if let Some(published) = &release.published {
            self.fact("published", &masked(&signed(published)));
        }
        for evidence in &release.evidence {
            self.fact("evidence", &masked(&show_evidence(evidence)));
            self.doubt(evidence.at_mark, "", doubts);
        }
        for sign_off in &release.sign_offs {
            self.fact("sign-off", &masked(&show_sign_off(sign_off)));
            self.doubt(sign_off.signature.at_mark, "", doubts);
        }
        let given_up = [
            ("deprecated", &release.deprecated),
            ("withdrawn", &release.withdrawn),
        ];
        for (what, given_up) in given_up {
            if let Some(given_up) = given_up {
                let reason = given_up.reason.as_deref().unwrap_or_default();
                let words = format!("{}: {reason}", signed(&given_up.signature));
                self.fact(what, &masked(&words));
                self.doubt(given_up.signature.at_mark, "", doubts);
            }
        }
    }

    /// Says why a strict check refuses the pin of an environment. The page has no records of moves,
    /// and those of sign-offs have the reason beside them.
    pub(super) fn pin(&mut self, environment: &str, release: &Release, doubts: &[Doubt]) {
        let sign_offs = || release.sign_offs.iter().map(|one| one.signature.at_mark);
        let own = doubts
            .iter()
            .filter(|doubt| doubt.pinned_in.as_deref() == Some(environment));
        for doubt in own.filter(|doubt| !sign_offs().any(|at| at == doubt.at)) {
            self.fact("pin", &doubt.sentence);
        }
    }

    /// Says why a strict check refuses the record at a place.
    fn doubt(&mut self, at: Mark, name: &str, doubts: &[Doubt]) {
        let doubt = doubts.iter().find(|doubt| doubt.at == at);
        if let Some(doubt) = doubt {
            self.fact(name, &doubt.sentence);
        }
    }
}

fn signed(signature: &Signature) -> String {
    let part = |part: &Option<String>| part.clone().unwrap_or_else(|| "?".to_owned());
    format!(
        "{} by {}",
        to_the_second(&part(&signature.at)),
        part(&signature.by)
    )
}

fn show_evidence(evidence: &Evidence) -> String {
    let run = evidence.run.map_or("?", |run| run.as_str());
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "?".to_owned());
    let (environment, model, at) = (
        text(&evidence.environment),
        text(&evidence.model),
        text(&evidence.at),
    );
    let at = to_the_second(&at);
    let judge = evidence.judge.as_ref();
    let judge = judge.map(|judge| format!(", judged by {}", in_words(judge)));
    let judge = judge.unwrap_or_default();
    let verb = verb(evidence.run);
    format!(
        "{at} {run}: {} of {} {verb}, in {environment} with {model}{}{}{judge}",
        evidence.passed,
        evidence.cases,
        through(evidence.api),
        in_brackets(&evidence.parameters)
    )
}

fn show_sign_off(sign_off: &SignOff) -> String {
    let environment = sign_off.environment.as_deref().unwrap_or("?");
    let reason = sign_off.reason.as_deref().unwrap_or_default();
    let evidence = sign_off
        .evidence
        .as_ref()
        .map(|evidence| format!(" ({evidence})"))
        .unwrap_or_default();
    format!(
        "{} for {environment}: {reason}{evidence}",
        signed(&sign_off.signature)
    )
}
