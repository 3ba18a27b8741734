/// The parts of regular expressions that an API refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegexSyntax {
    /// Look-around, references back and `\p`.
    LookAround,
    /// These, `\b`, `\B`, and counts of three digits or more.
    LookAroundAndBoundaries,
}

impl RegexSyntax {
    /// Returns whether a pattern has it. The pattern may be invalid.
    pub(super) fn is_in(self, pattern: &str) -> bool {
        let mut rest = pattern;
        while let Some(at) = rest.find(['\\', '(', '{']) {
            let found = &rest[at..];
            if self.begins(found) {
                return true;
            }
            // An escaped character is passed over: `\\(` has a literal backslash and a group.
            let length = if found.starts_with('\\') { 2 } else { 1 };
            let next = found.char_indices().nth(length).map(|(at, _)| at);
            rest = next.map_or("", |next| &found[next..]);
        }
        false
    }

    fn begins(self, text: &str) -> bool {
        const GROUPS: [&str; 4] = ["(?=", "(?!", "(?<=", "(?<!"];
        if GROUPS.iter().any(|group| text.starts_with(group)) {
            return true;
        }
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some('\\'), Some('1'..='9' | 'k' | 'p' | 'P')) => true,
            (Some('\\'), Some('b' | 'B')) => self == Self::LookAroundAndBoundaries,
            (Some('{'), Some('0'..='9')) => {
                self == Self::LookAroundAndBoundaries && has_large_count(text)
            }
            _ => false,
        }
    }
}

/// Returns whether braces have a number of three digits or more.
fn has_large_count(braces: &str) -> bool {
    let count = braces.split('}').next().unwrap_or_default();
    count
        .split(|character: char| !character.is_ascii_digit())
        .any(|digits| digits.len() > 2)
}

#[cfg(test)]
mod tests {
    use super::RegexSyntax::{LookAround, LookAroundAndBoundaries};

    #[test]
    fn parts_that_are_refused() {
        let rows = [
            ("^[A-Z]{2}-(?:a|b)+$", false, false),
            (r"^(?=a)\w+", true, true),
            (r"a(?!b)", true, true),
            (r"(?<=a)b", true, true),
            (r"(?<!a)b", true, true),
            (r"(?<year>\d{4})", false, false),
            (r"(a)\1", true, true),
            (r"(?<q>a)\k<q>", true, true),
            (r"^\p{Lu}", true, true),
            (r"\bword\B", false, true),
            (r"a{1,100}", false, true),
            (r"a{99}", false, false),
            (r"\\(a)", false, false),
            (r"\(?=", false, false),
            (r"\\1", false, false),
            (r"\\(?=a)", true, true),
            (r"a{,100}", false, false),
            ("\\", false, false),
            ("(", false, false),
        ];
        for (pattern, around, boundaries) in rows {
            assert_eq!(LookAround.is_in(pattern), around, "{pattern}");
            assert_eq!(
                LookAroundAndBoundaries.is_in(pattern),
                boundaries,
                "{pattern}"
            );
        }
    }
}
