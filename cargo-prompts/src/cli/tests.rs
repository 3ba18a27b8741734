//! There is a text for each code and a code for each text, and the examples are examples of what
//! they explain.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use clap::CommandFactory as _;
use prompt_build::config::Config;
use prompt_build::library::{Ledger, PromptFile};
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::signatures::AllowedSigners;
use prompt_build::source::{Location, Source};
use prompt_build::template::{SharedFiles, SharedKind};
use regex::Regex;

use super::Cargo;
use crate::report::explain::{Explanation, GROUPS, TEXTS};
use crate::rules::saved_answers::SavedAnswers;

#[test]
fn every_code_is_explained_and_nothing_else() {
    let explained = Explanation::all()
        .iter()
        .map(|explanation| explanation.code)
        .collect::<BTreeSet<_>>();
    assert_eq!(explained, codes());
}

/// Attributes take nothing but literals, so errors of the compiler spell their codes out.
#[test]
fn codes_in_attributes_are_codes() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../prompt-runtime/src");
    let mut text = String::new();
    read_all(&sources, &mut text);
    let pattern = Regex::new(r#""\[([a-z-]+)\] "#).unwrap();
    let named = pattern
        .captures_iter(&text)
        .map(|found| found.get(1).unwrap().as_str())
        // The mark of logs has the same form.
        .filter(|name| *name != "redacted")
        .collect::<BTreeSet<_>>();
    assert_eq!(named, ["ill-typed-input", "missing-feature"].into());
    assert!(named.is_subset(&codes()), "{named:?}");
}

fn codes() -> BTreeSet<&'static str> {
    Code::ALL.iter().map(|code| code.as_str()).collect()
}

#[test]
fn every_text_has_its_form() {
    assert_eq!(
        TEXTS.files().count(),
        Explanation::all().len(),
        "a file is not read"
    );
    let known = known_commands();
    for Explanation {
        code,
        group,
        title,
        text,
    } in Explanation::all()
    {
        let heading = TEXTS
            .get_file(format!("{code}.md"))
            .and_then(|file| file.contents_utf8())
            .unwrap_or_default();
        assert!(
            heading.starts_with(&format!("# {group}: {code}\n")),
            "{code}"
        );
        assert!(GROUPS.contains(&group), "{code} is in the group `{group}`");
        let is_sentence = title.starts_with(|first: char| first.is_uppercase() || first == '`')
            && title.len() < 90;
        assert!(
            is_sentence && text.starts_with(&format!("{title}.\n\n")),
            "{code}: {title}"
        );
        assert!(text.contains("\n    "), "{code} has no example");
        // A table is looked up, and not read.
        let lines = text.lines().filter(|line| !line.starts_with('|')).count();
        assert!((6..=26).contains(&lines), "{code} has {lines} lines");
        assert!(
            text.lines().all(|line| line.chars().count() <= 120),
            "{code} has a long line"
        );
        let unknown = commands(text)
            .into_iter()
            .filter(|command| !known.contains(command));
        assert_eq!(unknown.collect::<Vec<_>>(), Vec::<String>::new(), "{code}");
    }
}

/// The commands that there are.
fn known_commands() -> BTreeSet<String> {
    let cargo = Cargo::command();
    let prompt = cargo.find_subcommand("prompts").unwrap();
    let commands = prompt
        .get_subcommands()
        .map(|command| command.get_name().to_owned());
    commands.collect()
}

/// The commands that a text names.
fn commands(text: &str) -> Vec<String> {
    let pattern = Regex::new("cargo prompts ([a-z]+)").unwrap();
    pattern
        .captures_iter(text)
        .map(|found| found[1].to_owned())
        .collect()
}

/// Codes whose examples need other files, or an environment, to cause the finding.
const NOT_ALONE: &[&str] = &[
    "altered-release",
    "cannot-renumber",
    "frozen-environment",
    "cache-unfriendly",
    "not-a-signer",
    "still-pinned",
    "deprecated-version",
    "draft-not-allowed",
    "floating-pin",
    "invalid-signature",
    "ill-typed-input",
    "loose-output",
    "loose-tool",
    "missing-evidence",
    "missing-feature",
    "missing-release",
    "missing-signature",
    "missing-sign-off",
    "no-matching-version",
    "not-pinned",
    "not-reloadable",
    "old-evidence",
    "partial-not-inlined",
    "schema-not-inlined",
    "unchecked-inputs",
    "unknown-prompt",
    "unbound-sign-off",
    "unconfirmed-rollback",
    "unknown-version",
    "unrecorded-pin",
    "unsupported-output",
    "unsupported-tool",
    "unused-pin",
    "withdrawn-version",
];

#[test]
fn every_example_is_one_of_its_code() {
    let mut shown = 0;
    for Explanation { code, text, .. } in Explanation::all() {
        for (file, example) in examples(text) {
            let Some(findings) = findings(&file, &example) else {
                continue;
            };
            let codes = findings
                .iter()
                .map(|finding| finding.code.as_str())
                .collect::<Vec<_>>();
            if NOT_ALONE.contains(&code) {
                assert_eq!(codes, Vec::<&str>::new(), "{code}:\n{example}");
            } else {
                assert!(codes.contains(&code), "{code}: {codes:?}\n{example}");
                assert_eq!(
                    codes.iter().collect::<BTreeSet<_>>().len(),
                    1,
                    "{code}: {codes:?}\n{example}"
                );
                shown += 1;
            }
        }
    }
    assert!(shown > 50, "only {shown} examples were run");
}

