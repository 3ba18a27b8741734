//! Checks the JSON Schema of an answer, keyword by keyword.

use std::sync::Arc;

use prompt_core::js::Json;

use super::contradiction::{Contradiction, contradictions};
use super::keyword::{KEYWORDS, OTHER_NAMES, Shape};
use super::pattern::Pattern;
use super::reference::{self, BadReference};
use crate::parameters::{INEXACT_HELP, inexact_numbers};
use crate::report::{Code, Finding, Findings, did_you_mean, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{Entry, Node, Value};

const TYPES: [&str; 7] = [
    "array", "boolean", "integer", "null", "number", "object", "string",
];

/// Reports each keyword that is unknown or has an invalid value. Returns the patterns, which are not
/// checked: a build links no regex engine.
pub(super) fn check(
    source: &Arc<Source>,
    root: &Node,
    whole: &Json,
    findings: &mut Findings,
) -> Vec<Pattern> {
    let mut checker = Checker {
        source,
        root,
        whole,
        findings,
        patterns: Vec::new(),
    };
    checker.schema(root);
    checker.patterns
}

struct Checker<'a> {
    source: &'a Arc<Source>,
    root: &'a Node,
    whole: &'a Json,
    findings: &'a mut Findings,
    patterns: Vec<Pattern>,
}

impl Checker<'_> {
    /// Checks a schema. `true` and `false` are schemas as well.
    fn schema(&mut self, node: &Node) {
        let Value::Map(entries) = &node.value else {
            return;
        };
        for Entry { key, value } in entries {
            let name = key.value.to_string();
            // Such a key is for other tools.
            if name.starts_with("x-") {
                continue;
            }
            let Some((_, shape)) = KEYWORDS.iter().find(|(known, _)| *known == name) else {
                self.unknown(&name, key.mark);
                continue;
            };
            if self.has_inexact(&name, *shape, value) {
                continue;
            }
            if is_of(*shape, value) {
                self.keyword(&name, *shape, node, value);
            } else {
                self.unexpected(&name, *shape, value);
            }
        }
        for Contradiction {
            mark,
            message,
            help,
        } in contradictions(entries)
        {
            self.report(mark, message, help);
        }
    }

    /// Checks what is in the value of a keyword.
    fn keyword(&mut self, name: &str, shape: Shape, schema: &Node, value: &Node) {
        match (shape, &value.value) {
            (Shape::Schema, _) => self.schema(value),
            (Shape::Schemas, Value::List(schemas)) => {
                for schema in schemas {
                    self.schema(schema);
                }
            }
            (Shape::NamedSchemas, Value::Map(entries)) => {
                for entry in entries {
                    self.schema(&entry.value);
                }
            }
            (Shape::PatternSchemas, Value::Map(entries)) => {
                for Entry { key, value } in entries {
                    self.pattern(key);
                    self.schema(value);
                }
            }
            (Shape::Pattern, _) => self.pattern(value),
            (Shape::Reference, Value::Text(target)) => self.reference(target, value.mark),
            (Shape::RootText, _) if !std::ptr::eq(schema, self.root) => {
                let message = format!("unexpected `{name}`, expected it at the root alone");
                self.report(value.mark, message, None);
            }
            _ => {}
        }
    }

    /// Reports the numbers in the value of a keyword that would be sent as others.
    fn has_inexact(&mut self, name: &str, shape: Shape, value: &Node) -> bool {
        let has_numbers = matches!(
            shape,
            Shape::Anything | Shape::Choices | Shape::Count | Shape::Number | Shape::Positive
        );
        has_numbers && report_inexact(self.source, value, name, self.findings)
    }

    fn pattern(&mut self, node: &Node) {
        self.patterns.push(Pattern {
            text: node.value.to_string(),
            mark: node.mark,
        });
    }

    fn reference(&mut self, target: &str, mark: Mark) {
        let message = match reference::check(target, self.whole) {
            Ok(()) => return,
            Err(BadReference::Missing) => {
                format!(
                    "the schema refers to {}, which it does not have",
                    quoted(target)
                )
            }
            Err(BadReference::Circular) => {
                format!("{} refers to itself and to nothing else", quoted(target))
            }
        };
        let help = "a reference within the schema has the form `#/$defs/NAME`".to_owned();
        self.report(mark, message, Some(help));
    }

    fn unknown(&mut self, name: &str, mark: Mark) {
        let message = format!("unknown keyword {} in the schema", quoted(name));
        let other = OTHER_NAMES.iter().find(|(other, _)| *other == name);
        let known = KEYWORDS.iter().map(|(known, _)| *known);
        let help = other
            .map(|(_, help)| (*help).to_owned())
            .or_else(|| did_you_mean(name, known))
            .unwrap_or_else(|| "a keyword that begins with `x-` is left to other tools".to_owned());
        self.report(mark, message, Some(help));
    }

    fn unexpected(&mut self, name: &str, shape: Shape, value: &Node) {
        let found = match &value.value {
            Value::List(_) | Value::Map(_) | Value::Null => {
                value.value.kind().trim_start_matches("a ").to_owned()
            }
            scalar => quoted(&scalar.to_string()),
        };
        let message = format!(
            "unexpected {found}, expected {} in `{name}`",
            shape.expected()
        );
        self.report(value.mark, message, None);
    }

    fn report(&mut self, mark: Mark, message: String, help: Option<String>) {
        let location = Location::new(self.source, mark);
        self.findings
            .push(Finding::error(Code::InvalidOutput, location, message).help(help));
    }
}

