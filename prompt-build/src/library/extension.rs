/// The extension of a prompt file. It says how the text is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extension {
    /// Dotprompt: front matter and tags.
    #[default]
    Prompt,
    /// A plain text.
    Md,
    /// A plain text.
    Txt,
}

impl Extension {
    pub const ALL: [Self; 3] = [Self::Prompt, Self::Md, Self::Txt];

    /// The extension as it is written, without the dot.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prompt => "prompt",
            Self::Md => "md",
            Self::Txt => "txt",
        }
    }

    /// The extension of a file, with the part of its name before it.
    pub fn of(name: &str) -> Option<(&str, Self)> {
        let (stem, extension) = name.rsplit_once('.')?;
        let mut all = Self::ALL.into_iter();
        let extension = all.find(|known| known.as_str() == extension)?;
        Some((stem, extension))
    }

    /// Returns `true` if the file is one message as it stands: it has no front matter and no tags.
    pub fn is_plain(self) -> bool {
        self != Self::Prompt
    }
}
