//! Errors that keep a command from running.

use std::fmt::{self, Display};
use std::io;
use std::path::Path;

use prompt_build::disk::describe;
use prompt_build::report::{Finding, Findings, render};

use super::exit_status::ExitStatus;

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub enum Failure {
    /// It could not run: exit code 2.
    Unable {
        /// One lower-case sentence without a full stop.
        message: String,
        /// The ways out.
        help: Vec<String>,
    },
    /// What it works on could not be read: exit code 2.
    Unread(Box<Finding>),
    /// It refused, because of what is wrong: exit code 1.
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
            Self::Unread(finding) => finding.help.push(way_out.into()),
            Self::Refused(_) => {}
        }
        self
    }

    /// A failure with what the system, or another library, says about it.
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
                f.write_str(message)?;
                help.iter().try_for_each(|help| write!(f, " {help}"))
            }
            Self::Unread(finding) => f.write_str(&render(finding)),
            Self::Refused(findings) => findings
                .iter()
                .try_for_each(|finding| writeln!(f, "{}", render(finding))),
        }
    }
}

/// What keeps a command from even starting, a file that cannot be read for example.
impl From<Finding> for Failure {
    fn from(finding: Finding) -> Self {
        Self::Unread(Box::new(finding))
    }
}

/// What is wrong keeps a command from going on.
impl From<Findings> for Failure {
    fn from(findings: Findings) -> Self {
        Self::Refused(findings)
    }
}
