//! The versions that a ledger lists, found without reading its entries.

use std::ops::Range;

use crate::yaml;

/// An entry of which only the version was read.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// From its hyphen to the next entry.
    pub(super) range: Range<usize>,
    pub(super) version: Range<usize>,
    /// Its index among the entries.
    pub(super) position: usize,
}

/// The most lines and the most entries of a ledger that is listed: 4,000 releases with all that
/// `cargo prompts` records of one have 170,000 lines. The full reader, which has a limit of its own,
/// reads more or reports them.
const LONGEST: usize = 200_000;
const MOST: usize = 5_000;

/// Lists a ledger in the form that `cargo prompts` writes: each entry begins at the margin with `-
/// version: `, and its other lines are indented. `None` for any other form.
pub(super) fn listing(text: &str) -> Option<Vec<Listed>> {
    const HEAD: &str = "- version: ";
    // A carriage return alone ends a line of YAML, but not one of those below.
    if text.contains('\r') {
        return None;
    }
    let mut listed = Vec::<Listed>::new();
    let mut lines = 0;
    // Set until the first line after a version: one that is indented further would go on with it.
    let mut is_after_version = false;
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
            listed.push(Listed {
                range: start..text.len(),
                version,
                position: listed.len(),
            });
            is_after_version = true;
        } else if line.starts_with(' ') {
            let goes_on = is_after_version && line.starts_with("   ");
            if goes_on || listed.is_empty() || !yaml::closes_its_line(line) {
                return None;
            }
            is_after_version = false;
        } else if !line.is_empty() && !line.starts_with('#') {
            return None;
        }
        start = end + 1;
    }
    (!listed.is_empty()).then_some(listed)
}

/// The range of a version that is alone on the rest of its line, in quotes or not, and not a number
/// in YAML.
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
    let is_version = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'+');
    let certain = version.bytes().all(is_version) && version.matches('.').count() >= 2;
    certain.then_some(start..start + version.len())
}
