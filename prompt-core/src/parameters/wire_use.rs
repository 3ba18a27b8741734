/// What an API does with a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WireUse {
    pub encoding: Encoding,
    /// The values that the API takes, of those that the [`Kind`](super::Kind) allows.
    pub accepted: AcceptedValues,
    /// The reason why the API may refuse the parameter, if it is known to.
    pub warning: Option<&'static str>,
}

/// The encoding of a parameter in the body of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// The API has no such parameter.
    Missing,
    /// The value stands as it is at this path, which has a dot between two keys.
    At(&'static str),
    /// The value takes a form of the API's own. The path is where it stands, for documents.
    Special(&'static str),
}

/// The values that an API takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum AcceptedValues {
    All,
    /// Whole numbers in this range.
    Integers {
        least: i64,
        most: i64,
    },
    AtMost(f64),
    Words(&'static [&'static str]),
    /// The words that the provider lists. Other servers with the same API may have more.
    ListedWords(&'static [&'static str]),
    /// Lists of at most so many items.
    AtMostItems(usize),
    /// This value of a switch that the API does not have: it changes nothing.
    Only(bool),
}

impl WireUse {
    /// The API has no such parameter.
    pub const MISSING: Self = Self::new(Encoding::Missing);

    const fn new(encoding: Encoding) -> Self {
        Self {
            encoding,
            accepted: AcceptedValues::All,
            warning: None,
        }
    }

    pub(super) const fn at_least(self, least: i64) -> Self {
        self.integers(least, i64::MAX)
    }

    pub(super) const fn integers(self, least: i64, most: i64) -> Self {
        let accepted = AcceptedValues::Integers { least, most };
        Self { accepted, ..self }
    }

    /// The integers of 32 bits, from this one on.
    pub(super) const fn int32_from(self, least: i64) -> Self {
        self.integers(least, i32::MAX as i64)
    }

    pub(super) const fn at_most(self, most: f64) -> Self {
        let accepted = AcceptedValues::AtMost(most);
        Self { accepted, ..self }
    }

    pub(super) const fn at_most_items(self, most: usize) -> Self {
        let accepted = AcceptedValues::AtMostItems(most);
        Self { accepted, ..self }
    }

    pub(super) const fn words(self, words: &'static [&'static str]) -> Self {
        let accepted = AcceptedValues::Words(words);
        Self { accepted, ..self }
    }

    pub(super) const fn listed_words(self, words: &'static [&'static str]) -> Self {
        let accepted = AcceptedValues::ListedWords(words);
        Self { accepted, ..self }
    }

    pub(super) const fn with_warning(self, warning: &'static str) -> Self {
        let warning = Some(warning);
        Self { warning, ..self }
    }

    /// Returns the path of the parameter in the body, or `None` if the API has no such parameter.
    #[must_use]
    pub const fn path(&self) -> Option<&'static str> {
        match self.encoding {
            Encoding::Missing => None,
            Encoding::At(path) | Encoding::Special(path) => Some(path),
        }
    }
}

pub(super) const fn missing() -> WireUse {
    WireUse::MISSING
}

/// The API has no such switch, and this value asks for nothing.
pub(super) const fn missing_unless(harmless: bool) -> WireUse {
    WireUse {
        accepted: AcceptedValues::Only(harmless),
        ..WireUse::MISSING
    }
}

pub(super) const fn at(path: &'static str) -> WireUse {
    WireUse::new(Encoding::At(path))
}

pub(super) const fn special(path: &'static str) -> WireUse {
    WireUse::new(Encoding::Special(path))
}
