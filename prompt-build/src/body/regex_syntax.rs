/// The parts of regular expressions that an API refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegexSyntax {
    /// Groups that begin with `(?`, except `(?:`, the empty classes `[]` and `[^]`, references
    /// back, and escapes that few dialects have: `\p`, `\c`, `\0` and `\u{…}`.
    Special,
    /// These, `\b`, `\B`, and counts of three digits or more.
    SpecialAndBoundaries,
}

/// The letters and digits that may stand behind a backslash: classes, boundaries, control
/// characters, and codes of two and four digits.
const ESCAPES: &str = "dDsSwWbBnrtfvxu";

impl RegexSyntax {
    /// Returns whether a pattern has it. The pattern may be invalid.
    pub(super) fn is_in(self, pattern: &str) -> bool {
        let mut rest = pattern;
        let mut is_class = false;
        while let Some(character) = rest.chars().next() {
            let is_refused = match character {
                '\\' => self.has_escape(rest, is_class),
                _ if is_class => false,
                '(' => rest.starts_with("(?") && !rest.starts_with("(?:"),
                '[' => rest.starts_with("[]") || rest.starts_with("[^]"),
                '{' => self == Self::SpecialAndBoundaries && has_large_count(rest),
                _ => false,
            };
            if is_refused {
                return true;
            }
            match character {
                '[' => is_class = true,
                ']' => is_class = false,
                _ => {}
            }
            // An escaped character is passed over: `\\(` has a literal backslash and a group.
            let length = if character == '\\' { 2 } else { 1 };
            let next = rest.char_indices().nth(length).map(|(at, _)| at);
            rest = next.map_or("", |next| &rest[next..]);
        }
        false
    }

    fn has_escape(self, text: &str, is_class: bool) -> bool {
        match text.chars().nth(1) {
            // In a class it is a backspace.
            Some('b') if is_class => false,
            Some('b' | 'B') => self == Self::SpecialAndBoundaries,
            Some('u') => text.starts_with(r"\u{"),
            Some(character) => character.is_alphanumeric() && !ESCAPES.contains(character),
            None => false,
        }
    }
}

/// Returns whether braces have a number of three digits or more.
fn has_large_count(braces: &str) -> bool {
    if !braces[1..].starts_with(|character: char| character.is_ascii_digit()) {
        return false;
    }
    let count = braces.split('}').next().unwrap_or_default();
    count
        .split(|character: char| !character.is_ascii_digit())
        .any(|digits| digits.len() > 2)
}

#[cfg(test)]
mod tests {
    use super::RegexSyntax::{Special, SpecialAndBoundaries};

    #[test]
    fn parts_that_are_refused() {
        let rows = [
            ("^[A-Z]{2}-(?:a|b)+$", false, false),
            (r"^(?=a)\w+", true, true),
            (r"a(?!b)", true, true),
            (r"(?<=a)b", true, true),
            (r"(?<!a)b", true, true),
            (r"(?<year>\d{4})", true, true),
            (r"(?i:a)", true, true),
            (r"(a)\1", true, true),
            (r"(?<q>a)\k<q>", true, true),
            (r"^\p{Lu}", true, true),
            (r"[\P{Lu}]", true, true),
            ("[^]", true, true),
            ("a[]b", true, true),
            (r"[]]", true, true),
            (r"a\0", true, true),
            (r"[\0]", true, true),
            (r"\cJ", true, true),
            (r"\u{e4}", true, true),
            (r"\u00e4\x41", false, false),
            (r"\d\D\s\S\w\W\n\r\t\f\v\.\/\-", false, false),
            (r"[\b^]", false, false),
            (r"[(?=a[]{100}", false, true),
            (r"[{100}]", false, false),
            (r"\[]", false, false),
            (r"[\]](?=a)", true, true),
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
            ("[", false, false),
        ];
        for (pattern, special, boundaries) in rows {
            assert_eq!(Special.is_in(pattern), special, "{pattern}");
            assert_eq!(SpecialAndBoundaries.is_in(pattern), boundaries, "{pattern}");
        }
    }
}
