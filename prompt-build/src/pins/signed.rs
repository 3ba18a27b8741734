//! Sign-offs that carry signatures.

use prompt_core::parameters::Parameters;

use super::approval::{Approval, MOST_SIGN_OFFS, each_once};
use super::pin_query::PinQuery;
use super::settings::Settings;
use crate::library::{Release, SignOff};
use crate::payload::{Subject, digest_of_run};
use crate::report::{Code, Finding, quoted};
use crate::template::Config as FileConfig;

/// The most sign-offs of which a message says why they do not count.
const MOST_SHOWN: usize = 10;

impl Approval<'_> {
    /// The reason why a sign-off does not count with these settings, where the environment asks
    /// for signatures.
    pub fn flaw(self, sign_off: &SignOff, settings: &Settings) -> Option<String> {
        self.environment
            .policy
            .asks_for_signatures()
            .then_some(())?;
        self.lack(sign_off)
            .map(str::to_owned)
            .or_else(|| other_settings(sign_off, settings))
            .or_else(|| self.forgery(sign_off))
    }

    /// What a sign-off must hold and does not.
    fn lack(self, sign_off: &SignOff) -> Option<&'static str> {
        if sign_off.signature.ssh.is_none() {
            return Some("it has no signature");
        }
        if !sign_off.is_bound() || sign_off.model.is_none() {
            return Some("it does not hold the prompt, the hash and the model that it is for");
        }
        let digests = self.release.evidence.iter().map(digest_of_run);
        let digests = digests.collect::<Vec<_>>();
        if sign_off.runs.iter().any(|run| !digests.contains(run)) {
            return Some("a run that it rests on was changed or removed");
        }
        let rests_on = |digest: &String| sign_off.runs.contains(digest);
        let is_founded = self.environment.policy.requires.iter().all(|run| {
            let runs = self.release.evidence.iter();
            runs.zip(&digests)
                .any(|(one, digest)| one.run == Some(*run) && one.is_passed() && rests_on(digest))
        });
        (!is_founded).then_some("it rests on no run that passed, of a kind that is required")
    }

    /// The reason why a signature is not one by this person over this sign-off.
    pub fn forgery(self, sign_off: &SignOff) -> Option<String> {
        let subject = Subject {
            library: &self.trust.library,
            prompt: self.id,
            release: self.release,
        };
        let signature = &sign_off.signature;
        let payload = subject.sign_off(sign_off);
        self.trust.verify(&payload, signature).err()
    }
}

fn other_settings(sign_off: &SignOff, settings: &Settings) -> Option<String> {
    let model = sign_off.model.as_deref().unwrap_or_default();
    let (used, needed) = (&sign_off.parameters, settings.values());
    if model == settings.model.value && *used == needed {
        return None;
    }
    Some(format!(
        "it is for {}, and the environment uses {}",
        described(model, used),
        described(&settings.model.value, &needed)
    ))
}

/// A model with its parameters, for messages.
pub(crate) fn described(model: &str, parameters: &Parameters) -> String {
    let parameters = parameters.to_string();
    let separator = if parameters.is_empty() { "" } else { " with " };
    format!("{}{separator}{parameters}", quoted(model))
}

impl PinQuery<'_> {
    /// Reports a release that fewer people have signed than the environment requires. Sign-offs
    /// that are missing altogether have been reported.
    pub fn unsigned(&self, release: &Release, file: &FileConfig) -> Option<Finding> {
        let approval = self.approval(release);
        let settings = self.settings(file);
        let has_model = !settings.model.value.is_empty();
        let asks = self.environment().policy.asks_for_signatures();
        let founded = approval.founded(&settings);
        let (signed, required) = (
            each_once(founded.into_iter()).len(),
            approval.required_sign_offs(),
        );
        // Of keys that could not be read there is a finding of its own.
        let is_told = !has_model || self.config.trust.is_in_doubt();
        if !asks || is_told || signed >= required {
            return None;
        }
        let (id, version, name) = (self.id, &release.version, self.name());
        let message = format!(
            "`{id}` {version} has {signed} of the {required} signatures that `{name}` requires"
        );
        let mut finding = self.finding(Code::MissingSignature, message);
        let sign_offs = approval.latest_sign_offs();
        if sign_offs.len() < approval.sign_offs().count() {
            finding = finding.help(format!(
                "the last {MOST_SIGN_OFFS} sign-offs are verified, and there are more"
            ));
        }
        for sign_off in sign_offs.into_iter().take(MOST_SHOWN) {
            if let Some(flaw) = approval.flaw(sign_off, &settings) {
                let who = sign_off.signature.by.as_deref().unwrap_or_default();
                let sentence = format!("the sign-off of {} does not count: {flaw}", quoted(who));
                finding = finding.help(sentence);
            }
        }
        Some(finding.help(format!(
            "`cargo prompts promote {id} --to {name} --version {version} --by WHO --reason WHY --sign` signs it"
        )))
    }
}
