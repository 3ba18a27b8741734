use core::num::NonZeroU32;

use prompt_core::parameters::ParameterLines;

use crate::{Logging, PromptSource, parameters};

/// The environment of this build, as `environments.yaml` describes it. [`environment!`] returns it.
///
/// [`environment!`]: crate::environment!
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
    /// The source of the environment's prompts. It decides which versions may be pinned.
    pub prompt_source: PromptSource,
    /// The model to call.
    pub model: &'static str,
    /// The sampling temperature, 0.0 to 2.0, or `None` if the environment sets none.
    pub temperature: Option<f64>,
    /// The part of each model call that is logged.
    pub logging: Logging,
    /// The maximum number of model calls per hour, or `None` for no limit.
    pub rate_limit: Option<NonZeroU32>,
    /// The feature flags with their values, sorted by name.
    pub feature_flags: &'static [FeatureFlag],
    parameters: ParameterLines<'static>,
}

/// A feature flag and its value in the environment of this build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FeatureFlag {
    /// The flag's name, for example `new_output_schema`.
    pub name: &'static str,
    /// The flag's value.
    pub enabled: bool,
}

impl Environment {
    /// Returns the value of the flag `name`, or `None` if no flag has that name.
    ///
    /// If the name is known at compile time, use [`flag!`](crate::flag!): a wrong name is then a
    /// compile error, and the compiler drops the branch that is off.
    ///
    /// ```ignore
    /// let name = std::env::var("FLAG").unwrap_or("new_output_schema".to_owned());
    /// println!("{name}: {:?}", prompt_runtime::environment!().flag(&name));
    /// ```
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
    temperature: Option<f64>,
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

/// Converts the number in `environments.yaml`. The build script refuses zero, which becomes `None`.
#[doc(hidden)]
#[must_use]
pub const fn rate_limit(per_hour: u32) -> Option<NonZeroU32> {
    NonZeroU32::new(per_hour)
}

/// A placeholder that follows the error of a macro, so that one mistake gives one error.
#[doc(hidden)]
pub const NO_ENVIRONMENT: &Environment = &environment(
    "",
    PromptSource::Local,
    "",
    None,
    Logging::Structured,
    None,
    &[],
);
