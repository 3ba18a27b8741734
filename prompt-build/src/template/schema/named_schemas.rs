//! Named schemas: files of the library that other schemas use by name. Each name is replaced by
//! what its file holds before a schema is read.
//!
//! A file is read and checked by itself first, so that an error in it has its own place. Then its
//! nodes get the place of the name that they replace.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::json_schema::is_json_schema;
use super::node_size::NodeSize;
use super::picoschema::{COMPOSITES, composite_form, split_description};
use super::placement::{Placed, Replacement, Site, UsedName};
use super::scalars::{SCALARS, part, unknown_type};
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};
use crate::template::finding_limit::MAX_FINDINGS;
use crate::template::secret_names::secret_names;
use crate::template::shared_files::{SharedFiles, SharedKind};
use crate::template::width::too_wide;
use crate::yaml::{self, Entry, Node, Value};

/// The most levels of a schema with all that it names, files included. It is that of a YAML file.
const MAX_LEVELS: usize = 128;

/// What a schema is read for.
#[derive(Clone, Copy)]
pub(super) struct Use {
    /// Tells the use from others.
    pub(super) name: &'static str,
    /// Reports the errors of a schema that has no names.
    pub(super) check: fn(&Arc<Source>, &Node, &mut Findings),
}

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

/// A file of a schema that was read. Nothing in it depends on the schema that names it.
struct SchemaFile {
    /// The schema without names. `None` for a file with an error.
    content: Option<Node>,
    findings: Findings,
    /// The number of mappings and files that are open in its deepest place.
    levels: usize,
    /// The file and those that it uses, each with the size of the nodes that take the places of
    /// names in it.
    files: Vec<(String, NodeSize)>,
}

/// A file that is being read.
struct OpenFile {
    name: String,
    /// The place of its name.
    location: Location,
    /// The size of the nodes that took the places of its names.
    size: NodeSize,
    /// The files that it uses.
    files: Vec<(String, NodeSize)>,
}

/// The named schemas of one schema.
pub(super) struct NamedSchemas<'a> {
    shared: &'a SharedFiles<'a>,
    used_for: Use,
    /// The files that were read. An error in one was reported.
    read: Vec<(String, Arc<SchemaFile>)>,
    /// The names of the files that were read, and of those that they use.
    loaded: BTreeSet<String>,
    open: Vec<OpenFile>,
    /// The number of mappings and files that are open.
    levels: usize,
    /// The most that were open since the current file was opened.
    deepest: usize,
    /// The size of the nodes that took the places of names.
    size: NodeSize,
    is_exceeded: bool,
    replacements: Vec<Replacement>,
}

