use std::ops::Range;

use prompt_build::config::Config;
use prompt_build::yaml::{Entry, Node, Value as Tree};
use serde_yaml::Value;
use yamlpatch::Op;
use yamlpath::Route;

use super::configuration::{PROMPTS, VERSION, set_pin};
use super::ledger::{flow_mapping, flow_value};
use super::tree::{entry, is_flow, tree, value_range, with_flow_entry, without_flow_entry};
use super::{EditError, mapping, patch, proved, value_of};

/// A change of one setting of a pin.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingChange {
    /// The key of the mapping in the pin that has the setting; `None` if the pin itself has it.
    pub within: Option<&'static str>,
    pub key: &'static str,
    /// `None` if the setting is removed.
    pub value: Option<Value>,
}

/// Sets the version of a prompt in an environment, and changes these settings of the pin. Its other
/// settings and all comments beside them are kept.
pub fn set_pin_with(
    config: &Config,
    id: &str,
    environment: &str,
    version: &str,
    changes: &[SettingChange],
) -> Result<String, EditError> {
    let mut text = set_pin(config, id, environment, version)?;
    let pin = [PROMPTS, id, environment];
    if !changes.is_empty() {
        text = as_mapping(text, &pin, version)?;
    }
    for change in changes {
        text = change.applied(&text, &pin)?;
    }
    Ok(text)
}

impl SettingChange {
    fn applied(&self, text: &str, pin: &[&str]) -> Result<String, EditError> {
        let Some(within) = self.within else {
            return with_entry(text, pin, self.key, self.value.clone());
        };
        let root = tree(text)?;
        let outer = entry(&at(&root, pin)?.value, within);
        let mut value = value_of(text)?;
        let settings = value_at(&mut value, pin)?.get(within);
        let mut settings = settings
            .and_then(Value::as_mapping)
            .cloned()
            .unwrap_or_default();
        let is_here = outer.is_some_and(|outer| !is_alias(text, outer)) && !settings.is_empty();
        match &self.value {
            Some(value) => settings.insert(self.key.into(), value.clone()),
            None => settings.remove(self.key),
        };
        if is_here && !settings.is_empty() {
            let path = [pin, &[within]].concat();
            return with_entry(text, &path, self.key, self.value.clone());
        }
        let settings = (!settings.is_empty()).then(|| settings.into());
        with_entry(text, pin, within, settings)
    }
}

/// The text with a pin that is a mapping.
fn as_mapping(text: String, pin: &[&str], version: &str) -> Result<String, EditError> {
    let root = tree(&text)?;
    let entry = at(&root, pin)?;
    if matches!(entry.value.value, Tree::Map(_)) {
        return Ok(text);
    }
    let own = mapping([(VERSION, version.into())]);
    let mut expected = value_of(&text)?;
    *value_at(&mut expected, pin)? = own.clone().into();
    proved(in_place(&text, entry, &flow_mapping(&own))?, &expected)
}

/// The text with another value of a key in the mapping at a path, or without the key.
fn with_entry(
    text: &str,
    path: &[&str],
    key: &str,
    value: Option<Value>,
) -> Result<String, EditError> {
    let mut expected = value_of(text)?;
    let owner = value_at(&mut expected, path)?.as_mapping_mut();
    let owner = owner.ok_or_else(no_mapping)?;
    match &value {
        Some(value) => owner.insert(key.into(), value.clone()),
        None => owner.remove(key),
    };
    let root = tree(text)?;
    let owner = at(&root, path)?;
    let edited = match (entry(&owner.value, key), value) {
        (Some(present), Some(value)) => replaced(text, path, present, &value)?,
        (None, Some(value)) if is_flow(text, &owner.value) => {
            let new = mapping([(key, value)]);
            let new = flow_mapping(&new);
            with_flow_entry(text, &owner.value, new[1..new.len() - 1].trim())?
        }
        (None, Some(value)) => added(text, path, key, &value)?,
        (Some(present), None) if is_flow(text, &owner.value) => without_flow_entry(text, present)?,
        (Some(_), None) => removed(text, path, key)?,
        (None, None) => text.to_owned(),
    };
    proved(edited, &expected)
}

