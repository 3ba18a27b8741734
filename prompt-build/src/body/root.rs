use std::fmt;

/// What a whole schema is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    Answer,
    /// The arguments of a tool.
    Input,
}

impl fmt::Display for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Answer => "the answer",
            Self::Input => "the input",
        })
    }
}
