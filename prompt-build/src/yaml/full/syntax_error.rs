use crate::source::Mark;

/// The reason why a text is not YAML, or is more than is read.
#[derive(Debug)]
pub(in crate::yaml) struct SyntaxError {
    pub(in crate::yaml) message: String,
    pub(in crate::yaml) offset: usize,
}

impl SyntaxError {
    pub(super) fn at(mark: Mark, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            offset: mark.span().start,
        }
    }
}
