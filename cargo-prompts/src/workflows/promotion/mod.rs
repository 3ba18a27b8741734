//! A version on its way into an environment: its requirements, the signature, and the new pin.

mod request;

pub use request::PromotionRequest;

use prompt_build::config::{Environment, PromptSource};
use prompt_build::library::{Moment, Release, Run, Status};
use prompt_build::pins::{Approval, Settings};
use prompt_build::report::{Finding, Findings};
use prompt_build::template::Config as FileConfig;
use semver::Version;
use serde_yaml::Mapping;

use crate::project::change::Edit;
use crate::project::edit::{LedgerText, mapping};
use crate::project::lookup;
use crate::project::pin_record::{
    PinMove, edit_of_ledger, edit_of_pin, pinned_settings, present_pin, with_move,
};
use crate::project::prompt::Prompt;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::session::Session;
use crate::project::settings_record::{recorded, settings_record};
use crate::project::timestamp::{latest, now};
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::pin_moves::{last_pinned, time_of_last_move};
use crate::rules::promotion::{Candidate, Gate, Signatures, check_gates};
use crate::workflows::draft::{Draft, versions_with_text};
use crate::workflows::pinned_judges::pinned_judges;
use crate::workflows::prefix_change::{CachedText, PrefixChange};
use crate::workflows::runs::present_dataset;
use crate::workflows::signing::{Sealed, Signing, payload};

/// One version on its way into one environment, with the verdict on each requirement.
pub struct Promotion<'a> {
    request: PromotionRequest<'a>,
    session: &'a Session<'a>,
    prompt: Prompt,
    /// The position of the environment in the configuration.
    environment: usize,
    pub version: Version,
    /// `true` if the user named no version, and the working copy has a text that no release has.
    pub is_behind_working_copy: bool,
    /// The pin of the environment until now.
    before: Option<String>,
    /// The settings in the file of the version.
    file: FileConfig,
    /// The effect of the version on the cached prefix of the pin until now, if both can be read.
    prefix_change: Option<PrefixChange>,
    pub gates: Vec<Gate>,
    /// What does not stop the promotion.
    pub warnings: Findings,
}

/// The result of a promotion.
pub enum PromotionOutcome {
    /// The environment pinned the version before. Nothing was written.
    AlreadyPinned,
    /// What is to be signed was written to a file. Nothing was changed.
    PayloadWritten,
    /// The signature was recorded, and more are needed before the pin moves.
    Signed(Signatures),
    /// The signature was recorded. The environment pinned the version before.
    SignedAgain(Signatures),
    Pinned {
        signatures: Signatures,
        /// The pin before this one.
        before: Option<String>,
        /// The other settings of the pin, which are unchanged.
        settings: Option<String>,
        prefix_change: Option<PrefixChange>,
    },
}

impl<'a> Promotion<'a> {
    /// Chooses the version and checks the requirements of the environment. Writes nothing.
    pub fn examine(
        workspace: &Workspace,
        session: &'a Session<'a>,
        request: PromotionRequest<'a>,
    ) -> Result<Self, Failure> {
        let environment = lookup::environment(&session.config, request.to)?;
        let target = &session.config.environments[environment];
        let prompt = session.prompt(request.id)?;
        let version = request.chosen_version(session, &prompt, target)?;
        let new = resolved(workspace, &request, &version)?;
        let old = ResolvedPrompt::pinned(workspace, &session.config, request.id, environment);
        let mut promotion = Self {
            is_behind_working_copy: request.version.is_none()
                && is_unpublished(workspace, session, &prompt),
            before: present_pin(&session.config, request.id, request.to),
            prefix_change: old
                .map(|old| PrefixChange::between(&cached_text(&old), &cached_text(&new))),
            file: new.text.template.config.clone(),
            request,
            session,
            prompt,
            environment,
            version,
            gates: Vec::new(),
            warnings: Findings::default(),
        };
        promotion.gates = check_gates(&promotion.candidate(workspace)?);
        promotion.warnings = promotion.old_evidence()?;
        let refused = promotion.refused_signature()?;
        promotion.gates.extend(refused);
        Ok(promotion)
    }

