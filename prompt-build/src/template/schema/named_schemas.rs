//! Named schemas: files of the library that other schemas use by name. Each name is replaced by
//! what its file holds before a schema is read.
//!
//! A file is read and checked by itself first, so that an error in it has its own place. Then its
//! nodes get the place of the name that they replace.

use std::sync::Arc;

use super::json_schema::is_json_schema;
use super::picoschema::{COMPOSITES, composite_form, split_description};
use super::placement::{Placed, Replacement, Site, UsedName};
use super::scalars::{SCALARS, part, unknown_type};
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};
use crate::template::secret_names::secret_names;
use crate::template::shared_files::{SharedFiles, SharedKind};
use crate::template::width::too_wide;
use crate::yaml::{self, Entry, Node, Value};

/// The most levels of a schema with all that it names, files included. It is that of a YAML file.
const MAX_LEVELS: usize = 128;
/// The most nodes that take the places of names. It is that of a YAML file.
const MAX_NODES: usize = 150_000;

/// Reports the errors of a schema that has no names.
pub(super) type Check<'a> = &'a dyn Fn(&Arc<Source>, &Node, &mut Findings);

/// Returns whether a name can be that of a schema. It cannot leave the folder of the schemas, and
/// is no type of Picoschema.
pub fn is_schema_name(name: &str) -> bool {
    const LONGEST: usize = 128;
    let is_known = |name: &str| {
        COMPOSITES.contains(&name) || SCALARS.iter().any(|(scalar, _)| *scalar == name)
    };
    name.len() <= LONGEST
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        && !is_known(name)
}

/// Returns whether a schema uses the name of another.
pub(super) fn has_names(node: &Node) -> bool {
    match &node.value {
        Value::Text(text) => schema_name(text).is_some(),
        Value::Map(entries) => !is_json_schema(node) && entries.iter().any(entry_has_names),
        _ => false,
    }
}

fn entry_has_names(entry: &Entry) -> bool {
    match &entry.value.value {
        Value::Text(text) => schema_name(text).is_some(),
        Value::Map(entries) => entries.iter().any(entry_has_names),
        _ => false,
    }
}

/// The name of a schema in `Product, what we sell`.
fn schema_name(text: &str) -> Option<&str> {
    let (name, _) = split_description(text);
    Some(name).filter(|name| is_schema_name(name))
}

/// The named schemas of one schema.
pub(super) struct NamedSchemas<'a> {
    shared: &'a SharedFiles<'a>,
    check: Check<'a>,
    /// The files that were read, without names. `None` for one with an error, which was reported.
    read: Vec<(String, Option<Node>)>,
    /// The files that are being read, each with the place of its name.
    open: Vec<(String, Location)>,
    /// The number of mappings and files that are open.
    levels: usize,
    /// The number of nodes that took the places of names.
    nodes: usize,
    is_exceeded: bool,
    replacements: Vec<Replacement>,
}

impl<'a> NamedSchemas<'a> {
    pub(super) fn new(shared: &'a SharedFiles<'a>, check: Check<'a>) -> Self {
        Self {
            shared,
            check,
            read: Vec::new(),
            open: Vec::new(),
            levels: 0,
            nodes: 0,
            is_exceeded: false,
            replacements: Vec::new(),
        }
    }

    /// The names in the schema that was expanded, each with what took its place.
    #[cfg(feature = "publish")]
    pub(super) fn into_replacements(self) -> Vec<Replacement> {
        self.replacements
    }

    /// Replaces the names in a schema. Returns `None` if one cannot be replaced.
    pub(super) fn expand(
        &mut self,
        source: &Arc<Source>,
        node: &Node,
        findings: &mut Findings,
    ) -> Option<Node> {
        match &node.value {
            Value::Text(text) if schema_name(text).is_some() => {
                let placed = self.placed(source, (node, text), Site::Whole, findings)?;
                self.record(node.mark, None, &placed);
                Some(placed.node)
            }
            Value::Map(entries) if !is_json_schema(node) => {
                self.object(source, node.mark, entries, findings)
            }
            _ => Some(node.clone()),
        }
    }

