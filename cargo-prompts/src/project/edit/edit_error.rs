use crate::report::failure::Failure;

/// Why an edit cannot be made in the form that a file has.
#[derive(Debug, PartialEq, Eq)]
pub struct EditError(String);

impl EditError {
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }

    /// The same as what keeps a command from going on.
    pub fn into_failure(self, path: &str) -> Failure {
        Failure::because(
            format!("cannot edit `{path}` without losing something"),
            self.0,
        )
        .help("write one key or list item a line, as `cargo prompts` does; nothing was changed")
    }
}