/// Reports the numbers in a value that would be sent as others. Returns whether there is one.
pub(super) fn report_inexact(
    source: &Arc<Source>,
    value: &Node,
    name: &str,
    findings: &mut Findings,
) -> bool {
    let inexact = inexact_numbers(source, value, name);
    let has_any = !inexact.is_empty();
    findings.extend(inexact.into_iter().map(|(location, message)| {
        Finding::error(Code::InvalidOutput, location, message).help(INEXACT_HELP.to_owned())
    }));
    has_any
}

/// Reports the numbers among the choices of Picoschema that would be sent as others.
pub(super) fn check_choices(source: &Arc<Source>, node: &Node, findings: &mut Findings) {
    let Value::Map(entries) = &node.value else {
        return;
    };
    for Entry { key, value } in entries {
        if matches!(value.value, Value::List(_)) {
            let key = key.value.to_string();
            let name = key.split(['?', '(']).next().unwrap_or_default();
            report_inexact(source, value, name, findings);
        } else {
            check_choices(source, value, findings);
        }
    }
}

/// Returns whether a value is of a kind. What is in a schema is not looked at.
fn is_of(shape: Shape, node: &Node) -> bool {
    match (shape, &node.value) {
        (Shape::Schema, _) => is_schema(node),
        (Shape::Schemas, Value::List(schemas)) => {
            !schemas.is_empty() && schemas.iter().all(is_schema)
        }
        (Shape::NamedSchemas | Shape::PatternSchemas, Value::Map(entries)) => {
            entries.iter().all(|entry| is_schema(&entry.value))
        }
        (Shape::Types, Value::Text(name)) => TYPES.contains(&name.as_str()),
        (Shape::Types, Value::List(names)) => {
            !names.is_empty() && are_names(names) && names.iter().all(|name| is_of(shape, name))
        }
        (Shape::Choices, Value::List(choices)) => !choices.is_empty(),
        (Shape::Text | Shape::RootText | Shape::Pattern | Shape::Reference, Value::Text(_))
        | (Shape::Anything, _)
        | (Shape::Number, Value::Integer(_))
        | (Shape::Bool, Value::Bool(_)) => true,
        (Shape::Count, Value::Integer(number)) => (0..=i128::from(u64::MAX)).contains(number),
        (Shape::Number, Value::Float(number)) => number.is_finite(),
        (Shape::Positive, Value::Integer(number)) => *number > 0,
        (Shape::Positive, Value::Float(number)) => number.is_finite() && *number > 0.0,
        (Shape::Names, Value::List(names)) => are_names(names),
        (Shape::NamedNames, Value::Map(entries)) => entries
            .iter()
            .all(|entry| matches!(&entry.value.value, Value::List(names) if are_names(names))),
        _ => false,
    }
}

fn is_schema(node: &Node) -> bool {
    matches!(node.value, Value::Map(_) | Value::Bool(_))
}

/// Returns whether these are texts, each of them once.
fn are_names(names: &[Node]) -> bool {
    let is_new = |(position, name): (usize, &Node)| {
        let earlier = &names[..position];
        matches!(name.value, Value::Text(_))
            && !earlier.iter().any(|earlier| earlier.value == name.value)
    };
    names.iter().enumerate().all(is_new)
}
