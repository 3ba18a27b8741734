//! The parameters of a model, in their text form.

use prompt_core::parameters::ParameterLines;

/// The sampling temperature.
pub(crate) fn temperature(lines: ParameterLines<'_>) -> f64 {
    let number = lines.get("temperature");
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}

/// Each parameter with its value, in JSON.
pub(crate) fn values(lines: ParameterLines<'_>) -> impl Iterator<Item = (&'static str, &str)> {
    lines
        .iter()
        .map(|(parameter, value)| (parameter.name, value))
}
