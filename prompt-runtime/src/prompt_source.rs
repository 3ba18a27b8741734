use core::fmt;

/// Where an environment takes its prompts from, and so what it lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PromptSource {
    /// Working copies, and every version that is not withdrawn.
    Local,
    /// Released versions: drafts, active and deprecated ones.
    LibraryDraft,
    /// Active (and deprecated) versions with a sign-off for this environment.
    LibraryActive,
}

impl PromptSource {
    /// The source as `environments.yaml` writes it.
    ///
    /// ```
    /// assert_eq!(prompt_runtime::PromptSource::LibraryActive.as_str(), "library:active");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::LibraryDraft => "library:draft",
            Self::LibraryActive => "library:active",
        }
    }
}

impl fmt::Display for PromptSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
