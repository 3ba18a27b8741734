//! The cases in `tests/import`: a folder has a template, and the prompt or the findings that it
//! becomes. `ACCEPT_IMPORT=1` writes what is expected.

use std::path::Path;
use std::{env, fs};

use prompt_build::report::render;
use prompt_build::source::Source;

use crate::rules::jinja::{Whitespace, translate};

const PROMPT: &str = "expected.prompt";
const FINDINGS: &str = "expected.txt";

/// Returns the names and the texts of the expected file and of the one that must not be there.
fn translated(folder: &Path) -> [(&'static str, Option<String>); 2] {
    let read = |name: &str| fs::read_to_string(folder.join(name));
    let template = read("template.j2").expect("a template");
    // The settings of Jinja that are on.
    let settings = read("settings.txt").unwrap_or_default();
    let is_on = |name: &str| settings.lines().any(|line| line == name);
    let whitespace = Whitespace {
        trim_blocks: is_on("trim_blocks"),
        lstrip_blocks: is_on("lstrip_blocks"),
        keep_trailing_newline: is_on("keep_trailing_newline"),
    };
    let included = |name: &str| Some(Source::new(name, read(name).ok()?));
    match translate(&Source::new("template.j2", template), whitespace, &included) {
        Ok(translation) => [(PROMPT, Some(translation.text)), (FINDINGS, None)],
        Err(findings) => {
            let shown = findings
                .sorted()
                .into_iter()
                .map(render)
                .collect::<Vec<_>>();
            [(FINDINGS, Some(shown.join("\n\n") + "\n")), (PROMPT, None)]
        }
    }
}

#[test]
fn every_case_becomes_what_is_expected() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import");
    let mut count = 0;
    for case in fs::read_dir(cases).expect("the cases").flatten() {
        let folder = case.path();
        for (name, text) in translated(&folder) {
            let file = folder.join(name);
            if env::var_os("ACCEPT_IMPORT").is_some() {
                match &text {
                    Some(text) => fs::write(&file, text).expect("writable"),
                    None => _ = fs::remove_file(&file),
                }
            }
            let expected = fs::read_to_string(&file).ok();
            assert_eq!(text, expected, "{}", file.display());
        }
        count += 1;
    }
    assert!(count > 5, "only {count} cases");
}
