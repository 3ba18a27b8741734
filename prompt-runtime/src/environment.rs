use core::num::NonZeroU32;

use prompt_core::parameters::ParameterLines;

use crate::{Logging, PromptSource, parameters};

/// The environment that this build was made for, as `environments.yaml` describes it.
///
/// ```ignore
/// use prompt_runtime::environment;
///
/// let environment = environment!();
/// assert_eq!(environment.name, "development");
/// assert_eq!(environment.flag("new_output_schema"), Some(true));
/// assert_eq!(environment.flag("no_such_flag"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Environment {
    /// The environment's name, for example `production`.
    pub name: &'static str,
    /// Where the environment takes its prompts from.
    pub prompt_source: PromptSource,
    /// The model to call.
    pub model: &'static str,
    /// The sampling temperature, 0.0 to 2.0.
    pub temperature: f64,
    /// How much of a call is logged.
    pub logging: Logging,
    /// The most model calls per hour; `None` is no limit.
    pub rate_limit: Option<NonZeroU32>,
    /// Every feature flag with its value, sorted by name.
    pub feature_flags: &'static [FeatureFlag],
    parameters: ParameterLines<'static>,
}

/// A feature flag and its value in the environment of this build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FeatureFlag {
    /// The flag's name, for example `new_output_schema`.
    pub name: &'static str,
    /// Whether the flag is on.
    pub enabled: bool,
}

impl Environment {
    /// Whether the flag `name` is on; `None` when no flag has that name.
    ///
    /// Where the name is known when the code is written, [`flag!`](crate::flag!) is better: a wrong
    /// name does not compile, and the branch that is off is left out of the binary.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.feature_flags
            .iter()
            .find(|flag| flag.name == name)
            .map(|flag| flag.enabled)
    }

    /// The name and the value of each parameter that the environment sets, sorted by name. The
    /// value is JSON, so a string is in quotes.
    ///
    /// [`Prompt::parameters`](crate::Prompt::parameters) has those of a prompt's calls.
    ///
    /// ```ignore
    /// let parameters = prompt_runtime::environment!().parameters().collect::<Vec<_>>();
    /// assert_eq!(parameters, [("temperature", "0.7")]);
    /// ```
    pub fn parameters(&self) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        parameters::values(self.parameters)
    }
}

#[doc(hidden)]
#[must_use]
pub const fn environment(
    name: &'static str,
    prompt_source: PromptSource,
    model: &'static str,
    temperature: f64,
    logging: Logging,
    rate_limit: Option<NonZeroU32>,
    feature_flags: &'static [FeatureFlag],
) -> Environment {
    Environment {
        name,
        prompt_source,
        model,
        temperature,
        logging,
        rate_limit,
        feature_flags,
        parameters: ParameterLines::new(""),
    }
}

/// Adds the parameters, `temperature` included, in their text form.
#[doc(hidden)]
#[must_use]
pub const fn with_parameters(environment: Environment, lines: &'static str) -> Environment {
    Environment {
        parameters: ParameterLines::new(lines),
        ..environment
    }
}

/// The limit that `environments.yaml` gives as a number; zero, which the build script refuses, is
/// none.
#[doc(hidden)]
#[must_use]
pub const fn rate_limit(per_hour: u32) -> Option<NonZeroU32> {
    NonZeroU32::new(per_hour)
}

/// Stands in where a macro has raised an error, so that one mistake gives one error.
#[doc(hidden)]
pub const NO_ENVIRONMENT: &Environment = &environment(
    "",
    PromptSource::Local,
    "",
    0.0,
    Logging::Structured,
    None,
    &[],
);