    fn old_evidence(&self) -> Result<Findings, Failure> {
        let release = self.release()?;
        let config = &self.session.config;
        let pin = config.pin(&self.prompt.id, self.environment);
        let settings = Settings::of(self.target(), pin, &self.file);
        let location = self.prompt.location(release);
        Ok(self
            .approval(release)
            .old_evidence(&settings, &latest(), &location))
    }

    /// The requirement of a signature, if this one would not count. A release that is refused
    /// itself needs no signature.
    fn refused_signature(&self) -> Result<Option<Gate>, Failure> {
        let is_refused = self
            .gates
            .iter()
            .any(|gate| gate.name == "release" && gate.verdict.is_err());
        if is_refused || self.is_there() {
            return Ok(None);
        }
        let refusal = self.sign(self.release()?).err();
        let refusal = refusal.or_else(|| self.lack_of_signature());
        Ok(refusal.map(|finding| Gate {
            name: "sign-off",
            verdict: Err(finding),
        }))
    }

    /// Reports a sign-off without the signature that the environment asks for.
    fn lack_of_signature(&self) -> Option<Finding> {
        let asks = self.target().policy.asks_for_signatures();
        let location = self.prompt.location(self.release().ok()?);
        asks.then(|| self.request.signing.lacking(self.request.to, location))?
    }

    /// Signs the version and, once enough people have signed, pins it. Fails if a requirement is
    /// not met.
    pub fn complete(mut self) -> Result<PromotionOutcome, Failure> {
        let evidence = self.take_evidence()?;
        if self.is_there() && !self.needs_signature()? {
            return Ok(PromotionOutcome::AlreadyPinned);
        }
        let signatures = self.sign(self.release()?).map_err(Findings::from)?;
        let Some(edits) = self.edits(&signatures, &evidence)? else {
            return Ok(PromotionOutcome::PayloadWritten);
        };
        let (id, to) = (self.request.id, self.request.to);
        let command = format!("cargo prompts promote {id} --to {to}");
        self.session.commit(&command, id, &edits)?;
        if !signatures.are_enough() {
            return Ok(PromotionOutcome::Signed(signatures));
        }
        if self.is_there() {
            return Ok(PromotionOutcome::SignedAgain(signatures));
        }
        Ok(PromotionOutcome::Pinned {
            signatures,
            settings: pinned_settings(&self.session.config, id, to),
            prefix_change: self.prefix_change,
            before: self.before,
        })
    }

    fn target(&self) -> &Environment {
        &self.session.config.environments[self.environment]
    }

    fn release(&self) -> Result<&Release, Failure> {
        self.prompt.release(&self.version)
    }

    fn approval<'b>(&'b self, release: &'b Release) -> Approval<'b> {
        Approval {
            id: &self.prompt.id,
            release,
            environment: self.target(),
            trust: &self.session.config.trust,
        }
    }

