//! What a person vouches for with a signature: JSON on one line, with its keys in order, so that
//! everyone who has the same record gets the same bytes.

use std::collections::BTreeMap;

use prompt_core::js::Json;
use prompt_core::parameters::Parameters;
use prompt_core::vocabulary::{Api, Status};

use crate::hash::sha256;
use crate::library::{
    Confirmation, Evidence, Extension, Judge, PinChange, Release, Retirement, SignOff, Signature,
};

/// The namespace of the signatures, as `ssh-keygen -Y sign -n` takes it.
pub const NAMESPACE: &str = "cargo-prompts-sign-off-v1";

/// The format of the payload.
const FORMAT: u32 = 1;

/// A release, and the names by which a signature is bound to it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The name of the library.
    pub library: &'a str,
    /// The id of the prompt.
    pub prompt: &'a str,
    pub release: &'a Release,
}

impl Subject<'_> {
    /// The payload of a sign-off.
    pub fn sign_off(self, sign_off: &SignOff) -> String {
        let runs = sign_off.runs.iter().map(Json::text).collect();
        let mut fields = self.fields("sign-off", &sign_off.signature, sign_off.reason.as_ref());
        // The record's own prompt: what is verified is what the record says.
        fields.text("prompt", sign_off.prompt.as_ref());
        fields.text("environment", sign_off.environment.as_ref());
        fields.text("application", sign_off.application.as_ref());
        fields.api(sign_off.api);
        fields.text("model", sign_off.model.as_ref());
        fields.set("parameters", parameters(&sign_off.parameters));
        fields.text("evidence", sign_off.evidence.as_ref());
        fields.set("runs", Json::List(runs));
        fields.text("sha256", sign_off.sha256.as_ref());
        fields.finish()
    }

    /// The payload of a move back to this release.
    pub fn rollback(self, change: &PinChange) -> String {
        let mut fields = self.fields("rollback", &change.signature, change.reason.as_ref());
        fields.set("prompt", Json::text(self.prompt));
        fields.text("environment", change.environment.as_ref());
        fields.text("application", change.application.as_ref());
        fields.text("before", change.before.as_ref());
        fields.api(change.api);
        fields.text("model", change.model.as_ref());
        fields.set("parameters", parameters(&change.parameters));
        fields.text("sha256", self.release.sha256.as_ref());
        fields.finish()
    }

    /// The payload of the confirmation of a rollback to this release.
    pub fn confirmation(self, confirmation: &Confirmation) -> String {
        let signature = &confirmation.signature;
        let mut fields = self.fields("confirm", signature, confirmation.reason.as_ref());
        fields.set("prompt", Json::text(self.prompt));
        fields.text("environment", confirmation.environment.as_ref());
        fields.text("application", confirmation.application.as_ref());
        fields.text("rolled_back_at", confirmation.rolled_back_at.as_ref());
        fields.text("sha256", self.release.sha256.as_ref());
        fields.finish()
    }

    /// The payload of a deprecation or a withdrawal.
    pub fn retirement(self, status: Status, retirement: &Retirement) -> String {
        let (signature, reason) = (&retirement.signature, retirement.reason.as_ref());
        let mut fields = self.fields(status.as_str(), signature, reason);
        fields.set("prompt", Json::text(self.prompt));
        fields.text("sha256", self.release.sha256.as_ref());
        fields.finish()
    }

    /// The fields that every payload has.
    fn fields(self, action: &str, signature: &Signature, reason: Option<&String>) -> Fields {
        let mut fields = Fields::default();
        fields.set("format", Json::Number(FORMAT.into()));
        fields.set("action", Json::text(action));
        fields.set("library", Json::text(self.library));
        fields.set("version", Json::text(self.release.version.to_string()));
        // Most releases are templates, and so are all of those that were signed before there was
        // another extension.
        if self.release.extension != Extension::default() {
            fields.set("extension", Json::text(self.release.extension.as_str()));
        }
        fields.text("by", signature.by.as_ref());
        fields.text("name", signature.name.as_ref());
        fields.text("at", signature.at.as_ref());
        fields.text("reason", reason);
        fields
    }
}

