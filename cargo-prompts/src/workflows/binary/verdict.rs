/// What is said of an embedded prompt. Where several are so, the first that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// There is no ledger at hand.
    NotChecked,
    /// It is another package's, whose ledger is not at hand.
    Foreign,
    /// What is wrong with the ledger keeps it from being judged; there is a finding about it.
    Unclear,
    /// The ledger has no such version.
    Unknown,
    /// The ledger has another hash.
    Altered,
    Withdrawn,
    Deprecated,
    Draft,
    WorkingCopy,
    /// Its environment has another version now, or none.
    Outdated,
    /// Another package's, and as it stands in the ledger.
    AsReleased,
    /// What its environment pins.
    Pinned,
}

impl Verdict {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotChecked => "not checked",
            Self::Foreign => "foreign",
            Self::Unclear => "unclear",
            Self::Unknown => "unknown",
            Self::Altered => "altered",
            Self::Withdrawn => "withdrawn",
            Self::Deprecated => "deprecated",
            Self::Draft => "draft",
            Self::WorkingCopy => "working copy",
            Self::Outdated => "outdated",
            Self::AsReleased => "as released",
            Self::Pinned => "pinned",
        }
    }
}
