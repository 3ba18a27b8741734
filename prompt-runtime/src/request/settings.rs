use prompt_core::header::{Header, key};
use prompt_core::parameters::ParameterLines;

/// What a call sends beside the messages.
pub(super) struct Settings<'a> {
    pub(super) model: &'a str,
    pub(super) parameters: ParameterLines<'a>,
    /// The JSON Schema of the answer.
    pub(super) output: Option<&'a str>,
}

impl<'a> Settings<'a> {
    /// Reads a header once from its start to its end: every call does this.
    pub(super) fn read(header: &'a str) -> Self {
        let (mut model, mut output, mut parameters) = ("", None, 0..0);
        for line in Header::new(header).lines() {
            match line.key {
                key::MODEL => model = line.value,
                key::OUTPUT => output = Some(line.value),
                // The lines of parameters stand together.
                key::PARAMETER if parameters.is_empty() => parameters = line.range,
                key::PARAMETER => parameters.end = line.range.end,
                _ => {}
            }
        }
        Self {
            model,
            parameters: ParameterLines::new(header.get(parameters).unwrap_or_default()),
            output,
        }
    }
}
