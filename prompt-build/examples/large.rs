//! Prints how long a build script takes for files of 16 MiB, the largest that are read.
//!
//! `cargo run -p prompt-build --example large` measures all kinds of files, and `… --example large
//! ledger` those with `ledger` in their names. Each runs in a process of its own, which is ended
//! after a minute.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use prompt_build::check::{Audit, check, check_everything};
use prompt_build::config::Request;
use prompt_build::disk::Disk;
use prompt_build::report::render;

/// A little below the largest size, so that the front matter counts as well. `LARGE_KB` in the
/// environment sets another, to see how the time grows.
const SIZE: usize = 16 * 1024 * 1024 - 4096;
const LONGEST: Duration = Duration::from_secs(15);
const CONFIGURATION: &str = "environments.yaml";
const LEDGER: &str = "note/releases.yaml";
const PROMPT: &str = "note/local.prompt";
const HASH: &str = "9b4e74cdd9d049689dc6c1444fc3cb0b841c0c741e596bd7be8dc95a19cf3a2c";

/// The name of a kind of file, the file, what it begins with, what follows over and over (`#` is a
/// number), and what it ends with.
type Kind = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const KINDS: &[Kind] = &[
    ("configuration: brackets", CONFIGURATION, "a: ", "[", ""),
    ("configuration: braces", CONFIGURATION, "", "{a: ", ""),
    (
        "configuration: hyphens",
        CONFIGURATION,
        "a:\n  ",
        "- ",
        "x\n",
    ),
    (
        "configuration: question marks",
        CONFIGURATION,
        "",
        "? ",
        "x\n",
    ),
    (
        "configuration: closing brackets",
        CONFIGURATION,
        "a: ",
        "]",
        "",
    ),
    (
        "configuration: lists in a line",
        CONFIGURATION,
        "a: [",
        "[], ",
        "]\n",
    ),
    (
        "configuration: lists in lists",
        CONFIGURATION,
        "a: [",
        "[[[[[]]]]], ",
        "]\n",
    ),
    ("configuration: quotes", CONFIGURATION, "a: ", "\"", ""),
    ("configuration: apostrophes", CONFIGURATION, "a: ", "' ", ""),
    (
        "configuration: quoted texts",
        CONFIGURATION,
        "a: [",
        "\"b\", ",
        "]\n",
    ),
    (
        "configuration: unknown keys",
        CONFIGURATION,
        "",
        "k#: v\n",
        "",
    ),
    (
        "configuration: unknown keys after an anchor",
        CONFIGURATION,
        "a: &x y\n",
        "k#: v\n",
        "",
    ),
    (
        "configuration: unknown keys and aliases",
        CONFIGURATION,
        "a: &x y\n",
        "k#: *x\n",
        "",
    ),
    (
        "configuration: anchors",
        CONFIGURATION,
        "",
        "k#: &a# v\n",
        "",
    ),
    (
        "configuration: the same key",
        CONFIGURATION,
        "",
        "k: v\n",
        "",
    ),
    (
        "configuration: the same key after an anchor",
        CONFIGURATION,
        "a: &x y\n",
        "k: v\n",
        "",
    ),
    (
        "configuration: keys that are no texts",
        CONFIGURATION,
        "environments:\n",
        "  #: v\n",
        "",
    ),
    (
        "configuration: unknown keys in a line",
        CONFIGURATION,
        "{",
        "k#: v, ",
        "}\n",
    ),
    (
        "configuration: one key, one line",
        CONFIGURATION,
        "environments: ",
        "v",
        "\n",
    ),
    (
        "configuration: one unknown key",
        CONFIGURATION,
        "",
        "k",
        ": v\n",
    ),
    (
        "configuration: environments",
        CONFIGURATION,
        "environments:\n",
        "  e#: { prompt_source: local, model: m, temperature: 0.1, logging: full, rate_limit: null }\n",
        "",
    ),
    (
        "configuration: empty environments",
        CONFIGURATION,
        "environments:\n",
        "  e#: {}\n",
        "",
    ),
    (
        "configuration: environments that are the same",
        CONFIGURATION,
        "environments:\n",
        "  e-#: {}\n  e_#: {}\n",
        "",
    ),
    (
        "configuration: flags",
        CONFIGURATION,
        "environments:\n  development:\n    prompt_source: local\n    model: m\n    temperature: 0.1\n    logging: full\n    rate_limit: null\n    feature_flags:\n",
        "      f#: true\n",
        "",
    ),
    (
        "configuration: pins of unknown environments",
        CONFIGURATION,
        "environments:\n  development: { prompt_source: local, model: m, temperature: 0.1, logging: full, rate_limit: null }\nprompts:\n  note:\n",
        "    developmen#: latest\n",
        "",
    ),
    (
        "configuration: prompts",
        CONFIGURATION,
        "environments:\n  development: { prompt_source: local, model: m, temperature: 0.1, logging: full, rate_limit: null }\nprompts:\n",
        "  note-#: {}\n",
        "",
    ),
    (
        "configuration: prompts with pins",
        CONFIGURATION,
        "environments:\n  development: { prompt_source: local, model: m, temperature: 0.1, logging: full, rate_limit: null }\nprompts:\n",
        "  note-#: { development: latest }\n",
        "",
    ),
    (
        "configuration: prompts with bad ids",
        CONFIGURATION,
        "environments:\n  development: { prompt_source: local, model: m, temperature: 0.1, logging: full, rate_limit: null }\nprompts:\n",
        "  Note#: { development: latest }\n",
        "",
    ),
    (
        "configuration: comments",
        CONFIGURATION,
        "",
        "# a comment\n",
        "",
    ),
    (
        "configuration: blank lines",
        CONFIGURATION,
        "a:\n",
        "\n",
        "",
    ),
    (
        "configuration: documents",
        CONFIGURATION,
        "",
        "---\na: b\n",
        "",
    ),
    (
        "configuration: a block scalar",
        CONFIGURATION,
        "a: |\n",
        "  text\n",
        "",
    ),
    (
        "configuration: escapes",
        CONFIGURATION,
        "a: \"",
        "\\n",
        "\"\n",
    ),
    ("configuration: tags", CONFIGURATION, "a: ", "!!str ", ""),
    (
        "configuration: carriage returns",
        CONFIGURATION,
        "a: b",
        "\r",
        "",
    ),
    ("configuration: tabs", CONFIGURATION, "a:\n", "\t", "b"),
    ("configuration: colons", CONFIGURATION, "", ":", ""),
    (
        "configuration: colons and blanks",
        CONFIGURATION,
        "",
        "a: ",
        "",
    ),
    ("configuration: commas", CONFIGURATION, "a: [", ",", "]\n"),
    ("configuration: stars", CONFIGURATION, "a: [", "*a, ", "]\n"),
    (
        "configuration: indents",
        CONFIGURATION,
        "a:\n",
        " ",
        "b: c\n",
    ),
    (
        "ledger: entries",
        LEDGER,
        "",
        "- version: 1.0.#\n  status: active\n  sha256: HASH\n",
        "",
    ),
    (
        "ledger: entries with signatures",
        LEDGER,
        "",
        "- version: 1.0.#\n  status: active\n  sha256: HASH\n  published: { by: me, at: 2026-10-05T14:00:00Z }\n",
        "",
    ),
    (
        "ledger: entries after an anchor",
        LEDGER,
        "- version: &a 0.0.1\n",
        "- version: 1.0.#\n  status: active\n  sha256: HASH\n",
        "",
    ),
    (
        "ledger: the same entry",
        LEDGER,
        "",
        "- version: 1.0.0\n  status: active\n  sha256: HASH\n",
        "",
    ),
    (
        "ledger: entries with nothing",
        LEDGER,
        "",
        "- version: 1.0.#\n",
        "",
    ),
    (
        "ledger: entries without a version",
        LEDGER,
        "",
        "- status: active\n",
        "",
    ),
    ("ledger: nothings", LEDGER, "", "-\n", ""),
    (
        "ledger: sign-offs",
        LEDGER,
        "- version: 1.0.0\n  status: active\n  sha256: HASH\n  sign_offs:\n",
        "    - { environment: production, by: me, at: 2026-10-05T14:00:00Z, reason: good }\n",
        "",
    ),
    (
        "ledger: bad sign-offs",
        LEDGER,
        "- version: 1.0.0\n  status: active\n  sha256: HASH\n  sign_offs:\n",
        "    - { environment: # }\n",
        "",
    ),
    (
        "ledger: unknown keys",
        LEDGER,
        "- version: 1.0.0\n  status: active\n  sha256: HASH\n",
        "  k#: v\n",
        "",
    ),
    (
        "ledger: brackets",
        LEDGER,
        "- version: 1.0.0\n  status: active\n  sha256: HASH\n  sign_offs: ",
        "[",
        "",
    ),
    (
        "ledger: quotes that stay open",
        LEDGER,
        "",
        "- version: 1.0.#\n  status: \"a\n",
        "",
    ),
    (
        "front matter: unknown keys",
        PROMPT,
        "---\n",
        "k#: v\n",
        "---\nHello.\n",
    ),
    (
        "front matter: inputs",
        PROMPT,
        "---\ninput:\n  schema:\n",
        "    i#: string\n",
        "---\nHello.\n",
    ),
    (
        "front matter: the same input",
        PROMPT,
        "---\ninput:\n  schema:\n",
        "    i: string\n",
        "---\nHello.\n",
    ),
    (
        "front matter: bad types",
        PROMPT,
        "---\ninput:\n  schema:\n",
        "    i#: strin\n",
        "---\nHello.\n",
    ),
    (
        "front matter: deep types",
        PROMPT,
        "---\ninput:\n  schema:\n    ",
        "{i(object): ",
        "---\nHello.\n",
    ),
    (
        "front matter: bad names",
        PROMPT,
        "---\ninput:\n  schema:\n",
        "    1-#: string\n",
        "---\nHello.\n",
    ),
    (
        "front matter: inputs that clash",
        PROMPT,
        "---\ninput:\n  schema:\n",
        "    i#: string\n    i#?: string\n",
        "---\nHello.\n",
    ),
    (
        "front matter: an enum",
        PROMPT,
        "---\ninput:\n  schema:\n    i(enum): [",
        "a#, ",
        "]\n---\n{{i}}\n",
    ),
    (
        "front matter: an enum of one name",
        PROMPT,
        "---\ninput:\n  schema:\n    i(enum): [",
        "a, ",
        "]\n---\n{{i}}\n",
    ),
    (
        "front matter: an enum that a tag compares",
        PROMPT,
        "---\ninput:\n  schema:\n    i(enum): [",
        "a#, ",
        "]\n---\n{{#ifEquals i \"a\"}}x{{/ifEquals}}\n",
    ),
    (
        "front matter: defaults",
        PROMPT,
        "---\ninput:\n  default:\n",
        "    i#: a\n",
        "---\nHello.\n",
    ),
    (
        "front matter: inputs with defaults",
        PROMPT,
        "---\ninput:\n  default: { i1: a }\n  schema:\n",
        "    i#: string\n",
        "---\nHello.\n",
    ),
    (
        "front matter: JSON Schema",
        PROMPT,
        "---\ninput:\n  schema:\n    type: object\n    properties:\n",
        "      i#: { type: string }\n",
        "---\nHello.\n",
    ),
    (
        "front matter: required",
        PROMPT,
        "---\ninput:\n  schema:\n    type: object\n    properties:\n      a: { type: string }\n    required: [",
        "i#, ",
        "]\n---\nHello.\n",
    ),
    (
        "front matter: comments",
        PROMPT,
        "---\n",
        "# a\n",
        "---\nHello.\n",
    ),
    ("front matter: never ends", PROMPT, "---\n", "a#: b\n", ""),
    (
        "front matter: output",
        PROMPT,
        "---\noutput:\n  schema:\n",
        "    i#: string\n",
        "---\nHello.\n",
    ),
    (
        "front matter: extensions",
        PROMPT,
        "---\n",
        "x.k#: v\n",
        "---\nHello.\n",
    ),
    ("template: tags", PROMPT, "", "{{a}}\n", ""),
    ("template: tags of other names", PROMPT, "", "{{a#}}\n", ""),
    ("template: unclosed tags", PROMPT, "", "{{ ", ""),
    ("template: unclosed tags in lines", PROMPT, "", "{{a\n", ""),
    ("template: unclosed triple tags", PROMPT, "", "{{{a}}\n", ""),
    ("template: bad tags", PROMPT, "", "{{a b}}\n", ""),
    (
        "template: tags that are no words",
        PROMPT,
        "",
        "{{!a}}{{;}}\n",
        "",
    ),
    ("template: stray ends", PROMPT, "", "{{/if}}\n", ""),
    ("template: stray else", PROMPT, "", "{{else}}\n", ""),
    ("template: blocks", PROMPT, "", "{{#if a}}b{{/if}}\n", ""),
    ("template: open blocks", PROMPT, "", "{{#if a}}\n", ""),
    (
        "template: wrong ends",
        PROMPT,
        "",
        "{{#if a}}{{/each}}\n",
        "",
    ),
    ("template: quotes in tags", PROMPT, "", "{{\"}}", ""),
    ("template: roles", PROMPT, "", "{{role \"user\"}}\na\n", ""),
    (
        "template: unknown roles",
        PROMPT,
        "",
        "{{role \"use\"}}\na\n",
        "",
    ),
    ("template: partials", PROMPT, "", "{{>a#}}\n", ""),
    ("template: foreign syntax", PROMPT, "", "{% if a %}\n", ""),
    (
        "template: other foreign syntax",
        PROMPT,
        "",
        "{{ a | b }} ${a} <%= a %>\n",
        "",
    ),
    ("template: one line", PROMPT, "", "a ", ""),
    ("template: hidden characters", PROMPT, "", "a\u{200b}", ""),
    ("template: secrets", PROMPT, "", "AKIA2E0A8F3B2# ", ""),
    ("template: letters of secrets", PROMPT, "", "sk-", ""),
    ("template: dashes", PROMPT, "", "-----BEGIN ", ""),
    ("template: conversions", PROMPT, "", "<<<dotprompt:", ""),
    ("partial: tags", "_partials/a.prompt", "", "{{b}}\n", ""),
];

