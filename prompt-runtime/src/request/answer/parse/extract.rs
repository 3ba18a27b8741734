//! The one JSON value of an answer, without the words around it.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::path::Path;
use super::scan::{Found, scan};

/// The brackets of objects and lists.
const BRACKETS: [char; 4] = ['{', '}', '[', ']'];

/// The place of what is wrong with an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) at: usize,
    pub(super) path: Path,
}

/// The reason why an answer has no JSON that could be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Missing,
    Several,
    CutOff,
    Malformed,
}

/// A value, and its place in the answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Extracted<'a> {
    pub(super) json: Cow<'a, str>,
    pub(super) start: usize,
}

/// Returns the JSON object or list of an answer. If there are several, none of them counts: which
/// one was meant, nobody knows.
pub(super) fn extract(answer: &str) -> Result<Extracted<'_>, (Reason, Place)> {
    let start = skip_reasoning(answer)?;
    if let Some(inside) = fenced(answer, start)
        && serde_json::from_str::<serde::de::IgnoredAny>(&answer[inside.clone()]).is_ok()
    {
        return Ok(Extracted {
            json: Cow::Borrowed(&answer[inside.clone()]),
            start: inside.start,
        });
    }
    let (range, commas) = search(answer, start)?;
    Ok(Extracted {
        json: without(&answer[range.clone()], range.start, &commas),
        start: range.start,
    })
}

/// Returns the place of the one value in a text, and those of its commas before closing brackets.
fn search(answer: &str, start: usize) -> Result<(Range<usize>, Vec<usize>), (Reason, Place)> {
    let mut found = None;
    let mut no_object = None;
    let mut at = start;
    while let Some(bracket) = answer[at..].find(['{', '[']) {
        let bracket = at + bracket;
        match scan(answer, bracket) {
            Found::Nothing { at: end } => {
                let is_object = answer[bracket..].starts_with('{');
                no_object = no_object.or(is_object.then_some(end));
                at = end.max(bracket + 1);
            }
            Found::CutOff { at, path } => return Err((Reason::CutOff, Place { at, path })),
            Found::Malformed { at, path } => return Err((Reason::Malformed, Place { at, path })),
            Found::Whole { range, commas } => {
                at = range.end;
                if is_reference(&answer[range.clone()]) && is_in_a_sentence(answer, &range) {
                    continue;
                }
                if found.is_some() {
                    return Err((Reason::Several, root(range.start)));
                }
                found = Some((range, commas));
            }
        }
    }
    let (range, commas) = found.ok_or_else(|| match no_object {
        Some(at) => (Reason::Malformed, root(at)),
        None => (Reason::Missing, root(start)),
    })?;
    match unmatched(answer, start, &range) {
        Some(at) => Err((Reason::Malformed, root(at))),
        None => Ok((range, commas)),
    }
}

/// Returns the place of the bracket that makes a value a part of something that is no JSON: one before
/// the value that is still open, or one behind it that closes nothing. The rest of an object with a
/// comment or with single quotes must not pass for the whole.
fn unmatched(answer: &str, start: usize, range: &Range<usize>) -> Option<usize> {
    let (before, after) = undoubled(&answer[start..range.start], &answer[range.end..]);
    if let Some(at) = still_open(before) {
        let bracket = start + at;
        return Some(match scan(answer, bracket) {
            Found::Nothing { at } => at,
            _ => bracket,
        });
    }
    let at = closes_nothing(after)?;
    Some(answer.len() - after.len() + at)
}

/// Takes away braces directly around a value: templates double them, and models repeat that.
fn undoubled<'a>(mut before: &'a str, mut after: &'a str) -> (&'a str, &'a str) {
    while let Some(outer) = before.trim_end().strip_suffix('{')
        && let Some(rest) = after.trim_start().strip_prefix('}')
    {
        (before, after) = (outer, rest);
    }
    (before, after)
}

/// Returns the place of the outermost bracket that nothing in a text closes.
fn still_open(text: &str) -> Option<usize> {
    let mut open = Vec::new();
    for (at, found) in text.match_indices(BRACKETS) {
        match found {
            "{" | "[" => open.push(at),
            _ => drop(open.pop()),
        }
    }
    open.first().copied()
}

/// Returns the place of the first bracket that closes nothing in a text.
fn closes_nothing(text: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (at, found) in text.match_indices(BRACKETS) {
        match found {
            "{" | "[" => open += 1,
            _ if open == 0 => return Some(at),
            _ => open -= 1,
        }
    }
    None
}

/// Returns where the answer begins, behind the reasoning that some servers leave in the text. Without
/// an end, all of it is reasoning.
fn skip_reasoning(answer: &str) -> Result<usize, (Reason, Place)> {
    const END: &str = "</think>";
    if !answer.trim_start().starts_with("<think>") {
        return Ok(0);
    }
    match answer.find(END) {
        Some(at) => Ok(at + END.len()),
        None => Err((Reason::CutOff, root(answer.len()))),
    }
}

/// Returns a place of no path.
fn root(at: usize) -> Place {
    let path = Path::default();
    Place { at, path }
}

/// Returns the inside of a code fence that is the whole answer.
fn fenced(answer: &str, start: usize) -> Option<Range<usize>> {
    const FENCE: &str = "```";
    let end = answer.trim_end().strip_suffix(FENCE)?.len();
    let rest = answer.get(start..end)?;
    rest.trim_start().strip_prefix(FENCE)?;
    let fence = rest.len() - rest.trim_start().len();
    let line = rest[fence..].find('\n')?;
    Some(start + fence + line + 1..end)
}

/// Returns whether a list is one that sentences have: `[1]` or `[2, 3]` for a source.
fn is_reference(json: &str) -> bool {
    json.starts_with('[')
        && json
            .bytes()
            .all(|byte| matches!(byte, b'[' | b']' | b',' | b' ') || byte.is_ascii_digit())
}

/// Returns whether other words stand on the line of a value.
fn is_in_a_sentence(answer: &str, range: &Range<usize>) -> bool {
    let before = answer[..range.start].lines().next_back();
    let is_line_start = answer[..range.start].ends_with('\n');
    let before = if is_line_start { None } else { before };
    let after = answer[range.end..].lines().next();
    let is_blank = |text: Option<&str>| text.is_none_or(|text| text.trim().is_empty());
    !is_blank(before) || !is_blank(after)
}

/// Removes the commas before closing brackets.
fn without<'a>(json: &'a str, start: usize, commas: &[usize]) -> Cow<'a, str> {
    if commas.is_empty() {
        return Cow::Borrowed(json);
    }
    let mut kept = String::with_capacity(json.len());
    let mut from = 0;
    for comma in commas {
        let comma = comma - start;
        kept.push_str(&json[from..comma]);
        from = comma + 1;
    }
    kept.push_str(&json[from..]);
    Cow::Owned(kept)
}
