//! The schemas beside the readers: on the files of this repository, and on all small changes to a file
//! that has each key.

mod repository;

use std::sync::Arc;

use jsonschema::Validator;
use prompt_build::config::Config;
use prompt_build::library::Ledger;
use prompt_build::report::{Code, Finding, Findings, Severity};
use prompt_build::source::Source;
use prompt_build::template::{SharedFiles, SharedKind, Template, from_yaml};
use prompt_build::yaml;
use prompt_core::vocabulary::Api;
use serde_json::{Value, json};

use super::EditorSchema;
use crate::rules::golden::Golden;
use crate::rules::render::to_serde;
use crate::rules::replay::Checks;
use crate::rules::rubric::LabelledCases;
use crate::rules::saved_answers::SavedAnswers;

/// What the reader of a file says.
#[derive(Debug, PartialEq, Eq)]
enum Reading {
    Taken,
    /// It has an unknown key, lacks one, or has a value of another type.
    Misshapen,
    /// It has other errors, which no schema finds.
    Refused,
}

/// A file of each kind that has all of its keys.
const SAMPLES: [(EditorSchema, &str); 8] = [
    (
        EditorSchema::Environments,
        include_str!("tests/environments.yaml"),
    ),
    (EditorSchema::Releases, include_str!("tests/releases.yaml")),
    (EditorSchema::Golden, include_str!("tests/golden.yaml")),
    (EditorSchema::Checks, include_str!("tests/checks.yaml")),
    (EditorSchema::Answers, include_str!("tests/answers.yaml")),
    (EditorSchema::Judge, include_str!("tests/judge.yaml")),
    (EditorSchema::Tool, include_str!("tests/tool.yaml")),
    (
        EditorSchema::Tool,
        include_str!("tests/tool-json-schema.yaml"),
    ),
];

#[test]
fn each_key_has_a_description() {
    for (kind, _) in SAMPLES {
        let missing = undescribed(&kind.json());
        assert!(missing.is_empty(), "{kind:?}: {missing:?}");
    }
}

/// The keys without a description.
fn undescribed(schema: &Value) -> Vec<String> {
    let children = match schema {
        Value::Object(entries) => entries.values().collect::<Vec<_>>(),
        Value::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    let mut missing = children
        .into_iter()
        .flat_map(undescribed)
        .collect::<Vec<_>>();
    if schema["additionalProperties"] == false {
        let properties = schema["properties"].as_object().expect("a mapping");
        let own = properties.iter();
        let own = own.filter(|(_, property)| property.get("description").is_none());
        missing.extend(own.map(|(key, _)| key.clone()));
    }
    missing
}

/// The samples lack no key: the schemas are held against the readers in each.
#[test]
fn each_sample_has_each_key() {
    for (kind, sample) in SAMPLES {
        let schema = kind.json();
        let value = parsed(sample).expect("the sample is YAML");
        let mut known = Vec::new();
        keys_of_schema(&schema, &mut known);
        let mut used = Vec::new();
        keys_of_value(&value, &mut used);
        let unused = known.iter().filter(|key| !used.contains(key));
        let unused = unused.collect::<Vec<_>>();
        assert!(unused.is_empty(), "{kind:?}: {unused:?}");
    }
}

fn keys_of_schema(schema: &Value, keys: &mut Vec<String>) {
    let is_closed = schema["additionalProperties"] == false;
    if let Some(properties) = schema["properties"].as_object().filter(|_| is_closed) {
        // What only promptfoo supports is not read, and keywords of JSON Schema are no keys.
        let is_own = |property: &Value| {
            let description = &property["description"];
            *description != super::golden::FOR_PROMPTFOO && *description != super::tool::KEYWORD
        };
        let own = properties.iter();
        let own = own.filter(|(_, property)| is_own(property));
        keys.extend(own.map(|(key, _)| key.clone()));
    }
    match schema {
        Value::Object(entries) => entries
            .values()
            .for_each(|value| keys_of_schema(value, keys)),
        Value::Array(items) => items.iter().for_each(|value| keys_of_schema(value, keys)),
        _ => {}
    }
}

fn keys_of_value(value: &Value, keys: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                keys.push(key.clone());
                keys_of_value(value, keys);
            }
        }
        Value::Array(items) => items.iter().for_each(|value| keys_of_value(value, keys)),
        _ => {}
    }
}

