//! Functions on texts that tags and expressions call. The interpreter and the code of `prompt!` use the same ones.

use alloc::string::String;

use crate::js::is_whitespace;

/// Returns the text with an indent before each line, as Handlebars indents a partial. An empty last
/// line has no indent.
#[must_use]
pub fn indented(indent: &str, text: &str) -> String {
    text.split_inclusive('\n')
        .flat_map(|line| [indent, line])
        .collect()
}

/// Returns the number of characters of a text, which is what `len` gives: `ü` is one, and so is an
/// emoji that is a single code point.
#[must_use]
pub fn length(text: &str) -> usize {
    text.chars().count()
}

/// Returns the text without the whitespace at its ends, as JavaScript has it.
#[must_use]
pub fn trim(text: &str) -> &str {
    text.trim_matches(is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_last_line_has_no_indent() {
        assert_eq!(indented("  ", "a\n\nb\n"), "  a\n  \n  b\n");
    }
}