    fn object(
        &mut self,
        source: &Arc<Source>,
        mark: Mark,
        entries: &[Entry],
        findings: &mut Findings,
    ) -> Option<Node> {
        self.enter(source, mark, findings)?;
        let is_flow = source.text[mark.span()].starts_with('{');
        let expanded = entries
            .iter()
            .map(|entry| self.entry(source, entry, is_flow, findings))
            // Each entry is tried, so that all errors are reported.
            .collect::<Vec<_>>();
        self.levels -= 1;
        let entries = expanded.into_iter().collect::<Option<_>>()?;
        Some(Node {
            value: Value::Map(entries),
            mark,
        })
    }

    fn entry(
        &mut self,
        source: &Arc<Source>,
        entry: &Entry,
        is_flow: bool,
        findings: &mut Findings,
    ) -> Option<Entry> {
        let Entry { key, value } = entry;
        let expanded = |value| Entry {
            key: key.clone(),
            value,
        };
        match (&key.value, &value.value) {
            (_, Value::Map(entries)) => {
                let node = self.object(source, value.mark, entries, findings)?;
                Some(expanded(node))
            }
            (Value::Text(name), Value::Text(text)) if schema_name(text).is_some() => {
                let Some(site) = Site::of_key(name) else {
                    return Some(entry.clone());
                };
                let placed = self.placed(source, (value, text), site, findings)?;
                self.record(value.mark, Some((key.mark, is_flow)), &placed);
                let mut expanded = expanded(placed.node);
                if let Some(name) = placed.key {
                    expanded.key.value = Value::Text(name);
                }
                Some(expanded)
            }
            _ => Some(entry.clone()),
        }
    }

    /// Reads the schema that a node names, and gives it its place.
    fn placed(
        &mut self,
        source: &Arc<Source>,
        (node, text): (&Node, &str),
        site: Site<'_>,
        findings: &mut Findings,
    ) -> Option<Placed> {
        let (name, description) = split_description(text);
        let mark = part(source, node.mark, name);
        let position = self.load(source, name, mark, findings)?;
        let (_, content) = &self.read[position];
        let content = content.as_ref()?;
        self.nodes += count(content);
        if self.nodes > MAX_NODES {
            let message =
                format!("the schemas that are used here have more than {MAX_NODES} values");
            self.exceed(
                Code::PromptTooLarge,
                message,
                Location::new(source, mark),
                findings,
            );
            return None;
        }
        let used = UsedName {
            name,
            mark,
            description,
            site,
        };
        used.place(content)
            .map_err(|refusal| findings.push(refusal.finding(Location::new(source, node.mark))))
            .ok()
    }

    /// Reads the file of a name, unless it was read before. Returns its position in `read`.
    fn load(
        &mut self,
        source: &Arc<Source>,
        name: &str,
        mark: Mark,
        findings: &mut Findings,
    ) -> Option<usize> {
        if let Some(position) = self.read.iter().position(|(known, _)| known == name) {
            return Some(position);
        }
        if let Some(first) = self.open.iter().position(|(open, _)| open == name) {
            findings.push(self.circle(first, Location::new(source, mark)));
            return None;
        }
        let file = match self.shared.source(SharedKind::Schema, name) {
            Ok(Some(file)) => file,
            Ok(None) => {
                findings.push(self.unknown(source, name, mark, RELEASED));
                return None;
            }
            Err(missing) if missing.code == Code::MissingFile => {
                let help = missing.help.first().map_or("", String::as_str);
                findings.push(self.unknown(source, name, mark, help));
                return None;
            }
            Err(failure) => {
                let location = Location::new(source, mark);
                let finding = Finding::error(failure.code, location, failure.message);
                findings.push(failure.help.into_iter().fold(finding, Finding::help));
                return None;
            }
        };
        self.enter(source, mark, findings)?;
        self.open
            .push((name.to_owned(), Location::new(source, mark)));
        let content = self.content(name, &file, findings);
        self.open.pop();
        self.levels -= 1;
        self.read.push((name.to_owned(), content));
        Some(self.read.len() - 1)
    }

