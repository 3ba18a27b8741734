use crate::report::failure::Failure;

/// The reason why a file cannot be edited without losing something.
#[derive(Debug, PartialEq, Eq)]
pub struct EditError(String);

impl EditError {
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }

    /// The editor of YAML reads fewer layouts than the parser, and compares keys as they are spelt.
    /// Its words would say of a file that a build takes that it is not valid, or that a key is missing.
    pub fn unusual() -> Self {
        Self::new("its layout or the spelling of a key is unusual")
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
