use std::ops::Range;
use std::sync::Arc;

use crate::report::{Code, Finding};
use crate::source::{Location, Mark, Source};

/// How git begins the line before the two sides of a conflict, the line before what both sides had,
/// and the line after them.
const MARKERS: [&str; 3] = ["<<<<<<<", "|||||||", ">>>>>>>"];
/// How git begins the line between the two sides.
const BETWEEN: &str = "=======";

/// The first marker of a merge conflict that a file has.
pub fn merge_conflict(source: &Arc<Source>) -> Option<Finding> {
    let marker = marker(&source.text)?;
    let location = Location::new(source, Mark::at(marker.start, marker.end));
    let message = "this line is the marker of a merge conflict";
    let help = "keep one of the two sides, and remove git's markers";
    Some(Finding::error(Code::MergeConflict, location, message).help(help.to_owned()))
}

fn marker(text: &str) -> Option<Range<usize>> {
    // To compare marker after marker is faster than to look at each line.
    let marked = MARKERS.iter().filter_map(|marker| {
        let mut found = text.match_indices(marker).map(|(at, _)| at);
        found.find(|at| is_marker(text, *at))
    });
    let at = marked.min()?;
    Some(at..at + MARKERS[0].len())
}

/// Returns whether the line that a marker begins is of git.
fn is_marker(text: &str, at: usize) -> bool {
    if at > 0 && text.as_bytes()[at - 1] != b'\n' {
        return false;
    }
    let line = text[at..].lines().next().unwrap_or_default();
    let (marker, label) = line.split_at(MARKERS[0].len());
    if label.trim().is_empty() {
        // Alone, this marker can also be a row of a table.
        return marker == MARKERS[1] && is_before_between(text, at);
    }
    label.starts_with(' ') && !is_edit(label)
}

/// Returns whether the line between the two sides comes after a line, before another marker.
fn is_before_between(text: &str, at: usize) -> bool {
    let mut lines = text[at..].lines().skip(1);
    let other = lines.find(|line| {
        line.starts_with(BETWEEN) || MARKERS.iter().any(|marker| line.starts_with(marker))
    });
    other.is_some_and(|line| line.trim_end() == BETWEEN)
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
            ("a\n||||||| 1f2e3d4\nb\n=======\nc\n", Some(2..9)),
            ("||||||| parent of 9f2c1ab (Shorter)\n", Some(0..7)),
            ("a\r\n||||||| merged common ancestors\r\n", Some(3..10)),
            ("|||||||\nb\n=======\nc\n", Some(0..7)),
            ("|||||||  \r\nb\r\n=======\r\n", Some(0..7)),
            ("||||||| 1f2e3d4\n<<<<<<< HEAD\n", Some(0..7)),
            ("|||||||\nb\n", None),
            ("|||||||\n|||||||\n", None),
            ("|||||||\nb\n========\n", None),
            (" ||||||| a\n|||||||| a\n|||||||a|\n", None),
        ];
        for (text, expected) in rows {
            let found = merge_conflict(&Source::new("local.prompt", text));
            assert_eq!(found.map(|one| one.location.span()), expected, "{text:?}");
        }
    }
}
