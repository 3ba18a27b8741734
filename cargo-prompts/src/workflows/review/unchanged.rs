//! The prompts that a change leaves as they are. They need not be compared.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use prompt_build::library::{PARTIALS, SCHEMAS, TOOLS, prompt_id};
use prompt_build::report::Findings;
use prompt_build::source::Source;
use prompt_build::yaml::{self, Entry, Node, Value};

use super::file_tree::FileTree;

/// The folders of a library whose files prompts share.
const SHARED: [&str; 3] = [PARTIALS, SCHEMAS, TOOLS];

/// Returns the ids of the prompts whose folders are the same in a commit and in the working tree.
/// There are none if a file that prompts share differs: any of them could use it. `library` is its
/// folder in the repository.
pub fn unchanged_folders(tree: &FileTree, root: &Path, library: &str) -> BTreeSet<String> {
    // A link on the way could lead to another library.
    let place = root.join(library);
    if !place.canonicalize().is_ok_and(|real| real == place) {
        return BTreeSet::new();
    }
    let folders = tree.folders(library);
    let is_same = |name: &str| {
        let files = folders.get(name).map_or(&[][..], Vec::as_slice);
        tree.is_same(files, root, &joined(library, name))
    };
    if !SHARED.into_iter().all(is_same) {
        return BTreeSet::new();
    }
    let ids = folders.keys().copied();
    let ids = ids.filter(|id| prompt_id::check(id).is_ok() && is_same(id));
    ids.map(str::to_owned).collect()
}

/// The path of a subfolder. An empty folder is the root of the repository.
fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

/// Returns the ids of the prompts whose pins differ in two configurations. `None` if anything else
/// differs, which could concern each prompt.
pub fn changed_pins(old: &Arc<Source>, new: &Arc<Source>) -> Option<BTreeSet<String>> {
    if old.text == new.text {
        return Some(BTreeSet::new());
    }
    let root = |source| {
        let mut findings = Findings::default();
        yaml::parse(source, &mut findings).filter(|_| !findings.has_errors())
    };
    let (old, new) = (root(old)?, root(new)?);
    let (old, new) = (Parts::of(&old)?, Parts::of(&new)?);
    if !is_same_map(&old.others, &new.others) {
        return None;
    }
    let ids = old.pins.keys().chain(new.pins.keys()).copied();
    let is_other = |id: &&str| match (old.pins.get(id), new.pins.get(id)) {
        (Some(old), Some(new)) => !is_same(old, new),
        _ => true,
    };
    Some(ids.filter(is_other).map(str::to_owned).collect())
}

/// The parts of a configuration.
struct Parts<'a> {
    pins: BTreeMap<&'a str, &'a Value>,
    others: Vec<&'a Entry>,
}

impl<'a> Parts<'a> {
    /// `None` if it does not have the form of a configuration.
    fn of(root: &'a Node) -> Option<Self> {
        let Value::Map(entries) = &root.value else {
            return None;
        };
        let is_pins =
            |entry: &&Entry| matches!(&entry.key.value, Value::Text(key) if key == "prompts");
        let (pins, others) = entries.iter().partition::<Vec<_>, _>(is_pins);
        let [pins] = pins.as_slice() else {
            return None;
        };
        let Value::Map(pins) = &pins.value.value else {
            return None;
        };
        let pins = pins.iter().map(|entry| match &entry.key.value {
            Value::Text(id) => Some((id.as_str(), &entry.value.value)),
            _ => None,
        });
        Some(Self {
            pins: pins.collect::<Option<_>>()?,
            others,
        })
    }
}

/// Returns `true` if two values are the same, wherever they stand.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => {
            let mut pairs = a.iter().zip(b);
            a.len() == b.len() && pairs.all(|(a, b)| is_same(&a.value, &b.value))
        }
        (Value::Map(a), Value::Map(b)) => {
            is_same_map(&a.iter().collect::<Vec<_>>(), &b.iter().collect::<Vec<_>>())
        }
        (a, b) => a == b,
    }
}

fn is_same_map(a: &[&Entry], b: &[&Entry]) -> bool {
    let is_same_entry = |(a, b): (&&Entry, &&Entry)| {
        is_same(&a.key.value, &b.key.value) && is_same(&a.value.value, &b.value.value)
    };
    a.len() == b.len() && a.iter().zip(b).all(is_same_entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "environments:\n  dev: { model: m }\nprompts:\n  a: { dev: latest }\n  b: { dev: \"1.0.0\" }\n  c:\n    dev: [1, 2]\n";

    /// A part of the configuration, its replacement, and the ids whose pins differ then.
    const CHANGES: &[(&str, &str, Option<&[&str]>)] = &[
        ("dev: latest", "dev: latest", Some(&[])),
        ("prompts:\n", "\n# Pins\nprompts:\n\n", Some(&[])),
        ("{ dev: latest }", "\n    dev: \"latest\"", Some(&[])),
        ("dev: latest", "dev: 1.0.0", Some(&["a"])),
        ("\"1.0.0\"", "{ version: \"1.0.0\" }", Some(&["b"])),
        ("[1, 2]", "[1]", Some(&["c"])),
        ("[1, 2]", "[1, 3]", Some(&["c"])),
        ("  a: ", "  d: ", Some(&["a", "d"])),
        ("model: m", "model: n", None),
        ("model: m", "model: m, api: gemini", None),
        ("environments:", "library: ../b\nenvironments:", None),
        ("  a: ", "  1: ", None),
        ("prompts:", "prompt:", None),
        ("prompts:", "- prompts", None),
    ];

    #[test]
    fn the_pins_that_differ_are_found_and_everything_else_concerns_all() {
        let old = Source::new("environments.yaml", BEFORE);
        for (from, to, expected) in CHANGES {
            let new = Source::new("environments.yaml", BEFORE.replacen(from, to, 1));
            let expected = expected.map(|ids| ids.iter().map(|id| (*id).to_owned()).collect());
            assert_eq!(changed_pins(&old, &new), expected, "{to}");
            assert_eq!(changed_pins(&new, &old), expected, "{to}, back");
        }
    }
}
