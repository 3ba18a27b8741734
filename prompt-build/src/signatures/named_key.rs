use std::fmt;

/// A key of a file of allowed signers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedKey {
    /// The fingerprint, as `ssh-keygen -l` prints it: `SHA256:` and base64.
    pub fingerprint: String,
    /// The path of the file.
    pub path: String,
    /// The line in the file, counted from one.
    pub line: usize,
}

impl fmt::Display for NamedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            fingerprint,
            path,
            line,
        } = self;
        write!(f, "the key `{fingerprint}` on line {line} of `{path}`")
    }
}
