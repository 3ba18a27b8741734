//! Inputs as JSON to inputs as Rust: an object is a struct, a list a vector.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::case::Case;

/// Names, types, and whether a value lacks the field.
type Fields = Vec<(String, Type, bool)>;

/// A type that all values at a place have, whatever the inputs.
#[derive(Debug, Clone, PartialEq)]
enum Type {
    Unknown,
    Boolean,
    Integer,
    Number,
    Text,
    /// Single values of several kinds.
    Mixed,
    List(Box<Type>),
    Object(Fields),
}

impl Type {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Unknown,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_f64() => Self::Number,
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::Text,
            Value::Array(items) => Self::List(Box::new(
                items
                    .iter()
                    .map(Self::of)
                    .fold(Self::Unknown, Self::merged_with),
            )),
            Value::Object(fields) => Self::Object(
                fields
                    .iter()
                    .map(|(name, value)| (name.clone(), Self::of(value), value.is_null()))
                    .collect(),
            ),
        }
    }

    fn merged_with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown, known) | (known, Self::Unknown) => known,
            (Self::Integer, Self::Number) | (Self::Number, Self::Integer) => Self::Number,
            (Self::List(a), Self::List(b)) => Self::List(Box::new(a.merged_with(*b))),
            (Self::Object(a), Self::Object(b)) => Self::Object(merged_fields(a, b)),
            (a, b) if a == b => a,
            _ => Self::Mixed,
        }
    }
}

fn merged_fields(a: Fields, mut b: Fields) -> Fields {
    let mut fields = Vec::new();
    for (name, a_type, a_lacks) in a {
        let other = b
            .iter()
            .position(|(other, ..)| *other == name)
            .map(|position| b.remove(position));
        let (b_type, b_lacks) = other.map_or((Type::Unknown, true), |(_, of, lacks)| (of, lacks));
        fields.push((name, a_type.merged_with(b_type), a_lacks || b_lacks));
    }
    fields.extend(b.into_iter().map(|(name, of, _)| (name, of, true)));
    fields
}

/// A value with each object as a vector of pairs.
fn pairs(value: &Value) -> String {
    let items = match value {
        Value::Object(entries) => {
            let pair = |(key, value)| format!("({key:?}, {})", pairs(value));
            entries.iter().map(pair).collect::<Vec<_>>()
        }
        Value::Array(items) => items.iter().map(pairs).collect(),
        value => return value.to_string(),
    };
    format!("vec![{}]", items.join(", "))
}

/// Writes the Rust of a case's inputs: structs that they have in common, and the arguments of each
/// call.
pub struct Writer<'a> {
    prefix: &'a str,
    case: &'a Case,
    types: BTreeMap<String, Type>,
    /// The structs, each after those in it.
    pub structs: String,
    names: Vec<(Fields, String)>,
}

impl<'a> Writer<'a> {
    pub fn new(prefix: &'a str, case: &'a Case) -> Self {
        let mut types = BTreeMap::<String, Type>::new();
        for (name, value) in case
            .inputs
            .iter()
            .flat_map(|inputs| inputs.as_object().unwrap())
        {
            let of = types
                .remove(name)
                .unwrap_or(Type::Unknown)
                .merged_with(Type::of(value));
            types.insert(name.clone(), of);
        }
        Self {
            prefix,
            case,
            types,
            structs: String::new(),
            names: Vec::new(),
        }
    }

    /// `name = value` for each input.
    pub fn arguments(&mut self, inputs: &Map<String, Value>) -> Vec<String> {
        let mut arguments = Vec::new();
        for (name, value) in inputs {
            let of = match (self.types[name].clone(), value) {
                // What differs from call to call is what it is here.
                (Type::Mixed, value) => Type::of(value),
                (of, _) => of,
            };
            let rust = match value {
                Value::Null => format!("None::<{}>", self.name(&of)),
                Value::Object(entries) if self.case.maps.contains(name) => self.map(&of, entries),
                value if self.case.pairs.contains(name) => pairs(value),
                value => self.value(&of, value),
            };
            arguments.push(format!("{name} = {rust}"));
        }
        arguments
    }

