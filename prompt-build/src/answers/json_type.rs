//! The type of the values that a JSON Schema allows.
//!
//! A type may allow more than its schema, and never less: keywords that only narrow a type are passed
//! over.

use std::collections::HashSet;

use prompt_core::js::Json;
use prompt_core::program::{AnswerClass, AnswerField, AnswerType};

use crate::template::referenced_schema;

/// The most types of an answer, and how deep they nest. Beyond that a value has any type: references
/// can double in each definition.
const MOST_TYPES: usize = 10_000;
const DEEPEST: usize = 64;

/// Returns the type of an answer.
pub(super) fn of(schema: &Json) -> AnswerType {
    let mut reader = Reader {
        whole: schema,
        entered: vec!["#".to_owned()],
        depth: 0,
        count: 0,
    };
    reader.read(schema)
}

struct Reader<'a> {
    whole: &'a Json,
    /// The references that lead to the schema at hand.
    entered: Vec<String>,
    depth: usize,
    count: usize,
}

impl Reader<'_> {
    fn read(&mut self, schema: &Json) -> AnswerType {
        self.count += 1;
        if self.depth == DEEPEST || self.count > MOST_TYPES {
            return required(AnswerClass::Any);
        }
        self.depth += 1;
        let answer_type = self.read_within(schema);
        self.depth -= 1;
        answer_type
    }

    fn read_within(&mut self, schema: &Json) -> AnswerType {
        if let Json::Text(target) = schema.field("$ref") {
            return self.read_reference(target);
        }
        if let Json::List(choices) = schema.field("enum") {
            return of_choices(choices);
        }
        if let Some(constant) = constant(schema) {
            return of_choices(std::slice::from_ref(constant));
        }
        let (names, is_nullable) = type_names(schema);
        if names.is_empty() && !is_nullable {
            return self.read_without_type(schema);
        }
        let class = match names.as_slice() {
            ["boolean"] => AnswerClass::Boolean,
            ["integer"] => AnswerClass::Integer,
            ["number"] | ["integer", "number"] | ["number", "integer"] => AnswerClass::Number,
            ["string"] => AnswerClass::Text,
            ["array"] => self.read_list(schema),
            ["object"] => self.read_object(schema),
            _ => AnswerClass::Any,
        };
        AnswerType { class, is_nullable }
    }

    fn read_reference(&mut self, target: &str) -> AnswerType {
        if self.entered.iter().any(|entered| entered == target) {
            return required(AnswerClass::Recursive);
        }
        let Some(schema) = referenced_schema(target, self.whole) else {
            return required(AnswerClass::Any);
        };
        self.entered.push(target.to_owned());
        let answer_type = self.read(schema);
        self.entered.pop();
        answer_type
    }

    fn read_without_type(&mut self, schema: &Json) -> AnswerType {
        for keyword in ["anyOf", "oneOf"] {
            if let Json::List(schemas) = schema.field(keyword) {
                return self.read_alternatives(schemas);
            }
        }
        match schema.field("allOf") {
            Json::List(schemas) if schemas.len() == 1 => self.read(&schemas[0]),
            _ if schema.field("properties") != &Json::Null => required(self.read_object(schema)),
            _ => AnswerType {
                class: AnswerClass::Any,
                is_nullable: true,
            },
        }
    }

    /// Returns the type that all of some schemas have, null aside.
    fn read_alternatives(&mut self, schemas: &[Json]) -> AnswerType {
        let mut is_nullable = false;
        let mut common = None;
        for schema in schemas {
            let answer_type = self.read(schema);
            is_nullable |= answer_type.is_nullable;
            if is_null(schema) {
                continue;
            }
            common = Some(match common {
                None => answer_type.class,
                Some(class) => union(class, answer_type.class),
            });
        }
        AnswerType {
            class: distinct(common.unwrap_or(AnswerClass::Any)),
            is_nullable,
        }
    }

    fn read_list(&mut self, schema: &Json) -> AnswerClass {
        let has_prefix = schema.field("prefixItems") != &Json::Null;
        let item = match schema.field("items") {
            Json::Null => required(AnswerClass::Any),
            _ if has_prefix => required(AnswerClass::Any),
            items => self.read(items),
        };
        AnswerClass::List(Box::new(item))
    }

    fn read_object(&mut self, schema: &Json) -> AnswerClass {
        let has_patterns = schema.field("patternProperties") != &Json::Null;
        let properties = match schema.field("properties") {
            Json::Object(properties) => properties.as_slice(),
            _ => &[],
        };
        let others = schema.field("additionalProperties");
        if properties.is_empty() && (has_patterns || others != &Json::Bool(false)) {
            let value = match others {
                Json::Object(_) if !has_patterns => self.read(others),
                _ => required(AnswerClass::Any),
            };
            return AnswerClass::Map(Box::new(value));
        }
        let required = required_names(schema);
        let field = |(name, schema): &(String, Json)| AnswerField {
            name: name.clone(),
            is_required: required.contains(&name.as_str()),
            answer_type: self.read(schema),
        };
        AnswerClass::Object(properties.iter().map(field).collect())
    }
}

