use alloc::string::String;
use core::error::Error;
use core::fmt;

use prompt_core::choice::BuildNames;
use prompt_core::hidden::escape_line;

use super::Listed;

/// An error of [`choose_environment!`](crate::choose_environment): the environment is not chosen.
///
/// The message has the names that may be chosen.
#[derive(Clone, PartialEq, Eq)]
pub struct ChoiceError {
    build: BuildNames<'static>,
    reason: Reason,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reason {
    /// The variable is not set, and there is no environment by default. The program allows these, or all
    /// that it is built for.
    NotSet(&'static [&'static str]),
    /// The variable has this value, and the package is built for other environments. The program allows
    /// these, or all that it is built for.
    Variable(String, &'static [&'static str]),
    /// The package is built for other environments than the one that the program names.
    Name(String),
    /// The package is built for the environment, and the call refuses it.
    NotAllowed(String, &'static [&'static str]),
    /// Another environment was chosen before. Its name is not known while another thread writes it.
    ChosenBefore(String, Option<String>),
}

impl ChoiceError {
    pub(super) fn new(build: BuildNames<'static>, reason: Reason) -> Self {
        Self { build, reason }
    }
}

impl fmt::Display for ChoiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (package, names) = (self.build.package(), Listed(self.build.environments()));
        match &self.reason {
            Reason::NotSet([]) => {
                write!(
                    f,
                    "no environment is chosen: set the variable `PROMPT_ENV` to one of {names}"
                )
            }
            Reason::NotSet(among) => {
                let environments = self.build.environments();
                let allowed = Listed(environments.filter(|name| among.contains(name)));
                write!(
                    f,
                    "no environment is chosen: set the variable `PROMPT_ENV` to one of {allowed}"
                )
            }
            Reason::Variable(name, []) => write!(
                f,
                "the variable `PROMPT_ENV` is `{}`, and the package `{package}` is built for {names}",
                escape_line(name)
            ),
            Reason::Variable(name, among) => {
                let environments = self.build.environments();
                let allowed = Listed(environments.filter(|name| among.contains(name)));
                write!(
                    f,
                    "the variable `PROMPT_ENV` is `{}`, and the program allows only {allowed}",
                    escape_line(name)
                )
            }
            Reason::Name(name) => write!(
                f,
                "`{}` cannot be chosen: the package `{package}` is built for {names}",
                escape_line(name)
            ),
            Reason::NotAllowed(name, among) => {
                let among = Listed(among.iter().copied());
                write!(
                    f,
                    "`{name}` cannot be chosen: the program allows only {among}"
                )
            }
            Reason::ChosenBefore(name, Some(chosen)) => write!(
                f,
                "`{name}` cannot be chosen: the choice is one for the process, and it is `{chosen}`"
            ),
            Reason::ChosenBefore(name, None) => write!(
                f,
                "`{name}` cannot be chosen: the choice is one for the process, and it is another"
            ),
        }
    }
}

/// Shows the message: it is what a `main` prints that returns the error.
impl fmt::Debug for ChoiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for ChoiceError {}
