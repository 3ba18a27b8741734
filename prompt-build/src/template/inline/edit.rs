use std::ops::Range;

/// A change of a text.
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

impl Edit {
    /// Makes the changes of a text, which do not overlap.
    pub(super) fn apply(mut edits: Vec<Self>, text: &str) -> String {
        edits.sort_by_key(|edit| edit.range.start);
        let mut text = text.to_owned();
        for edit in edits.into_iter().rev() {
            text.replace_range(edit.range, &edit.text);
        }
        text
    }
}
