//! `cargo prompts inspect` finds a marker for each call in every kind of binary, whatever the
//! compiler and the linker remove.

use std::collections::BTreeSet;
use std::env::consts::{DLL_PREFIX, DLL_SUFFIX};
use std::fs;
use std::path::Path;

use crate::consumer::{Consumer, files_below};

/// A library with a call in each form and place; each prompt has one call.
const LIBRARY: &str = r#"#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unused, nonstandard_style)]
//! Phrases.
use prompt_runtime::{Prompt, prompt};
/// In a constant.
pub const CONSTANT: &Prompt = prompt!("in-const");
/// In a static.
pub static STATIC: &Prompt = prompt!("in-static");
/// The text.
pub fn text() -> &'static str { prompt!("by-text").text() }
/// The id alone.
pub const fn id() -> &'static str { prompt!("by-id").id }
/// With inputs.
pub fn rendered(guest: &str) -> String { prompt!("rendered", guest).into_text().into_owned() }
/// With inputs, and nothing that fills them in.
pub fn fixed() -> usize { prompt!("fixed", ..).text().len() }
/// Made anew for each type.
pub fn generic<T: Default>() -> (T, &'static Prompt) { (T::default(), prompt!("in-generic")) }
/// Behind what is never so.
pub fn off() -> &'static str { if false { prompt!("behind-flag").text() } else { "" } }
/// Never called.
pub fn dead() -> &'static str { prompt!("in-dead-code").text() }
"#;

const PROGRAM: &str = r#"#![forbid(unsafe_code)]
#![deny(warnings)]
fn main() {
    println!("{} {}{}{}", prompt_runtime::prompts!().len(), phrases::text(), phrases::id(), phrases::off());
    println!("{} {} {:?}", phrases::rendered("Mara"), phrases::fixed(), phrases::generic::<u8>());
    println!("{:?} {:?}", phrases::CONSTANT, phrases::STATIC);
}
"#;

const IN_LIBRARY: [&str; 9] = [
    "behind-flag",
    "by-id",
    "by-text",
    "fixed",
    "in-const",
    "in-dead-code",
    "in-generic",
    "in-static",
    "rendered",
];
const IN_PACKAGE: [&str; 3] = ["in-example", "in-test", "listed"];

/// The profile that removes most.
const TIGHT: &str = "[profile.tight]\ninherits = \"release\"\nlto = \"fat\"\ncodegen-units = 1\nopt-level = \"z\"\nstrip = true\n\
                     panic = \"abort\"\n";

/// Each prompt is a file, its body the id, with a guest where one is to be greeted.
fn write_prompts(consumer: &Consumer, folder: &str, ids: &[&str]) {
    for id in ids {
        let text = match *id {
            "rendered" => {
                "---\ninput:\n  schema:\n    guest: string\n---\nWelcome {{guest}}, this is the front desk.\n"
            }
            _ => "Welcome, this is the front desk of the house at the lake.\n",
        };
        consumer.write(
            format!("{folder}prompts/{id}/local.prompt"),
            format!("{text}{id}\n"),
        );
    }
    let pins = ids
        .iter()
        .map(|id| format!("  {id}: {{ development: latest }}\n"))
        .collect::<Vec<_>>()
        .concat();
    let configuration = format!(
        "environments:\n  development: {{ prompt_source: local, model: kimi-k2-5, temperature: 0.7, logging: verbose, \
         rate_limit: null }}\nprompts:\n{pins}"
    );
    consumer.write(format!("{folder}prompts/environments.yaml"), configuration);
    consumer.write(
        format!("{folder}build.rs"),
        "fn main() { prompt_build::run(); }\n",
    );
}

fn consumer() -> Consumer {
    let consumer = Consumer::new("markers");
    for file in files_below(&consumer.path("prompts")) {
        consumer.remove(Path::new("prompts").join(file));
    }
    write_prompts(&consumer, "", &IN_PACKAGE);
    write_prompts(&consumer, "phrases/", &IN_LIBRARY);
    consumer.write("phrases/src/lib.rs", LIBRARY);
    consumer.write("src/main.rs", PROGRAM);
    consumer.write(
        "examples/guest.rs",
        "fn main() { println!(\"{}\", prompt_runtime::prompt!(\"in-example\").id); }\n",
    );
    consumer.write(
        "tests/guest.rs",
        "#[test]\nfn guest() { assert_eq!(prompt_runtime::prompt!(\"in-test\").id, \"in-test\"); }\n",
    );
    let manifest = consumer.read("Cargo.toml");
    let library = manifest
        .replace("name = \"markers\"", "name = \"phrases\"")
        .replace(
            "[workspace]\n",
            "[lib]\ncrate-type = [\"rlib\", \"cdylib\"]\n",
        );
    consumer.write("phrases/Cargo.toml", library);
    let manifest = manifest.replace(
        "[dependencies]\n",
        "[dependencies]\nphrases = { path = \"phrases\" }\n",
    );
    // With debug information, as users have it: no marker is found twice.
    let debug = "[profile.dev.package]\nmarkers.debug = true\nphrases.debug = true\n";
    consumer.write("Cargo.toml", format!("{manifest}\n{TIGHT}\n{debug}"));
    consumer
}

#[test]
fn every_call_leaves_a_marker_in_what_is_built_from_it() {
    let consumer = consumer();
    let (library, all) = (
        named("phrases", &IN_LIBRARY),
        [named("markers", &IN_PACKAGE), named("phrases", &IN_LIBRARY)].concat(),
    );
    consumer.output("PROMPT_ENV=development cargo build");
    let program = consumer.binary("debug");
    assert_eq!(ids(&program), set(&all));
    // One word, as in the JSON of `list` and `inspect`.
    assert!(contains(&program, b"\nlocal\nworking-copy\ndevelopment\n"));

    consumer.output("PROMPT_ENV=development cargo build --profile tight --bins --examples");
    let tight = consumer.target().join("tight");
    let program = fs::read(tight.join("markers")).unwrap();
    assert_eq!(ids(&program), set(&all));
    assert!(!contains(&program, b"PROMPT_MARKER"), "it is not stripped");
    assert_eq!(
        ids(&fs::read(tight.join("examples/guest")).unwrap()),
        set(&named("markers", &["in-example"]))
    );

    consumer.output(
        "PROMPT_ENV=development cargo rustc --profile tight -p phrases --lib --crate-type cdylib",
    );
    let shared = format!("{DLL_PREFIX}phrases{DLL_SUFFIX}");
    assert_eq!(ids(&fs::read(tight.join(shared)).unwrap()), set(&library));

    let deps = consumer.target().join("debug/deps");
    let tests = || {
        let mut files = files_below(&deps);
        files.retain(|path| {
            path.to_string_lossy().starts_with("guest-") && path.extension().is_none()
        });
        files
    };
    // An earlier run may have left one, which would be taken for that of this run.
    for stale in tests() {
        fs::remove_file(deps.join(stale)).unwrap();
    }
    consumer.output("PROMPT_ENV=development cargo test --no-run --test guest");
    let tests = tests();
    assert_eq!(tests.len(), 1, "{tests:?}");
    assert_eq!(
        ids(&fs::read(deps.join(&tests[0])).unwrap()),
        set(&named("markers", &["in-test"]))
    );
}

/// The text that a branch of a flag would have embedded is not there; that there was a call is.
#[test]
fn a_marker_is_not_the_text() {
    let consumer = Consumer::new("markers-flag");
    let source = "fn main() {\n    if prompt_runtime::flag!(\"short_greeting\") {\n        print!(\"{}\", \
                  prompt_runtime::prompt!(\"welcome-note\").text());\n    }\n}\n";
    consumer.write("src/main.rs", source);
    consumer.output("cargo build --release --features production");
    let binary = consumer.binary("release");
    assert_eq!(ids(&binary), set(&named("markers-flag", &["welcome-note"])));
    let text = consumer.read("prompts/welcome-note/1.0.0.prompt");
    for line in text.lines().filter(|line| line.len() > 20) {
        assert!(!contains(&binary, line.as_bytes()), "{line}");
    }
}

/// The packages and ids of the markers, found by their bytes alone.
fn ids(binary: &[u8]) -> BTreeSet<String> {
    const BEGINNING: &[u8] = b"\xffprompt-marker\xff4";
    let starts = binary
        .windows(BEGINNING.len())
        .enumerate()
        .filter(|(_, bytes)| *bytes == BEGINNING);
    let fields = starts.map(|(at, _)| {
        let rest = &binary[at + BEGINNING.len()..];
        let length = usize::from(u16::from_le_bytes([rest[0], rest[1]]));
        std::str::from_utf8(&rest[2..2 + length])
            .unwrap()
            .split('\n')
            .collect::<Vec<_>>()
    });
    fields
        .map(|fields| format!("{} {}", fields[0], fields[1]))
        .collect()
}

fn named(package: &str, ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| format!("{package} {id}")).collect()
}

fn set(names: &[String]) -> BTreeSet<String> {
    names.iter().cloned().collect()
}

fn contains(binary: &[u8], bytes: &[u8]) -> bool {
    binary.windows(bytes.len()).any(|window| window == bytes)
}
