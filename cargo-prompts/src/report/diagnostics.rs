//! Findings and failures on standard error.

use std::process::ExitCode;

use prompt_build::report::Findings;
use prompt_core::secret::masked;

use super::exit_status::ExitStatus;
use super::failure::Failure;
use super::findings::shown;
use super::output::{escape_controls, note};

/// Prints findings on standard error, and returns the exit status that they ask for.
pub fn print_findings(findings: &Findings) -> ExitStatus {
    for finding in findings.sorted() {
        note!("{}", shown(finding));
    }
    ExitStatus::of(findings.iter())
}

/// Prints on standard error why a command did not run. Secrets are masked: the message can quote a
/// file.
pub fn print_failure(failure: Failure) -> ExitCode {
    match failure {
        Failure::Unable { message, help } => {
            note!(
                "\x1b[1;31merror\x1b[0m: {}",
                escape_controls(&masked(&message))
            );
            for help in help {
                note!("  = help: {}", escape_controls(&masked(&help)));
            }
            ExitCode::from(2)
        }
        Failure::Unread(finding) => {
            print_findings(&Findings::from(*finding));
            ExitCode::from(2)
        }
        Failure::Refused(findings) => print_findings(&findings).into(),
    }
}
