//! `prompt!("id").text()` costs what `include_str!` costs: the machine code is the same. A call whose
//! values are texts has no code for values that print themselves. A call adds a few blocks to its
//! function, whatever the prompt is.

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
    let assembly = emitted(&consumer, "machine_code", ASSEMBLY, command);
    let by_prompt = instructions(&assembly, "by_prompt");
    let by_include_str = instructions(&assembly, "by_include_str");
    assert!(by_include_str.len() >= 2, "{by_include_str:?}");
    assert_eq!(by_prompt, by_include_str);
}

/// The calls of the library in a build for one environment, by the choice among two.
const CHOOSING: &str = r#"
use prompt_runtime::{Environment, Prompt, environment, flag, prompt};

#[unsafe(no_mangle)]
pub fn text() -> &'static str {
    prompt!("welcome-note").text()
}

#[unsafe(no_mangle)]
pub fn the_prompt() -> &'static Prompt {
    prompt!("welcome-note")
}

#[unsafe(no_mangle)]
pub fn the_environment() -> &'static Environment {
    environment!()
}

#[unsafe(no_mangle)]
pub fn is_short() -> bool {
    flag!("short_greeting")
}
"#;

/// A call in a build for two environments loads the address of the choice and the choice, and compares
/// it twice, each time with a jump: six instructions. A text is read from its prompt, and a flag is
/// compared once more: the compiler knows both where there is no choice.
#[test]
fn the_choice_of_an_environment_takes_six_instructions() {
    let consumer = Consumer::new("machine-code-choice");
    consumer.remove("src/main.rs");
    consumer.write("src/lib.rs", CHOOSING);
    let assembly = |variable: &str| {
        let command =
            format!("{variable} cargo rustc --release --lib -- --emit asm -C codegen-units=1");
        emitted(&consumer, "machine_code_choice", ASSEMBLY, &command)
    };
    let one = assembly("PROMPT_ENV=production");
    let two = assembly("PROMPT_ENVS=staging,production");
    let rows = [
        ("the_prompt", 6),
        ("the_environment", 6),
        ("is_short", 7),
        ("text", 7),
    ];
    for (function, more) in rows {
        let (one, two) = (longest_path(&one, function), longest_path(&two, function));
        assert!(one >= 2 && two > one, "{function}: {one} and {two}");
        assert!(two <= one + more, "{function}: {one} and {two}");
    }
}

/// A rendering in a build for two environments has the code of both, and the choice.
#[test]
fn a_rendering_of_several_environments_is_that_of_each() {
    let consumer = Consumer::new("machine-code-renderings");
    consumer.remove("src/main.rs");
    consumer.write("src/lib.rs", RENDERING);
    let prompt = |what: &str| {
        format!(
            "---\ninput: {{ schema: {{ city: string, guests(array): string }} }}\n---\n{what}\n"
        )
    };
    consumer.write(
        "prompts/welcome-note/local.prompt",
        prompt("In {{city}}:{{#each guests}} {{this}}{{/each}}."),
    );
    consumer.write(
        "prompts/welcome-note/1.1.0.prompt",
        prompt("{{#each guests}}{{this}}, {{/each}}welcome to {{city}}!"),
    );
    let local = "prompt_source: local";
    consumer.edit(
        "prompts/environments.yaml",
        "prompt_source: \"library:draft\"",
        local,
    );
    consumer.edit(
        "prompts/environments.yaml",
        "    production: \"1.0.0\"\n",
        "",
    );
    let length = |variable: &str| {
        let command = format!(
            "{variable} cargo rustc --release --lib -- --emit asm -C codegen-units=1 -C panic=abort"
        );
        let assembly = emitted(&consumer, "machine_code_renderings", ASSEMBLY, &command);
        instructions(&assembly, "rendering").len()
    };
    let each = length("PROMPT_ENV=development") + length("PROMPT_ENV=staging");
    let both = length("PROMPT_ENVS=development,staging");
    // The load, two comparisons with their jumps, and the panic.
    assert!(both <= each + 12, "{each} and {both}");
}

