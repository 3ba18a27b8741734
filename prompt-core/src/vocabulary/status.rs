use super::words;

words! {
    /// The stage that a version of a prompt has reached.
    ///
    /// ```
    /// # use prompt_core::vocabulary as prompt_runtime;
    /// use prompt_runtime::Status;
    ///
    /// assert_eq!(Status::WorkingCopy.as_str(), "working copy");
    /// assert_eq!(Status::Active.to_string(), "active");
    /// ```
    pub enum Status {
        /// Not released: the file on disk, open to edits.
        WorkingCopy = "working copy",
        /// Released and frozen, not yet approved for users.
        Draft = "draft",
        /// Approved for users.
        Active = "active",
        /// Approved once; a newer version should take its place.
        Deprecated = "deprecated",
        /// No longer allowed anywhere. No environment embeds a withdrawn version.
        Withdrawn = "withdrawn",
    }
}

impl Status {
    /// Returns the status as one word, for programs: in markers and in JSON.
    #[doc(hidden)]
    #[must_use]
    pub const fn as_word(self) -> &'static str {
        match self {
            Self::WorkingCopy => "working-copy",
            status => status.as_str(),
        }
    }

    /// The statuses of released versions, as a ledger writes them.
    #[doc(hidden)]
    pub const RELEASED: [Self; 4] = [Self::Draft, Self::Active, Self::Deprecated, Self::Withdrawn];
}