    /// Reads and checks a file. Its warnings are told of the schema that uses it.
    fn content(&mut self, name: &str, file: &Arc<Source>, findings: &mut Findings) -> Option<Node> {
        let mut own = Findings::default();
        let mut expanded = None;
        if let Some(node) = yaml::parse(file, &mut own) {
            if node.value == Value::Null {
                own.push(empty(file, name));
            } else if let Some(wide) = too_wide(file, &node) {
                own.push(wide);
            } else if let Some(secret) = secret_names(file, &node) {
                own.push(secret);
            } else if let Some(node) = self.expand(file, &node, &mut own) {
                (self.check)(file, &node, &mut own);
                expanded = Some(node);
            }
        }
        let is_sound = !own.has_errors();
        if !is_sound {
            findings.append(own);
        }
        expanded.filter(|_| is_sound)
    }

    fn record(&mut self, mark: Mark, entry: Option<(Mark, bool)>, placed: &Placed) {
        if self.open.is_empty() {
            self.replacements.push(Replacement {
                mark,
                entry,
                key: placed.key.clone(),
                node: placed.node.clone(),
            });
        }
    }

    /// Enters a mapping or a file. Returns `None` if that is too deep.
    fn enter(&mut self, source: &Arc<Source>, mark: Mark, findings: &mut Findings) -> Option<()> {
        if self.levels == MAX_LEVELS {
            let message = format!("schemas are nested more than {MAX_LEVELS} deep");
            self.exceed(
                Code::NestedTooDeep,
                message,
                Location::new(source, mark),
                findings,
            );
            return None;
        }
        self.levels += 1;
        Some(())
    }

    /// One excess is enough: what it leads to is not reported.
    fn exceed(&mut self, code: Code, message: String, location: Location, findings: &mut Findings) {
        if !std::mem::replace(&mut self.is_exceeded, true) {
            findings.push(Finding::error(code, location, message));
        }
    }

    /// Reports a name that leads back to the file that is being read.
    fn circle(&self, first: usize, location: Location) -> Finding {
        let (name, _) = &self.open[first];
        let message = format!("the schema {} contains itself", quoted(name));
        let help = "write out the levels that are needed; an answer of any depth is JSON Schema with `$defs`";
        let finding = Finding::error(Code::RecursiveSchema, location, message);
        let finding = match self.open.get(first + 1) {
            Some((_, place)) => finding.related(place.clone(), "this name leads there"),
            None => finding,
        };
        finding.help(help.to_owned())
    }

    /// Reports a name that no file has.
    fn unknown(&self, source: &Arc<Source>, name: &str, mark: Mark, help: &str) -> Finding {
        let scalars = SCALARS.map(|(scalar, _)| scalar);
        let finding = unknown_type(source, name, &scalars, mark);
        if !finding.help.is_empty() {
            return finding;
        }
        if let Some(composite) = composite_form(name) {
            return finding.help(composite);
        }
        let schemas = self.shared.known(SharedKind::Schema);
        let nearest = did_you_mean(name, schemas.iter().map(String::as_str));
        finding.help(nearest.unwrap_or_else(|| help.to_owned()))
    }
}

/// The way out where no schema can be named.
const RELEASED: &str = "a released version stands alone: `cargo prompts publish` puts a named \
                        schema in the place of its name";

fn empty(file: &Arc<Source>, name: &str) -> Finding {
    let message = format!("the schema {} is empty", quoted(name));
    let help = "write names and their types, as in `name: string`".to_owned();
    Finding::error(Code::InvalidSchema, Location::file(file), message).help(help)
}

fn count(node: &Node) -> usize {
    match &node.value {
        Value::List(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Map(entries) => {
            1 + entries
                .iter()
                .map(|entry| 1 + count(&entry.value))
                .sum::<usize>()
        }
        _ => 1,
    }
}
