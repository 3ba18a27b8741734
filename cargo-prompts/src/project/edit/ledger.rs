use prompt_build::library::{ENTRY_FORMAT, Extension};
use prompt_build::yaml::{self, Node};
use semver::Version;
use serde_yaml::{Mapping, Value};
use yamlpatch::{Op, find_content_end};
use yamlpath::{Document, Feature, Route, route};

use super::tree::{
    entry, fill, is_empty, is_flow, refuse_odd_list, tree, with_flow_entry, with_flow_item,
};
use super::{EditError, mapping, patch, proved, value_of};

/// A ledger as text, to which records are added. Nothing is ever taken away.
#[derive(Debug, Clone)]
pub struct LedgerText {
    text: String,
}

/// A release as `publish` enters it.
#[derive(Debug)]
pub struct NewRelease<'a> {
    pub version: &'a Version,
    pub extension: Extension,
    pub sha256: &'a str,
    pub by: &'a str,
    /// RFC 3339.
    pub at: &'a str,
}

impl LedgerText {
    /// A ledger; an empty one where the prompt was never released.
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
        }
    }

    pub fn into_text(self) -> String {
        self.text
    }

    /// Adds a release, as a draft.
    pub fn add(&mut self, release: &NewRelease<'_>) -> Result<(), EditError> {
        let published = mapping([("by", release.by.into()), ("at", release.at.into())]);
        // Most releases are templates: their extension is not written.
        let extension = Some(release.extension).filter(|one| *one != Extension::default());
        let extension = extension.map(Extension::as_str);
        let mut entry = mapping([
            ("version", release.version.to_string().into()),
            ("format", ENTRY_FORMAT.into()),
        ]);
        entry.extend(extension.map(|one| ("extension".into(), one.into())));
        entry.extend(mapping([
            ("status", "draft".into()),
            ("sha256", release.sha256.into()),
            ("published", Value::Mapping(published.clone())),
        ]));
        let mut expected = self.releases()?;
        let text = if expected.is_empty() {
            without_root(&self.text)?
        } else {
            self.text.clone()
        };
        expected.push(Value::Mapping(entry.clone()));
        let edited = if is_in_lines(&text) {
            let NewRelease {
                version, sha256, ..
            } = release;
            let end = if text.is_empty() || text.ends_with('\n') {
                ""
            } else {
                "\n"
            };
            let published = flow_mapping(&published);
            let extension = extension.map(|one| format!("  extension: {one}\n"));
            let extension = extension.unwrap_or_default();
            format!(
                "{text}{end}- version: {version}\n  format: {ENTRY_FORMAT}\n{extension}  status: draft\n  sha256: {sha256}\n  published: {published}\n"
            )
        } else {
            patch(
                &text,
                route!(),
                Op::Append {
                    value: Value::Mapping(entry),
                },
            )?
        };
        self.text = proved(edited, &Value::Sequence(expected))?;
        Ok(())
    }

    /// Adds an entry as another ledger has it.
    pub fn add_entry(&mut self, entry: Mapping) -> Result<(), EditError> {
        let mut expected = self.releases()?;
        let text = if expected.is_empty() {
            without_root(&self.text)?
        } else {
            self.text.clone()
        };
        let entry = Value::Mapping(entry);
        expected.push(entry.clone());
        let edited = if is_in_lines(&text) {
            let item = serde_yaml::to_string(&[&entry])
                .map_err(|error| EditError::new(error.to_string()))?;
            let is_whole = text.is_empty() || text.ends_with('\n');
            let end = if is_whole { "" } else { "\n" };
            format!("{text}{end}{item}")
        } else {
            patch(&text, route!(), Op::Append { value: entry })?
        };
        self.text = proved(edited, &Value::Sequence(expected))?;
        Ok(())
    }

    /// Sets a word of a release: its status.
    pub fn set(&mut self, version: &Version, key: &str, word: &str) -> Result<(), EditError> {
        let position = self.position(version)?;
        let expected = self.expected(position, |release| {
            release.insert(key.into(), word.into());
            Ok(())
        })?;
        let edited = patch(&self.text, route!(position, key), Op::Replace(word.into()))?;
        self.text = proved(edited, &expected)?;
        Ok(())
    }

    /// Adds a record to a release, under a key that it does not have yet.
    pub fn enter(
        &mut self,
        version: &Version,
        key: &str,
        record: Mapping,
    ) -> Result<(), EditError> {
        let position = self.position(version)?;
        let line = format!("{key}: {}", flow_mapping(&record));
        let expected = self.expected(position, |release| {
            release.insert(key.into(), Value::Mapping(record));
            Ok(())
        })?;
        let root = tree(&self.text)?;
        let entry = item_of(&root, position)?;
        let edited = if is_flow(&self.text, entry) {
            with_flow_entry(&self.text, entry, &line)?
        } else {
            self.with_lines(position, &line)?
        };
        self.text = proved(edited, &expected)?;
        Ok(())
    }

    /// Adds a record to a list of a release, and starts the list where there is none, or an empty
    /// one.
    pub fn append(
        &mut self,
        version: &Version,
        list: &str,
        record: &Mapping,
    ) -> Result<(), EditError> {
        let position = self.position(version)?;
        let expected = self.expected(position, |release| {
            let items = release.entry(list.into()).or_insert(Value::Null);
            if items.is_null() {
                *items = Value::Sequence(Vec::new());
            }
            let items = items
                .as_sequence_mut()
                .ok_or_else(|| EditError::new(format!("`{list}` is not a list")))?;
            items.push(Value::Mapping(record.clone()));
            Ok(())
        })?;
        let edited = self.with_record(position, list, record)?;
        self.text = proved(edited, &expected)?;
        Ok(())
    }

    /// Adds a record to a list in the form that the list has.
    fn with_record(
        &self,
        position: usize,
        list: &str,
        record: &Mapping,
    ) -> Result<String, EditError> {
        let (text, root) = (&self.text, tree(&self.text)?);
        let release = item_of(&root, position)?;
        let is_in_flow = is_flow(text, release);
        let flow = flow_mapping(record);
        let Some(present) = entry(release, list) else {
            return if is_in_flow {
                with_flow_entry(text, release, &format!("{list}: [{flow}]"))
            } else {
                self.with_lines(position, &block_list(list, record))
            };
        };
        refuse_odd_list(text, present)?;
        if is_empty(&present.value.value) {
            let forms = (item(record), format!("[{flow}]"));
            return fill(text, present, is_in_flow, (&forms.0, &forms.1));
        }
        match &present.value.value {
            yaml::Value::List(items) if is_flow(text, &present.value) => {
                let end = items.last();
                Ok(end.map_or_else(String::new, |item| with_flow_item(text, item, &flow)))
            }
            _ => self.with_item(position, list, record),
        }
    }

    /// Adds lines at the end of a release, indented as its keys.
    fn with_lines(&self, position: usize, lines: &str) -> Result<String, EditError> {
        let document = document(&self.text)?;
        let key = feature(&document, &route!(position, "version"))?
            .location
            .byte_span
            .0;
        let line_start = self.text[..key].rfind('\n').map_or(0, |at| at + 1);
        let indent = " ".repeat(key - line_start);
        let end = find_content_end(&feature(&document, &route!(position))?, &document);
        Ok(self.with_inserted(end, &indent, lines))
    }

    /// Adds an item to a list of a release, indented as the other items.
    fn with_item(
        &self,
        position: usize,
        list: &str,
        record: &Mapping,
    ) -> Result<String, EditError> {
        let document = document(&self.text)?;
        let first = feature(&document, &route!(position, list, 0))?
            .location
            .byte_span
            .0;
        let line_start = self.text[..first].rfind('\n').map_or(0, |at| at + 1);
        let line = &self.text[line_start..];
        let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
        if !line[indent.len()..].starts_with("- ") {
            return Err(EditError::new(format!("`{list}` is not a block list")));
        }
        let end = find_content_end(&feature(&document, &route!(position, list))?, &document);
        Ok(self.with_inserted(end, indent, &item(record)))
    }

    /// Adds lines after the line that ends at an offset.
    fn with_inserted(&self, end: usize, indent: &str, lines: &str) -> String {
        let (before, after) = self.text.split_at(end);
        let after = if before.ends_with('\n') {
            after
        } else {
            after.strip_prefix('\n').unwrap_or(after)
        };
        let lines = indented(lines, indent);
        format!("{}\n{lines}{after}", before.trim_end_matches('\n'))
    }

    fn releases(&self) -> Result<Vec<Value>, EditError> {
        match value_of(&self.text)? {
            Value::Null => Ok(Vec::new()),
            Value::Sequence(releases) => Ok(releases),
            _ => Err(EditError::new("not a list")),
        }
    }

    fn position(&self, version: &Version) -> Result<usize, EditError> {
        let version = version.to_string();
        let is_it =
            |release: &Value| release.get("version").and_then(Value::as_str) == Some(&version);
        self.releases()?
            .iter()
            .position(is_it)
            .ok_or_else(|| EditError::new(format!("no version {version}")))
    }

    /// The value of the ledger after a change of one release.
    fn expected(
        &self,
        position: usize,
        change: impl FnOnce(&mut Mapping) -> Result<(), EditError>,
    ) -> Result<Value, EditError> {
        let mut releases = self.releases()?;
        let release = releases[position]
            .as_mapping_mut()
            .ok_or_else(|| EditError::new("a release is not a mapping"))?;
        change(release)?;
        Ok(Value::Sequence(releases))
    }
}

