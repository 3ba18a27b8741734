use crate::source::Mark;

/// A regular expression in the schema of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pub text: String,
    pub mark: Mark,
}
