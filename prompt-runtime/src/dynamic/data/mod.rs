//! Inputs as data: as `serde_json` would write them, in memory of the call before.
//!
//! A tree would allocate for each name, each text and each list. Here values stand one after the
//! other, a list or an object before its parts, and their texts in one string.

mod datum;
mod spare;

use alloc::string::String;
use alloc::vec::Vec;

use prompt_core::js::{Json, Number, View};

pub(super) use datum::Datum;

#[derive(Debug, Clone, Default)]
pub(super) struct InputData {
    entries: Vec<Entry>,
    texts: String,
    /// Apart from the entries, because they are wide and rare.
    numbers: Vec<Number>,
    /// The first inputs of the program, in its order, are the first entries after the root: so many.
    direct: usize,
}

/// A value, with its key in the object around it.
#[derive(Debug, Clone, Copy)]
struct Entry {
    key: Key,
    /// The position of the key among the names that the program uses, or `UNKNOWN`.
    name: usize,
    value: Value,
}

const UNKNOWN: usize = usize::MAX;

#[derive(Debug, Clone, Copy)]
pub(super) enum Key {
    /// The value is no part of an object.
    None,
    /// The name of a struct's field, or of an enum's variant.
    Name(&'static str),
    /// A part of the texts.
    Text(Span),
}

#[derive(Debug, Clone, Copy)]
enum Value {
    Null,
    Bool(bool),
    /// The number at this position.
    Number(usize),
    Text(Span),
    List(Extent),
    Object(Extent),
    /// A list of pairs in the place of a map: each is a list of a key, which it has as its own, and a
    /// value. One without a key of its own is of no account.
    Pairs(Extent),
}

/// A part of the texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    start: usize,
    end: usize,
}

/// The parts of a list or an object: the entries after its own.
#[derive(Debug, Clone, Copy)]
struct Extent {
    length: usize,
    /// The entry after the last of them.
    end: usize,
}

/// A part of an object whose name the program uses.
#[derive(Debug, Clone, Copy)]
pub(super) struct Met {
    pub(super) at: usize,
    /// The position after the part.
    pub(super) after: usize,
    pub(super) is_text: bool,
}

/// A list or an object to which parts are added.
#[derive(Debug)]
pub(super) struct Open {
    at: usize,
    length: usize,
}

impl InputData {
    /// Notes the positions of names, as long as they are those of the first parts of an object, and
    /// these are texts. Returns how many.
    #[inline]
    pub(super) fn meet_texts<'n>(
        &mut self,
        at: usize,
        names: impl Iterator<Item = (usize, &'n str)>,
    ) -> usize {
        let end = self.after(at);
        let Some(parts) = self.entries.get_mut(at + 1..end) else {
            return 0;
        };
        let mut met = 0;
        for (entry, (position, name)) in parts.iter_mut().zip(names) {
            match (entry.key, entry.value) {
                (Key::Name(key), Value::Text(_)) if key == name => entry.name = position,
                _ => break,
            }
            met += 1;
        }
        met
    }

    pub(super) fn set_direct(&mut self, count: usize) {
        self.direct = count;
    }

    /// Compares the key of a value with a name of the program, and notes the position of the name.
    #[inline]
    pub(super) fn meet(&mut self, at: usize, (position, name): (usize, &str)) -> Option<Met> {
        let entry = self.entries.get(at)?;
        if self.key_of(entry) != Some(name) {
            return None;
        }
        let met = Met {
            at,
            after: entry.after(at),
            is_text: matches!(entry.value, Value::Text(_)),
        };
        if let Some(entry) = self.entries.get_mut(at) {
            entry.name = position;
        }
        Some(met)
    }

    #[inline]
    pub(super) fn is_text(&self, at: usize) -> bool {
        matches!(self.value(at), Some(Value::Text(_)))
    }

    #[inline]
    pub(super) fn is_object(&self, at: usize) -> bool {
        matches!(self.value(at), Some(Value::Object(_)))
    }

    /// Returns the length of all texts.
    pub(super) fn text_length(&self) -> usize {
        self.texts.len()
    }

