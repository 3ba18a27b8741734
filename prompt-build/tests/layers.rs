//! The modules of this crate are layers: each uses those below it, and none above.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the crate, from the lowest to the highest.
const LAYERS: &[&str] = &[
    "parallel",
    "hash",
    "order",
    "size_limit",
    "source",
    "report",
    "review",
    "yaml",
    "model",
    "api",
    "parameters",
    "signer",
    "pin",
    "disk",
    "template",
    "library",
    "payload",
    "signatures",
    "config",
    "pins",
    "body",
    "contract",
    "answers",
    "check",
    "codegen",
    "watch",
    "reload",
    "cargo",
    "lib",
];

/// The modules of `template`, from the lowest to the highest.
const TEMPLATE: &[&str] = &[
    "json",
    "shared_forms",
    "shared_files",
    "finding_limit",
    "width",
    "secret_names",
    "schema",
    "output",
    "tools",
    "input_name",
    "inputs",
    "config",
    "front_matter",
    "syntax",
    "partials",
    "checked_template",
    "prefix",
    "compile",
    "printed_defaults",
    "read",
    "inline",
    "mod",
];

/// The folders whose files have no circle among them.
const FOLDERS: &[&str] = &[
    "answers",
    "body",
    "check",
    "codegen",
    "config",
    "library",
    "library/ledger",
    "library/record",
    "pins",
    "report",
    "review",
    "signatures",
    "source",
    "template",
    "template/compile",
    "template/inline",
    "template/schema",
    "template/syntax",
    "template/tools",
    "yaml",
    "yaml/fast_subset",
    "yaml/full",
];

#[test]
fn each_module_uses_only_those_below() {
    let mut used = 0;
    for file in sources(&root()) {
        let module = first_name(&relative(&file)).to_owned();
        for (number, line) in lines(&file) {
            for name in names_after(&line, "crate::") {
                let place = format!("{}:{number}: {line}", relative(&file));
                let Some(layer) = layer(&name) else {
                    // Only the crate's root has items beside its modules.
                    panic!("`{name}` is no layer\n{place}");
                };
                assert!(
                    name == module || layer < self::layer(&module).unwrap(),
                    "`{module}` uses `{name}`, which is not below it\n{place}"
                );
                used += 1;
            }
        }
    }
    assert!(used > 200, "only {used} uses were found");
}

#[test]
fn every_module_is_a_layer() {
    let modules = fs::read_dir(root())
        .unwrap()
        .map(|entry| first_name(&entry.unwrap().file_name().to_string_lossy()).to_owned())
        .collect::<BTreeSet<_>>();
    assert_eq!(
        modules,
        LAYERS.iter().map(|layer| (*layer).to_owned()).collect()
    );
}

#[test]
fn each_module_of_the_template_uses_only_those_below() {
    let uses = uses_within(&root().join("template"));
    let modules = uses.keys().map(String::as_str).collect::<BTreeSet<_>>();
    assert_eq!(modules, TEMPLATE.iter().copied().collect());
    for (position, module) in TEMPLATE.iter().enumerate() {
        for used in &uses[*module] {
            assert!(
                TEMPLATE[..position].contains(&used.as_str()),
                "`template::{module}` uses `{used}`, which is not below it"
            );
        }
    }
    assert!(
        uses.values().map(BTreeSet::len).sum::<usize>() > 15,
        "{uses:?}"
    );
}

#[test]
fn no_folder_has_a_circle() {
    for folder in FOLDERS {
        let uses = uses_within(&root().join(folder));
        for file in uses.keys() {
            let reached = reached_from(file, &uses);
            assert!(
                !reached.contains(file),
                "{folder}/{file} is in a circle: {uses:?}"
            );
        }
    }
}

