//! All of YAML, by `serde_yaml`.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use super::{Entry, Mark, Node, Value};

/// Why a text is not YAML.
pub(super) struct SyntaxError {
    pub(super) message: String,
    pub(super) offset: usize,
}

/// Reads every document of a text; a text without any is one null document.
pub(super) fn parse(text: &str) -> Result<Vec<Node>, SyntaxError> {
    let seed = Seed {
        count: &Cell::new(0),
        stop: None,
    };
    serde_yaml::Deserializer::from_str(text)
        .map(|document| {
            seed.deserialize(document)
                .map_err(|error| syntax_error(text, &error))
        })
        .collect()
}

/// The line and column of the n-th node. `serde_yaml` gives no places to values, but it does to
/// errors: so the text is read again with an error raised at that node.
pub(super) fn locate(text: &str, n: u32) -> (usize, usize) {
    let seed = Seed {
        count: &Cell::new(0),
        stop: Some(n),
    };
    let error = serde_yaml::Deserializer::from_str(text)
        .find_map(|document| seed.deserialize(document).err());
    error
        .and_then(|error| error.location())
        .map_or((1, 1), |location| (location.line(), location.column()))
}

fn syntax_error(text: &str, error: &serde_yaml::Error) -> SyntaxError {
    let mut message = error.to_string();
    if let Some(at) = message.find(" at line ") {
        message.truncate(at);
    }
    let (line, column) = error
        .location()
        .map_or((1, 1), |location| (location.line(), location.column()));
    let offset = crate::report::offset(text, line, column);
    SyntaxError {
        message: format!("invalid YAML: {message}"),
        offset,
    }
}

/// Builds nodes, counting them in reading order; stops with an error at the one asked for.
#[derive(Clone, Copy)]
struct Seed<'a> {
    count: &'a Cell<u32>,
    stop: Option<u32>,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        let n = self.count.replace(self.count.get() + 1);
        let value = deserializer.deserialize_any(ValueVisitor {
            seed: self,
            stop: self.stop == Some(n),
        })?;
        Ok(Node {
            value,
            mark: Mark::nth(n),
        })
    }
}

struct ValueVisitor<'a> {
    seed: Seed<'a>,
    stop: bool,
}

impl ValueVisitor<'_> {
    fn scalar<E: Error>(&self, value: Value) -> Result<Value, E> {
        if self.stop {
            Err(E::custom("the node asked for"))
        } else {
            Ok(value)
        }
    }
}

impl<'de> Visitor<'de> for ValueVisitor<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Value, A::Error> {
        Err(A::Error::custom("unexpected tag"))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.scalar(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.scalar(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.scalar(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.scalar(Value::Integer(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.scalar(Value::Integer(value.into()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.scalar(Value::Integer(value))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.scalar(Value::Integer(i128::try_from(value).unwrap_or(i128::MAX)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.scalar(Value::Float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.scalar(Value::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        self.scalar(Value::Null)?;
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element_seed(self.seed)? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        self.scalar(Value::Null)?;
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(self.seed)? {
            entries.push(Entry {
                key,
                value: map.next_value_seed(self.seed)?,
            });
        }
        Ok(Value::Map(entries))
    }
}
