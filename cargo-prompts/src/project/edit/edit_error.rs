use crate::report::failure::Failure;

/// Why an edit cannot be made in the form that a file has.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault(String);

impl Fault {
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }

    /// The same as what keeps a command from going on.
    pub fn in_file(self, path: &str) -> Failure {
        Failure::because(format!("`{path}` has a form that cannot be edited without losing something"), self.0)
            .help("write it in lines, a key or a hyphen each, as `cargo prompts` does; nothing was changed")
    }
}
