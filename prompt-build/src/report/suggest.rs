//! Parts of messages.

/// Quotes text of a user's file for a message: in backticks, on one line, without control
/// characters, shortened.
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut shown = text
        .chars()
        .take(LONGEST)
        .flat_map(char::escape_debug)
        .collect::<String>();
    shown = shown.replace("\\\"", "\"").replace("\\'", "'");
    let more = if text.chars().nth(LONGEST).is_some() {
        "…"
    } else {
        ""
    };
    format!("`{shown}{more}`")
}

/// Suggests the nearest known word, if it is near enough to have been meant: "did you mean `x`?".
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, known).map(|nearest| format!("did you mean `{nearest}`?"))
}

/// The nearest known word, if it is near enough to have been meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 128;
    if word.len() > LONGEST {
        return None;
    }
    let by_distance = known
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(word, known), known));
    by_distance
        .min()
        .filter(|(distance, _)| *distance <= word.chars().count().max(3) / 3)
        .map(|(_, known)| known)
}
