//! Errors that keep a command from running.

use std::fmt::{self, Display};
use std::io;
use std::path::Path;

use prompt_build::disk::describe;
use prompt_build::report::{Finding, Findings, render};
use prompt_core::secret::masked;

use super::exit_status::ExitStatus;

/// The reason why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// The command could not run: exit code 2.
    Unable {
        /// One lower-case sentence without a full stop.
        message: String,
        /// The ways out.
        help: Vec<String>,
    },
    /// A file could not be read: exit code 2.
    Unread(Box<Finding>),
    /// The command refused because of errors: exit code 1.
    Refused(Findings),
}

/// The result of a command.
pub type CommandResult = Result<ExitStatus, Failure>;

impl Failure {
    pub fn new(message: impl Into<String>) -> Self {
        Self::Unable {
            message: message.into(),
            help: Vec::new(),
        }
    }

    #[must_use]
    pub fn help(mut self, way_out: impl Into<String>) -> Self {
        match &mut self {
            Self::Unable { help, .. } => help.push(way_out.into()),
            Self::Unread(finding) => {
                let unread = (**finding).clone();
                **finding = unread.help(way_out.into());
            }
            Self::Refused(_) => {}
        }
        self
    }

    /// A failure with the error of the system or of another library.
    pub fn because(message: impl Display, error: impl Display) -> Self {
        Self::new(format!("{message}: {error}"))
    }

    /// A file that the system does not let us `read`, `write`, `lock` or `remove`.
    pub fn cannot(what: &str, path: &Path, error: &io::Error) -> Self {
        Self::because(
            format!("cannot {what} `{}`", path.display()),
            describe(error),
        )
    }
}

/// The message with the ways out, on one line.
impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unable { message, help } => {
                f.write_str(&masked(message))?;
                help.iter()
                    .try_for_each(|help| write!(f, " {}", masked(help)))
            }
            Self::Unread(finding) => f.write_str(&render(finding)),
            Self::Refused(findings) => findings
                .iter()
                .try_for_each(|finding| writeln!(f, "{}", render(finding))),
        }
    }
}

/// A finding that prevents the command from starting, such as an unreadable file.
impl From<Finding> for Failure {
    fn from(finding: Finding) -> Self {
        Self::Unread(Box::new(finding))
    }
}

/// Findings that prevent the command from continuing.
impl From<Findings> for Failure {
    fn from(findings: Findings) -> Self {
        Self::Refused(findings)
    }
}
