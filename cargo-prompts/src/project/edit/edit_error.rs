use crate::report::failure::Failure;

/// The reason why a file cannot be edited without losing something.
#[derive(Debug, PartialEq, Eq)]
pub struct EditError(String);

impl EditError {
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }

    /// Returns the failure of a command that had to edit the file.
    pub fn into_failure(self, path: &str) -> Failure {
        Failure::because(
            format!("cannot edit `{path}` without losing something"),
            self.0,
        )
        .help("write one key or list item a line, as `cargo prompts` does; nothing was changed")
    }
}
