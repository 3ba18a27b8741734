use std::cell::Cell;
use std::sync::Arc;

use super::definition::{Definition, is_given};
use super::tool::Tool;
use super::tool_file::ToolFile;
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::size_limit::{TEMPLATE, mebibytes};
use crate::source::{Location, Mark, Source};
use crate::template::schema::Pattern;
use crate::template::secret_names::secret_name;
use crate::template::shared_files::{SharedFiles, SharedKind};
use crate::yaml::{self, Node, Value};

/// The most tools of a prompt. OpenAI's APIs take as many.
const MOST: usize = 128;

/// The values of the keys of a front matter that bring tools in.
#[derive(Clone, Copy, Default)]
pub(in crate::template) struct ToolKeys<'a> {
    /// `tools`: names of files, or of definitions in the same front matter.
    pub(in crate::template) names: Option<&'a Node>,
    /// `toolDefs`: definitions.
    pub(in crate::template) definitions: Option<&'a Node>,
}

/// Reads the tools: first those in files, then those that are defined in the front matter.
pub(in crate::template) fn read(
    source: &Arc<Source>,
    keys: ToolKeys<'_>,
    shared: &SharedFiles<'_>,
    warnings: &mut Findings,
    findings: &mut Findings,
) -> Vec<Tool> {
    let bytes = Cell::new(0);
    let shared = shared.counting(&bytes);
    let mut own = Findings::default();
    let defined = keys.definitions.filter(|node| is_given(node));
    let definitions = defined
        .and_then(|node| items(source, node, "`toolDefs`", &mut own))
        .unwrap_or_default();
    let mut defined = Vec::new();
    for node in definitions {
        let definition = Definition {
            source,
            node,
            file_name: None,
        };
        let tool = definition.read(&shared, warnings, &mut own);
        let length = |tool: &Tool| tool.definition().to_string().len() as u64;
        let measured = tool.as_ref().map(|tool| (tool.mark, length(tool)));
        let is_exceeded = is_exceeded(source, &bytes, measured, &mut own);
        defined.extend(tool);
        if is_exceeded {
            break;
        }
    }
    let mut tools = Vec::new();
    for name in names(source, keys, &mut own) {
        if defined.iter().any(|tool| tool.name == name.text) {
            continue;
        }
        // A definition that is unsound may have this name.
        if defined.len() < definitions.len() {
            break;
        }
        let tool = name.tool(source, &shared, warnings, &mut own);
        let measured = tool.as_ref().map(|(tool, length)| (tool.mark, *length));
        let is_exceeded = is_exceeded(source, &bytes, measured, &mut own);
        tools.extend(tool.map(|(tool, _)| tool));
        if is_exceeded {
            break;
        }
    }
    tools.extend(defined);
    if !own.has_errors() {
        check_list(source, &tools, &mut own);
    }
    findings.append(own);
    tools
}

/// Counts the definition of a tool of some length, with the schemas in it. Reports it if all of them are larger than
/// a prompt may be, and so than a release with them.
fn is_exceeded(
    source: &Arc<Source>,
    bytes: &Cell<u64>,
    tool: Option<(Mark, u64)>,
    findings: &mut Findings,
) -> bool {
    let Some((mark, length)) = tool else {
        return false;
    };
    bytes.set(bytes.get() + length);
    if TEMPLATE.check(bytes.get()).is_ok() {
        return false;
    }
    if !findings.has_errors() {
        let most = mebibytes(TEMPLATE.bytes);
        let message = format!("the tools up to this one have more than {most} MiB");
        let help = "name fewer tools, or describe them in fewer words".to_owned();
        let location = Location::new(source, mark);
        findings.push(Finding::error(Code::PromptTooLarge, location, message).help(help));
    }
    true
}

/// A name under `tools`.
pub(super) struct ToolName<'a> {
    pub(super) text: &'a str,
    pub(super) mark: Mark,
}

/// Returns the names under `tools`, each once.
pub(super) fn names<'a>(
    source: &Arc<Source>,
    keys: ToolKeys<'a>,
    findings: &mut Findings,
) -> Vec<ToolName<'a>> {
    let mut names = Vec::<ToolName<'a>>::new();
    let listed = keys.names.filter(|node| is_given(node));
    let listed = listed.and_then(|node| items(source, node, "`tools`", findings));
    for node in listed.unwrap_or_default() {
        if let Some(finding) = secret_name(source, node.mark) {
            findings.push(finding);
            continue;
        }
        let Value::Text(text) = &node.value else {
            findings.push(no_name(source, node));
            continue;
        };
        let mark = node.mark;
        if let Some(first) = names.iter().find(|name| name.text == text) {
            let message = format!("the tool {} is named twice", quoted(text));
            let finding = Finding::error(Code::InvalidTool, Location::new(source, mark), message);
            findings.push(finding.related(Location::new(source, first.mark), "the first name"));
            continue;
        }
        names.push(ToolName { text, mark });
    }
    names
}