    fn candidate(&self, workspace: &Workspace) -> Result<Candidate<'_>, Failure> {
        let release = self.release()?;
        Ok(Candidate {
            config: &self.session.config,
            prompt: &self.prompt,
            release,
            file: self.file.clone(),
            target: self.target(),
            golden: present_dataset(workspace, &self.prompt.folder, Run::Golden)?,
            replay: present_dataset(workspace, &self.prompt.folder, Run::Validation)?,
            labelled: present_dataset(workspace, &self.prompt.folder, Run::Agreement)?,
            judges: pinned_judges(workspace, &self.session.config, release)?,
            future: self.prompt.records_of_the_future(release),
            now: Moment::parse(&now()),
        })
    }

    /// Takes the verdicts. Returns the evidence, or the findings of all requirements that are not
    /// met.
    fn take_evidence(&mut self) -> Result<EvidenceTaken, Failure> {
        let mut findings = Findings::default();
        let (mut sentences, mut runs) = (Vec::new(), Vec::new());
        for Gate { name, verdict } in self.gates.drain(..) {
            match verdict {
                Ok(proof) if matches!(name, "golden" | "agreement" | "validation" | "judge") => {
                    sentences.push(format!("{name}: {}", proof.sentence));
                    runs.extend(proof.digests);
                }
                Ok(_) => {}
                Err(finding) => findings.push(finding),
            }
        }
        if findings.has_errors() {
            Err(findings.into())
        } else {
            let text = sentences.join("; ");
            Ok(EvidenceTaken { text, runs })
        }
    }

    /// Returns true if the environment already pins the version, and by its number, and nobody asks
    /// to sign the move once more. Where the pin was rolled back and waits for confirmation, the
    /// promotion is recorded, and ends the wait.
    fn is_there(&self) -> bool {
        let pinned = self.prompt.pinned(&self.session.config, self.environment);
        let is_asked_for = self.target().policy.asks_for_signatures()
            && !matches!(self.request.signing, Signing::Unsigned);
        pinned.as_ref() == Some(&self.version)
            && self.before == Some(self.version.to_string())
            && self.is_recorded()
            && !self.waits_for_confirmation()
            && !is_asked_for
    }

    /// Returns `true` if the pin was rolled back by somebody who may not sign off.
    fn waits_for_confirmation(&self) -> bool {
        let (config, application) = (&self.session.config, self.session.application.clone());
        self.prompt
            .waits_for_confirmation(config, application, self.target())
    }

    /// Returns `true` if the ledger records the present pin, where that matters: a signature stands
    /// for each move, and in a library that several applications share, each has moves of its own.
    fn is_recorded(&self) -> bool {
        let application = self.session.application.as_deref();
        let matters = self.target().policy.asks_for_signatures() || application.is_some();
        let last = last_pinned(&self.prompt.releases(), self.request.to, application);
        !matters || last == self.before
    }

    /// Returns `true` if this signature is missing although the version is pinned.
    fn needs_signature(&self) -> Result<bool, Failure> {
        let signatures = self.sign(self.release()?);
        Ok(signatures.is_ok_and(|signatures| signatures.is_needed))
    }

    /// The settings that the environment will use. A pin that moves keeps its own.
    fn settings(&self) -> Settings {
        let pin = self.session.config.pin(self.request.id, self.environment);
        Settings::of(self.target(), pin, &self.file)
    }

    /// Adds this promotion's signature. Fails if the signature does not count.
    fn sign(&self, release: &Release) -> Result<Signatures, Finding> {
        let (approval, is_move) = (self.approval(release), !self.is_there());
        Signatures::with(approval, &self.settings(), self.request.by, is_move)
            .map_err(|(code, message, help)| self.prompt.finding(release, code, message).help(help))
    }

    /// The sign-off and, once enough people have signed, the new pin. The ledger comes first, so
    /// that a pin never refers to a version that the ledger does not have. `None` if there is
    /// nothing to change, because the signature is made elsewhere.
    fn edits(
        &self,
        signed: &Signatures,
        evidence: &EvidenceTaken,
    ) -> Result<Option<Vec<Edit>>, Failure> {
        let releases = self.prompt.releases();
        let application = self.session.application.as_deref();
        let last = time_of_last_move(&releases, self.request.to, application);
        let at = self.request.signing.at(last)?;
        let ledger = LedgerText::new(self.prompt.ledger_text());
        if !signed.is_new {
            if !matches!(self.request.signing, Signing::Unsigned) {
                return Err(nothing_to_sign(self.request.by, self.request.to));
            }
            return self.edits_of(signed, ledger, &at).map(Some);
        }
        let mut record = self.sign_off(&at, evidence)?;
        let unsigned = self.with_sign_off(ledger.clone(), &record)?;
        let edits = self.edits_of(signed, unsigned.clone(), &at)?;
        self.session.check_unsigned(self.request.id, &edits)?;
        let payload = self.payload(unsigned)?;
        let (signing, by) = (self.request.signing, self.request.by);
        let config = &self.session.config;
        if signing.seal(&mut record, &payload, config, (by, &at))? == Sealed::Written {
            return Ok(None);
        }
        let ledger = self.with_sign_off(ledger, &record)?;
        self.edits_of(signed, ledger, &at).map(Some)
    }

    /// The ledger with its sign-off, and once enough people have signed, with the move, and the pin.
    fn edits_of(
        &self,
        signed: &Signatures,
        mut ledger: LedgerText,
        at: &str,
    ) -> Result<Vec<Edit>, Failure> {
        let path = self.prompt.ledger_path();
        if !signed.are_enough() || self.is_there() {
            return Ok(vec![edit_of_ledger(&self.prompt, ledger)]);
        }
        if self.target().source == Some(PromptSource::LibraryActive)
            && self.release()?.status == Some(Status::Draft)
        {
            ledger
                .set(&self.version, "status", Status::Active.as_str())
                .map_err(|error| error.into_failure(&path))?;
        }
        let record = self.pin_move(at).record();
        let ledger = with_move(&self.prompt, ledger, &self.version, &record)?;
        let (config, version) = (&self.session.config, self.version.to_string());
        let pin = edit_of_pin(config, self.request.id, self.request.to, &version)?;
        Ok(vec![edit_of_ledger(&self.prompt, ledger), pin])
    }

    fn with_sign_off(
        &self,
        mut ledger: LedgerText,
        record: &Mapping,
    ) -> Result<LedgerText, Failure> {
        ledger
            .append(&self.version, "sign_offs", record)
            .map_err(|error| error.into_failure(&self.prompt.ledger_path()))?;
        Ok(ledger)
    }

    /// What is signed, read from the ledger with the sign-off.
    fn payload(&self, ledger: LedgerText) -> Result<String, Failure> {
        let of = (self.request.id, &self.version);
        payload(&self.session.config, of, ledger, |subject| {
            let sign_off = subject.release.sign_offs.last()?;
            Some(subject.sign_off(sign_off))
        })
    }

    fn pin_move<'m>(&'m self, at: &'m str) -> PinMove<'m> {
        PinMove {
            environment: self.request.to,
            application: self.session.application.as_deref(),
            before: self.before.as_deref(),
            is_rollback: false,
            settings: Mapping::new(),
            by: self.request.by,
            at,
            reason: self.request.reason,
        }
    }

    fn sign_off(&self, at: &str, evidence: &EvidenceTaken) -> Result<Mapping, Failure> {
        let mut record = mapping([
            ("prompt", self.request.id.into()),
            ("environment", self.request.to.into()),
        ]);
        if let Some(application) = &self.session.application {
            record.insert("application".into(), application.as_str().into());
        }
        let fields = [
            ("by", self.request.by),
            ("at", at),
            ("reason", self.request.reason),
        ];
        for (key, text) in fields {
            record.insert(key.into(), text.into());
        }
        let settings = self.settings();
        let model = Some(settings.model.value.as_str());
        let api = recorded(settings.api);
        record.extend(settings_record(api, model, &settings.values()));
        if !evidence.text.is_empty() {
            record.insert("evidence".into(), evidence.text.as_str().into());
        }
        if self.target().policy.asks_for_signatures() && !evidence.runs.is_empty() {
            record.insert("runs".into(), evidence.runs.clone().into());
        }
        let hash = self.release()?.sha256.clone().unwrap_or_default();
        record.insert("sha256".into(), hash.into());
        Ok(record)
    }
}