    pub(super) fn root(&self) -> Datum<'_> {
        Datum::at(self, 0)
    }

    pub(super) fn length(&self) -> usize {
        self.entries.len()
    }

    #[inline]
    fn push(&mut self, key: Key, value: Value) {
        let name = UNKNOWN;
        self.entries.push(Entry { key, name, value });
    }

    pub(super) fn push_null(&mut self, key: Key) {
        self.push(key, Value::Null);
    }

    pub(super) fn push_bool(&mut self, key: Key, value: bool) {
        self.push(key, Value::Bool(value));
    }

    pub(super) fn push_number(&mut self, key: Key, number: Number) {
        self.push(key, Value::Number(self.numbers.len()));
        self.numbers.push(number);
    }

    #[inline]
    pub(super) fn push_text(&mut self, key: Key, text: &str) {
        let span = self.add_text(text);
        self.push(key, Value::Text(span));
    }

    #[inline]
    pub(super) fn add_text(&mut self, text: &str) -> Span {
        let start = self.texts.len();
        self.texts.push_str(text);
        Span {
            start,
            end: self.texts.len(),
        }
    }

    /// Begins a list or an object. What is pushed before it ends is in it.
    #[inline]
    pub(super) fn begin(&mut self, key: Key) -> Open {
        let at = self.entries.len();
        self.push(key, Value::Null);
        Open { at, length: 0 }
    }

    pub(super) fn end_list(&mut self, list: &Open) {
        self.end(list, Value::List);
    }

    pub(super) fn end_object(&mut self, object: &Open) {
        self.end(object, Value::Object);
    }

    fn end(&mut self, open: &Open, value: fn(Extent) -> Value) {
        let extent = Extent {
            length: open.length,
            end: self.entries.len(),
        };
        if let Some(entry) = self.entries.get_mut(open.at) {
            entry.value = value(extent);
        }
    }

    /// Removes the value at a position, the last one, and returns it as a key. Only a single value that
    /// is not null is one.
    pub(super) fn pop_key(&mut self, at: usize) -> Option<Key> {
        let Entry { value, .. } = self.entries.pop()?;
        if self.entries.len() != at {
            return None;
        }
        self.printed(value).map(Key::Text)
    }

    /// Returns the text of a single value.
    fn printed(&mut self, value: Value) -> Option<Span> {
        let view = match value {
            Value::Text(text) => return Some(text),
            Value::Bool(value) => View::Bool(value),
            Value::Number(at) => View::Number(*self.numbers.get(at)?),
            Value::Null | Value::List(_) | Value::Object(_) | Value::Pairs(_) => return None,
        };
        let start = self.texts.len();
        view.print(&mut self.texts);
        let end = self.texts.len();
        Some(Span { start, end })
    }

    /// Adds a value that is JSON.
    fn push_json(&mut self, key: Key, json: &Json) {
        match json {
            Json::Null => self.push_null(key),
            Json::Bool(value) => self.push_bool(key, *value),
            Json::Number(number) => self.push_number(key, *number),
            Json::Text(text) => self.push_text(key, text),
            Json::List(items) => {
                let mut list = self.begin(key);
                for item in items {
                    list.add();
                    self.push_json(Key::None, item);
                }
                self.end_list(&list);
            }
            Json::Object(entries) => {
                let mut object = self.begin(key);
                for (name, value) in entries {
                    object.add();
                    let key = Key::Text(self.add_text(name));
                    self.push_json(key, value);
                }
                self.end_object(&object);
            }
        }
    }

    /// Sets a field of the root, which is an object or null.
    pub(super) fn set(&mut self, name: &str, json: &Json) {
        let length = match self.value(0) {
            Some(Value::Object(extent)) => extent.length,
            _ => 0,
        };
        let mut object = Open { at: 0, length };
        match self.find(0, name) {
            Some(at) => self.disown(at),
            None => object.add(),
        }
        let key = Key::Text(self.add_text(name));
        self.push_json(key, json);
        self.end_object(&object);
    }

    /// Takes the key of a part of the root away, so that it is of no account.
    fn disown(&mut self, at: usize) {
        if let Some(entry) = self.entries.get_mut(at) {
            (entry.key, entry.name) = (Key::None, UNKNOWN);
        }
        self.direct = self.direct.min(at - 1);
    }

    /// Makes a list of pairs the entries of an object. Of two with the same key, the first counts. A
    /// list with anything else in it remains a list.
    pub(super) fn make_pairs(&mut self, at: usize) {
        let Some(Value::List(extent)) = self.value(at) else {
            return;
        };
        let mut length = 0;
        let mut pair = at + 1;
        while pair < extent.end {
            let Some(Value::List(Extent { length: 2, end })) = self.value(pair) else {
                return;
            };
            let key = match self.value(pair + 1) {
                Some(key @ (Value::Text(_) | Value::Number(_))) => self.printed(key),
                _ => None,
            };
            let Some(key) = key else { return };
            let is_known = self.find_before(pair, at + 1, self.text(key)).is_some();
            if !is_known {
                length += 1;
                if let Some(entry) = self.entries.get_mut(pair) {
                    entry.key = Key::Text(key);
                }
            }
            pair = end;
        }
        let end = extent.end;
        if let Some(entry) = self.entries.get_mut(at) {
            entry.value = Value::Pairs(Extent { length, end });
        }
    }

    fn value(&self, at: usize) -> Option<Value> {
        self.entries.get(at).map(|entry| entry.value)
    }

    fn text(&self, span: Span) -> &str {
        self.texts.get(span.start..span.end).unwrap_or_default()
    }

    /// Returns the key of the value at a position, in the object around it.
    pub(super) fn key(&self, at: usize) -> Option<&str> {
        self.key_of(self.entries.get(at)?)
    }

    #[inline]
    fn key_of(&self, entry: &Entry) -> Option<&str> {
        match entry.key {
            Key::None => None,
            Key::Name(name) => Some(name),
            Key::Text(span) => Some(self.text(span)),
        }
    }

    /// Returns the position after a value and its parts.
    pub(super) fn after(&self, at: usize) -> usize {
        self.entries.get(at).map_or(at + 1, |entry| entry.after(at))
    }

    /// Returns the position of the value of a part, which is that of the part but for pairs. A part that
    /// is of no account has none.
    pub(super) fn part_value(&self, within: usize, part: usize) -> Option<usize> {
        match self.value(within)? {
            Value::List(_) => Some(part),
            Value::Pairs(_) => self.key(part).map(|_| part + 2),
            _ => self.key(part).map(|_| part),
        }
    }

    /// Returns the position of the part with this name.
    pub(super) fn find(&self, at: usize, name: &str) -> Option<usize> {
        self.find_before(self.after(at), at + 1, name)
    }

    fn find_before(&self, end: usize, start: usize, name: &str) -> Option<usize> {
        let mut at = start;
        while at < end {
            let entry = self.entries.get(at)?;
            if self.key_of(entry) == Some(name) {
                return Some(at);
            }
            at = entry.after(at);
        }
        None
    }
}

impl Entry {
    /// Returns the position after the value and its parts, if the value is at this position.
    #[inline]
    fn after(&self, at: usize) -> usize {
        match self.value {
            Value::List(extent) | Value::Object(extent) | Value::Pairs(extent) => extent.end,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => at + 1,
        }
    }
}

impl Open {
    #[inline]
    pub(super) fn add(&mut self) {
        self.length += 1;
    }
}
