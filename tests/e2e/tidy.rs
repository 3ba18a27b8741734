//! The house is kept: what must agree in several files does.

use std::collections::BTreeSet;
use std::fs;

use crate::consumer::{files_below, repository};

fn read(path: &str) -> String {
    fs::read_to_string(repository().join(path)).unwrap()
}

#[test]
fn siblings_are_pinned_to_the_version_that_they_have() {
    let manifest = read("Cargo.toml");
    let version = manifest
        .split("version = \"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    for name in ["prompt-build", "prompt-macros", "prompt-runtime"] {
        let line = format!("{name} = {{ path = \"{name}\", version = \"={version}\" }}");
        assert!(manifest.contains(&line), "{line}");
    }
    let readme = read("README.md");
    for name in ["prompt-build", "prompt-runtime"] {
        assert!(
            readme.contains(&format!("{name} = \"{version}\"")),
            "{name} {version} in README.md"
        );
    }
}

#[test]
fn readme_and_ci_name_the_same_test_command() {
    let command = "cargo test --workspace";
    assert!(read("README.md").contains(&format!("$ {command}\n")));
    assert!(read(".ci/run").contains(&format!("step {command}\n")));
}

#[test]
fn readme_and_manifest_name_the_same_rust_version() {
    let manifest = read("Cargo.toml");
    let version = manifest
        .split("rust-version = \"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let readme = read("README.md");
    assert!(
        readme.contains(&format!("need Rust {version}")),
        "{version}"
    );
}

#[test]
fn every_code_is_raised_somewhere() {
    let table = read("prompt-core/src/code.rs");
    let sources = ["prompt-build", "prompt-macros", "cargo-prompts"]
        .map(rust_of)
        .concat();
    // Attributes take nothing but literals.
    let attributes = rust_of("prompt-runtime");
    let idle = table
        .lines()
        .filter_map(|line| line.trim().strip_suffix("\",")?.split_once(" = \""))
        .filter(|(code, name)| {
            !sources.contains(&format!("Code::{code}"))
                && !attributes.contains(&format!("\"[{name}] "))
        })
        .collect::<Vec<_>>();
    assert_eq!(idle, []);
}

/// The sources of a package.
fn rust_of(package: &str) -> String {
    let folder = repository().join(package).join("src");
    files_below(&folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| fs::read_to_string(folder.join(path)).unwrap())
        .collect()
}

#[test]
fn every_snapshot_of_a_refused_build_has_its_case() {
    let folder = repository().join("tests/refused");
    let files = files_below(&folder)
        .into_iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect::<BTreeSet<_>>();
    for snapshot in files
        .iter()
        .filter_map(|path| path.strip_prefix("snapshots/case@"))
    {
        let case = snapshot.trim_end_matches(".snap");
        assert!(files.contains(case), "no case for {snapshot}");
    }
}
