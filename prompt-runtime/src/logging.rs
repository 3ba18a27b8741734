use core::fmt;

/// How much of a model call an environment logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Logging {
    /// Inputs, rendered text and output.
    Verbose,
    /// Rendered text and output.
    Full,
    /// Metadata only, never a word of content.
    Structured,
}

impl Logging {
    /// The level as `environments.yaml` writes it.
    ///
    /// ```
    /// assert_eq!(prompt_runtime::Logging::Structured.as_str(), "structured");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verbose => "verbose",
            Self::Full => "full",
            Self::Structured => "structured",
        }
    }

    /// The level of this name.
    ///
    /// ```
    /// use prompt_runtime::Logging;
    ///
    /// assert_eq!(Logging::parse("full"), Some(Logging::Full));
    /// assert_eq!(Logging::parse("debug"), None);
    /// ```
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "verbose" => Some(Self::Verbose),
            "full" => Some(Self::Full),
            "structured" => Some(Self::Structured),
            _ => None,
        }
    }
}

impl fmt::Display for Logging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
