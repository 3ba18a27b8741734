/// The verdict on an embedded prompt. If several apply, the first one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// No ledger is at hand.
    NotChecked,
    /// The prompt belongs to another package, whose ledger is not at hand.
    Foreign,
    /// An error in the ledger prevents a verdict; there is a finding about it.
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
    /// The prompt belongs to another package, and the ledger has it with the same hash.
    AsReleased,
    /// Its environment pins this version.
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
