//! The house is kept: what must agree in several files does.

use std::collections::BTreeSet;
use std::fs;

use crate::consumer::{files_below, repository};
use crate::page::{read, readme_and_guide};

const LIBRARIES: [&str; 4] = [
    "prompt-build",
    "prompt-core",
    "prompt-macros",
    "prompt-runtime",
];

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
    for name in LIBRARIES {
        let line = format!("{name} = {{ path = \"{name}\", version = \"={version}\" }}");
        assert!(manifest.contains(&line), "{line}");
    }
}

/// The crates are not published: a version would not resolve, and the name that is nearest to the
/// command's belongs to another project.
#[test]
fn no_document_takes_the_crates_from_the_registry() {
    let packages = LIBRARIES.into_iter().chain(["cargo-prompts"]);
    let readmes = packages.map(|name| format!("{name}/README.md"));
    let others = ["CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md"].map(str::to_owned);
    for page in readme_and_guide().into_iter().chain(readmes).chain(others) {
        let text = read(&page);
        for wrong in [
            "cargo install cargo-prompt",
            "prompt-runtime = \"",
            "prompt-build = \"",
            "prompt-runtime = { version",
            "prompt-build = { version",
        ] {
            assert!(!text.contains(wrong), "{page}: {wrong}");
        }
    }
}

#[test]
fn the_readme_is_short() {
    assert!(read("README.md").lines().count() <= 150);
}

/// `cargo package` follows the links to the files of the workspace.
#[test]
fn every_published_package_holds_the_licences() {
    for name in LIBRARIES.into_iter().chain(["cargo-prompts"]) {
        for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
            assert_eq!(read(&format!("{name}/{licence}")), read(licence), "{name}");
        }
    }
}

#[test]
fn readme_and_ci_name_the_same_test_command() {
    let command = "cargo test --workspace";
    assert!(read("README.md").contains(&format!("$ {command}\n")));
    assert!(read(".ci/run").contains(&format!("step {command}\n")));
}

#[test]
fn documents_and_manifest_name_the_same_rust_version() {
    let manifest = read("Cargo.toml");
    let version = manifest
        .split("rust-version = \"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    for page in [
        "README.md",
        "CONTRIBUTING.md",
        "docs/src/getting-started.md",
    ] {
        let sentence = format!("You need Rust {version}");
        assert!(read(page).contains(&sentence), "{page}: {version}");
    }
    let page = "docs/src/versions.md";
    assert!(
        read(page).contains(&format!("All crates need Rust {version}")),
        "{page}"
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
