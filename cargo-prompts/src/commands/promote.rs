//! `cargo prompts promote`.

use std::collections::BTreeSet;

use clap::Args;
use prompt_build::config::{Environment, PromptSource};
use prompt_build::library::{Release, Run, Status};
use prompt_build::report::Findings;
use semver::Version;

use crate::commands::options::Options;
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
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{escape_line, say};
use crate::rules::names;
use crate::rules::promotion::{Candidate, Gate, Signatures, check_gates};
use crate::workflows::draft::{Draft, versions_with_text};

/// Pins a version in an environment, if it meets the environment's requirements
///
/// With `library:draft`, the golden dataset must have passed with exactly this text and the
/// environment's model. With `library:active`, the version must also be pinned in an environment
/// with `library:draft` and its replay must have passed there; the promotion is the sign-off, and
/// makes a draft active. With `sign_off: { required: 2 }`, the pin moves at the second person's
/// promotion.
///
/// The command prints each requirement. It changes one pin in `environments.yaml`, and records in
/// the ledger who moved it, when and why. A model or temperature set in the pin is kept, so the
/// evidence must be for that model.
#[derive(Debug, Args)]
pub struct Promote {
    /// The prompt's id
    id: String,
    /// The environment
    #[arg(long, value_name = "ENVIRONMENT")]
    to: String,
    /// The person who promotes and signs off the version, recorded in the ledger
    #[arg(long, value_name = "WHO", value_parser = names::single_line, allow_hyphen_values = true)]
    by: String,
    /// The reason, recorded in the ledger
    #[arg(long, value_name = "WHY", value_parser = names::single_line, allow_hyphen_values = true)]
    reason: String,
    /// The version [default: the newest release, or with `library:active` the version that an
    /// environment with `library:draft` pins]
    #[arg(long)]
    version: Option<Version>,
}

impl Promote {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let session = Session::open(&workspace)?;
        let target = &session.config.environments[lookup::environment(&session.config, &self.to)?];
        let prompt = session.prompt(&self.id)?;
        let version = self.version(&session, &prompt, target)?;
        if self.version.is_none() {
            tell_of_changes(&workspace, &session, &prompt);
        }
        let promotion = Promotion {
            promote: self,
            session: &session,
            prompt: &prompt,
            target,
            version: &version,
        };
        promotion.run(&workspace)
    }

    /// The version to promote if the user named none.
    fn version(
        &self,
        session: &Session<'_>,
        prompt: &Prompt,
        target: &Environment,
    ) -> Result<Version, Failure> {
        if let Some(version) = &self.version {
            return Ok(version.clone());
        }
        let is_last_step = target.source == Some(PromptSource::LibraryActive);
        let version = if is_last_step {
            self.staged(session, prompt)?
        } else {
            prompt.newest().map(|release| release.version.clone())
        };
        version.ok_or_else(|| {
            let failure = Failure::new(format!(
                "`{}` has no version to promote to `{}`",
                self.id, self.to
            ));
            match prompt.newest() {
                None => failure.help(format!(
                    "`cargo prompts publish {}` publishes the working copy",
                    self.id
                )),
                Some(_) => failure.help("promote it to an environment with `library:draft` first"),
            }
        })
    }
}

impl Promote {
    /// The version that is pinned in environments with `library:draft`. Fails if there are several.
    fn staged(&self, session: &Session<'_>, prompt: &Prompt) -> Result<Option<Version>, Failure> {
        let environments = session.config.environments.iter().enumerate();
        let drafts = environments.filter(|(_, one)| one.source == Some(PromptSource::LibraryDraft));
        let staged = drafts
            .filter_map(|(position, _)| prompt.pinned(&session.config, position))
            .collect::<BTreeSet<_>>();
        if staged.len() > 1 {
            let versions = staged
                .iter()
                .map(|version| format!("`{version}`"))
                .collect::<Vec<_>>()
                .join(", ");
            let message = format!(
                "several versions of `{}` are pinned under `library:draft`: {versions}",
                self.id
            );
            return Err(Failure::new(message).help("choose one with `--version VERSION`"));
        }
        Ok(staged.into_iter().next())
    }
}

/// Tells a user who expects to promote the working copy that no release has its text. Errors in a
/// working copy are left to other commands.
fn tell_of_changes(workspace: &Workspace, session: &Session<'_>, prompt: &Prompt) {
    let id = &prompt.id;
    let draft = Draft::read(workspace, &session.config, id);
    let is_changed = |draft: Draft| versions_with_text(&draft.text, &prompt.releases()).is_empty();
    if draft.is_ok_and(is_changed) {
        say!(
            "the working copy has changes that are not published: `cargo prompts publish {id}` publishes them"
        );
    }
}

/// One version on its way into one environment.
struct Promotion<'a> {
    promote: &'a Promote,
    session: &'a Session<'a>,
    prompt: &'a Prompt,
    target: &'a Environment,
    version: &'a Version,
}