/// Returns true if every entry starts with a hyphen at the margin, so that another one can be
/// appended.
fn is_in_lines(text: &str) -> bool {
    let is_of_list = |line: &str| line.trim().is_empty() || line.starts_with(['-', ' ', '#']);
    let mut lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#') && !line.trim().is_empty());
    text.lines()
        .all(|line| is_of_list(line) && !line.starts_with("--"))
        && lines.next().is_none_or(|line| line.starts_with('-'))
}

/// The text of a ledger without entries, without the `[]` or `null` that may stand for it.
fn without_root(text: &str) -> Result<String, EditError> {
    let root = tree(text)?;
    let (before, after) = (
        &text[..root.mark.span().start],
        &text[root.mark.span().end..],
    );
    let rest = format!("{before}{}", after.trim_start_matches(' '));
    Ok(if rest.trim().is_empty() {
        String::new()
    } else {
        rest
    })
}

/// The entry of a release.
fn item_of(root: &Node, position: usize) -> Result<&Node, EditError> {
    let yaml::Value::List(items) = &root.value else {
        return Err(EditError::new("not a list"));
    };
    let item = items.get(position);
    item.ok_or_else(|| EditError::new("a release is missing"))
}

pub(super) fn document(text: &str) -> Result<Document, EditError> {
    Document::new(text).map_err(|_| EditError::unusual())
}

