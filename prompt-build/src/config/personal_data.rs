use std::sync::Arc;

use crate::library::prompt_id;
use crate::order;
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Table, Value};

/// A form of personal data that the user knows: an item of `personal_data.patterns`.
///
/// A build checks no more than its shape. The commands that read datasets compile the expression, so
/// that no build has to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonalPattern {
    /// The word in a placeholder, as in `<customer-number-1>`.
    pub name: String,
    /// The place of the name.
    name_mark: Mark,
    /// A regular expression.
    pub regex: String,
    /// The place of the expression.
    pub mark: Mark,
}

/// The most patterns, and the most characters of one: each text of a dataset is searched for all.
const MOST_PATTERNS: usize = 50;
const MOST_CHARACTERS: usize = 1000;

impl PersonalPattern {
    /// The keys of `personal_data`.
    pub const SECTION_KEYS: &'static [&'static str] = &["patterns"];
    /// The keys of an item.
    pub const KEYS: &'static [&'static str] = &["name", "regex"];
    /// The names of the forms that are known without a pattern.
    pub const RESERVED: [&'static str; 4] = ["email", "phone", "card", "iban"];

    /// Reads the key `personal_data`. A pattern with a mistake is left out.
    pub(super) fn read_all(
        source: &Arc<Source>,
        node: &Node,
        findings: &mut Findings,
    ) -> Vec<Self> {
        if node.value == Value::Null {
            return Vec::new();
        }
        let keys = Self::SECTION_KEYS;
        let Some(table) = Table::open(source, node, "`personal_data`", keys, findings) else {
            return Vec::new();
        };
        let items = match table.optional("patterns").map(|node| (node, &node.value)) {
            None | Some((_, Value::Null)) => return Vec::new(),
            Some((_, Value::List(items))) => items,
            Some((node, _)) => {
                findings.push(yaml::unexpected(source, node, "a list for `patterns`"));
                return Vec::new();
            }
        };
        if let Some(first) = items.get(MOST_PATTERNS) {
            let message = format!("more than {MOST_PATTERNS} patterns");
            findings.push(invalid(source, first.mark, message));
            return Vec::new();
        }
        let read = items
            .iter()
            .filter_map(|item| Self::read(source, item, findings))
            .collect::<Vec<_>>();
        let repeated = order::repeated(read.iter().map(|pattern| pattern.name.clone()));
        for (first, position) in &repeated {
            let (first, pattern) = (&read[*first], &read[*position]);
            let message = format!("two patterns have the name {}", quoted(&pattern.name));
            let finding = invalid(source, pattern.name_mark, message)
                .related(Location::new(source, first.name_mark), "the first one")
                .help("give each a name of its own: its placeholders bear it".to_owned());
            findings.push(finding);
        }
        read
    }

    fn read(source: &Arc<Source>, node: &Node, findings: &mut Findings) -> Option<Self> {
        let table = Table::open(source, node, "a pattern", Self::KEYS, findings)?;
        let name_node = table.required("name", "customer-number", findings);
        let name = name_node.and_then(|node| read_name(source, node, findings));
        let regex_node = table.required("regex", "'C-[0-9]{8}'", findings);
        let regex = regex_node.and_then(|node| read_regex(source, node, findings));
        Some(Self {
            name: name?.to_owned(),
            name_mark: name_node?.mark,
            regex: regex?.to_owned(),
            mark: regex_node?.mark,
        })
    }
}

fn read_name<'n>(source: &Arc<Source>, node: &'n Node, findings: &mut Findings) -> Option<&'n str> {
    let name = yaml::text(source, node, "`name`", findings)?;
    let message = if PersonalPattern::RESERVED.contains(&name) {
        format!(
            "the name {} is that of a form that is always looked for",
            quoted(name)
        )
    } else if let Err(fault) = prompt_id::check(name) {
        format!("invalid name of a pattern {}: {fault}", quoted(name))
    } else {
        return Some(name);
    };
    let help = "the name stands in placeholders, as in `<customer-number-1>`".to_owned();
    findings.push(invalid(source, node.mark, message).help(help));
    None
}

fn read_regex<'n>(
    source: &Arc<Source>,
    node: &'n Node,
    findings: &mut Findings,
) -> Option<&'n str> {
    let regex = yaml::text(source, node, "`regex`", findings)?;
    let message = if regex.is_empty() {
        "the pattern has an empty expression".to_owned()
    } else if regex.chars().count() > MOST_CHARACTERS {
        format!("the expression of the pattern has more than {MOST_CHARACTERS} characters")
    } else {
        return Some(regex);
    };
    findings.push(invalid(source, node.mark, message));
    None
}

fn invalid(source: &Arc<Source>, mark: Mark, message: String) -> Finding {
    let location = Location::new(source, mark);
    Finding::error(Code::InvalidPersonalPattern, location, message)
}
