//! The versions that a ledger lists, found without reading its releases.

use std::ops::Range;
use std::sync::Arc;

use semver::Version;

use crate::source::Source;
use crate::yaml;

/// An entry of which only the version was read.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// With the comments before the first entry, or after its own lines.
    pub(super) range: Range<usize>,
    pub(super) version: Range<usize>,
}

/// The most lines and the most entries of a ledger that is listed: 4,000 releases with all that
/// `cargo prompts` records of one have 170,000 lines. The full reader, which has a limit of its own,
/// reads more or reports them.
const LONGEST: usize = 200_000;
const MOST: usize = 5_000;

/// Lists a ledger in the form that `cargo prompts` writes: each entry begins at the margin with `-
/// version: `, and its other lines are indented. `None` for any other form, and if an entry is not
/// certain to be well-formed YAML.
pub(super) fn listing(source: &Arc<Source>) -> Option<Vec<Listed>> {
    let listed = cut(&source.text)?;
    // An entry that is complete by itself leaves nothing open, so the next one begins where it seems
    // to begin.
    let are_complete = listed
        .iter()
        .all(|entry| yaml::is_item(source, &entry.range));
    are_complete.then_some(listed)
}

/// Cuts a text before each line that begins as an entry does.
fn cut(text: &str) -> Option<Vec<Listed>> {
    const HEAD: &str = "- version: ";
    let mut listed = Vec::<Listed>::new();
    let mut lines = 0;
    let mut start = 0;
    while start < text.len() {
        let end = text[start..]
            .find('\n')
            .map_or(text.len(), |length| start + length);
        let line = &text[start..end];
        lines += 1;
        if lines > LONGEST || listed.len() > MOST {
            return None;
        }
        if let Some(version) = line.strip_prefix(HEAD) {
            let version = version_range(version, start + HEAD.len())?;
            if let Some(last) = listed.last_mut() {
                last.range.end = start;
            }
            let begin = if listed.is_empty() { 0 } else { start };
            listed.push(Listed {
                range: begin..text.len(),
                version,
            });
        } else if line.starts_with(' ') {
            (!listed.is_empty()).then_some(())?;
        } else if !line.is_empty() && !line.starts_with('#') {
            return None;
        }
        start = end + 1;
    }
    (!listed.is_empty()).then_some(listed)
}

/// The range of a version that is alone on the rest of its line, in quotes or not.
fn version_range(rest: &str, start: usize) -> Option<Range<usize>> {
    let quote = rest
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''));
    let version = match quote {
        Some(quote) => rest[1..].strip_suffix(quote)?,
        None => rest,
    };
    let start = start + usize::from(quote.is_some());
    Version::parse(version).ok()?;
    Some(start..start + version.len())
}
