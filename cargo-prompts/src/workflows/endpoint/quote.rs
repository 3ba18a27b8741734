use prompt_core::secret::masked;

/// A text of the endpoint for the terminal: shortened, on one line, without control characters. Secrets are
/// masked before it is shortened: a part of a key has the form of none.
pub fn quote(text: &str) -> String {
    const LONGEST: usize = 240;
    let text = masked(text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = text
        .chars()
        .take(LONGEST)
        .flat_map(char::escape_debug)
        .collect::<String>();
    let shown = shown.replace("\\\"", "\"").replace("\\'", "'");
    let more = if text.chars().nth(LONGEST).is_some() {
        "…"
    } else {
        ""
    };
    format!("`{shown}{more}`")
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn quotes_are_short_and_harmless() {
        assert_eq!(quote("No \"x\"\n  for\tyou"), "`No \"x\" for you`");
        assert_eq!(quote("\u{1b}[2Jgone\u{202e}"), "`\\u{1b}[2Jgone\\u{202e}`");
        assert_eq!(quote(&"é".repeat(1000)).chars().count(), 243);
        let cut = "é".repeat(230) + " AKIA" + "IOSFODNN7EXAMPLQ";
        assert!(quote(&cut).ends_with(" AKIA*****…`"), "{}", quote(&cut));
    }
}
