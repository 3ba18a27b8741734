/// Returns whether JavaScript counts the character as whitespace.
///
/// The byte order mark is whitespace there, and U+0085 is not.
#[must_use]
pub fn is_whitespace(character: char) -> bool {
    character == '\u{feff}' || (character.is_whitespace() && character != '\u{85}')
}

/// Returns whether a text consists of whitespace alone.
#[inline]
#[must_use]
pub fn is_blank(text: &str) -> bool {
    // Most texts begin with a letter.
    let begins_with_letter = text.as_bytes().first().is_some_and(u8::is_ascii_graphic);
    !begins_with_letter && text.chars().all(is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whitespace_is_that_of_javascript() {
        for character in [
            ' ', '\n', '\u{b}', '\u{a0}', '\u{2028}', '\u{3000}', '\u{feff}',
        ] {
            assert!(is_whitespace(character), "{character:?}");
        }
        for character in ['\u{85}', '\u{200b}', '\u{180e}', 'a'] {
            assert!(!is_whitespace(character), "{character:?}");
        }
        assert!(is_blank("") && is_blank(" \n\u{feff}") && !is_blank(" .\n"));
    }
}
