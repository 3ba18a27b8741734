//! `prompt!("id").text()` costs what `include_str!` costs: the machine code is the same.

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
    let deps = consumer.target().join("release/deps");
    let listings = || {
        let mut files = files_below(&deps);
        files.retain(|path| {
            path.to_string_lossy().starts_with("machine_code-")
                && path.extension().is_some_and(|end| end == "s")
        });
        files
    };
    // An earlier run may have left one, which would be taken for that of this run.
    for stale in listings() {
        fs::remove_file(deps.join(stale)).unwrap();
    }
    consumer.output(
        "cargo rustc --release --lib --features production -- --emit asm -C codegen-units=1",
    );
    let listings = listings();
    assert_eq!(listings.len(), 1, "{listings:?}");
    let assembly = fs::read_to_string(deps.join(&listings[0])).unwrap();
    let by_prompt = instructions(&assembly, "by_prompt");
    let by_include_str = instructions(&assembly, "by_include_str");
    assert!(by_include_str.len() >= 2, "{by_include_str:?}");
    assert_eq!(by_prompt, by_include_str);
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