fn main() {
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    if let [flag, name] = arguments.as_slice()
        && flag == "--kind"
    {
        return measure(name);
    }
    println!("| kind of file | build | check of everything | findings |\n|---|--:|--:|--:|");
    for (name, ..) in KINDS {
        if arguments
            .iter()
            .all(|wanted| name.contains(wanted.as_str()))
        {
            println!("| {name} | {} |", measured(name));
        }
    }
}

/// Measures in a process of its own.
fn measured(name: &str) -> String {
    let program = std::env::current_exe().expect("the program knows where it is");
    let mut child = Command::new(program)
        .args(["--kind", name])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let start = Instant::now();
    while child
        .try_wait()
        .expect("the program can be waited for")
        .is_none()
    {
        if start.elapsed() > LONGEST {
            child.kill().expect("the program can be ended");
            _ = child.wait();
            return "more than 15 s".to_owned();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().expect("the output can be read");
    if output.status.success() {
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    } else {
        "failed".to_owned()
    }
}

fn measure(name: &str) {
    let folder = std::env::temp_dir().join(format!("large-{}", std::process::id()));
    let kind = KINDS
        .iter()
        .find(|kind| kind.0 == name)
        .expect("there is such a kind");
    write(&folder, kind);
    let disk = Disk::new(folder.clone());
    let request = Request {
        variable: Some("development".to_owned()),
        features: std::collections::BTreeSet::new(),
        feature_prefix: String::new(),
        release: false,
    };
    let start = Instant::now();
    let outcome = check(&disk, "prompts", &request);
    let findings = outcome.findings();
    let shown = findings
        .iter()
        .map(|finding| render(finding).len())
        .sum::<usize>();
    let built = start.elapsed();
    let start = Instant::now();
    let outcome = check_everything(&disk, "prompts", &Audit::default());
    _ = outcome
        .findings()
        .iter()
        .map(|finding| render(finding).len())
        .sum::<usize>();
    let checked = start.elapsed();
    println!(
        "{:.1} s | {:.1} s | {} ({} kB)",
        built.as_secs_f64(),
        checked.as_secs_f64(),
        findings.len(),
        shown / 1000
    );
    fs::remove_dir_all(folder).expect("the folder can be removed");
}

fn write(folder: &Path, (_, file, begin, piece, end): &Kind) {
    let prompts = folder.join("prompts");
    let put = |file: &str, text: &str| {
        let path = prompts.join(file);
        fs::create_dir_all(path.parent().expect("a file is in a folder"))
            .expect("the folder can be made");
        fs::write(path, text.replace("HASH", HASH)).expect("the file can be written");
    };
    put(
        CONFIGURATION,
        "environments:\n  development: { prompt_source: local, model: m, temperature: 0.1, logging: full, rate_limit: null }\n  production: { prompt_source: \"library:active\", model: m, temperature: 0.1, logging: full, rate_limit: null }\nprompts:\n  note:\n    development: latest\n    production: \"1.0.0\"\n",
    );
    put(
        LEDGER,
        "- version: 1.0.0\n  status: active\n  sha256: HASH\n",
    );
    put("note/1.0.0.prompt", "Hello.\n");
    put(PROMPT, "Hello {{> a}}.\n");
    put("_partials/a.prompt", "you");
    let repeated = piece.replace("HASH", HASH);
    let mut text = (*begin).to_owned();
    let mut number = 1_000_000;
    let kilobytes = std::env::var("LARGE_KB")
        .ok()
        .and_then(|size| size.parse::<usize>().ok());
    let size = kilobytes.map_or(SIZE, |size| size * 1024);
    while text.len() + repeated.len() + end.len() + 8 < size {
        if repeated.contains('#') && !repeated.starts_with("# ") {
            text += &repeated.replace('#', &number.to_string());
        } else {
            text += &repeated;
        }
        number += 1;
    }
    put(file, &(text + end));
}