    fn map(&mut self, of: &Type, entries: &Map<String, Value>) -> String {
        let Type::Object(fields) = of else {
            panic!("a map is an object")
        };
        let of = fields
            .iter()
            .map(|(_, of, _)| of.clone())
            .fold(Type::Unknown, Type::merged_with);
        let entries = entries
            .iter()
            .map(|(key, value)| format!("({key:?}, {})", self.value(&of, value)));
        format!(
            "std::collections::BTreeMap::from([{}])",
            entries.collect::<Vec<_>>().join(", ")
        )
    }

    fn value(&mut self, of: &Type, value: &Value) -> String {
        match (of, value) {
            (Type::Mixed, Value::Null) => "Scalar::Nothing".to_owned(),
            (Type::Mixed, Value::Bool(value)) => format!("Scalar::Boolean({value})"),
            (Type::Mixed, Value::Number(value)) => format!("Scalar::Number(Number::from({value}))"),
            (Type::Mixed, value) => format!("Scalar::Text({:?})", value.as_str().unwrap()),
            (Type::Integer, value) if value.as_i64().is_some_and(is_wide) => {
                format!("{value}_i64")
            }
            (Type::Number, value) => format!("{:?}_f64", value.as_f64().unwrap()),
            (Type::List(item), Value::Array(items)) => {
                let items = items
                    .iter()
                    .map(|value| self.value(item, value))
                    .collect::<Vec<_>>();
                if items.is_empty() {
                    format!("Vec::<{}>::new()", self.name(item))
                } else {
                    format!("vec![{}]", items.join(", "))
                }
            }
            (Type::Object(fields), Value::Object(values)) => {
                let name = self.name(of);
                let fields = fields.iter().map(|(field, of, is_optional)| {
                    let value = match values.get(field).filter(|value| !value.is_null()) {
                        Some(value) if *is_optional => format!("Some({})", self.value(of, value)),
                        Some(value) => self.value(of, value),
                        None => "None".to_owned(),
                    };
                    format!("r#{field}: {value}")
                });
                format!("{name} {{ {} }}", fields.collect::<Vec<_>>().join(", "))
            }
            (_, Value::String(text)) => format!("{text:?}"),
            (_, value) => value.to_string(),
        }
    }

    /// The type as Rust names it.
    fn name(&mut self, of: &Type) -> String {
        match of {
            Type::Boolean => "bool".to_owned(),
            Type::Integer => "i64".to_owned(),
            Type::Number => "f64".to_owned(),
            Type::Unknown | Type::Text => "&'static str".to_owned(),
            Type::Mixed => "Scalar<'static>".to_owned(),
            Type::List(item) => format!("Vec<{}>", self.name(item)),
            Type::Object(fields) => self.object(fields),
        }
    }

    fn object(&mut self, fields: &[(String, Type, bool)]) -> String {
        if let Some((_, name)) = self.names.iter().find(|(known, _)| known == fields) {
            return name.clone();
        }
        let mut body = String::new();
        for (field, of, is_optional) in fields {
            let of = self.name(of);
            if *is_optional {
                body.push_str("#[serde(skip_serializing_if = \"Option::is_none\")] ");
            }
            let of = if *is_optional {
                format!("Option<{of}>")
            } else {
                of
            };
            write!(body, "r#{field}: {of}, ").unwrap();
        }
        let name = format!("{}{}", self.prefix, self.names.len());
        writeln!(
            self.structs,
            "#[derive(serde::Serialize)] struct {name} {{ {body}}}"
        )
        .unwrap();
        self.names.push((fields.to_vec(), name.clone()));
        name
    }
}

/// Returns whether a whole number is none of Rust's usual type, `i32`.
fn is_wide(number: i64) -> bool {
    i32::try_from(number).is_err()
}