const RENDERING: &str = r#"
#[unsafe(no_mangle)]
pub fn rendering(city: &str, guests: &[String]) -> prompt_runtime::Rendered {
    prompt_runtime::prompt!("welcome-note", city, guests)
}
"#;

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
pub fn of_a_character(city: &str, desk: Option<char>, guests: &[Guest]) -> Rendered {
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
    let assembly = emitted(&consumer, "machine_code_values", ASSEMBLY, command);
    let has_arena = |function| {
        let instructions = instructions(&assembly, function);
        assert!(instructions.len() > 20, "{instructions:?}");
        instructions.iter().any(|line| line.contains("text_arena"))
    };
    assert!(has_arena("of_a_character"));
    assert!(!has_arena("of_texts"));
}

const CALLER: &str = "
pub fn welcome(city: &str, desk: Option<&str>, guests: &[&str]) -> prompt_runtime::Rendered {
    prompt_runtime::prompt!(\"welcome-note\", city, desk, guests)
}
";

/// The compiler's time for a function grows faster than the number of its blocks, so many calls in
/// one function must not each put all of their blocks there.
#[test]
fn a_long_prompt_adds_no_more_to_a_function_than_a_short_one() {
    let consumer = Consumer::new("machine-code-blocks");
    consumer.remove("src/main.rs");
    consumer.write("src/lib.rs", CALLER);
    consumer.edit(
        "prompts/environments.yaml",
        "    staging: \"1.1.0\"\n    production: \"1.0.0\"\n",
        "",
    );
    let schema = "input: { schema: { city: string, desk?: string, guests(array): string } }";
    let long = "{{#if desk}}At {{desk}}:{{/if}}{{#each guests}} {{this}}{{/each}}\n".repeat(20);
    let blocks = ["In {{city}}.", &long].map(|body| {
        let prompt = format!("---\n{schema}\n---\n{body}\n");
        consumer.write("prompts/welcome-note/local.prompt", prompt);
        let command = "cargo rustc --lib --features development -- --emit mir";
        let mir = emitted(&consumer, "machine_code_blocks", MIR, command);
        let function = mir.split("fn welcome(").nth(1).unwrap();
        let function = function.split("\n}\n").next().unwrap();
        function.matches(": {\n").count()
    });
    assert!(blocks[0] > 1, "{blocks:?}");
    assert_eq!(blocks[0], blocks[1]);
}

/// A kind of listing: the folder below the target folder where cargo puts it, and its extension.
type Listing = [&'static str; 2];

const ASSEMBLY: Listing = ["release/deps", "s"];
const MIR: Listing = ["debug/deps", "mir"];

/// Returns the listing that a command makes of the package's library.
fn emitted(
    consumer: &Consumer,
    library: &str,
    [folder, extension]: Listing,
    command: &str,
) -> String {
    let deps = consumer.target().join(folder);
    let listings = || {
        let mut files = files_below(&deps);
        files.retain(|path| {
            path.to_string_lossy().starts_with(&format!("{library}-"))
                && path.extension().is_some_and(|end| end == extension)
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

/// Returns the number of instructions of the longest way from the start of a function to a `ret`. The
/// function has no loop.
fn longest_path(assembly: &str, function: &str) -> usize {
    let body = assembly.split(&format!("\n{function}:\n")).nth(1).unwrap();
    let lines = body.lines().map(str::trim);
    let lines = lines.take_while(|line| !line.starts_with(".Lfunc_end"));
    // Labels end in a colon; other lines that begin with a dot are directives.
    let is_code = |line: &&str| line.ends_with(':') || !line.starts_with('.');
    let lines = lines.filter(is_code).collect::<Vec<_>>();
    path_from(&lines, 0).unwrap()
}

/// The same from a line on; `None` if it leads to no `ret`, but to a panic.
fn path_from(lines: &[&str], at: usize) -> Option<usize> {
    let line = *lines.get(at)?;
    if line.ends_with(':') {
        return path_from(lines, at + 1);
    }
    let (instruction, operand) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let label = format!("{}:", operand.trim());
    let jump = || {
        let target = lines.iter().position(|line| **line == label)?;
        path_from(lines, target)
    };
    let longest = match instruction {
        "ret" | "retq" => Some(0),
        "jmp" => jump(),
        "ud2" => None,
        _ if instruction.starts_with('j') => jump().max(path_from(lines, at + 1)),
        _ => path_from(lines, at + 1),
    };
    longest.map(|rest| rest + 1)
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
