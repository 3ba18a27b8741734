//! `cargo prompts promote`.

use clap::Args;
use semver::Version;

use crate::commands::options::Options;
use crate::commands::signing::SigningOptions;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::CommandResult;
use crate::report::output::{escape_line, say};
use crate::rules::names;
use crate::rules::promotion::{Gate, Signatures};
use crate::workflows::promotion::{Promotion, PromotionOutcome, PromotionRequest};

/// Pins a version in an environment, if it meets the environment's requirements
///
/// With `library:draft`, the golden dataset must have passed with exactly this text and the
/// environment's API, model and parameters. With `library:active`, the version must also be pinned in an environment
/// with `library:draft` and its replay must have passed there; the promotion is the sign-off, and
/// makes a draft active. With `sign_off: { required: 2 }`, the pin moves at the second person's
/// promotion.
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
    #[command(flatten)]
    signing: SigningOptions,
}

impl Promote {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let session = self.signing.session(&workspace)?;
        let request = PromotionRequest {
            id: &self.id,
            to: &self.to,
            version: self.version.as_ref(),
            by: &self.by,
            reason: &self.reason,
            signing: self.signing.signing(),
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
        self.show_outcome(&promotion.complete()?, &version);
        Ok(ExitStatus::Success)
    }

    fn show_outcome(&self, outcome: &PromotionOutcome, version: &Version) {
        let (id, to) = (&self.id, &self.to);
        match outcome {
            PromotionOutcome::AlreadyPinned => {
                say!(
                    "{to} already pins {id} {version}, and needs no other sign-off: nothing was recorded"
                );
            }
            PromotionOutcome::PayloadWritten => say!("{}", self.signing.next_step()),
            PromotionOutcome::Signed(signatures) => {
                show_signatures(signatures);
                let command = format!(
                    "cargo prompts promote {id} --to {to} --version {version} --by WHO --reason WHY"
                );
                say!("{to} does not pin {version} yet: another person must sign, with `{command}`");
            }
            PromotionOutcome::SignedAgain(signatures) => {
                show_signatures(signatures);
                say!("the sign-off is added; {to} already pins {id} {version}");
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
                        say!("{to} pins {version} as before; the sign-off is recorded");
                    }
                    Some(before) => say!("{to} now pins {version} instead of {before}"),
                    None => say!("{to} now pins {version}"),
                }
                if let Some(change) = prefix_change {
                    say!("{change}");
                }
                if let Some(settings) = settings {
                    say!("unchanged in the pin: {settings}");
                }
            }
        }
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
