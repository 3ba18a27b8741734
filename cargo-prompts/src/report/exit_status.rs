//! The exit status of a command, on which scripts can rely.

use std::process::ExitCode;

use prompt_build::report::{Code, Finding, Severity};

/// The exit status of a command that ran.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Exit code 0: no errors.
    Success,
    /// Exit code 1: the command has shown errors, or has refused and given the reason.
    Errors,
    /// Exit code 2: a file could not be read, so the findings are incomplete.
    Unreadable,
}

impl ExitStatus {
    /// The status of a command that has shown these findings.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let errors = findings
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error);
        errors.fold(Self::Success, |status, finding| match finding.code {
            Code::UnreadableFile => Self::Unreadable,
            _ if status == Self::Unreadable => status,
            _ => Self::Errors,
        })
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        match status {
            ExitStatus::Success => Self::SUCCESS,
            ExitStatus::Errors => Self::from(1),
            ExitStatus::Unreadable => Self::from(2),
        }
    }
}
