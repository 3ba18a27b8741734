//! Sign-offs that carry signatures.

use prompt_core::parameters::Parameters;
use prompt_core::vocabulary::Api;

use super::approval::{Approval, MOST_SIGN_OFFS, each_once};
use super::pin_query::PinQuery;
use super::settings::Settings;
use crate::library::{Release, SignOff};
use crate::payload::{Subject, run_with_digest};
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

    /// The reason why the signature of a sign-off counts with no settings.
    pub fn defect(self, sign_off: &SignOff) -> Option<String> {
        let lack = self.lack(sign_off).map(str::to_owned);
        lack.or_else(|| self.forgery(sign_off))
    }

    /// What a sign-off must hold and does not.
    fn lack(self, sign_off: &SignOff) -> Option<&'static str> {
        if sign_off.signature.ssh.is_none() {
            return Some("it has no signature");
        }
        if !sign_off.is_bound() || sign_off.model.is_none() {
            return Some("it does not hold the prompt, the hash and the model that it is for");
        }
        let runs = sign_off.runs.iter();
        let runs = runs.map(|digest| run_with_digest(self.release, digest));
        let Some(runs) = runs.collect::<Option<Vec<_>>>() else {
            return Some("a run that it rests on was changed or removed");
        };
        let (requires, counts) = (&self.environment.policy.requires, self.counting());
        let is_founded = requires.iter().all(|required| {
            let mut runs = runs.iter();
            runs.any(|one| counts(one, *required) && one.is_passed())
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
    let used = &sign_off.parameters;
    let is_same_model = model == settings.model.value;
    if sign_off.api == settings.api && is_same_model && settings.has_values(used) {
        return None;
    }
    Some(format!(
        "it is for {}, and the environment uses {}",
        described(sign_off.api, model, used),
        described(settings.api, &settings.model.value, &settings.values())
    ))
}

/// A model with its parameters, for messages. The API is named if it is not chat completions.
pub(crate) fn described(api: Api, model: &str, parameters: &Parameters) -> String {
    let through = match api {
        Api::ChatCompletions => String::new(),
        other => format!(" through `{other}`"),
    };
    let parameters = parameters.to_string();
    let separator = if parameters.is_empty() { "" } else { " with " };
    format!("{}{through}{separator}{parameters}", quoted(model))
}

impl PinQuery<'_> {
    /// The sign-offs of a release for the environment that do not count, each with the reason, where
    /// fewer count than the environment requires.
    pub fn uncounted<'r>(
        &self,
        release: &'r Release,
        file: &FileConfig,
    ) -> Vec<(&'r SignOff, String)> {
        let approval = Approval {
            id: self.id,
            release,
            environment: self.environment(),
            trust: &self.config.trust,
        };
        let settings = self.settings(file);
        let founded = each_once(approval.founded(&settings).into_iter());
        if founded.len() >= approval.required_sign_offs() {
            return Vec::new();
        }
        let own = release
            .sign_offs
            .iter()
            .filter(|one| approval.is_for_environment(one));
        let reasons = own.filter_map(|one| {
            let reason = approval.mismatch(one);
            let reason = reason.or_else(|| approval.flaw(one, &settings));
            let reason = reason.or_else(|| approval.haste(one, &settings).map(str::to_owned));
            Some((one, reason?))
        });
        reasons.collect()
    }

    /// Reports a release that fewer people have signed than the environment requires. Sign-offs
    /// that are missing altogether have been reported.
    pub fn unsigned(&self, release: &Release, file: &FileConfig) -> Option<Finding> {
        let approval = self.approval(release);
        let settings = self.settings(file);
        let asks = self.environment().policy.asks_for_signatures();
        let founded = approval.founded(&settings);
        let (signed, required) = (
            each_once(founded.into_iter()).len(),
            approval.required_sign_offs(),
        );
        // Of settings and keys that could not be read there is a finding of its own.
        let is_told = !settings.are_readable() || self.config.trust.is_in_doubt();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::disk::Disk;
    use crate::library::Ledger;
    use crate::payload::digest_of_run;
    use crate::report::Findings;
    use crate::source::Source;

    const CONFIGURATION: &str = "\
environments:
  live:
    prompt_source: library:active
    model: m
    temperature: 0
    logging: full
    rate_limit: null
    requires: [golden]
    sign_off: { signatures: ssh }
library_name: desk
prompts: { note: { live: 1.0.0 } }
";
    const KEY: &str = "lead ssh-ed25519 \
                       AAAAC3NzaC1lZDI1NTE5AAAAILw4KuMdFtZaKoQZlNm0uPyoXNYfBT6gMl0vIs7qSIWW\n";
    /// The signature is none, so a sign-off that lacks nothing else is rejected for it.
    const LEDGER: &str = "\
- version: 1.0.0
  status: active
  sha256: 9b4e74cdd9d049689dc6c1444fc3cb0b841c0c741e596bd7be8dc95a19cf3a2c
  evidence:
    - prompt: note
      run: golden
      environment: live
      model: m
      temperature: 0
      cases: 4
      passed: 4
      sha256: 9b4e74cdd9d049689dc6c1444fc3cb0b841c0c741e596bd7be8dc95a19cf3a2c
      dataset: 1f6b46f8d8d8a11d4cc2ff2a9c1f8e5d43ee62c7d8e8e2f1a0b9c8d7e6f5a4b3
      at: 2026-10-04T11:00:00Z
  sign_offs:
    - { environment: live, by: lead, at: 2026-10-05T14:00:00Z, reason: good, prompt: note, runs: [RUN], model: m, temperature: 0, signature: AAAA, sha256: 9b4e74cdd9d049689dc6c1444fc3cb0b841c0c741e596bd7be8dc95a19cf3a2c }
";
    const OF_ITS_HASH: &str =
        ", sha256: 9b4e74cdd9d049689dc6c1444fc3cb0b841c0c741e596bd7be8dc95a19cf3a2c }";
    const UNBOUND: &str = "it does not hold the prompt, the hash and the model that it is for";
    const UNFOUNDED: &str = "it rests on no run that passed, of a kind that is required";

    /// An edit of the ledger, and the reason why the sign-off does not count.
    const FLAWS: &[(&str, &str, &str)] = &[
        ("", "", "not an SSH signature: it is damaged"),
        (
            "signature: AAAA",
            r#"signature: "AA\nAA""#,
            "not an SSH signature: its base64 is not on one line",
        ),
        ("signature: AAAA, ", "", "it has no signature"),
        ("prompt: note, runs", "runs", UNBOUND),
        (OF_ITS_HASH, " }", UNBOUND),
        ("model: m, ", "", UNBOUND),
        (
            "RUN",
            OTHER_RUN,
            "a run that it rests on was changed or removed",
        ),
        (
            "RUN",
            "RUN, 1f6b46f8d8d8a11d4cc2ff2a9c1f8e5d43ee62c7d8e8e2f1a0b9c8d7e6f5a4b3",
            "a run that it rests on was changed or removed",
        ),
        ("RUN", "", UNFOUNDED),
        ("passed: 4", "passed: 3", UNFOUNDED),
        ("run: golden", "run: validation", UNFOUNDED),
        // The labelled cases of a judge count as golden ones.
        (
            "run: golden",
            "run: agreement",
            "not an SSH signature: it is damaged",
        ),
        (
            "model: m, ",
            "model: l, ",
            "it is for `l` with temperature 0, and the environment uses `m` with temperature 0",
        ),
        (
            "temperature: 0, ",
            "temperature: 1, ",
            "it is for `m` with temperature 1, and the environment uses `m` with temperature 0",
        ),
        (
            "model: m, ",
            "api: gemini, model: m, ",
            "it is for `m` through `gemini` with temperature 0, and the environment uses `m` with temperature 0",
        ),
        (
            "temperature: 0, ",
            "",
            "it is for `m`, and the environment uses `m` with temperature 0",
        ),
    ];
    const OTHER_RUN: &str = "1f6b46f8d8d8a11d4cc2ff2a9c1f8e5d43ee62c7d8e8e2f1a0b9c8d7e6f5a4b3";

    #[test]
    fn a_sign_off_that_does_not_count_has_its_reason() {
        for (old, new, reason) in FLAWS {
            let ledger = LEDGER.replacen(old, new, 1);
            let finding = unsigned(CONFIGURATION, KEY, &ledger).unwrap();
            assert_eq!(
                finding.message,
                "`note` 1.0.0 has 0 of the 1 signatures that `live` requires"
            );
            let sentence = format!("the sign-off of `lead` does not count: {reason}");
            let way = "`cargo prompts promote note --to live --version 1.0.0 --by WHO --reason WHY --sign` signs it";
            assert_eq!(finding.help, [sentence.as_str(), way], "{ledger}");
        }
    }

    #[test]
    fn signatures_are_asked_for_where_they_can_be_verified() {
        let plain = CONFIGURATION.replace("signatures: ssh", "required: 1");
        assert!(unsigned(&plain, KEY, LEDGER).is_none());
        assert!(unsigned(CONFIGURATION, "lead ssh-ed25519\n", LEDGER).is_none());
        let without_model = CONFIGURATION.replace("model: m", "model: ' '");
        assert!(unsigned(&without_model, KEY, LEDGER).is_none());
    }

    #[test]
    fn of_many_sign_offs_the_last_are_verified_and_ten_told() {
        let (before, sign_off) = LEDGER.split_at(LEDGER.rfind("    - {").unwrap());
        for (count, told) in [(MOST_SIGN_OFFS, 0), (MOST_SIGN_OFFS + 1, 1)] {
            let ledger = format!("{before}{}", sign_off.repeat(count));
            let help = unsigned(CONFIGURATION, KEY, &ledger).unwrap().help;
            let is_told =
                |help: &&String| *help == "the last 250 sign-offs are verified, and there are more";
            assert_eq!(help.iter().filter(is_told).count(), told);
            assert_eq!(help.len(), told + MOST_SHOWN + 1, "{help:?}");
        }
    }

    /// To digest the runs for each sign-off would take a minute.
    #[test]
    fn the_runs_of_a_release_are_digested_once() {
        let (before, sign_offs) = LEDGER.split_at(LEDGER.find("  sign_offs:").unwrap());
        let (head, run) = before.split_at(before.find("    - prompt").unwrap());
        let sign_off = &sign_offs[sign_offs.find("    - {").unwrap()..];
        let ledger = format!(
            "{head}{}  sign_offs:\n{}",
            run.repeat(5_000),
            sign_off.repeat(MOST_SIGN_OFFS)
        );
        let finding = unsigned(CONFIGURATION, KEY, &ledger).unwrap();
        assert!(finding.help[0].contains("it is damaged"), "{finding:?}");
    }

    /// The sentence about the release; RUN in the ledger stands for the digest of its run.
    fn unsigned(configuration: &str, keys: &str, ledger: &str) -> Option<Finding> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("allowed_signers"), keys).unwrap();
        let disk = Disk::new(folder.path().to_owned());
        let mut findings = Findings::default();
        let source = Source::new("environments.yaml", configuration);
        let config = Config::open(&disk, &source, &mut findings).unwrap();
        let read = |text: String| {
            let source = Source::new("releases.yaml", text);
            Ledger::read(&source, &mut Findings::default()).unwrap()
        };
        let unfinished = read(ledger.replace("RUN", OTHER_RUN));
        let run = &unfinished.releases(&mut findings)[0].evidence[0];
        let ledger = read(ledger.replace("RUN", &digest_of_run(run)));
        let query = PinQuery {
            config: &config,
            id: "note",
            pin: config.pin("note", 0).unwrap(),
            ledger: &ledger,
            has_working_copy: false,
        };
        let release = ledger.releases(&mut findings)[0];
        query.unsigned(release, &FileConfig::default())
    }
}
