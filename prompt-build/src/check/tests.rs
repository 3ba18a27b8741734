//! Checks of whole libraries: which findings there are, and which prompts and paths the outcome
//! has. `scopes`, `links` and `records` have a row for each case.

#[cfg(unix)]
mod links;
mod records;
mod scopes;

use std::fs;

use tempfile::TempDir;

use super::{Audit, Outcome, check, check_everything, check_prompt};
use crate::config::Request;
use crate::disk::Disk;
use crate::hash::sha256;
use crate::report::{Finding, Severity};

/// The library that the rows change: a release that production pins and signed off, and a working
/// copy that development takes.
const LIBRARY: &[(&str, &str)] = &[
    (
        "environments.yaml",
        "\
environments:
  development: { prompt_source: local, model: m, temperature: 0, logging: verbose, rate_limit: null }
  production: { prompt_source: 'library:active', model: m, temperature: 0, logging: structured, rate_limit: null }
prompts:
  note: { development: latest, production: 1.0.0 }
",
    ),
    ("note/1.0.0.prompt", "Write a note.\n"),
    ("note/local.prompt", "Write a short note.\n"),
    ("note/releases.yaml", ENTRY),
];

const ENTRY: &str = "\
- version: 1.0.0
  status: active
  sha256: HASH(note/1.0.0.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
  sign_offs:
    - { prompt: note, environment: production, by: mara, at: 2026-05-02T10:00:00Z, reason: read, sha256: HASH(note/1.0.0.prompt) }
";

/// A prompt that uses a named schema.
const USES_TOOL: &str = "---\ntools: [look-up-order]\n---\nAnswer the customer.\n";
const USES_PRODUCT: &str = "\
---
input: { schema: { product: Product } }
output: { schema: Product }
---
Describe {{product.name}}.
";

#[test]
fn an_outcome_has_the_text_of_its_environment() {
    let library = library(&[]);
    for (environment, version) in [("production", "1.0.0"), ("development", "local")] {
        let outcome = check(&disk(&library), "prompts", &request(environment));
        let [prompt] = outcome.prompts.as_slice() else {
            panic!("one prompt: {:?}", outcome.prompts);
        };
        let pinned = prompt.pinned().expect("a pinned version");
        assert_eq!(pinned.text.version, version);
        assert_eq!(pinned.environment, environment);
        assert!(prompt.has_release);
    }
}

#[test]
fn an_outcome_for_several_environments_has_the_text_of_each() {
    let request = Request {
        variable_of_several: Some("production,development".to_owned()),
        ..Request::default()
    };
    let library = library(&[]);
    let outcome = check(&disk(&library), "prompts", &request);
    let embedded = outcome.prompts[0].embedded.iter();
    let pinned = embedded.map(|one| (&*one.pinned.environment, &*one.pinned.text.version));
    let expected = [("development", "local"), ("production", "1.0.0")];
    assert_eq!(pinned.collect::<Vec<_>>(), expected);
}

/// A working copy is checked for the environment that takes it, whichever others the build is for.
#[test]
fn each_environment_of_a_build_is_checked() {
    let rows = [
        ("production", ""),
        ("development", "unclosed-tag note/local.prompt:1"),
        ("production,development", "unclosed-tag note/local.prompt:1"),
    ];
    for (names, expected) in rows {
        let library = library(&[("note/local.prompt", "Write a {{note\n")]);
        let request = Request {
            variable_of_several: Some(names.to_owned()),
            ..Request::default()
        };
        let outcome = check(&disk(&library), "prompts", &request);
        assert_eq!(findings(&outcome), expected, "{names}");
    }
}

#[test]
fn prompts_come_in_the_order_of_their_ids() {
    let library = library(&[
        ("abc/local.prompt", "Hi\n"),
        ("pictures/README.md", "Screenshots.\n"),
        ("zebra/local.prompt", "Hi\n"),
    ]);
    let ids = |outcome: &Outcome| {
        let prompts = outcome.prompts.iter();
        prompts.map(|prompt| prompt.id.clone()).collect::<Vec<_>>()
    };
    let outcome = check(&disk(&library), "prompts", &request("production"));
    assert_eq!(ids(&outcome), ["note"]);
    let outcome = check_everything(&disk(&library), "prompts", &Audit::default());
    assert_eq!(ids(&outcome), ["abc", "note", "zebra"]);
}

#[test]
fn a_build_depends_on_its_prompts_and_the_files_that_they_share() {
    let inputs = |changes| {
        let library = library(changes);
        check(&disk(&library), "prompts", &request("production")).inputs
    };
    assert_eq!(inputs(&[]), ["prompts/environments.yaml", "prompts/note"]);
    assert_eq!(
        inputs(&[
            ("partials/tone.prompt", "Be brief.\n"),
            ("schemas/Product.yaml", "name: string\n"),
            ("tools/look-up-order.yaml", "name: find\n"),
            ("other/local.prompt", "Hi\n")
        ]),
        [
            "prompts/environments.yaml",
            "prompts/note",
            "prompts/partials",
            "prompts/schemas",
            "prompts/tools"
        ]
    );
    assert_eq!(
        inputs(&[("note/.cargo-prompts/journal", "")]),
        ["prompts/environments.yaml", "prompts/note"]
    );
}

/// The hash goes into the marker of a program, which is found stale by it.
#[test]
fn the_hash_of_a_working_copy_covers_its_tools() {
    let hash = |definition: &str| {
        let library = library(&[
            ("note/local.prompt", USES_TOOL),
            ("tools/look-up-order.yaml", definition),
            ("tools/other.yaml", "name: other\n"),
        ]);
        let outcome = check(&disk(&library), "prompts", &request("development"));
        let pinned = outcome.prompts[0].pinned().expect("it is sound");
        pinned.text.partials.clone()
    };
    let first = hash("name: find\n");
    assert!(first.is_some());
    assert_eq!(hash("name: find\n"), first);
    assert_ne!(hash("name: find # an order\n"), first);
}

/// A file that prompts share is read for the first of them. The others have its findings and its hash.
#[test]
fn prompts_that_share_files_have_what_each_has_alone() {
    let pins = "prompts:\n  note: { development: latest }\n  other: { development: latest }\n";
    let configuration = LIBRARY[0].1.split("prompts:").next().expect("a text");
    let both = format!("{configuration}{pins}");
    let text = "---\ntools: [look-up-order]\ninput: { schema: { product: Product } }\n---\n{{> tone}} {{product.name}}\n";
    for (tool, schema, partial, expected) in [
        ("name: find\n", "name: string\n", "Be brief.", ""),
        (
            "name: a b\n",
            "name: string\n",
            "Be brief.",
            "invalid-tool tools/look-up-order.yaml:1",
        ),
        (
            "inputSchema: { product: Product }\n",
            "name: Size\n",
            "Be brief.",
            "invalid-schema schemas/Product.yaml:1",
        ),
        (
            "outputSchema: {}\n",
            "name: string\n",
            "Be {{",
            "unclosed-tag partials/tone.prompt:1",
        ),
        (
            "outputSchema: {}\n",
            "name: string\n",
            "Be \u{200b}brief.",
            "(hidden-characters) partials/tone.prompt:1, (ignored-key) tools/look-up-order.yaml:1",
        ),
    ] {
        let shared = [
            ("tools/look-up-order.yaml", tool),
            ("schemas/Product.yaml", schema),
            ("partials/tone.prompt", partial),
            ("note/local.prompt", text),
        ];
        let of_one = library(&shared);
        let more = [
            ("environments.yaml", both.as_str()),
            ("other/local.prompt", text),
        ];
        let of_two = library(&[shared.as_slice(), &more].concat());
        let check = |library| check(&disk(library), "prompts", &request("development"));
        let (one, two) = (check(&of_one), check(&of_two));
        assert_eq!(findings(&one), expected);
        assert_eq!(findings(&two), expected);
        let shown = |outcome: &Outcome, id: &str| {
            let prompt = outcome.prompts.iter().find(|prompt| prompt.id == id);
            let prompt = prompt.expect("it is checked");
            let findings = prompt.findings.iter().map(show).collect::<Vec<_>>();
            let pinned = prompt.pinned();
            let text = pinned.map(|pinned| {
                let template = &pinned.text.template;
                (
                    pinned.text.partials.clone(),
                    format!("{:?} {:?}", template.messages, template.tools),
                )
            });
            (findings, text)
        };
        assert_eq!(shown(&two, "note"), shown(&one, "note"));
        assert_eq!(shown(&two, "other"), shown(&one, "note"));
    }
}

/// A build reads what its prompts use, and a check of everything the rest as well.
#[test]
fn files_that_no_prompt_uses_are_reviewed_by_a_check_of_everything() {
    const KEY: &str = "AKIA2E0A8F3B244C5DEF";
    let library = library(&[
        ("partials/tone.prompt", "Be \u{200b}brief.\n"),
        (
            "schemas/Product.yaml",
            &format!("name: string, as in {KEY}\n"),
        ),
        (
            "tools/find.yaml",
            "name: find\n<<<<<<< ours\n=======\n>>>>>>> theirs\n",
        ),
        ("tools/send.yml", "name: send\n"),
        ("tools/README.md", "The tools.\n"),
        ("tools/mail/send.yaml", "name: send\n"),
        ("schemas/sales order.yaml", "name: string\n"),
        ("schemas/.hidden.yaml", "name: string\n"),
        ("partials/house/_voice.prompt", "Be kind.\n"),
        ("partials/house/voice.PROMPT", "Be kind.\n"),
    ]);
    let build = check(&disk(&library), "prompts", &request("development"));
    assert_eq!(findings(&build), "");
    let all = check_everything(&disk(&library), "prompts", &Audit::default());
    assert_eq!(
        findings(&all).split(", ").collect::<Vec<_>>(),
        [
            "(misnamed-shared-file) partials/house/_voice.prompt:1",
            "(misnamed-shared-file) partials/house/voice.PROMPT:1",
            "(hidden-characters) partials/tone.prompt:1",
            "(secret-in-prompt) schemas/Product.yaml:1",
            "(misnamed-shared-file) schemas/sales order.yaml:1",
            "merge-conflict tools/find.yaml:2",
            "(misnamed-shared-file) tools/mail/send.yaml:1",
            "(misnamed-shared-file) tools/send.yml:1",
        ]
    );
}

#[test]
fn a_library_can_lie_elsewhere() {
    let outcome = |texts: &str, root: &TempDir| {
        let configuration = format!("{}library: {texts}\n", LIBRARY[0].1);
        fs::write(root.path().join("prompts/environments.yaml"), configuration).expect("written");
        check(&disk(root), "prompts", &request("production"))
    };
    let root = library(&[]);
    fs::create_dir(root.path().join("texts")).expect("a folder");
    let [note, moved] = ["prompts/note", "texts/note"].map(|path| root.path().join(path));
    fs::rename(note, moved).expect("the prompt is moved");
    let absolute = root.path().join("texts").display().to_string();
    for (texts, path) in [("../texts", "prompts/../texts"), (&absolute, &absolute)] {
        let outcome = outcome(texts, &root);
        assert_eq!(findings(&outcome), "", "for {texts}");
        assert_eq!(outcome.inputs[1], format!("{path}/note"));
    }
    for texts in ["../elsewhere", "/elsewhere"] {
        let outcome = outcome(texts, &root);
        assert_eq!(
            findings(&outcome),
            "invalid-library environments.yaml:6",
            "for {texts}"
        );
        assert!(outcome.prompts.is_empty());
    }
}

#[test]
fn help_comes_with_a_missing_configuration_alone() {
    let help = |library: &TempDir| {
        let outcome = check(&disk(library), "prompts", &request("production"));
        let findings = outcome.findings();
        let [finding] = findings.as_slice() else {
            panic!("one finding: {findings:?}");
        };
        finding.help.join(" ")
    };
    let missing = library(&[("environments.yaml", "-")]);
    assert!(help(&missing).contains("it holds `environments`"));
    let folder = library(&[("environments.yaml", "-"), ("environments.yaml/a", "")]);
    assert!(!help(&folder).contains("it holds `environments`"));
}

#[test]
fn one_prompt_is_checked_as_all_are() {
    let library = library(&[
        ("note/local.prompt", "{{#if}}\n"),
        ("other/releases.yaml", "- version: 1.0.0\n"),
    ]);
    let disk = disk(&library);
    let outcome = check_everything(&disk, "prompts", &Audit::default());
    let config = outcome.config.as_ref().expect("a configuration");
    for id in ["note", "other"] {
        let one = check_prompt(&disk, "prompts", config, id);
        let mut same = outcome.prompts.iter().filter(|prompt| prompt.id == id);
        let same = same.next().expect("the same prompt");
        let [found, expected] = [&one, same].map(|prompt| {
            let findings = prompt.findings.iter().map(show);
            findings.collect::<Vec<_>>()
        });
        assert!(!found.is_empty());
        assert_eq!(found, expected);
    }
}

/// The settings of an environment, and all findings of a build for it.
const MISTAKES: &[(&str, &str)] = &[
    (
        "api: anthropic-messages, parameters: { max_output_tokens: 0 }",
        "invalid-parameter environments.yaml:2",
    ),
    (
        "api: anthropic-messages, parameters: { max_output_token: 4096 }",
        "unknown-key environments.yaml:2",
    ),
    (
        "api: anthropic-messages, parameters: { max_tokens: 4096 }",
        "unknown-key environments.yaml:2",
    ),
    (
        "api: anthropic-messages, max_tokens: 4096",
        "unknown-key environments.yaml:2",
    ),
    (
        "api: anthropic-messages, max_output_tokens: 4096",
        "unknown-key environments.yaml:2",
    ),
    (
        "api: responses, parameters: { store: 'no' }",
        "unexpected-type environments.yaml:2",
    ),
    (
        "api: responses, store: false",
        "unknown-key environments.yaml:2",
    ),
    (
        "api: anthropic, parameters: { max_output_tokens: 4096, top_k: 40 }",
        "unknown-api environments.yaml:2",
    ),
    (
        "apo: gemini, parameters: { top_k: 40 }",
        "unknown-key environments.yaml:2",
    ),
    (
        "api: openai, output_tokens_key: max_tokens",
        "unknown-api environments.yaml:2",
    ),
];

#[test]
fn one_mistake_is_one_finding() {
    for (settings, expected) in MISTAKES {
        let configuration = format!(
            "environments:\n  development: {{ prompt_source: local, model: m, {settings}, logging: verbose, rate_limit: null }}\n\
             prompts:\n  note: {{ development: latest }}\n"
        );
        let library = library(&[("environments.yaml", &configuration)]);
        let outcome = check(&disk(&library), "prompts", &request("development"));
        assert_eq!(findings(&outcome), *expected, "{settings}");
    }
}

/// An environment's key is for its pins of chat completions, whatever its own API is.
#[test]
fn a_key_of_chat_completions_is_one_for_pins() {
    let unused = "unsupported-parameter environments.yaml:2";
    for (settings, expected) in [
        ("", unused),
        (", api: responses, parameters: { store: false }", unused),
        (", api: chat-completions", ""),
        (", api: openai", "unknown-api environments.yaml:4"),
    ] {
        let configuration = format!(
            "environments:\n  development: {{ prompt_source: local, model: m, api: gemini, output_tokens_key: max_tokens, logging: verbose, rate_limit: null }}\n\
             prompts:\n  note: {{ development: {{ version: latest{settings} }} }}\n"
        );
        let library = library(&[("environments.yaml", &configuration)]);
        let outcome = check(&disk(&library), "prompts", &request("development"));
        assert_eq!(findings(&outcome), expected, "{settings}");
    }
}

fn request(environment: &str) -> Request {
    Request {
        variable: Some(environment.to_owned()),
        ..Request::default()
    }
}

/// Writes the library with these files instead of its own.
fn library(changes: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = LIBRARY.to_vec();
    for (path, text) in changes {
        files.retain(|(known, _)| known != path);
        files.push((path, text));
    }
    files.retain(|(_, text)| *text != "-");
    for (path, text) in &files {
        let path = folder.path().join("prompts").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(path, with_hashes(text, &files)).expect("the file is written");
    }
    folder
}

/// Puts the hashes of files in the place of their names.
fn with_hashes(text: &str, files: &[(&str, &str)]) -> String {
    files.iter().fold(text.to_owned(), |text, (path, content)| {
        text.replace(&format!("HASH({path})"), &sha256(content))
    })
}

fn disk(library: &TempDir) -> Disk {
    Disk::new(library.path().to_owned())
}

/// The findings in the order of their places; a warning in brackets.
fn findings(outcome: &Outcome) -> String {
    let findings = outcome.findings();
    let findings = findings.iter().map(|finding| show(finding));
    findings.collect::<Vec<_>>().join(", ")
}

fn show(finding: &Finding) -> String {
    let code = match finding.severity {
        Severity::Error => finding.code.to_string(),
        Severity::Warning | Severity::Note => format!("({})", finding.code),
    };
    let line = finding.location.locate().line;
    let path = &finding.location.source.path;
    format!("{code} {}:{line}", path.trim_start_matches("prompts/"))
}
