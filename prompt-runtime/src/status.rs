use core::fmt;

/// How far a version of a prompt has come in its life.
///
/// A withdrawn version has no place here: no environment embeds one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// Not released: the text as it stands on disk, open to edits.
    WorkingCopy,
    /// Released and frozen, not yet approved for users.
    Draft,
    /// Approved.
    Active,
    /// Approved once; a newer version should take its place.
    Deprecated,
}

impl Status {
    /// The status as the ledger and the tools write it.
    ///
    /// ```
    /// use prompt_runtime::Status;
    ///
    /// assert_eq!(Status::WorkingCopy.as_str(), "working copy");
    /// assert_eq!(Status::Active.to_string(), "active");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WorkingCopy => "working copy",
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Deprecated => "deprecated",
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
