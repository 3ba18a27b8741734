//! How a command ends: with an exit code that scripts can rely on.

use crate::report::output::{harmless, note, tell};
use std::fmt::{self, Display};
use std::io;
use std::path::Path;
use std::process::ExitCode;

use prompt_build::disk::describe;
use prompt_build::report::{Code, Finding, Findings, Severity, render};

/// A command that ran: it found nothing wrong, or it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Exit code 0.
    Clean,
    /// Exit code 1: what is wrong has been said, or the command refused and said why.
    Findings,
    /// Exit code 2: a file could not be read, so nobody knows what else is wrong.
    Unread,
}

impl Ending {
    /// The ending of a command that has told of these findings.
    pub fn after<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let errors = findings
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error);
        errors.fold(Self::Clean, |ending, finding| match finding.code {
            Code::UnreadableFile => Self::Unread,
            _ if ending == Self::Unread => ending,
            _ => Self::Findings,
        })
    }
}

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

pub type Outcome = Result<Ending, Failure>;

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Clean => Self::SUCCESS,
            Ending::Findings => Self::from(1),
            Ending::Unread => Self::from(2),
        }
    }
}

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

    /// Says on standard error why the command did not run.
    pub fn tell(self) -> ExitCode {
        match self {
            Self::Unable { message, help } => {
                note!("\x1b[1;31merror\x1b[0m: {}", harmless(&message));
                for help in help {
                    note!("  = help: {}", harmless(&help));
                }
                ExitCode::from(2)
            }
            Self::Unread(finding) => {
                tell(&Findings::from(*finding));
                ExitCode::from(2)
            }
            Self::Refused(findings) => tell(&findings).into(),
        }
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