/// The digest by which a sign-off names a run that it rests on.
pub fn digest_of_run(run: &Evidence) -> String {
    let mut fields = Fields::default();
    fields.text("prompt", run.prompt.as_ref());
    fields.text("run", run.run.map(|run| run.as_str().to_owned()).as_ref());
    fields.text("environment", run.environment.as_ref());
    fields.api(run.api);
    fields.text("model", run.model.as_ref());
    fields.set("parameters", parameters(&run.parameters));
    // Runs that were signed before there were these keys have none of them.
    if !run.answered_by.is_empty() {
        let models = run
            .answered_by
            .iter()
            .map(|model| Json::text(model.clone()));
        fields.set("answered_by", Json::List(models.collect()));
    }
    if run.repeat > 1 {
        fields.set("repeat", Json::Number(run.repeat.into()));
    }
    if let Some(judge) = &run.judge {
        fields.set("judge", of_judge(judge));
    }
    for (key, count) in [
        ("false_passes", run.false_passes),
        ("false_fails", run.false_fails),
    ] {
        if count > 0 {
            fields.set(key, Json::Number(count.into()));
        }
    }
    fields.set("cases", Json::Number(run.cases.into()));
    fields.set("passed", Json::Number(run.passed.into()));
    fields.set("threshold", Json::number(run.threshold));
    fields.text("sha256", run.sha256.as_ref());
    fields.text("dataset", run.dataset.as_ref());
    fields.text("report", run.report.as_ref());
    fields.text("at", run.at.as_ref());
    sha256(&fields.finish())
}

fn of_judge(judge: &Judge) -> Json {
    let models = judge.answered_by.iter();
    let models = models.map(|model| Json::text(model.clone()));
    let mut fields = Fields::default();
    fields.set("id", Json::text(&judge.id));
    fields.set("version", Json::text(&judge.version));
    fields.set("sha256", Json::text(&judge.sha256));
    fields.api(judge.api);
    fields.set("model", Json::text(&judge.model));
    fields.set("parameters", parameters(&judge.parameters));
    fields.set("answered_by", Json::List(models.collect()));
    fields.json()
}

/// The run of a release with this digest. A ledger may have thousands of runs, and as many sign-offs
/// that rest on them, so each digest is made once.
pub fn run_with_digest<'a>(release: &'a Release, digest: &str) -> Option<&'a Evidence> {
    let positions = release.runs_by_digest.get_or_init(|| {
        let digests = release.evidence.iter().map(digest_of_run);
        digests.zip(0..).collect()
    });
    let position = positions.get(digest)?;
    release.evidence.get(*position)
}

fn parameters(parameters: &Parameters) -> Json {
    let entries = parameters.iter();
    Json::Object(
        entries
            .map(|(parameter, value)| (parameter.name.to_owned(), value.clone()))
            .collect(),
    )
}

#[derive(Default)]
struct Fields(BTreeMap<&'static str, Json>);

impl Fields {
    fn set(&mut self, key: &'static str, value: Json) {
        self.0.insert(key, value);
    }

    /// Sets a text, if there is one.
    fn text(&mut self, key: &'static str, text: Option<&String>) {
        if let Some(text) = text {
            self.set(key, Json::text(text));
        }
    }

    /// Sets the API. That of chat completions is left out, so that the payloads of records from
    /// before there was such a key stay as they are.
    fn api(&mut self, api: Api) {
        if api != Api::default() {
            self.set("api", Json::text(api.as_str()));
        }
    }

    fn finish(self) -> String {
        self.json().to_string()
    }

    fn json(self) -> Json {
        let entries = self.0.into_iter();
        let entries = entries.map(|(key, value)| (key.to_owned(), value));
        Json::Object(entries.collect())
    }
}

#[cfg(test)]
mod tests;
