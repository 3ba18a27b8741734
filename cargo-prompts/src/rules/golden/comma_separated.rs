//! Texts separated by commas, as promptfoo splits the value of `contains-all` and `contains-any`.

/// The texts. A text with commas is in double quotes, in which `\"`, `\\` and `""` are escapes.
/// Adjacent commas count as one.
pub(super) fn split(value: &str) -> Result<Vec<String>, &'static str> {
    let mut texts = Vec::new();
    let mut rest = value;
    loop {
        rest = rest.trim_start_matches(|c: char| c == ',' || is_space(c));
        if rest.is_empty() {
            return Ok(texts);
        }
        if let Some(quoted) = rest.strip_prefix('"') {
            let (text, after) = quoted_text(quoted)?;
            rest = after.trim_start_matches(is_space);
            if !rest.is_empty() && !rest.starts_with(',') {
                return Err("expected a comma after the quoted text");
            }
            texts.push(text);
        } else {
            let (text, after) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
            texts.push(text.trim_end_matches(is_space).to_owned());
            rest = after;
        }
    }
}

/// The text up to the closing quote, and the rest.
fn quoted_text(quoted: &str) -> Result<(String, &str), &'static str> {
    let mut text = String::new();
    let mut characters = quoted.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        match (character, next) {
            ('\\', Some(escaped @ ('"' | '\\'))) | ('"', Some(escaped @ '"')) => {
                text.push(escaped);
                characters.next();
            }
            ('"', _) => return Ok((text, &quoted[at + 1..])),
            _ => text.push(character),
        }
    }
    Err("missing closing quote")
}

/// Returns true for the characters of JavaScript's `\s`.
fn is_space(character: char) -> bool {
    character == '\u{feff}' || (character.is_whitespace() && character != '\u{85}')
}
