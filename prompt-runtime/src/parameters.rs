//! The parameters of a model, in their text form.

use prompt_core::parameters::ParameterLines;

/// The sampling temperature, if it is set.
pub(crate) fn temperature(lines: ParameterLines<'_>) -> Option<f64> {
    lines.get("temperature")?.parse().ok()
}

/// Each parameter with its value, in JSON.
pub(crate) fn values(lines: ParameterLines<'_>) -> impl Iterator<Item = (&'static str, &str)> {
    lines
        .iter()
        .map(|(parameter, value)| (parameter.name, value))
}