pub(super) fn feature<'d>(
    document: &'d Document,
    route: &Route<'_>,
) -> Result<Feature<'d>, EditError> {
    document
        .query_pretty(route)
        .map_err(|_| EditError::unusual())
}

/// A list with its first item, in lines.
fn block_list(list: &str, record: &Mapping) -> String {
    format!("{list}:\n{}", indented(&item(record), "  "))
}

/// An item of a list, in lines.
fn item(record: &Mapping) -> String {
    let lines = record.iter().enumerate().map(|(position, (key, value))| {
        let margin = if position == 0 { "- " } else { "  " };
        format!("{margin}{}: {}\n", scalar(key), flow_value(value))
    });
    lines.collect()
}

fn indented(lines: &str, indent: &str) -> String {
    lines
        .lines()
        .flat_map(|line| [indent, line, "\n"])
        .collect()
}

/// Escapes the characters of a JSON text that YAML does not allow.
pub fn with_escapes(json: &str) -> String {
    let mut escaped = String::new();
    for character in json.chars() {
        if matches!(
            character,
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        ) {
            escaped.extend(["\\u", &format!("{:04x}", u32::from(character))]);
        } else {
            escaped.push(character);
        }
    }
    escaped
}

pub(super) fn flow_mapping(record: &Mapping) -> String {
    let entries = record
        .iter()
        .map(|(key, value)| format!("{}: {}", scalar(key), flow_value(value)))
        .collect::<Vec<_>>();
    if entries.is_empty() {
        return "{}".to_owned();
    }
    format!("{{ {} }}", entries.join(", "))
}

pub(super) fn flow_value(value: &Value) -> String {
    match value {
        Value::Mapping(mapping) => flow_mapping(mapping),
        Value::Sequence(items) => {
            let items = items.iter().map(flow_value).collect::<Vec<_>>();
            format!("[{}]", items.join(", "))
        }
        value => scalar(value),
    }
}

/// A scalar, quoted unless it is safe without quotes everywhere. JSON's quoted strings are valid
/// YAML, but for some characters.
pub(super) fn scalar(value: &Value) -> String {
    let Value::String(text) = value else {
        return serde_json::to_string(value).unwrap_or_default();
    };
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_' | '+' | '/' | '@' | ':');
    let is_safe = text.starts_with(char::is_alphanumeric)
        && text.chars().all(is_plain)
        && !text.contains(": ")
        && !text.ends_with(':')
        && text.trim() == text
        // Some readers take `1e999` for a number.
        && text.parse::<f64>().is_err();
    let is_itself = value_of(text).is_ok_and(|read| read == *value);
    if is_safe && is_itself {
        text.clone()
    } else {
        with_escapes(&serde_json::Value::from(text.as_str()).to_string())
    }
}
