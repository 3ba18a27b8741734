//! The layers of this crate, held by a test: a module imports only from its own layer and from
//! those below it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The layers, the lowest first. ARCHITECTURE.md says what belongs in each.
const LAYERS: [&str; 6] = ["report", "project", "rules", "workflows", "commands", "cli"];

#[test]
fn every_module_imports_from_its_own_layer_and_lower_ones() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let found = entries(&sources);
    let expected = LAYERS.iter().chain(&["layers.rs", "main.rs"]);
    assert_eq!(found, expected.map(ToString::to_string).collect());
    let mut violations = Vec::new();
    for (rank, layer) in LAYERS.iter().enumerate() {
        check_folder(&sources.join(layer), rank, 1, &mut violations);
    }
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn every_form_of_an_import_is_seen() {
    // As in `project/x.rs`.
    let rows = [
        ("use crate::cli;", true),
        ("use crate::commands::{list, show};", true),
        ("use crate::{report::output, workflows::draft};", true),
        ("fn f() { let x = crate::cli::Cargo::command(); }", true),
        ("fn f() { say!(\"{}\", crate::cli::NAME); }", true),
        ("macro_rules! m { () => { $crate::cli::f() } }", true),
        ("use crate::*;", true),
        ("use super::super::cli;", true),
        ("mod tests { use super::super::super::cli; }", true),
        ("use super::prompt;", false),
        ("mod tests { use super::super::prompt; }", false),
        (
            "use crate::report::output; use crate::project::prompt;",
            false,
        ),
        ("use clap::Args; // crate::cli", false),
        ("pub(crate) use note; /* crate::cli */", false),
        ("const TEXT: &str = \"crate::cli\";", false),
    ];
    for (source, is_violation) in rows {
        let tokens = source.parse().expect("it is Rust");
        let mut found = Vec::new();
        imports(tokens, 2, &mut found);
        let rank = rank_of("project").expect("it is a layer");
        let is_found = found
            .iter()
            .any(|target| rank_of(target).is_none_or(|found| found > rank));
        assert_eq!(is_found, is_violation, "{source}: {found:?}");
    }
}

fn rank_of(layer: &str) -> Option<usize> {
    LAYERS.iter().position(|known| *known == layer)
}

fn entries(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).expect("a readable folder").flatten();
    entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

/// Collects the imports from higher layers in the sources of a folder. Its modules lie `depth`
/// levels below the root of the crate.
fn check_folder(folder: &Path, rank: usize, depth: usize, violations: &mut Vec<String>) {
    for name in entries(folder) {
        let path = folder.join(&name);
        if path.is_dir() {
            check_folder(&path, rank, depth + 1, violations);
        } else if let Some(module) = name.strip_suffix(".rs") {
            let depth = depth + usize::from(module != "mod");
            let text = fs::read_to_string(&path).expect("a readable file");
            let mut found = Vec::new();
            imports(text.parse().expect("it is Rust"), depth, &mut found);
            let higher = found
                .iter()
                .filter(|target| rank_of(target).is_none_or(|found| found > rank));
            violations.extend(higher.map(|target| {
                let (own, path) = (LAYERS[rank], path.display());
                format!("{path}: `{own}` imports from `{target}`")
            }));
        }
    }
}

/// Finds the top modules in the paths of a module that lies `depth` levels below the root. Such a
/// path begins with `crate`, or with enough `super` to reach the root. The root itself counts as no
/// layer.
fn imports(tokens: TokenStream, depth: usize, found: &mut Vec<String>) {
    let tokens = tokens.into_iter().collect::<Vec<_>>();
    let mut supers = 0;
    let mut at = 0;
    while at < tokens.len() {
        let is_path = is_colon(tokens.get(at + 1)) && is_colon(tokens.get(at + 2));
        match &tokens[at] {
            TokenTree::Ident(ident) if ident == "crate" && is_path => {
                found.extend(tokens.get(at + 3).into_iter().flat_map(targets));
            }
            TokenTree::Ident(ident) if ident == "super" && is_path => {
                supers += 1;
                if supers == depth {
                    found.push("super".to_owned());
                }
                at += 3;
                continue;
            }
            TokenTree::Group(group) => {
                let is_module = group.delimiter() == Delimiter::Brace && is_module(&tokens[..at]);
                imports(group.stream(), depth + usize::from(is_module), found);
            }
            _ => {}
        }
        supers = 0;
        at += 1;
    }
}

fn is_colon(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

/// Returns true if these tokens end with `mod name`.
fn is_module(before: &[TokenTree]) -> bool {
    matches!(before, [.., TokenTree::Ident(word), TokenTree::Ident(_)] if word == "mod")
}

/// The names after `crate::`: each name of a group, and `*` for a glob.
fn targets(token: &TokenTree) -> Vec<String> {
    let TokenTree::Group(group) = token else {
        return vec![token.to_string()];
    };
    let mut is_first = true;
    let mut names = Vec::new();
    for token in group.stream() {
        if is_first {
            names.push(token.to_string());
        }
        is_first = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',');
    }
    names
}
