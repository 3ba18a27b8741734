//! Parts of messages.

pub use prompt_core::suggest::{did_you_mean, nearest};

use prompt_core::secret::masked;

/// Quotes text of a user's file for a message: in backticks, on one line, without control
/// characters and secrets, shortened.
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 80;
    let text = masked(text);
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
