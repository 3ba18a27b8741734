/// Where an environment takes its prompts from, and so what it lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptSource {
    /// Working copies and every release that is not withdrawn; hashes are not held against the
    /// ledger.
    Local,
    /// Released versions that are not withdrawn.
    LibraryDraft,
    /// Active and deprecated versions with a sign-off for the environment.
    LibraryActive,
}

impl PromptSource {
    pub const ALL: [Self; 3] = [Self::Local, Self::LibraryDraft, Self::LibraryActive];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::LibraryDraft => "library:draft",
            Self::LibraryActive => "library:active",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == text)
    }
}
