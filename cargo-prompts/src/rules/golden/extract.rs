//! JSON within a text, found as promptfoo's `contains-json` does: a text in braces that a lenient
//! parser reads as a mapping, with or without quotes around keys. A last object that is cut off is
//! closed.

use serde_json::Value;

use super::comments;

/// The limit of bytes that are read as JSON in one text, counting repeated reads. Only unclosed
/// braces reach it.
const MOST: usize = 1024 * 1024;
/// The limit of nested objects and lists. Both parsers refuse deeper ones, and one of them does so
/// slowly.
const DEEPEST: usize = 64;

/// The outermost objects.
pub fn objects(text: &str) -> Vec<Value> {
    let ends = ends(text);
    let mut objects = Vec::new();
    let (mut at, mut read) = (0, 0);
    while let Some(start) = text[at..].find('{').map(|offset| at + offset) {
        let (end, unclosed) = match ends.binary_search_by_key(&start, |(start, _)| *start) {
            Ok(position) => (ends[position].1, 0),
            Err(_) => (text.len(), open(&text[start..])),
        };
        read += end - start;
        if read > MOST {
            break;
        }
        let is_deep = depth(&text[start..end]) > DEEPEST;
        let closed = || format!("{}{}", &text[start..end], "}".repeat(unclosed));
        let is_last = start + 1 == text.len();
        let object = if is_deep || is_last {
            None
        } else {
            parse(&closed())
        };
        at = if object.is_some() { end } else { start + 1 };
        objects.extend(object);
    }
    objects
}

/// The end of each closed brace, in the order of the starts.
fn ends(text: &str) -> Vec<(usize, usize)> {
    let (mut open, mut ends) = (Vec::new(), Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open.push(at),
            b'}' => ends.extend(open.pop().map(|start| (start, at + 1))),
            _ => {}
        }
    }
    ends.sort_unstable();
    ends
}

/// The largest number of braces and brackets that are open at once.
fn depth(text: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' | b'[' => open += 1,
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

/// The number of open braces at the end of a text that starts with an unclosed one.
fn open(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'{').count()
        - text.bytes().filter(|byte| *byte == b'}').count()
}

fn parse(text: &str) -> Option<Value> {
    let lenient = || {
        let lines = text.split('\n').map(comments::of_yaml).collect::<Vec<_>>();
        serde_yaml::from_str::<serde_yaml::Value>(&lines.join("\n"))
            .ok()
            .and_then(from_yaml)
    };
    serde_json::from_str(text)
        .ok()
        .or_else(lenient)
        .filter(Value::is_object)
}

/// The value with texts as keys, as in JavaScript. `None` if JSON has no such value.
fn from_yaml(value: serde_yaml::Value) -> Option<Value> {
    let key = |key: serde_yaml::Value| match key {
        serde_yaml::Value::String(key) => Some(key),
        key if key.is_mapping() || key.is_sequence() => None,
        key => from_yaml(key).map(|key| key.to_string()),
    };
    Some(match value {
        serde_yaml::Value::Mapping(entries) => {
            let entries = entries
                .into_iter()
                .map(|(name, value)| Some((key(name)?, from_yaml(value)?)));
            Value::Object(entries.collect::<Option<_>>()?)
        }
        serde_yaml::Value::Sequence(items) => {
            Value::Array(items.into_iter().map(from_yaml).collect::<Option<_>>()?)
        }
        serde_yaml::Value::Tagged(_) => return None,
        value => serde_json::to_value(value).ok()?,
    })
}
