use std::sync::Arc;

use prompt_core::js::Json;

use super::tool::Tool;
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Mark, Source};
use crate::template::schema::AnswerSchema;
use crate::template::secret_names::secret_names;
use crate::template::shared_files::SharedFiles;
use crate::template::width::too_wide;
use crate::yaml::{self, KeyHint, Node, Table, Value};

/// The names that other programs have for `inputSchema`.
const OTHER_NAMES: [&str; 4] = ["input", "input_schema", "parameters", "schema"];
/// The most characters of a name: more than any API takes.
const LONGEST: usize = 128;
const RULE: &str = "the name of a tool has letters from a to z, digits, `_`, `-`, `.` and `:`";

/// A definition of a tool, as a file has it.
#[derive(Clone, Copy)]
pub(super) struct Definition<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) node: &'a Node,
    /// The name of the file, which is that of a tool without a name. `None` in a front matter.
    pub(super) file_name: Option<&'a str>,
}

impl Definition<'_> {
    /// Reads and checks the tool. Its place is that of its definition.
    pub(super) fn read(
        self,
        shared: &SharedFiles<'_>,
        warnings: &mut Findings,
        findings: &mut Findings,
    ) -> Option<Tool> {
        let Self { source, node, .. } = self;
        let refused = too_wide(source, node).or_else(|| secret_names(source, node));
        if let Some(finding) = refused {
            findings.push(finding);
            return None;
        }
        let table = Table::open_with_hints(source, node, ("a tool", Tool::KEYS), hint, findings)?;
        let given = |key: &str| table.optional(key).filter(|node| is_given(node));
        let (name, mark) = self.name(&table, findings)?;
        let description = match given("description") {
            Some(node) => Some(yaml::text(source, node, "`description`", findings)?),
            None => None,
        };
        if given("outputSchema").is_some() {
            let mark = table.key_mark("outputSchema");
            warnings.push(ignored_output(source, mark));
        }
        let AnswerSchema { json, patterns } = match given("inputSchema") {
            Some(node) => read_input(source, node, shared, findings)?,
            None => no_arguments(),
        };
        Some(Tool {
            name,
            description: description.map(str::to_owned),
            input: json,
            patterns,
            mark,
        })
    }

    /// Reads the name and its place.
    fn name(&self, table: &Table<'_>, findings: &mut Findings) -> Option<(String, Mark)> {
        let Self {
            source,
            node,
            file_name,
        } = *self;
        let own = table.optional("name").filter(|node| is_given(node));
        let (name, mark) = match (own, file_name) {
            (Some(node), _) => (yaml::text(source, node, "`name`", findings)?, node.mark),
            (None, Some(name)) => (name, node.mark),
            (None, None) => {
                table.required("name", "look-up-order", findings);
                return None;
            }
        };
        if let Some(finding) = check_name(source, name, mark) {
            findings.push(finding);
            return None;
        }
        Some((name.to_owned(), mark))
    }
}

fn read_input(
    source: &Arc<Source>,
    node: &Node,
    shared: &SharedFiles<'_>,
    findings: &mut Findings,
) -> Option<AnswerSchema> {
    let mut own = Findings::default();
    let schema = AnswerSchema::read(source, node, shared, &mut own);
    // The reader of schemas takes each for that of an answer.
    findings.extend(own.into_iter().map(|finding| match finding.code {
        Code::InvalidOutput => Finding {
            code: Code::InvalidTool,
            ..finding
        },
        _ => finding,
    }));
    let schema = schema?;
    if schema.json.field("type") == &Json::text("object") {
        return Some(schema);
    }
    let message = "the input of a tool is not an object";
    let help = "write the arguments by their names, as in `order_id: string`".to_owned();
    let location = Location::new(source, node.mark);
    findings.push(Finding::error(Code::InvalidTool, location, message).help(help));
    None
}

/// The schema of a tool that takes nothing.
fn no_arguments() -> AnswerSchema {
    let json = Json::Object(vec![
        ("type".to_owned(), Json::text("object")),
        ("properties".to_owned(), Json::Object(Vec::new())),
        ("additionalProperties".to_owned(), Json::Bool(false)),
    ]);
    AnswerSchema {
        json,
        patterns: Vec::new(),
    }
}

fn check_name(source: &Arc<Source>, name: &str, mark: Mark) -> Option<Finding> {
    let is_valid = (1..=LONGEST).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':'));
    if is_valid {
        return None;
    }
    let message = format!("{} is no name of a tool", quoted(name));
    let help = format!("{RULE}, at most {LONGEST} of them");
    let location = Location::new(source, mark);
    Some(Finding::error(Code::InvalidTool, location, message).help(help))
}

fn hint(key: &str) -> Option<KeyHint> {
    OTHER_NAMES.contains(&key).then(|| KeyHint {
        meant: Some("inputSchema"),
        help: "the arguments of a tool stand under `inputSchema`".to_owned(),
    })
}

fn ignored_output(source: &Arc<Source>, mark: Mark) -> Finding {
    let message = "`outputSchema` has no effect: no API takes it";
    let location = Location::new(source, mark);
    Finding::warning(Code::IgnoredKey, location, message)
}

/// A key without a value is as good as none.
pub(super) fn is_given(node: &Node) -> bool {
    node.value != Value::Null
}
