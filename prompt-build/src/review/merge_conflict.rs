use std::ops::Range;
use std::sync::Arc;

use crate::report::{Code, Finding};
use crate::source::{Location, Mark, Source};

/// How git begins the line before the two sides of a conflict, and the line after them.
const MARKERS: [&str; 2] = ["<<<<<<< ", ">>>>>>> "];

/// The first marker of a merge conflict that a file has.
pub fn merge_conflict(source: &Arc<Source>) -> Option<Finding> {
    let marker = marker(&source.text)?;
    let location = Location::new(source, Mark::at(marker.start, marker.end));
    let message = "this line is the marker of a merge conflict";
    let help = "keep one of the two sides, and remove git's markers";
    Some(Finding::error(Code::MergeConflict, location, message).help(help.to_owned()))
}

fn marker(text: &str) -> Option<Range<usize>> {
    let mut markers = MARKERS.iter().flat_map(|marker| text.match_indices(marker));
    let is_conflict = |at: usize| {
        let is_at_start = at == 0 || text.as_bytes()[at - 1] == b'\n';
        let line = text[at..].lines().next().unwrap_or_default();
        is_at_start && !is_edit(&line[MARKERS[0].len()..])
    };
    let (at, marker) = markers.find(|(at, _)| is_conflict(*at))?;
    Some(at..at + marker.trim_end().len())
}

/// Returns `true` for a word in capitals. Prompts for programmers use the same lines for edits:
/// `<<<<<<< SEARCH` and `>>>>>>> REPLACE`. In capitals, git writes `HEAD` alone.
fn is_edit(label: &str) -> bool {
    let label = label.trim();
    label.is_empty() || label != "HEAD" && label.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::merge_conflict;
    use crate::source::Source;

    #[test]
    fn the_markers_of_git_are_found() {
        let rows = [
            (
                "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> 9f2c1ab (Shorter)\n",
                Some(0..7),
            ),
            ("Hello.\n<<<<<<< Updated upstream\n", Some(7..14)),
            ("a\n=======\nb\n>>>>>>> feature/tone", Some(12..19)),
            ("<<<<<<< main\r\n", Some(0..7)),
            ("<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n", None),
            (">>>>>>> UPDATED\n<<<<<<< HEAD\n", Some(16..23)),
            (" <<<<<<< HEAD\nsay <<<<<<< HEAD\n", None),
            ("<<<<<<<\n<<<<<<< \n<<<<<<<< HEAD\n=======\n", None),
            ("Title\n=======\n", None),
        ];
        for (text, expected) in rows {
            let found = merge_conflict(&Source::new("local.prompt", text));
            assert_eq!(found.map(|one| one.location.span()), expected, "{text:?}");
        }
    }
}
