/// The source of an environment's prompts, which decides the versions that it may pin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptSource {
    /// Working copies, and releases that are not withdrawn. Hashes are not compared with the
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