fn cached_text(prompt: &ResolvedPrompt) -> CachedText<'_> {
    CachedText {
        template: &prompt.text.template,
        settings: &prompt.environment.settings,
    }
}

fn nothing_to_sign(who: &str, to: &str) -> Failure {
    Failure::new(format!(
        "`{to}` needs no signature of `{who}`, so there is nothing to sign"
    ))
    .help("leave out `--sign`, or `--payload`")
}

/// The runs that a sign-off rests on.
struct EvidenceTaken {
    text: String,
    /// The digests of the runs.
    runs: Vec<String>,
}

/// The text of a version, with the settings of the environment.
fn resolved(
    workspace: &Workspace,
    request: &PromotionRequest<'_>,
    version: &Version,
) -> Result<ResolvedPrompt, Failure> {
    let (id, to) = (request.id, Some(request.to));
    let (resolved, findings) = ResolvedPrompt::find(workspace, id, to, Some(version))?;
    resolved.ok_or_else(|| Failure::from(findings))
}

/// Returns `true` if no release has the text of the working copy. Errors in a working copy are left
/// to other commands.
fn is_unpublished(workspace: &Workspace, session: &Session<'_>, prompt: &Prompt) -> bool {
    let draft = Draft::read(workspace, &session.config, &prompt.id);
    draft.is_ok_and(|draft| {
        versions_with_text(&draft.text, draft.extension, &prompt.releases()).is_empty()
    })
}