/// The text with another value of a key. A list or a mapping in lines is replaced as a whole: in its
/// place, lines could be left over.
fn replaced(
    text: &str,
    path: &[&str],
    present: &Entry,
    value: &Value,
) -> Result<String, EditError> {
    let key = &text[present.key.mark.span()];
    if is_alias(text, present) {
        let span = alias_range(text, present);
        let (before, after) = (&text[..span.start], &text[span.end..]);
        return Ok(format!("{before}{}{after}", flow_value(value)));
    }
    let is_collection = matches!(present.value.value, Tree::Map(_) | Tree::List(_));
    let written = &text[value_range(text, present)?];
    let is_in_lines =
        written.starts_with(['|', '>']) || is_collection && !is_flow(text, &present.value);
    if is_in_lines {
        return added(&removed(text, path, key)?, path, key, value);
    }
    in_place(text, present, &flow_value(value))
}

fn in_place(text: &str, present: &Entry, value: &str) -> Result<String, EditError> {
    let span = value_range(text, present)?;
    let (before, after) = (&text[..span.start], &text[span.end..]);
    let space = if before.ends_with(':') { " " } else { "" };
    Ok(format!("{before}{space}{value}{after}"))
}

/// The text with a new key in the mapping in lines at a path. The value is on one line, whatever it
/// is: in lines, `yamlpatch` indents mappings within each other, and texts with line ends, wrongly.
/// So it writes a number, and the value takes its place.
fn added(text: &str, path: &[&str], key: &str, value: &Value) -> Result<String, EditError> {
    let place = Op::Add {
        key: key.to_owned(),
        value: 0.into(),
    };
    let text = patch(text, route(path), place)?;
    let root = tree(&text)?;
    let entry = entry(&at(&root, path)?.value, key).ok_or_else(no_mapping)?;
    in_place(&text, entry, &flow_value(value))
}

fn removed(text: &str, path: &[&str], key: &str) -> Result<String, EditError> {
    patch(text, route(path).with_key(key), Op::Remove)
}

fn route<'a>(path: &[&'a str]) -> Route<'a> {
    let keys = path.iter().copied();
    keys.fold(Route::default(), |route, key| route.with_key(key))
}

/// Returns whether the value is an alias, such as `*slow`. The tree has what it stands for.
fn is_alias(text: &str, entry: &Entry) -> bool {
    let behind = &text[entry.key.mark.span().end..];
    let is_between = |letter: char| letter.is_whitespace() || ":'\"".contains(letter);
    behind.trim_start_matches(is_between).starts_with('*')
}

/// The place of an alias behind its key, such as `*slow`.
fn alias_range(text: &str, entry: &Entry) -> Range<usize> {
    let behind = entry.key.mark.span().end;
    let start = text[behind..]
        .find('*')
        .map_or(behind, |length| behind + length);
    let ends = |letter: char| letter.is_whitespace() || ",[]{}".contains(letter);
    let end = text[start..]
        .find(ends)
        .map_or(text.len(), |length| start + length);
    start..end
}

fn at<'a>(root: &'a Node, path: &[&str]) -> Result<&'a Entry, EditError> {
    let mut node = root;
    let mut found = None;
    for key in path {
        let one = entry(node, key).ok_or_else(no_mapping)?;
        (node, found) = (&one.value, Some(one));
    }
    found.ok_or_else(no_mapping)
}

fn value_at<'a>(root: &'a mut Value, path: &[&str]) -> Result<&'a mut Value, EditError> {
    path.iter()
        .try_fold(root, |value, key| value.get_mut(*key))
        .ok_or_else(no_mapping)
}

fn no_mapping() -> EditError {
    EditError::new("a mapping was expected")
}