/// For each file of a folder, the others that it uses. Names that `mod.rs` re-exports count for the
/// file that they come from, names that it defines for itself.
fn uses_within(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let children = fs::read_dir(folder)
        .unwrap()
        .map(|entry| first_name(&entry.unwrap().file_name().to_string_lossy()).to_owned())
        .filter(|name| name != "tests" && name != "mod")
        .collect::<BTreeSet<_>>();
    let exports = exports(&folder.join("mod.rs"));
    let mut uses = BTreeMap::new();
    for child in &children {
        let inner = folder.join(child);
        let files = if inner.is_dir() {
            sources(&inner)
        } else {
            vec![inner.with_extension("rs")]
        };
        let mut targets = BTreeSet::new();
        for file in files {
            let depth = file.strip_prefix(folder).unwrap().components().count();
            let is_root = file.ends_with("mod.rs");
            let prefix = "super::".repeat(depth - usize::from(is_root));
            for (_, line) in lines(&file) {
                let absolute = names_after(&line, &module_path(folder));
                for name in names_after(&line, &prefix).into_iter().chain(absolute) {
                    let owner = exports.get(&name).cloned().unwrap_or(name);
                    let is_child = children.contains(&owner);
                    targets.insert(if is_child { owner } else { "mod".to_owned() });
                }
            }
        }
        targets.remove(child);
        targets.remove("super");
        uses.insert(child.clone(), targets);
    }
    let mentioned = lines(&folder.join("mod.rs"))
        .into_iter()
        .filter(|(_, line)| !line.starts_with("pub") && !line.starts_with("mod "))
        .flat_map(|(_, line)| words(&line))
        .filter_map(|word| exports.get(&word).cloned().or(Some(word)))
        .filter(|word| children.contains(word))
        .collect();
    uses.insert("mod".to_owned(), mentioned);
    uses
}

/// The path of a folder's module: `crate::library::record::`.
fn module_path(folder: &Path) -> String {
    format!("crate::{}::", relative(folder).replace(['/', '\\'], "::"))
}

/// The names that a file re-exports, each with the child that it comes from.
fn exports(file: &Path) -> BTreeMap<String, String> {
    let mut exports = BTreeMap::new();
    for (_, line) in lines(file) {
        let Some((_, path)) = line.split_once(" use ").filter(|_| line.starts_with("pub")) else {
            continue;
        };
        let words = words(path);
        for name in &words[1..] {
            exports.insert(name.clone(), words[0].clone());
        }
    }
    exports
}

fn reached_from(start: &str, uses: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut next = vec![start];
    while let Some(file) = next.pop() {
        for used in uses.get(file).into_iter().flatten() {
            if reached.insert(used.clone()) {
                next.push(used);
            }
        }
    }
    reached
}

/// The names that a line has just after a path: `b` and `c` of `use crate::{b::D, c};`.
fn names_after(line: &str, path: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in line.match_indices(path) {
        if line[..at].ends_with("::") {
            continue;
        }
        let rest = &line[at + path.len()..];
        match rest.strip_prefix('{') {
            Some(list) => names.extend(
                list.split(", ")
                    .filter_map(|item| words(item).into_iter().next()),
            ),
            None => names.extend(words(rest).into_iter().next()),
        }
    }
    names
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The statements of a file with the numbers of their first lines: comments and tests aside, a
/// `use` over several lines as one.
fn lines(file: &Path) -> Vec<(usize, String)> {
    let text = fs::read_to_string(file).unwrap();
    let mut lines = Vec::<(usize, String)>::new();
    let mut is_open = false;
    for (number, line) in text.lines().enumerate() {
        if line.starts_with("mod tests {") {
            break;
        }
        let line = line.trim();
        if line.starts_with("//") {
            continue;
        }
        match lines.last_mut().filter(|_| is_open) {
            Some((_, whole)) => *whole = format!("{whole} {line}").replace("{ ", "{"),
            None => lines.push((number + 1, line.to_owned())),
        }
        let is_use = lines
            .last()
            .is_some_and(|(_, whole)| words(whole).contains(&"use".to_owned()));
        is_open = is_use && !line.ends_with(';');
    }
    lines
}

/// The Rust files below a folder, tests aside.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_stem().is_some_and(|stem| stem == "tests") {
            continue;
        }
        if path.is_dir() {
            files.extend(sources(&path));
        } else {
            files.push(path);
        }
    }
    files
}

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| *layer == name)
}

fn first_name(path: &str) -> &str {
    path.split(['/', '\\', '.']).next().unwrap_or_default()
}

fn relative(file: &Path) -> String {
    file.strip_prefix(root())
        .unwrap()
        .to_string_lossy()
        .into_owned()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}
