//! How a command ends: with an exit code that scripts can rely on.

use std::fmt::{self, Display};
use std::process::ExitCode;

use prompt_build::report::{Finding, render};

/// A command that ran: it found nothing wrong, or it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Exit code 0.
    Clean,
    /// Exit code 1: what is wrong has been said, or the command refused and said why.
    Findings,
}

/// Why a command could not run: exit code 2.
#[derive(Debug)]
pub struct Failure {
    /// One lower-case sentence without a full stop.
    message: String,
    /// The ways out.
    help: Vec<String>,
}

pub type Outcome = Result<Ending, Failure>;

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Clean => Self::SUCCESS,
            Ending::Findings => Self::from(1),
        }
    }
}

impl Failure {
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: Vec::new() }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// A failure with what the system, or another library, says about it.
    pub fn because(message: impl Display, error: impl Display) -> Self {
        Self::new(format!("{message}: {error}"))
    }

    /// Says on standard error why the command could not run.
    pub fn tell(self) -> ExitCode {
        anstream::eprintln!("\x1b[1;31merror\x1b[0m: {}", self.message);
        for help in self.help {
            anstream::eprintln!("  = help: {help}");
        }
        ExitCode::from(2)
    }
}

/// The message with the ways out, on one line.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.help.iter().try_for_each(|help| write!(f, " {help}"))
    }
}

/// What keeps a command from even starting, a file that cannot be read for example.
impl From<Finding> for Failure {
    fn from(finding: Finding) -> Self {
        Self::new(render(&finding))
    }
}
