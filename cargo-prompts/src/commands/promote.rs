//! `cargo prompts promote`.

use clap::Args;
use semver::Version;

use crate::commands::options::Options;
use crate::commands::signing::SigningOptions;
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{escape_line, say};
use crate::rules::names;
use crate::rules::promotion::{Gate, Signatures};
use crate::workflows::prefix_change::PrefixChange;
use crate::workflows::promotion::{Promotion, PromotionOutcome, PromotionRequest};
use crate::workflows::signing::Signing;

/// Pins a version in an environment, if it meets the environment's requirements
///
/// With `library:draft`, the golden dataset must have passed with exactly this text and the
/// environment's API, model and parameters. With `library:active`, the version must also be pinned in an environment
/// with `library:draft` and its replay must have passed there; the promotion is the sign-off, and
/// makes a draft active. With `sign_off: { required: 2 }`, the pin moves at the second person's
/// promotion.
///
/// A prompt that judges answers can have `judge.yaml` in place of `golden.yaml`. Its labelled cases then
/// count as golden ones: `cargo prompts test` runs them, and enough verdicts must agree with people.
///
/// Runs that rest on the verdicts of a judge count while the environment in which they were made pins
/// the same judge, and if that judge agrees with people as often as its `judge.yaml` demands.
///
/// The command prints each requirement. It changes one pin in `environments.yaml`, and records in
/// the ledger who moved it, when and why. An API, a model or parameters set in the pin are kept, so the
/// evidence must be for these.
#[derive(Debug, Args)]
pub struct Promote {
    /// The prompt's id
    id: String,
    /// The environment
    #[arg(long, value_name = "ENVIRONMENT")]
    to: String,
    /// The person who promotes and signs off the version, recorded in the ledger
    #[arg(long, value_name = "WHO", value_parser = names::signer, allow_hyphen_values = true)]
    by: String,
    /// The reason, recorded in the ledger
    #[arg(long, value_name = "WHY", value_parser = names::single_line, allow_hyphen_values = true)]
    reason: String,
    /// The version [default: the newest release, or with `library:active` the version that an
    /// environment with `library:draft` pins]
    #[arg(long)]
    version: Option<Version>,
    /// Check everything, print what would be done, and change nothing: the exit code is the one of the
    /// promotion. No signature is made, and a change that was interrupted stays as it is
    #[arg(long, conflicts_with = "payload")]
    dry_run: bool,
    #[command(flatten)]
    signing: SigningOptions,
}

impl Promote {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = self.workspace(options)?;
        let session = self.session(&workspace)?;
        let request = PromotionRequest {
            id: &self.id,
            to: &self.to,
            version: self.version.as_ref(),
            by: &self.by,
            reason: &self.reason,
            signing: self.signing_made(),
        };
        let promotion = Promotion::examine(&workspace, &session, request)?;
        let version = promotion.version.clone();
        if promotion.is_behind_working_copy {
            let command = format!("cargo prompts publish {}", self.id);
            say!("the working copy has changes that are not published: `{command}` publishes them");
        }
        say!("{} {version} to {}", self.id, self.to);
        promotion.gates.iter().for_each(show_gate);
        print_findings(&promotion.warnings);
        let outcome = promotion.complete()?;
        self.show_outcome(&outcome, &version);
        Ok(ExitStatus::Success)
    }

    fn workspace(&self, options: &Options) -> Result<Workspace, Failure> {
        if self.dry_run {
            Workspace::find_noting(&options.prompts)
        } else {
            Workspace::find(&options.prompts)
        }
    }

    fn session<'a>(&self, workspace: &'a Workspace) -> Result<Session<'a>, Failure> {
        if self.dry_run {
            Session::rehearse(workspace)
        } else {
            self.signing.session(workspace)
        }
    }

    fn signing_made(&self) -> Signing<'_> {
        match self.signing.signing() {
            Signing::Keygen(_) if self.dry_run => Signing::Rehearsed,
            signing => signing,
        }
    }

    /// Prints what the promotion did, or would do.
    fn show_outcome(&self, outcome: &PromotionOutcome, version: &Version) {
        let (id, to) = (&self.id, &self.to);
        let (pins, now_pins, is) = if self.dry_run {
            ("would pin", "would pin", "would be")
        } else {
            ("pins", "now pins", "is")
        };
        match outcome {
            PromotionOutcome::AlreadyPinned => {
                say!(
                    "{to} already pins {id} {version}, and needs no other sign-off: nothing was recorded"
                );
            }
            PromotionOutcome::PayloadWritten => say!("{}", self.signing.next_step()),
            PromotionOutcome::Signed(signatures) => {
                show_signatures(signatures);
                self.show_missing_signature(version);
            }
            PromotionOutcome::SignedAgain(signatures) => {
                show_signatures(signatures);
                say!("the sign-off {is} added; {to} already pins {id} {version}");
            }
            PromotionOutcome::Pinned {
                signatures,
                before,
                settings,
                prefix_change,
            } => {
                show_signatures(signatures);
                match before {
                    Some(before) if *before == version.to_string() => {
                        say!("{to} {pins} {version} as before; the sign-off {is} recorded");
                    }
                    Some(before) => say!("{to} {now_pins} {version} instead of {before}"),
                    None => say!("{to} {now_pins} {version}"),
                }
                show_beside(prefix_change.as_ref(), settings.as_deref());
            }
        }
        if self.dry_run {
            say!("dry run: nothing was changed");
        }
    }

    fn show_missing_signature(&self, version: &Version) {
        let (id, to) = (&self.id, &self.to);
        if self.dry_run {
            say!(
                "the sign-off would be recorded; {to} would not pin {version} yet: another person must sign"
            );
            return;
        }
        let command = format!(
            "cargo prompts promote {id} --to {to} --version {version} --by WHO --reason WHY"
        );
        say!("{to} does not pin {version} yet: another person must sign, with `{command}`");
    }
}

/// Prints what else the move of a pin does, and does not.
fn show_beside(prefix_change: Option<&PrefixChange>, settings: Option<&str>) {
    if let Some(change) = prefix_change {
        say!("{change}");
    }
    if let Some(settings) = settings {
        say!("unchanged in the pin: {settings}");
    }
}

fn show_gate(Gate { name, verdict }: &Gate) {
    match verdict {
        Ok(proof) => {
            let sentence = escape_line(&proof.sentence);
            say!("  \x1b[32mok\x1b[0m  {name:<11} {sentence}");
            for run in &proof.runs {
                say!("                  {}", escape_line(run));
            }
        }
        Err(finding) => say!("  \x1b[31mno\x1b[0m  {name:<11} {}", finding.code.as_str()),
    }
}

/// Prints who has signed, if the environment requires sign-offs.
fn show_signatures(signatures: &Signatures) {
    if signatures.required > 0 {
        let names = signatures.by.join(", ");
        say!(
            "  \x1b[32mok\x1b[0m  sign-off    {} of {}, by {}",
            signatures.by.len(),
            signatures.required,
            escape_line(&names)
        );
    }
}
