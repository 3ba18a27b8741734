//! `prompt!("id").text()` costs what `include_str!` costs: the machine code is the same. A call whose
//! values are texts has no code for values that print themselves.

use std::fs;

use crate::consumer::{Consumer, files_below};

const LIBRARY: &str = r#"
#[unsafe(no_mangle)]
pub fn by_prompt() -> &'static str {
    prompt_runtime::prompt!("welcome-note").text()
}

#[unsafe(no_mangle)]
pub fn by_include_str() -> &'static str {
    include_str!("body.txt")
}
"#;

#[test]
fn a_prompt_compiles_to_what_include_str_compiles_to() {
    let consumer = Consumer::new("machine-code");
    consumer.remove("src/main.rs");
    consumer.write("src/lib.rs", LIBRARY);
    let file = consumer.read("prompts/welcome-note/1.0.0.prompt");
    // A text of the same length, but another one: the compiler would make one function of two.
    let body = file.splitn(3, "---\n").last().unwrap();
    consumer.write("src/body.txt", format!("_{}", &body[1..]));
    let command =
        "cargo rustc --release --lib --features production -- --emit asm -C codegen-units=1";
    let assembly = assembly(&consumer, "machine_code", command);
    let by_prompt = instructions(&assembly, "by_prompt");
    let by_include_str = instructions(&assembly, "by_include_str");
    assert!(by_include_str.len() >= 2, "{by_include_str:?}");
    assert_eq!(by_prompt, by_include_str);
}

const VALUES: &str = r#"
use prompt_runtime::{Rendered, prompt};

pub struct Guest {
    pub name: String,
}

#[unsafe(no_mangle)]
pub fn of_texts(city: &str, desk: Option<String>, guests: &[Guest]) -> Rendered {
    prompt!("welcome-note", city, desk, guests)
}

#[unsafe(no_mangle)]
pub fn of_a_character(city: char, desk: Option<String>, guests: &[Guest]) -> Rendered {
    prompt!("welcome-note", city, desk, guests)
}
"#;

/// What keeps the texts of values that print themselves is only in calls that have such values.
/// Where a panic unwinds, other calls drop it on that path, though it is empty.
#[test]
fn a_call_with_texts_has_no_code_for_values_that_print_themselves() {
    let consumer = Consumer::new("machine-code-values");
    consumer.remove("src/main.rs");
    consumer.write("src/lib.rs", VALUES);
    let prompt = "---
input: { schema: { city: string, desk?: string, guests(array): { name: string } } }
---
In {{city}}{{#if desk}} at {{desk}}{{/if}}:{{#each guests}} {{name}}{{/each}}.
";
    consumer.write("prompts/welcome-note/local.prompt", prompt);
    consumer.edit(
        "prompts/environments.yaml",
        "    staging: \"1.1.0\"\n    production: \"1.0.0\"\n",
        "",
    );
    let command = "cargo rustc --release --lib --features development -- --emit asm \
                   -C codegen-units=1 -C panic=abort";
    let assembly = assembly(&consumer, "machine_code_values", command);
    let has_arena = |function| {
        let instructions = instructions(&assembly, function);
        assert!(instructions.len() > 20, "{instructions:?}");
        instructions.iter().any(|line| line.contains("text_arena"))
    };
    assert!(has_arena("of_a_character"));
    assert!(!has_arena("of_texts"));
}

/// Returns the assembly that a command makes of the package's library.
fn assembly(consumer: &Consumer, library: &str, command: &str) -> String {
    let deps = consumer.target().join("release/deps");
    let listings = || {
        let mut files = files_below(&deps);
        files.retain(|path| {
            path.to_string_lossy().starts_with(&format!("{library}-"))
                && path.extension().is_some_and(|end| end == "s")
        });
        files
    };
    // An earlier run may have left one, which would be taken for that of this run.
    for stale in listings() {
        fs::remove_file(deps.join(stale)).unwrap();
    }
    consumer.output(command);
    let listings = listings();
    assert_eq!(listings.len(), 1, "{listings:?}");
    fs::read_to_string(deps.join(&listings[0])).unwrap()
}

/// The instructions of a function, with the labels of constants (and offsets from them) made alike.
fn instructions(assembly: &str, function: &str) -> Vec<String> {
    let body = assembly.split(&format!("\n{function}:\n")).nth(1).unwrap();
    let lines = body
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with(".Lfunc_end"));
    lines
        .filter(|line| !line.starts_with('.'))
        .map(without_labels)
        .collect()
}

fn without_labels(line: &str) -> String {
    let Some(start) = line.find(".L") else {
        return line.to_owned();
    };
    let is_label = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '$');
    let end = line[start..]
        .find(|c| !is_label(c))
        .map_or(line.len(), |length| start + length);
    format!("{}LABEL{}", &line[..start], &line[end..])
}
