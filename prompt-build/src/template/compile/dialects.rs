//! Warns of the tags of other languages: here they are text, which is probably a mistake.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use prompt_core::program::Message;

use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Mark, Source};
use crate::template::inputs::Input;

/// Finds the first place of a syntax in a text.
type Search = fn(&str) -> Option<Range<usize>>;

/// Syntax that the text of any message can have: how it is found, and what to write instead.
const SYNTAX: &[(Search, &str)] = &[
    (
        |text| enclosed(text, "{%", "%}"),
        "a condition is `{{#if name}}…{{/if}}` here, and a loop `{{#each list}}…{{/each}}`",
    ),
    (
        |text| enclosed(text, "{#", "#}"),
        "a comment is `{{! … }}` here",
    ),
    (
        |text| enclosed(text, "<%", "%>"),
        "to print an input, write `{{name}}`",
    ),
    (
        |text| enclosed(text, "${input:", "}"),
        "to print an input, write `{{name}}`",
    ),
];

/// The tags that begin a message in other formats, with the role.
const MESSAGES: &[(&str, &str)] = &[
    ("<system>", "system"),
    ("<user>", "user"),
    ("<assistant>", "model"),
    ("system:", "system"),
];

/// Warns of each syntax once. A text that is meant as it stands can be a plain text.
pub(super) fn warn_of_dialects(
    source: &Arc<Source>,
    messages: &[Message],
    inputs: &[Input],
    warnings: &mut Findings,
) {
    let texts = messages.iter().filter_map(|message| match message {
        Message::Text { range, .. } => Some(range.clone()),
        Message::History => None,
    });
    let texts = texts.collect::<Vec<_>>();
    let first = |search: &dyn Fn(&str) -> Option<Range<usize>>| {
        texts.iter().find_map(|range| {
            let found = search(&source.text[range.clone()])?;
            Some(range.start + found.start..range.start + found.end)
        })
    };
    for (search, help) in SYNTAX {
        warnings.extend(first(search).map(|range| as_text(source, range, help)));
    }
    let names = inputs.iter().map(|input| input.name.as_str()).collect();
    if let Some(range) = first(&|text| in_single_braces(text, &names)) {
        let help = format!(
            "to print the input, write `{{{}}}`",
            &source.masked()[range.clone()]
        );
        warnings.push(as_text(source, range, &help));
    }
    // With tags that begin messages, the author knows of them.
    if let [Message::Text { range, .. }] = messages {
        warnings.extend(message_in_another_form(source, range));
    }
}

/// Warns of the first tag that begins a message in another format.
fn message_in_another_form(source: &Arc<Source>, range: &Range<usize>) -> Option<Finding> {
    let text = &source.text[range.clone()];
    let begins = |tag: &str| {
        let at = line(text, tag)?;
        let closing = tag.replace('<', "</");
        let is_closed = !tag.starts_with('<') || text[at..].contains(&closing);
        is_closed.then_some(at)
    };
    let mut found = MESSAGES
        .iter()
        .filter_map(|(tag, role)| Some((begins(tag)?, tag, role)));
    let (at, tag, role) = found.next()?;
    let at = range.start + at;
    let message = format!("`{tag}` is text here, not the beginning of a message");
    let help = format!("in Dotprompt a message begins with `{{{{role \"{role}\"}}}}`");
    let location = Location::new(source, Mark::at(at, at + tag.len()));
    Some(Finding::warning(Code::ForeignSyntax, location, message).help(help))
}

fn as_text(source: &Arc<Source>, range: Range<usize>, help: &str) -> Finding {
    let message = format!("{} is text here", quoted(&source.masked()[range.clone()]));
    let location = Location::new(source, Mark::at(range.start, range.end));
    Finding::warning(Code::ForeignSyntax, location, message).help(help.to_owned())
}

/// Finds what begins and ends with these words on one line, and is no part of a Handlebars tag. Each
/// line is searched once, however many of the words it has.
fn enclosed(text: &str, opening: &str, closing: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(found) = text[from..].find(opening) {
        let at = from + found;
        let inner = at + opening.len();
        if text[..at].ends_with('{') {
            from = inner;
            continue;
        }
        let line_end = text[inner..]
            .find('\n')
            .map_or(text.len(), |length| inner + length);
        if let Some(length) = text[inner..line_end].find(closing) {
            return Some(at..inner + length + closing.len());
        }
        from = line_end;
    }
    None
}

/// Finds the first of these names that stands in single braces.
fn in_single_braces(text: &str, names: &BTreeSet<&str>) -> Option<Range<usize>> {
    let longest = names.iter().map(|name| name.len()).max()?;
    let in_braces = |at: usize| {
        let inner = at + 1;
        let rest = text.as_bytes().get(inner..)?.iter();
        let end = inner + rest.take(longest + 1).position(|byte| *byte == b'}')?;
        let is_alone = !text[..at].ends_with('{') && !text[end + 1..].starts_with('}');
        let is_name = text
            .get(inner..end)
            .is_some_and(|word| names.contains(word));
        (is_alone && is_name).then_some(at..end + 1)
    };
    text.match_indices('{').find_map(|(at, _)| in_braces(at))
}

/// Finds a tag that is a whole line, apart from blanks.
fn line(text: &str, tag: &str) -> Option<usize> {
    // Most texts have none, and this is the fastest way to know.
    text.find(tag)?;
    let mut at = 0;
    let mut lines = text.split('\n').map(|line| {
        at += line.len() + 1;
        (at - line.len() - 1, line)
    });
    let (start, line) = lines.find(|(_, line)| line.trim() == tag)?;
    Some(start + (line.len() - line.trim_start().len()))
}
