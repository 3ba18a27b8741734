//! The rules of serde's `rename_all`.

/// A form of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RenameRule {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

/// The rules by their names in an attribute.
const RULES: [(&str, RenameRule); 8] = [
    ("lowercase", RenameRule::Lower),
    ("UPPERCASE", RenameRule::Upper),
    ("PascalCase", RenameRule::Pascal),
    ("camelCase", RenameRule::Camel),
    ("snake_case", RenameRule::Snake),
    ("SCREAMING_SNAKE_CASE", RenameRule::ScreamingSnake),
    ("kebab-case", RenameRule::Kebab),
    ("SCREAMING-KEBAB-CASE", RenameRule::ScreamingKebab),
];

impl RenameRule {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let mut rules = RULES.iter();
        rules
            .find(|(known, _)| *known == name)
            .map(|(_, rule)| *rule)
    }

    /// Returns the name of a field, which is written in `snake_case`.
    pub(super) fn of_field(self, name: &str) -> String {
        match self {
            Self::Lower | Self::Snake => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_ascii_uppercase(),
            Self::Pascal => name.split('_').map(capitalised).collect(),
            Self::Camel => uncapitalised(&Self::Pascal.of_field(name)),
            Self::Kebab => name.replace('_', "-"),
            Self::ScreamingKebab => Self::Upper.of_field(name).replace('_', "-"),
        }
    }

    /// Returns the name of a variant, which is written in `PascalCase`.
    pub(super) fn of_variant(self, name: &str) -> String {
        match self {
            Self::Lower => name.to_ascii_lowercase(),
            Self::Upper => name.to_ascii_uppercase(),
            Self::Pascal => name.to_owned(),
            Self::Camel => uncapitalised(name),
            Self::Snake => words(name),
            Self::ScreamingSnake => words(name).to_ascii_uppercase(),
            Self::Kebab => words(name).replace('_', "-"),
            Self::ScreamingKebab => words(name).to_ascii_uppercase().replace('_', "-"),
        }
    }
}

/// Returns the words of a name in lower case, with `_` between them.
fn words(name: &str) -> String {
    let mut words = String::new();
    for (position, character) in name.char_indices() {
        if position > 0 && character.is_uppercase() {
            words.push('_');
        }
        words.push(character.to_ascii_lowercase());
    }
    words
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}

fn uncapitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(characters).collect()
}
