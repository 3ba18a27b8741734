//! Functions on texts that tags call. The interpreter and the code of `prompt!` use the same ones.

use alloc::string::String;

/// Returns the text with an indent before each line, as Handlebars indents a partial. An empty last
/// line has no indent.
#[must_use]
pub fn indented(indent: &str, text: &str) -> String {
    text.split_inclusive('\n')
        .flat_map(|line| [indent, line])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_last_line_has_no_indent() {
        assert_eq!(indented("  ", "a\n\nb\n"), "  a\n  \n  b\n");
    }
}
