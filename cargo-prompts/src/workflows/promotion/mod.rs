//! A version on its way into an environment: its requirements, the signature, and the new pin.

mod request;

pub use request::PromotionRequest;

use prompt_build::config::{Environment, PromptSource};
use prompt_build::library::{Release, Run, Status};
use prompt_build::report::{Finding, Findings};
use semver::Version;

use crate::project::change::Edit;
use crate::project::edit::{LedgerText, mapping};
use crate::project::lookup;
use crate::project::pin_record::{
    PinMove, edit_of_ledger, edit_of_pin, pinned_settings, present_pin,
};
use crate::project::prompt::Prompt;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::session::Session;
use crate::project::timestamp::now;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::promotion::{Candidate, Gate, Signatures, check_gates};
use crate::workflows::draft::{Draft, versions_with_text};

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
    pub gates: Vec<Gate>,
}

/// The result of a promotion.
pub enum PromotionOutcome {
    /// The environment pinned the version before. Nothing was written.
    AlreadyPinned,
    /// The signature was recorded, and more are needed before the pin moves.
    Signed(Signatures),
    Pinned {
        signatures: Signatures,
        /// The pin before this one.
        before: Option<String>,
        /// The other settings of the pin, which are unchanged.
        settings: Option<String>,
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
        let mut promotion = Self {
            is_behind_working_copy: request.version.is_none()
                && is_unpublished(workspace, session, &prompt),
            before: present_pin(&session.config, request.id, request.to),
            request,
            session,
            prompt,
            environment,
            version,
            gates: Vec::new(),
        };
        promotion.gates = check_gates(&promotion.candidate(workspace)?);
        let refused = promotion.refused_signature()?;
        promotion.gates.extend(refused);
        Ok(promotion)
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
        Ok(refusal.map(|finding| Gate {
            name: "sign-off",
            verdict: Err(finding),
        }))
    }

    /// Signs the version and, once enough people have signed, pins it. Fails if a requirement is
    /// not met.
    pub fn complete(mut self) -> Result<PromotionOutcome, Failure> {
        let evidence = self.take_evidence()?;
        if self.is_there() {
            return Ok(PromotionOutcome::AlreadyPinned);
        }
        let signatures = self.sign(self.release()?).map_err(Findings::from)?;
        let edits = self.edits(&signatures, &evidence)?;
        let (id, to) = (self.request.id, self.request.to);
        let command = format!("cargo prompts promote {id} --to {to}");
        self.session.commit(&command, id, &edits)?;
        if !signatures.are_enough() {
            return Ok(PromotionOutcome::Signed(signatures));
        }
        Ok(PromotionOutcome::Pinned {
            signatures,
            settings: pinned_settings(&self.session.config, id, to),
            before: self.before,
        })
    }

    fn target(&self) -> &Environment {
        &self.session.config.environments[self.environment]
    }

    fn release(&self) -> Result<&Release, Failure> {
        self.prompt.release(&self.version)
    }

    fn candidate(&self, workspace: &Workspace) -> Result<Candidate<'_>, Failure> {
        let release = self.release()?;
        let (resolved, findings) = ResolvedPrompt::find(
            workspace,
            self.request.id,
            Some(self.request.to),
            Some(&self.version),
        )?;
        let resolved = resolved.ok_or_else(|| Failure::from(findings))?;
        Ok(Candidate {
            config: &self.session.config,
            prompt: &self.prompt,
            release,
            file: resolved.text.template.config.clone(),
            target: self.target(),
            golden: self.prompt.dataset_hash(workspace, Run::Golden)?,
            replay: self.prompt.dataset_hash(workspace, Run::Validation)?,
        })
    }

    /// Takes the verdicts. Returns the evidence as text, or the findings of all requirements that
    /// are not met.
    fn take_evidence(&mut self) -> Result<String, Failure> {
        let mut findings = Findings::default();
        let mut evidence = Vec::new();
        for Gate { name, verdict } in self.gates.drain(..) {
            match verdict {
                Ok(detail) if matches!(name, "golden" | "validation") => {
                    evidence.push(format!("{name}: {detail}"));
                }
                Ok(_) => {}
                Err(finding) => findings.push(finding),
            }
        }
        if findings.has_errors() {
            Err(findings.into())
        } else {
            Ok(evidence.join("; "))
        }
    }

    /// Returns true if the environment already pins the version, and by its number.
    fn is_there(&self) -> bool {
        let pinned = self.prompt.pinned(&self.session.config, self.environment);
        pinned.as_ref() == Some(&self.version) && self.before == Some(self.version.to_string())
    }

    /// Adds this promotion's signature. Fails if the signature does not count.
    fn sign(&self, release: &Release) -> Result<Signatures, Finding> {
        Signatures::with(release, self.target(), self.request.by)
            .map_err(|(code, message, help)| self.prompt.finding(release, code, message).help(help))
    }

    /// The sign-off and, once enough people have signed, the new pin. The ledger comes first, so
    /// that a pin never refers to a version that the ledger does not have.
    fn edits(&self, signed: &Signatures, evidence: &str) -> Result<Vec<Edit>, Failure> {
        let at = now();
        let path = self.prompt.ledger_path();
        let mut ledger = LedgerText::new(self.prompt.ledger_text());
        if signed.is_new {
            let record = self.sign_off(&at, evidence)?;
            ledger
                .append(&self.version, "sign_offs", &record)
                .map_err(|error| error.into_failure(&path))?;
        }
        if !signed.are_enough() {
            return Ok(vec![edit_of_ledger(&self.prompt, ledger)]);
        }
        if self.target().source == Some(PromptSource::LibraryActive)
            && self.release()?.status == Some(Status::Draft)
        {
            ledger
                .set(&self.version, "status", Status::Active.as_str())
                .map_err(|error| error.into_failure(&path))?;
        }
        self.pin_move(&at)
            .enter(&mut ledger, &self.version, &path)?;
        let (config, version) = (&self.session.config, self.version.to_string());
        let pin = edit_of_pin(config, self.request.id, self.request.to, &version)?;
        Ok(vec![edit_of_ledger(&self.prompt, ledger), pin])
    }

    fn pin_move<'m>(&'m self, at: &'m str) -> PinMove<'m> {
        PinMove {
            environment: self.request.to,
            application: self.session.application.as_deref(),
            before: self.before.as_deref(),
            is_rollback: false,
            by: self.request.by,
            at,
            reason: self.request.reason,
        }
    }

    fn sign_off(&self, at: &str, evidence: &str) -> Result<serde_yaml::Mapping, Failure> {
        let mut record = mapping([
            ("environment", self.request.to.into()),
            ("by", self.request.by.into()),
            ("at", at.into()),
            ("reason", self.request.reason.into()),
        ]);
        if !evidence.is_empty() {
            record.insert("evidence".into(), evidence.into());
        }
        let hash = self.release()?.sha256.clone().unwrap_or_default();
        record.insert("sha256".into(), hash.into());
        Ok(record)
    }
}

/// Returns `true` if no release has the text of the working copy. Errors in a working copy are left
/// to other commands.
fn is_unpublished(workspace: &Workspace, session: &Session<'_>, prompt: &Prompt) -> bool {
    let draft = Draft::read(workspace, &session.config, &prompt.id);
    draft.is_ok_and(|draft| versions_with_text(&draft.text, &prompt.releases()).is_empty())
}
