use std::cell::{Cell, RefCell};
use std::sync::Arc;

use super::definition::Definition;
use super::tool::Tool;
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Source};
use crate::template::shared_files::SharedFiles;
use crate::yaml::{self, Value};

/// A file of a tool that was read. Nothing in it depends on the prompt that names the tool.
pub(super) struct ToolFile {
    /// `None` if the file has an error.
    pub(super) tool: Option<Tool>,
    /// The length of the definition as JSON.
    pub(super) length: u64,
    /// The names of the schemas that its arguments use, also within each other.
    pub(super) schemas: Vec<String>,
    pub(super) warnings: Findings,
    pub(super) findings: Findings,
}

impl ToolFile {
    /// Reads the file of a tool, unless another prompt has.
    pub(super) fn open(file: &Arc<Source>, name: &str, shared: &SharedFiles<'_>) -> Arc<Self> {
        let key = format!("tool {name}");
        shared.form(&key).unwrap_or_else(|| {
            let read = Arc::new(Self::read(file, name, shared));
            shared.keep(key, &read);
            read
        })
    }

    fn read(file: &Arc<Source>, name: &str, shared: &SharedFiles<'_>) -> Self {
        let bytes = Cell::new(file.text.len() as u64);
        let schemas = RefCell::new(Vec::new());
        let shared = shared.noting(&bytes, &schemas);
        let (mut warnings, mut findings) = (Findings::default(), Findings::default());
        let tool = read(file, name, &shared, &mut warnings, &mut findings);
        let definition = tool.as_ref().map(|tool| tool.definition().to_string());
        Self {
            length: definition.map_or(0, |text| text.len() as u64),
            tool,
            schemas: schemas.into_inner(),
            warnings,
            findings,
        }
    }
}

fn read(
    file: &Arc<Source>,
    name: &str,
    shared: &SharedFiles<'_>,
    warnings: &mut Findings,
    findings: &mut Findings,
) -> Option<Tool> {
    let node = yaml::parse(file, findings)?;
    if node.value == Value::Null {
        findings.push(empty(file, name));
        return None;
    }
    let definition = Definition {
        source: file,
        node: &node,
        file_name: Some(name),
    };
    definition.read(shared, warnings, findings)
}

fn empty(file: &Arc<Source>, name: &str) -> Finding {
    let message = format!("the tool {} is empty", quoted(name));
    let help = "write its `description` and `inputSchema`".to_owned();
    Finding::error(Code::InvalidTool, Location::file(file), message).help(help)
}
