use std::sync::Arc;

use super::{Entry, Node, Value};
use crate::report::{Code, Finding, Findings, nearest, quoted};
use crate::source::{Location, Mark, Source};

/// A mapping with known keys.
pub struct Table<'a> {
    source: &'a Arc<Source>,
    entries: &'a [Entry],
    /// The range at which a missing key is reported.
    mark: Mark,
    /// The name of the mapping in messages: "an environment".
    what: &'static str,
    /// The known keys that resemble an unknown one.
    meant: Vec<String>,
}

/// The way to write an unknown key.
pub struct KeyHint {
    /// The key that was probably meant, wherever it stands.
    pub meant: Option<&'static str>,
    pub help: String,
}

impl<'a> Table<'a> {
    /// Opens a mapping. Reports a node that is not one, and each unknown key.
    pub fn open(
        source: &'a Arc<Source>,
        node: &'a Node,
        what: &'static str,
        known: &[&str],
        findings: &mut Findings,
    ) -> Option<Self> {
        Self::open_with_hints(source, node, (what, known), |_| None, findings)
    }

    /// Opens a mapping. An unknown key for which there is a hint is reported with it.
    pub fn open_with_hints(
        source: &'a Arc<Source>,
        node: &'a Node,
        (what, known): (&'static str, &[&str]),
        hint: impl Fn(&str) -> Option<KeyHint>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let entries = entries(source, node, what, findings)?;
        let mut meant = Vec::new();
        for entry in entries {
            let Value::Text(key) = &entry.key.value else {
                continue;
            };
            if known.contains(&key.as_str()) {
                continue;
            }
            let help = if let Some(hint) = hint(key) {
                meant.extend(hint.meant.map(str::to_owned));
                hint.help
            } else {
                let nearest = (!findings.are_many())
                    .then(|| nearest(key, known.iter().copied()))
                    .flatten();
                meant.extend(nearest.map(str::to_owned));
                nearest.map_or_else(
                    || format!("the keys are `{}`", known.join("`, `")),
                    |nearest| format!("did you mean `{nearest}`?"),
                )
            };
            let message = format!("unknown key {} in {what}", quoted(key));
            let location = Location::new(source, entry.key.mark);
            findings.push(Finding::error(Code::UnknownKey, location, message).help(help));
        }
        Some(Self {
            source,
            entries,
            mark: node.mark,
            what,
            meant,
        })
    }

    /// Sets the range at which a missing key is reported: that of the mapping's own key.
    #[must_use]
    pub fn named_by(self, mark: Mark) -> Self {
        Self { mark, ..self }
    }

    /// The value of an optional key.
    pub fn optional(&self, key: &str) -> Option<&'a Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Returns `true` if an unknown key was probably meant to be this one.
    pub fn is_meant(&self, key: &str) -> bool {
        self.meant.iter().any(|meant| meant == key)
    }

    /// The range of a key, or of the mapping if it has no such key.
    pub fn key_mark(&self, key: &str) -> Mark {
        self.entry(key).map_or(self.mark, |entry| entry.key.mark)
    }

    fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.entries
            .iter()
            .find(|entry| matches!(&entry.key.value, Value::Text(text) if text == key))
    }

    /// The value of a required key. A key that is missing is reported with an example of its value,
    /// unless it is there misspelt.
    pub fn required(&self, key: &str, example: &str, findings: &mut Findings) -> Option<&'a Node> {
        let value = self.optional(key);
        if value.is_none() && !self.is_meant(key) {
            let location = Location::new(self.source, self.mark);
            let message = format!("missing key `{key}` in {}", self.what);
            findings.push(
                Finding::error(Code::MissingKey, location, message)
                    .help(self.way_to_add(&format!("{key}: {example}"))),
            );
        }
        value
    }

    /// Says how to add an entry: on a line that is indented as the others, or in the braces.
    fn way_to_add(&self, entry: &str) -> String {
        let entry = entry.trim_end();
        let Some(first) = self.entries.first() else {
            return format!("add `{entry}`");
        };
        let start = first.key.mark.span().start;
        let line = self.source.text[..start].rsplit('\n').next();
        let before = line.unwrap_or_default();
        if before
            .chars()
            .all(|character| matches!(character, ' ' | '-'))
        {
            format!("add the line `{}{entry}`", " ".repeat(before.len()))
        } else {
            format!("add `{entry}` between the braces")
        }
    }
}

/// The entries of a mapping whose keys the user chooses. Reports a node that is not a mapping.
pub fn entries<'a>(
    source: &Arc<Source>,
    node: &'a Node,
    what: &str,
    findings: &mut Findings,
) -> Option<&'a [Entry]> {
    let Value::Map(entries) = &node.value else {
        findings.push(unexpected(source, node, &format!("a mapping for {what}")));
        return None;
    };
    Some(entries)
}

/// The text of a node. Reports a node that is not a string.
pub fn text<'a>(
    source: &Arc<Source>,
    node: &'a Node,
    what: &str,
    findings: &mut Findings,
) -> Option<&'a str> {
    if let Value::Text(text) = &node.value {
        return Some(text);
    }
    let scalar = matches!(
        node.value,
        Value::Bool(_) | Value::Integer(_) | Value::Float(_)
    );
    let help = scalar.then(|| "put the value in quotes".to_owned());
    findings.push(unexpected(source, node, &format!("a string for {what}")).help(help));
    None
}

/// Reports a node of an unexpected type.
pub fn unexpected(source: &Arc<Source>, node: &Node, expected: &str) -> Finding {
    let message = format!(
        "unexpected {}, expected {expected}",
        node.value.kind().trim_start_matches("a ")
    );
    Finding::error(
        Code::UnexpectedType,
        Location::new(source, node.mark),
        message,
    )
}
