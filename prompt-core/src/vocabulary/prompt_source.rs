use super::words;

words! {
    /// The place that an environment takes its prompts from. It decides which versions are allowed.
    ///
    /// ```
    /// # use prompt_core::vocabulary as prompt_runtime;
    /// assert_eq!(prompt_runtime::PromptSource::LibraryActive.as_str(), "library:active");
    /// ```
    pub enum PromptSource {
        /// Working copies, and every version that is not withdrawn.
        Local = "local",
        /// Released versions: drafts, active and deprecated ones.
        LibraryDraft = "library:draft",
        /// Active and deprecated versions with a sign-off for this environment.
        LibraryActive = "library:active",
    }
}