fn no_name(source: &Arc<Source>, node: &Node) -> Finding {
    let help = match node.value {
        Value::Map(_) => "a definition stands under `toolDefs`, or in a file of `tools/`",
        _ => "write names of tools, as in `tools: [look-up-order]`",
    };
    yaml::unexpected(source, node, "the name of a tool").help(help.to_owned())
}

fn items<'a>(
    source: &Arc<Source>,
    node: &'a Node,
    key: &str,
    findings: &mut Findings,
) -> Option<&'a [Node]> {
    let Value::List(items) = &node.value else {
        let help = match key {
            "`tools`" => "as in `tools: [look-up-order]`",
            _ => "begin each definition with `- name: …`",
        };
        let finding = yaml::unexpected(source, node, &format!("a list for {key}"));
        findings.push(finding.help(help.to_owned()));
        return None;
    };
    let Some(beyond) = items.get(MOST) else {
        return Some(items);
    };
    let message = format!("more than {MOST} tools under {key}");
    let location = Location::new(source, beyond.mark);
    findings.push(Finding::error(Code::InvalidTool, location, message));
    None
}

impl ToolName<'_> {
    /// Reads the file of a tool, and returns the tool with the length of its definition. Its place is
    /// that of the name.
    fn tool(
        &self,
        source: &Arc<Source>,
        shared: &SharedFiles<'_>,
        warnings: &mut Findings,
        findings: &mut Findings,
    ) -> Option<(Tool, u64)> {
        let file = self.file(source, shared, findings)?;
        let read = ToolFile::open(&file, self.text, shared);
        warnings.append(read.warnings.clone());
        findings.append(read.findings.clone());
        let tool = read.tool.clone()?;
        // The prompt uses them as well, also if the tool was read for another.
        for schema in &read.schemas {
            if let Err(failure) = shared.source(SharedKind::Schema, schema) {
                findings.push(moved(failure, Location::new(source, self.mark)));
                return None;
            }
        }
        let patterns = tool.patterns.into_iter();
        let patterns = patterns.map(|pattern| Pattern {
            mark: self.mark,
            ..pattern
        });
        let tool = Tool {
            mark: self.mark,
            patterns: patterns.collect(),
            ..tool
        };
        Some((tool, read.length))
    }

    /// Finds the file of a tool.
    pub(super) fn file(
        &self,
        source: &Arc<Source>,
        shared: &SharedFiles<'_>,
        findings: &mut Findings,
    ) -> Option<Arc<Source>> {
        let location = Location::new(source, self.mark);
        let finding = match shared.source(SharedKind::Tool, self.text) {
            Ok(Some(file)) => return Some(file),
            Ok(None) => self.undefined(location),
            Err(missing) if missing.code == Code::MissingFile => {
                let known = shared.known(SharedKind::Tool);
                let nearest = did_you_mean(self.text, known.iter().map(String::as_str));
                let help = nearest.or_else(|| missing.help.first().cloned());
                let message = format!("no tool {}", quoted(self.text));
                Finding::error(Code::UnknownTool, location, message).help(help)
            }
            Err(failure) => moved(failure, location),
        };
        findings.push(finding);
        None
    }

    /// Reports a name in a release that its `toolDefs` do not have.
    fn undefined(&self, location: Location) -> Finding {
        let message = format!("`toolDefs` has no definition of {}", quoted(self.text));
        let help = "a released version stands alone: `cargo prompts publish` writes the definitions \
                    of its tools into `toolDefs`";
        Finding::error(Code::UnknownTool, location, message).help(help.to_owned())
    }
}

/// Reports what is wrong with sound tools beside each other.
fn check_list(source: &Arc<Source>, tools: &[Tool], findings: &mut Findings) {
    if let Some(beyond) = tools.get(MOST) {
        let message = format!("more than {MOST} tools");
        let location = Location::new(source, beyond.mark);
        findings.push(Finding::error(Code::InvalidTool, location, message));
    }
    for (position, tool) in tools.iter().enumerate() {
        let mut earlier = tools[..position].iter();
        if let Some(first) = earlier.find(|earlier| earlier.name == tool.name) {
            let message = format!("two tools have the name {}", quoted(&tool.name));
            let location = Location::new(source, tool.mark);
            let finding = Finding::error(Code::InvalidTool, location, message);
            findings.push(finding.related(Location::new(source, first.mark), "the first tool"));
        }
    }
}

/// The finding about a file, at the place that names the file.
fn moved(failure: Finding, location: Location) -> Finding {
    let finding = Finding::error(failure.code, location, failure.message);
    failure.help.into_iter().fold(finding, Finding::help)
}
