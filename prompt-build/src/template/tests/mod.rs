//! The template module from outside: a file in, inputs, operations and findings out. Each table
//! holds a row a case: what the row shows, what is read, and what comes of it in a compact form.

mod all_inputs;
mod answer_schema;
mod arbitrary;
mod dialects;
mod inference;
mod keys;
mod limits;
mod named_schemas;
mod places;
mod prefix;
mod schema;
mod syntax;
mod tools;
mod tree;
mod words;

use std::sync::Arc;

use super::{Field, Input, Kind, Message, Op, Schema, SharedFiles, SharedKind, Template};
use crate::library::PromptFile;
use crate::report::{Code, Finding, Findings};
use crate::source::{Location, Source};

/// The name of a row, the text to read, and the compact form of the result.
type Row = (&'static str, &'static str, &'static str);

/// Compares the result of each row with the expected one. Reports all differences at once.
fn check(rows: &[Row], show: impl Fn(&str) -> String) {
    let differs = |(what, text, expected): &Row| {
        let shown = show(text);
        (shown != *expected)
            .then(|| format!("{what}: {text:?}\n  expected {expected}\n     found {shown}"))
    };
    let differing = rows.iter().filter_map(differs).collect::<Vec<_>>();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// Reads a prompt file with the partials that it may call, each a name and a text.
fn read(file: &str, partials: &[(String, String)]) -> (Option<Template>, Findings) {
    let load = |kind, name: &str| shared_file(kind, name, partials);
    let known = |kind| shared_names(kind, partials);
    let mut findings = Findings::default();
    let source = Source::new("note.prompt", file);
    let template = PromptFile::read(&source, &mut findings)
        .and_then(|file| file.template(&SharedFiles::through(&load, &known), &mut findings));
    (template, findings)
}

/// Reads a file that prompts share: the name of a schema's ends with `.yaml`, and that of a tool's
/// begins with `tools/` as well.
pub(super) fn shared_file<T: AsRef<str>>(
    kind: SharedKind,
    name: &str,
    files: &[(T, T)],
) -> Result<Arc<Source>, Finding> {
    let (file, path, missing) = match kind {
        SharedKind::Partial => (
            name.to_owned(),
            format!("partials/{name}.prompt"),
            Code::MissingPartial,
        ),
        SharedKind::Schema => (
            format!("{name}.yaml"),
            format!("schemas/{name}.yaml"),
            Code::MissingFile,
        ),
        SharedKind::Tool => (
            format!("tools/{name}.yaml"),
            format!("tools/{name}.yaml"),
            Code::MissingFile,
        ),
    };
    let found = files.iter().find(|(known, _)| known.as_ref() == file);
    if let Some((_, text)) = found {
        Ok(Source::new(path, text.as_ref()))
    } else {
        let location = Location::file(&Source::without_text(&path));
        Err(Finding::error(missing, location, "no such file").help(format!("put it at `{path}`")))
    }
}

/// The names of the shared files of a kind.
pub(super) fn shared_names<T: AsRef<str>>(kind: SharedKind, files: &[(T, T)]) -> Vec<String> {
    let names = files.iter().map(|(name, _)| name.as_ref());
    names
        .filter_map(|name| match kind {
            SharedKind::Partial => Some(name.to_owned()).filter(|name| !name.contains(".yaml")),
            SharedKind::Schema => name
                .strip_suffix(".yaml")
                .filter(|name| !name.contains('/'))
                .map(str::to_owned),
            SharedKind::Tool => name
                .strip_prefix("tools/")
                .and_then(|name| name.strip_suffix(".yaml"))
                .map(str::to_owned),
        })
        .collect()
}

/// The template, if nothing is wrong with its file; else the codes of what is.
fn sound((template, findings): (Option<Template>, Findings)) -> Result<Template, String> {
    template
        .filter(|_| !findings.has_errors())
        .ok_or_else(|| codes(&findings))
}

/// The codes of the findings, in the order of their places.
fn codes(findings: &Findings) -> String {
    let codes = findings
        .sorted()
        .into_iter()
        .map(|finding| finding.code.as_str());
    codes.collect::<Vec<_>>().join(" ")
}

/// The one message of a template that has one, as its operations.
fn only_message(template: &Template) -> &[Op] {
    match template.messages.as_slice() {
        [Message::Text { ops, .. }] => ops,
        messages => panic!("expected one message, found {messages:?}"),
    }
}

/// Inputs as `name: type = default`, a `?` after the name of one that may be left out.
fn show_inputs(inputs: &[Input]) -> String {
    let show = |input: &Input| {
        let default = input
            .default
            .as_ref()
            .map(|default| format!(" = {default}"))
            .unwrap_or_default();
        format!(
            "{}{default}",
            show_named(&input.name, &input.schema, input.is_required)
        )
    };
    inputs.iter().map(show).collect::<Vec<_>>().join(", ")
}

/// A `?` after the type stands for nothing instead; a description stands in brackets.
fn show_schema(schema: &Schema) -> String {
    let kind = match &schema.kind {
        Kind::Enum(choices) => choices
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("|"),
        Kind::Array(item) => format!("[{}]", show_schema(item)),
        Kind::Object(fields) => format!(
            "{{{}}}",
            fields.iter().map(show_field).collect::<Vec<_>>().join(", ")
        ),
        Kind::Map(value) => format!("{{*: {}}}", show_schema(value)),
        _ => schema.name().to_owned(),
    };
    let nothing = if schema.is_nullable { "?" } else { "" };
    let description = schema
        .description
        .as_ref()
        .map(|text| format!(" ({text})"))
        .unwrap_or_default();
    format!("{kind}{nothing}{description}")
}

fn show_field(field: &Field) -> String {
    show_named(&field.name, &field.schema, field.is_required)
}

fn show_named(name: &str, schema: &Schema, is_required: bool) -> String {
    format!(
        "{name}{}: {}",
        if is_required { "" } else { "?" },
        show_schema(schema)
    )
}

/// A front matter of one key whose value is the text, below it line by line.
fn front_matter(keys: &[&str], text: &str) -> String {
    let keys_above = keys
        .iter()
        .enumerate()
        .map(|(depth, key)| format!("{}{key}:\n", "  ".repeat(depth)));
    let lines = text
        .lines()
        .map(|line| format!("{}{line}\n", "  ".repeat(keys.len())));
    let front = keys_above.chain(lines).collect::<String>();
    format!("---\n{front}---\n")
}