fn required(class: AnswerClass) -> AnswerType {
    AnswerType {
        class,
        is_nullable: false,
    }
}

fn constant(schema: &Json) -> Option<&Json> {
    let Json::Object(entries) = schema else {
        return None;
    };
    let entry = entries.iter().find(|(key, _)| key == "const");
    entry.map(|(_, value)| value)
}

fn of_choices(choices: &[Json]) -> AnswerType {
    let is_nullable = choices.contains(&Json::Null);
    let values = choices.iter().filter(|choice| **choice != Json::Null);
    let class = values.map(class_of_value).reduce(union);
    AnswerType {
        class: distinct(class.unwrap_or(AnswerClass::Any)),
        is_nullable,
    }
}

fn class_of_value(value: &Json) -> AnswerClass {
    match value {
        Json::Bool(_) => AnswerClass::Boolean,
        Json::Number(number) if number.is_integer() => AnswerClass::Integer,
        Json::Number(_) => AnswerClass::Number,
        Json::Text(text) => AnswerClass::Choice(vec![text.clone()]),
        Json::Null | Json::List(_) | Json::Object(_) => AnswerClass::Any,
    }
}

/// Leaves out the choices that are there already.
fn distinct(mut class: AnswerClass) -> AnswerClass {
    if let AnswerClass::Choice(choices) = &mut class {
        let mut seen = HashSet::new();
        choices.retain(|choice| seen.insert(choice.clone()));
    }
    class
}

/// Returns the class of the values of either class. Choices of both are in it twice.
fn union(one: AnswerClass, other: AnswerClass) -> AnswerClass {
    use AnswerClass::{Any, Choice, Integer, Number, Text};
    match (one, other) {
        (Choice(mut choices), Choice(others)) => {
            choices.extend(others);
            Choice(choices)
        }
        (Choice(_) | Text, Choice(_) | Text) => Text,
        (Integer, Number) | (Number, Integer) => Number,
        (one, other) if one == other => one,
        _ => Any,
    }
}

/// Returns the types of a schema other than null, and whether null is among them.
fn type_names(schema: &Json) -> (Vec<&str>, bool) {
    let names = match schema.field("type") {
        Json::List(names) => names.as_slice(),
        Json::Null => &[],
        name => std::slice::from_ref(name),
    };
    let names = names.iter().filter_map(text).collect::<Vec<_>>();
    let is_nullable = names.contains(&"null");
    let others = names.into_iter().filter(|name| *name != "null");
    (others.collect(), is_nullable)
}

fn is_null(schema: &Json) -> bool {
    let (names, is_nullable) = type_names(schema);
    names.is_empty() && is_nullable || constant(schema) == Some(&Json::Null)
}

fn required_names(schema: &Json) -> Vec<&str> {
    match schema.field("required") {
        Json::List(names) => names.iter().filter_map(text).collect(),
        _ => Vec::new(),
    }
}

fn text(json: &Json) -> Option<&str> {
    match json {
        Json::Text(text) => Some(text),
        _ => None,
    }
}
