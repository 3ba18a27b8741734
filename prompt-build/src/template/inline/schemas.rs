//! Puts the named schemas of a front matter in the places of their names, and the definitions of
//! its tools.

use std::sync::Arc;

use super::edit::Edit;
use super::equivalence::difference;
use super::tools;
use super::yaml_text::{STEP, block, flow, is_block, scalar};
use crate::report::{Code, Finding, Findings};
use crate::size_limit::{TEMPLATE, mebibytes};
use crate::source::{Location, Mark, Source};
use crate::template::checked_template::Template;
use crate::template::schema::{Replacement, replacements};
use crate::template::shared_files::SharedFiles;
use crate::yaml::{self, Entry, Node, Value};

/// Returns a text with the named schemas and the tools of its front matter in their places. Its body starts at an
/// offset. A text that would not render as before is an error.
pub(super) fn inline(
    (front, node): (&Arc<Source>, &Node),
    body: usize,
    text: String,
    shared: &SharedFiles<'_>,
    before: &Template,
) -> Result<String, Finding> {
    let found = replacements_of(front, node, shared);
    let tools = tools::edits(front, node, shared);
    let of_tools = tools.as_ref().map(|tools| tools.mark);
    let Some(first) = found.first().map(|first| first.mark).or(of_tools) else {
        return Ok(text);
    };
    let edits = tools.map_or_else(Vec::new, |tools| tools.edits);
    let edited = edited(front, &found, edits);
    let (length, end) = (edited.len(), &text[front.text.len()..]);
    let whole = Source::new(front.path.as_str(), format!("{edited}{end}"));
    let front_after = Source::new(front.path.as_str(), edited);
    let body = body + length - front.text.len();
    let refusal = |message: String| {
        let help = "write it out in the prompt by hand, and compare the renderings";
        let location = Location::new(front, first);
        Finding::error(Code::SchemaNotInlined, location, message).help(help.to_owned())
    };
    if TEMPLATE.check(whole.text.len() as u64).is_err() {
        let most = mebibytes(TEMPLATE.bytes);
        return Err(refusal(format!(
            "the prompt with its schemas and tools is larger than {most} MiB"
        )));
    }
    if is_equivalent(&whole, body, &front_after, before) {
        Ok(whole.text.clone())
    } else {
        let what = if found.is_empty() {
            "the prompt would change with the definitions of its tools in it"
        } else {
            "the prompt would change with this schema in the place of its name"
        };
        Err(refusal(what.to_owned()))
    }
}

/// Returns whether a text reads as the template before, without other files.
fn is_equivalent(whole: &Arc<Source>, body: usize, front: &Arc<Source>, before: &Template) -> bool {
    let mut unheeded = Findings::default();
    let Some(node) = yaml::parse(front, &mut unheeded) else {
        return false;
    };
    let shared = SharedFiles::refused();
    let after = Template::read(whole, body, Some((front, &node)), &shared, &mut unheeded);
    after.is_some_and(|after| difference(before, &after).is_none())
}

/// The names in the schemas of the inputs, of the answer and of the tools, in the order of their
/// places.
fn replacements_of(
    source: &Arc<Source>,
    front_matter: &Node,
    shared: &SharedFiles<'_>,
) -> Vec<Replacement> {
    let sections = ["input", "output"].into_iter().filter_map(|section| {
        let section = &entry(front_matter, section)?.value;
        Some((section, entry(section, "schema")?))
    });
    let definitions = match entry(front_matter, "toolDefs").map(|entry| &entry.value.value) {
        Some(Value::List(items)) => items.as_slice(),
        _ => &[],
    };
    let of_tools = definitions
        .iter()
        .filter_map(|tool| Some((tool, entry(tool, "inputSchema")?)));
    let mut found = Vec::new();
    for (section, schema) in sections.chain(of_tools) {
        let is_flow = source.text[section.mark.span()].starts_with('{');
        let own = replacements(source, &schema.value, shared);
        found.extend(own.into_iter().map(|replacement| Replacement {
            entry: replacement.entry.or(Some((schema.key.mark, is_flow))),
            ..replacement
        }));
    }
    found.sort_by_key(|replacement| replacement.mark.span().start);
    found
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Entry> {
    let Value::Map(entries) = &node.value else {
        return None;
    };
    let mut entries = entries.iter();
    entries.find(|entry| matches!(&entry.key.value, Value::Text(text) if text == key))
}

/// The text of a front matter with all replacements made, and other edits.
fn edited(front: &Source, replacements: &[Replacement], mut edits: Vec<Edit>) -> String {
    for replacement in replacements {
        let Some((key, is_flow)) = replacement.entry else {
            continue;
        };
        edits.extend(replacement.key.as_ref().map(|text| Edit {
            range: key.span(),
            text: scalar(text, is_flow),
        }));
        match block_column(front, key).filter(|_| !is_flow && is_block(&replacement.node)) {
            Some(column) => edits.extend(as_block(front, column + STEP, replacement)),
            None => edits.push(Edit {
                range: replacement.mark.span(),
                text: in_line(&replacement.node, is_flow),
            }),
        }
    }
    Edit::apply(edits, &front.text)
}

fn in_line(node: &Node, is_flow: bool) -> String {
    match &node.value {
        Value::Text(text) => scalar(text, is_flow),
        _ => flow(node),
    }
}

/// Removes the name from its line, and writes the schema below the line: what stands behind the
/// name is a comment.
fn as_block(front: &Source, indent: usize, replacement: &Replacement) -> [Edit; 2] {
    let name = replacement.mark.span();
    let start = front.text[..name.start].trim_end().len();
    let rest = &front.text[name.end..];
    let line_end = name.end + rest.find('\n').unwrap_or(rest.len());
    [
        Edit {
            range: start..name.end,
            text: String::new(),
        },
        Edit {
            range: line_end..line_end,
            text: block(&replacement.node, indent),
        },
    ]
}

/// The column of a key, if only blanks stand before it on its line.
fn block_column(front: &Source, key: Mark) -> Option<usize> {
    let start = key.span().start;
    let (_, line) = front.line(start);
    let before = &front.text[line..start];
    before
        .bytes()
        .all(|byte| byte == b' ')
        .then_some(before.len())
}
