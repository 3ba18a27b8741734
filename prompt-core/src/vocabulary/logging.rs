use super::words;

words! {
    /// The part of a model call that an environment logs.
    ///
    /// ```
    /// # use prompt_core::vocabulary as prompt_runtime;
    /// use prompt_runtime::Logging;
    ///
    /// assert_eq!(Logging::Structured.as_str(), "structured");
    /// assert_eq!(Logging::parse("full"), Some(Logging::Full));
    /// assert_eq!(Logging::parse("debug"), None);
    /// ```
    pub enum Logging {
        /// Inputs, rendered text and output.
        Verbose = "verbose",
        /// Rendered text and output.
        Full = "full",
        /// Metadata only, and no content.
        Structured = "structured",
    }
}

impl Logging {
    /// Returns the level with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::from_spelling(name)
    }
}
