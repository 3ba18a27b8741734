use crate::source::Mark;

/// The reason why a text is not YAML, or is more than is read.
#[derive(Debug)]
pub(in crate::yaml) struct SyntaxError {
    pub(in crate::yaml) message: String,
    pub(in crate::yaml) mark: Mark,
    /// The ways out, where they are known.
    pub(in crate::yaml) help: Vec<String>,
}

impl SyntaxError {
    pub(super) fn at(mark: Mark, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            mark,
            help: Vec::new(),
        }
    }

    #[must_use]
    pub(super) fn help(self, help: &[&str]) -> Self {
        let help = help.iter().map(|help| (*help).to_owned()).collect();
        Self { help, ..self }
    }
}