/// The blocks of a text that stand below a line ``In `file`:``.
fn examples(text: &str) -> Vec<(String, String)> {
    let pattern = Regex::new(r"(?m)^In `([^`\n]+)`:\n\n((?:(?:    .*)?\n)+)").unwrap();
    let example = |found: regex::Captures<'_>| {
        (
            found[1].to_owned(),
            unindented(&found[2]).join("\n").trim_end().to_owned(),
        )
    };
    pattern.captures_iter(text).map(example).collect()
}

fn unindented(block: &str) -> Vec<&str> {
    block
        .lines()
        .map(|line| line.strip_prefix("    ").unwrap_or(line))
        .collect()
}

/// The findings about an example; `None` for a file that is not part of a library.
fn findings(file: &str, example: &str) -> Option<Findings> {
    let mut findings = Findings::default();
    let source = Source::new(file, format!("{example}\n"));
    match file {
        "environments.yaml" => {
            _ = Config::read(&Source::new(file, completed(example)), &mut findings);
        }
        "releases.yaml" => {
            if let Some(ledger) = Ledger::read(&source, &mut findings) {
                ledger.releases(&mut findings);
            }
        }
        "answers.yaml" => {
            SavedAnswers::read(&source, &mut findings);
        }
        "allowed_signers" => {
            AllowedSigners::read(&source, &mut findings);
        }
        _ if file.contains(".prompt")
            || file.starts_with("schemas/")
            || file.starts_with("tools/") =>
        {
            render(&source, &mut findings);
        }
        // Of Rust only what is none has a finding; the calls themselves are the compiler's
        // business. Datasets are read together with their prompts.
        "Cargo.toml" | "golden.yaml" | "replay.jsonl" => return None,
        _ => findings.push(crate::workflows::calls::unreadable_rust(&body(&source))?),
    }
    Some(findings)
}

/// Statements as the function that they stand in.
fn body(source: &Arc<Source>) -> Arc<Source> {
    let text = &source.text;
    if text.contains("fn main()") {
        Arc::clone(source)
    } else {
        Source::new("main.rs", format!("fn f() {{\n{text}}}"))
    }
}

/// A configuration with what an example leaves out.
fn completed(example: &str) -> String {
    const REST: &str = "prompt_source: local, model: kimi-k2-5, temperature: 0.7, logging: verbose, rate_limit: null";
    let mut whole = format!("{example}\n");
    if !example.contains("environments:") {
        let active = REST.replace("local", "\"library:active\"");
        let environments = [
            ("development", REST),
            ("staging", REST),
            ("production", &active),
        ];
        let lines = environments.map(|(name, settings)| format!("  {name}: {{ {settings} }}\n"));
        whole = whole + "environments:\n" + &lines.concat();
    }
    if !example.contains("prompts:") {
        whole += "prompts: {}\n";
    }
    whole
}

/// Reads an example as a prompt; a partial as one that a prompt calls, and a schema as that of an
/// input.
fn render(source: &Arc<Source>, findings: &mut Findings) {
    let path = source.path.clone();
    let is_partial = path.starts_with("partials/");
    let is_schema = path.starts_with("schemas/");
    let is_tool = path.starts_with("tools/");
    let name = path
        .trim_start_matches("partials/")
        .trim_start_matches("schemas/")
        .trim_start_matches("tools/")
        .trim_end_matches(".prompt")
        .trim_end_matches(".yaml")
        .to_owned();
    let load = |kind, asked: &str| {
        let (asked, missing) = match kind {
            SharedKind::Partial => (format!("partials/{asked}.prompt"), Code::MissingPartial),
            SharedKind::Schema => (format!("schemas/{asked}.yaml"), Code::MissingFile),
            SharedKind::Tool => (format!("tools/{asked}.yaml"), Code::MissingFile),
        };
        if asked == path {
            return Ok(source.clone());
        }
        let location = Location::file(&Source::without_text(&asked));
        Err(Finding::error(
            missing,
            location,
            format!("no file `{asked}`"),
        ))
    };
    let known = |_| vec![name.clone()];
    let text = if is_partial {
        format!("{{{{> {name}}}}}\n")
    } else if is_schema {
        format!("---\ninput: {{ schema: {{ a: {name} }} }}\n---\nHi {{{{json a}}}}.\n")
    } else if is_tool {
        format!("---\ntools: [{name}]\n---\nHi.\n")
    } else {
        source.text.clone()
    };
    let partials = if path == "local.prompt" || is_partial || is_schema || is_tool {
        SharedFiles::through(&load, &known)
    } else {
        SharedFiles::refused()
    };
    let Some(file) = PromptFile::read(&Source::new("local.prompt", text), findings) else {
        return;
    };
    if let Some(template) = file.template(&partials, findings) {
        findings.append(template.warnings);
    }
}

fn read_all(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        match entry.path() {
            path if path.is_dir() => read_all(&path, text),
            path => *text += &fs::read_to_string(path).unwrap(),
        }
    }
}