impl Promotion<'_> {
    fn run(&self, workspace: &Workspace) -> CommandResult {
        let release = self.prompt.release(self.version)?;
        let (id, to) = (&self.promote.id, &self.promote.to);
        let before = present_pin(&self.session.config, id, to);
        let gates = check_gates(&self.candidate(workspace, release)?);
        say!("{id} {} to {to}", self.version);
        let evidence = Self::tell(gates)?;
        if self.is_there(release) {
            say!("{to} already pins {id} {}", self.version);
            return Ok(ExitStatus::Success);
        }
        let signed = self.sign(release)?;
        let edits = self.edits(release, &signed, &evidence, before.as_deref())?;
        self.session
            .commit(&format!("cargo prompts promote {id} --to {to}"), id, &edits)?;
        self.conclude(&signed, before.as_deref());
        Ok(ExitStatus::Success)
    }

    /// The sign-off and, once enough people have signed, the new pin. The ledger comes first, so
    /// that a pin never refers to a version that the ledger does not have.
    fn edits(
        &self,
        release: &Release,
        signed: &Signatures,
        evidence: &str,
        before: Option<&str>,
    ) -> Result<Vec<Edit>, Failure> {
        let (id, to, at) = (&self.promote.id, &self.promote.to, now());
        let path = self.prompt.ledger_path();
        let mut ledger = LedgerText::new(self.prompt.ledger_text());
        if signed.is_new {
            let record = self.sign_off(release, &at, evidence);
            ledger
                .append(self.version, "sign_offs", &record)
                .map_err(|error| error.into_failure(&path))?;
        }
        if !signed.are_enough() {
            return Ok(vec![edit_of_ledger(self.prompt, ledger)]);
        }
        if self.target.source == Some(PromptSource::LibraryActive)
            && release.status == Some(Status::Draft)
        {
            ledger
                .set(self.version, "status", Status::Active.as_str())
                .map_err(|error| error.into_failure(&path))?;
        }
        let (by, reason) = (&self.promote.by, &self.promote.reason);
        let application = self.session.application.as_deref();
        let moved = PinMove {
            environment: to,
            application,
            before,
            is_rollback: false,
            by,
            at: &at,
            reason,
        };
        moved.enter(&mut ledger, self.version, &path)?;
        let pin = edit_of_pin(&self.session.config, id, to, &self.version.to_string())?;
        Ok(vec![edit_of_ledger(self.prompt, ledger), pin])
    }

    /// Returns true if the environment already pins the version.
    fn is_there(&self, release: &Release) -> bool {
        let position = self
            .session
            .config
            .environments
            .iter()
            .position(|one| one.name == self.target.name);
        let is_pinned = position
            .and_then(|position| self.prompt.pinned(&self.session.config, position))
            .as_ref()
            == Some(&release.version);
        is_pinned
            && present_pin(&self.session.config, &self.promote.id, &self.promote.to)
                == Some(self.version.to_string())
    }

    fn candidate<'c>(
        &'c self,
        workspace: &Workspace,
        release: &'c Release,
    ) -> Result<Candidate<'c>, Failure> {
        let (resolved, findings) = ResolvedPrompt::find(
            workspace,
            &self.promote.id,
            Some(&self.promote.to),
            Some(self.version),
        )?;
        let resolved = resolved.ok_or_else(|| Failure::from(findings))?;
        Ok(Candidate {
            config: &self.session.config,
            prompt: self.prompt,
            release,
            file: resolved.text.template.config.clone(),
            target: self.target,
            golden: self.prompt.dataset_hash(workspace, Run::Golden)?,
            replay: self.prompt.dataset_hash(workspace, Run::Validation)?,
        })
    }

    /// Prints each requirement. Returns the evidence as text, or all errors.
    fn tell(gates: Vec<Gate>) -> Result<String, Failure> {
        let mut findings = Findings::default();
        let mut evidence = Vec::new();
        for Gate { name, verdict } in gates {
            match verdict {
                Ok(detail) => {
                    say!("  \x1b[32mok\x1b[0m  {name:<11} {}", escape_line(&detail));
                    if matches!(name, "golden" | "validation") {
                        evidence.push(format!("{name}: {detail}"));
                    }
                }
                Err(finding) => {
                    say!("  \x1b[31mno\x1b[0m  {name:<11} {}", finding.code.as_str());
                    findings.push(finding);
                }
            }
        }
        if findings.has_errors() {
            Err(findings.into())
        } else {
            Ok(evidence.join("; "))
        }
    }

    /// Adds this promotion's signature. Fails if the signature does not count.
    fn sign(&self, release: &Release) -> Result<Signatures, Failure> {
        Signatures::with(release, self.target, &self.promote.by).map_err(|(code, message, help)| {
            Findings::from(self.prompt.finding(release, code, message).help(help)).into()
        })
    }

    fn sign_off(&self, release: &Release, at: &str, evidence: &str) -> serde_yaml::Mapping {
        let mut record = mapping([
            ("environment", self.promote.to.as_str().into()),
            ("by", self.promote.by.as_str().into()),
            ("at", at.into()),
            ("reason", self.promote.reason.as_str().into()),
        ]);
        if !evidence.is_empty() {
            record.insert("evidence".into(), evidence.into());
        }
        record.insert(
            "sha256".into(),
            release.sha256.clone().unwrap_or_default().into(),
        );
        record
    }

    fn conclude(&self, signed: &Signatures, before: Option<&str>) {
        let (id, to, version) = (&self.promote.id, &self.promote.to, self.version);
        if signed.required > 0 {
            let names = signed.by.join(", ");
            say!(
                "  \x1b[32mok\x1b[0m  sign-off    {} of {}, by {}",
                signed.by.len(),
                signed.required,
                escape_line(&names)
            );
        }
        if !signed.are_enough() {
            let command = format!(
                "cargo prompts promote {id} --to {to} --version {version} --by WHO --reason WHY"
            );
            say!("{to} does not pin {version} yet: another person must sign, with `{command}`");
            return;
        }
        match before {
            Some(before) if before != version.to_string() => {
                say!("{to} now pins {version} instead of {before}");
            }
            _ => say!("{to} now pins {version}"),
        }
        if let Some(settings) = pinned_settings(&self.session.config, id, to) {
            say!("unchanged in the pin: {settings}");
        }
    }
}