#[test]
fn each_change_of_a_sample_is_refused_by_the_schema_as_by_the_reader() {
    for (kind, sample) in SAMPLES {
        let validator = validator(kind);
        let value = parsed(sample).expect("the sample is YAML");
        assert_eq!(
            reading(kind, sample),
            Reading::Taken,
            "{}",
            faults(kind, sample)
        );
        let (mut taken, mut misshapen) = (0, 0);
        for changed in changes(&value) {
            let text = changed.to_string();
            let reading = reading(kind, &text);
            let is_valid = validator.is_valid(&changed);
            match reading {
                Reading::Taken => {
                    taken += 1;
                    assert!(
                        is_valid,
                        "{kind:?} {:?}\n{text}",
                        validator.validate(&changed)
                    );
                }
                Reading::Misshapen => {
                    misshapen += 1;
                    assert!(!is_valid, "{kind:?} {}\n{text}", faults(kind, &text));
                }
                Reading::Refused => {}
            }
        }
        assert!(taken > 4 && misshapen > 4, "{kind:?}: {taken}, {misshapen}");
    }
}

/// All values that differ in one place: another type, a key less, or an unknown key more.
fn changes(value: &Value) -> Vec<Value> {
    let others = [
        json!(null),
        json!(true),
        json!(7),
        json!(1.5),
        json!("text"),
        json!([]),
        json!({}),
    ];
    let mut changed = others.to_vec();
    match value {
        Value::Object(entries) => {
            let mut more = entries.clone();
            more.insert("qqqqqqqqqq".to_owned(), json!("text"));
            changed.push(Value::Object(more));
            for (key, inner) in entries {
                let mut fewer = entries.clone();
                fewer.remove(key);
                changed.push(Value::Object(fewer));
                changed.extend(changes(inner).into_iter().map(|inner| {
                    let mut entries = entries.clone();
                    entries.insert(key.clone(), inner);
                    Value::Object(entries)
                }));
            }
        }
        Value::Array(items) => {
            for (position, inner) in items.iter().enumerate() {
                changed.extend(changes(inner).into_iter().map(|inner| {
                    let mut items = items.clone();
                    items[position] = inner;
                    Value::Array(items)
                }));
            }
        }
        _ => {}
    }
    changed
}

fn validator(kind: EditorSchema) -> Validator {
    jsonschema::validator_for(&kind.json()).expect("the schema is one")
}

/// The value of a file, as its reader parses it. `None` if it is not YAML, or has a key that is not a
/// text, which no editor tells from one.
fn parsed(text: &str) -> Option<Value> {
    let source = Source::new("file.yaml", text.to_owned());
    let mut findings = Findings::default();
    let node = yaml::parse(&source, &mut findings)?;
    (!findings.has_errors()).then(|| to_serde(&from_yaml(&node)))
}

fn reading(kind: EditorSchema, text: &str) -> Reading {
    let findings = findings(kind, text);
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    let errors = errors.collect::<Vec<_>>();
    let is_shape = |finding: &&&Finding| {
        let shapes = [Code::UnknownKey, Code::MissingKey, Code::UnexpectedType];
        shapes.contains(&finding.code)
    };
    match errors.iter().find(is_shape) {
        Some(_) => Reading::Misshapen,
        None if errors.is_empty() => Reading::Taken,
        None => Reading::Refused,
    }
}

fn faults(kind: EditorSchema, text: &str) -> String {
    let findings = findings(kind, text);
    let lines = findings.iter().map(|finding| finding.message.clone());
    lines.collect::<Vec<_>>().join("\n")
}

fn findings(kind: EditorSchema, text: &str) -> Findings {
    let mut findings = Findings::default();
    let source = Source::new("prompts/file.yaml", text.to_owned());
    match kind {
        EditorSchema::Environments => drop(Config::read(&source, &mut findings)),
        EditorSchema::Releases => {
            if let Some(ledger) = Ledger::read_whole(&source, &mut findings) {
                ledger.releases(&mut findings);
            }
        }
        EditorSchema::Golden => {
            if let Some(golden) = Golden::read(&source, &mut findings) {
                findings.append(golden.unsupported(Api::ChatCompletions));
            }
        }
        EditorSchema::Checks => drop(Checks::read(&source, &mut findings)),
        EditorSchema::Answers => drop(SavedAnswers::read(&source, &mut findings)),
        EditorSchema::Judge => drop(LabelledCases::read(&source, &mut findings)),
        EditorSchema::Tool => read_tool(&source, &mut findings),
    }
    findings
}

/// Reads a tool through a prompt that names it. Schemas that it names are there.
fn read_tool(tool: &Arc<Source>, findings: &mut Findings) {
    let schema = Source::new("prompts/schemas/text.yaml", "order: string\n".to_owned());
    let load = |kind, _: &str| {
        Ok(Arc::clone(match kind {
            SharedKind::Tool => tool,
            _ => &schema,
        }))
    };
    let known = |_| Vec::new();
    let shared = SharedFiles::through(&load, &known);
    let prompt = Source::new("prompts/a/local.prompt", "tools: [tool]\n".to_owned());
    let Some(front_matter) = yaml::parse(&prompt, findings) else {
        return;
    };
    let body = prompt.text.len();
    Template::read(
        &prompt,
        body,
        Some((&prompt, &front_matter)),
        &shared,
        findings,
    );
}