impl<'a> NamedSchemas<'a> {
    pub(super) fn new(shared: &'a SharedFiles<'a>, used_for: Use) -> Self {
        Self {
            shared,
            used_for,
            read: Vec::new(),
            loaded: BTreeSet::new(),
            open: Vec::new(),
            levels: 0,
            deepest: 0,
            size: NodeSize::default(),
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
        let file = self.load(source, name, mark, findings)?;
        let content = file.content.as_ref()?;
        let placed = NodeSize::of(content);
        self.size += placed;
        if let Some(open) = self.open.last_mut() {
            open.size += placed;
        }
        if let Some(excess) = self.size.excess() {
            let message = format!("the schemas that are used here have {excess}");
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

    /// Reads the file of a name, unless it was read before.
    fn load(
        &mut self,
        source: &Arc<Source>,
        name: &str,
        mark: Mark,
        findings: &mut Findings,
    ) -> Option<Arc<SchemaFile>> {
        let known = self.read.iter().find(|(known, _)| known == name);
        if let Some(file) = known.map(|(_, file)| Arc::clone(file)) {
            self.note(&file);
            return Some(file);
        }
        if let Some(first) = self.open.iter().position(|open| open.name == name) {
            findings.push(self.circle(first, Location::new(source, mark)));
            return None;
        }
        let file = match self.remembered(name) {
            Some(file) => {
                findings.append(file.findings.clone());
                file
            }
            None => self.open_file(source, name, mark, findings)?,
        };
        self.note(&file);
        self.read.push((name.to_owned(), Arc::clone(&file)));
        Some(file)
    }

    /// Notes that the current file uses another.
    fn note(&mut self, file: &SchemaFile) {
        self.deepest = self.deepest.max(self.levels + file.levels);
        let Some(open) = self.open.last_mut() else {
            return;
        };
        for used in &file.files {
            if !open.files.contains(used) {
                open.files.push(used.clone());
            }
        }
    }

    /// Takes what was read of a file for another prompt, if it counts here as well.
    fn remembered(&mut self, name: &str) -> Option<Arc<SchemaFile>> {
        let file = self.shared.form::<SchemaFile>(&self.key(name))?;
        // The files that are open can be a part of a circle.
        let is_whole = file.content.is_some() || self.open.is_empty();
        if !is_whole || self.levels + file.levels > MAX_LEVELS {
            return None;
        }
        let new = file.files.iter();
        let new = new.filter(|(name, _)| !self.loaded.contains(name));
        let new = new.collect::<Vec<_>>();
        let size = new.iter().map(|(_, size)| *size).sum::<NodeSize>();
        if (self.size + size).excess().is_some() {
            return None;
        }
        for (name, _) in new {
            self.shared.source(SharedKind::Schema, name).ok()?;
            self.loaded.insert(name.clone());
        }
        self.size += size;
        Some(file)
    }

    /// The key under which a file is remembered.
    fn key(&self, name: &str) -> String {
        format!("schema of {} {name}", self.used_for.name)
    }

    /// Reads the file of a name for the first time.
    fn open_file(
        &mut self,
        source: &Arc<Source>,
        name: &str,
        mark: Mark,
        findings: &mut Findings,
    ) -> Option<Arc<SchemaFile>> {
        let file = match self.shared.source(SharedKind::Schema, name) {
            Ok(Some(file)) => file,
            Ok(None) => {
                self.unknown(source, name, mark, RELEASED, findings);
                return None;
            }
            Err(missing) if missing.code == Code::MissingFile => {
                let help = missing.help.first().map_or("", String::as_str);
                self.unknown(source, name, mark, help, findings);
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
        self.loaded.insert(name.to_owned());
        self.open.push(OpenFile {
            name: name.to_owned(),
            location: Location::new(source, mark),
            size: NodeSize::default(),
            files: Vec::new(),
        });
        let outer = std::mem::replace(&mut self.deepest, self.levels);
        let mut own = Findings::default();
        let content = self.content(name, &file, &mut own);
        findings.append(own.clone());
        self.levels -= 1;
        let levels = self.deepest - self.levels;
        self.deepest = outer;
        let (size, mut files) = self
            .open
            .pop()
            .map_or_else(Default::default, |open| (open.size, open.files));
        files.push((name.to_owned(), size));
        let read = Arc::new(SchemaFile {
            content,
            findings: own,
            levels,
            files,
        });
        if self.is_of_the_file_alone(&read) {
            self.shared.keep(self.key(name), &read);
        }
        Some(read)
    }

    /// Returns `true` if what was read is the same wherever the file is named.
    fn is_of_the_file_alone(&self, read: &SchemaFile) -> bool {
        let is_limit =
            |finding: &Finding| matches!(finding.code, Code::PromptTooLarge | Code::NestedTooDeep);
        read.content.is_some()
            || (self.open.is_empty() && !self.is_exceeded && !read.findings.iter().any(is_limit))
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
                (self.used_for.check)(file, &node, &mut own);
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
        self.deepest = self.deepest.max(self.levels);
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
        let name = &self.open[first].name;
        let message = format!("the schema {} contains itself", quoted(name));
        let help = "write out the levels that are needed; an answer of any depth is JSON Schema with `$defs`";
        let finding = Finding::error(Code::RecursiveSchema, location, message);
        let finding = match self.open.get(first + 1) {
            Some(next) => finding.related(next.location.clone(), "this name leads there"),
            None => finding,
        };
        finding.help(help.to_owned())
    }

    /// Reports a name that no file has.
    fn unknown(
        &self,
        source: &Arc<Source>,
        name: &str,
        mark: Mark,
        help_otherwise: &str,
        findings: &mut Findings,
    ) {
        let scalars = SCALARS.map(|(scalar, _)| scalar);
        let mut finding = unknown_type(source, name, &scalars, mark);
        // Each suggestion compares the names of all files, and further findings are not shown.
        if finding.help.is_empty() && findings.iter().count() < MAX_FINDINGS {
            let help = composite_form(name).or_else(|| {
                let schemas = self.shared.known(SharedKind::Schema);
                did_you_mean(name, schemas.iter().map(String::as_str))
            });
            finding = finding.help(help.unwrap_or_else(|| help_otherwise.to_owned()));
        }
        findings.push(finding);
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
