//! Checks of whole libraries: which findings there are, and which prompts and paths the outcome
//! has. A row for each case.

use std::fs;

use tempfile::TempDir;

use super::{Audit, Outcome, check, check_everything, check_prompt};
use crate::config::Request;
use crate::disk::Disk;
use crate::hash::sha256;
use crate::library::Moment;
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

const USES_PRODUCT: &str = "\
---
input: { schema: { product: Product } }
output: { schema: Product }
---
Describe {{product.name}}.
";

/// Has the name of a row, the files that differ (`-` for one that is not there), and the findings of
/// a build for production, of one for development, and of a check of everything.
type Row = (
    &'static str,
    &'static [(&'static str, &'static str)],
    [&'static str; 3],
);

const SCOPES: &[Row] = &[
    ("a sound library", &[], ["", "", ""]),
    (
        "a text that was changed counts where releases are taken",
        &[
            ("note/1.0.0.prompt", "Write a nite.\n"),
            ("note/releases.yaml", OTHER_HASH),
        ],
        [
            "altered-release note/1.0.0.prompt:1",
            "altered-release note/1.0.0.prompt:1",
            "altered-release note/1.0.0.prompt:1",
        ],
    ),
    (
        "a local source takes a release as it is",
        &[
            ("environments.yaml", LOCAL_PIN),
            ("note/1.0.0.prompt", "Write a nite.\n"),
            ("note/releases.yaml", OTHER_HASH),
        ],
        ["", "", "altered-release note/1.0.0.prompt:1"],
    ),
    (
        "a release that nothing pins is verified by the check of everything alone",
        &[
            ("note/0.9.0.prompt", "Note!\n"),
            ("note/releases.yaml", TWO_RELEASES),
        ],
        ["", "", "altered-release note/0.9.0.prompt:1"],
    ),
    (
        "a mistake in a working copy counts where it is taken",
        &[("note/local.prompt", "{{#if}}\n")],
        [
            "",
            "unclosed-block note/local.prompt:1",
            "unclosed-block note/local.prompt:1",
        ],
    ),
    (
        "a warning about a text counts where it is taken",
        &[("note/local.prompt", "<system>\nWrite.\n</system>\n")],
        [
            "",
            "(foreign-syntax) note/local.prompt:1",
            "(foreign-syntax) note/local.prompt:1",
        ],
    ),
    (
        "a prompt that the configuration does not name",
        &[("other/releases.yaml", "- version: 1.0.0\n")],
        [
            "",
            "",
            "missing-key other/releases.yaml:1, missing-key other/releases.yaml:1, missing-release other/releases.yaml:1",
        ],
    ),
    (
        "a folder that holds no prompt is left alone",
        &[
            ("pictures/README.md", "Screenshots.\n"),
            ("Not A Prompt/releases.yaml", "x"),
        ],
        ["", "", ""],
    ),
    (
        "a prompt without a folder",
        &[
            ("note/1.0.0.prompt", "-"),
            ("note/local.prompt", "-"),
            ("note/releases.yaml", "-"),
        ],
        [
            "unknown-prompt environments.yaml:5",
            "unknown-prompt environments.yaml:5",
            "unknown-prompt environments.yaml:5",
        ],
    ),
    (
        "no configuration",
        &[("environments.yaml", "-")],
        [
            "missing-file environments.yaml:1",
            "missing-file environments.yaml:1",
            "missing-file environments.yaml:1",
        ],
    ),
    (
        "a change that was interrupted",
        &[(".cargo-prompts/journal", "format: 1\n")],
        [
            "interrupted-change .cargo-prompts/journal:1",
            "interrupted-change .cargo-prompts/journal:1",
            "interrupted-change .cargo-prompts/journal:1",
        ],
    ),
    (
        "hidden characters in a release that is taken as one",
        &[("note/1.0.0.prompt", "Write a\u{200b} note.\n")],
        [
            "hidden-characters note/1.0.0.prompt:1",
            "hidden-characters note/1.0.0.prompt:1",
            "hidden-characters note/1.0.0.prompt:1",
        ],
    ),
    (
        "a ledger that other readers read in another way",
        &[("note/releases.yaml", OTHER_LINES)],
        [
            "hidden-characters note/releases.yaml:2",
            "hidden-characters note/releases.yaml:2",
            "hidden-characters note/releases.yaml:2",
        ],
    ),
    (
        "hidden characters in a working copy",
        &[("note/local.prompt", "Write a\u{200b} note.\n")],
        [
            "",
            "(hidden-characters) note/local.prompt:1",
            "(hidden-characters) note/local.prompt:1",
        ],
    ),
    (
        "hidden characters in a named schema",
        &[
            ("note/local.prompt", USES_PRODUCT),
            ("schemas/Product.yaml", "name: string, the\u{200b} name\n"),
        ],
        [
            "",
            "(hidden-characters) schemas/Product.yaml:1",
            "(hidden-characters) schemas/Product.yaml:1",
        ],
    ),
    (
        "a secret in a named schema",
        &[
            ("note/local.prompt", USES_PRODUCT),
            (
                "schemas/Product.yaml",
                "name: string, as in sk_live_yG2kiUChfZqOgRv6F9iXN19q\n",
            ),
        ],
        [
            "",
            "(secret-in-prompt) schemas/Product.yaml:1",
            "(secret-in-prompt) schemas/Product.yaml:1",
        ],
    ),
    (
        "a merge conflict in a named schema",
        &[
            ("note/local.prompt", USES_PRODUCT),
            (
                "schemas/Product.yaml",
                "name: string\n<<<<<<< HEAD\nprice: number\n=======\n>>>>>>> shorter\n",
            ),
        ],
        [
            "",
            "merge-conflict schemas/Product.yaml:2",
            "merge-conflict schemas/Product.yaml:2",
        ],
    ),
    (
        "an allowance that nothing needs",
        &[("environments.yaml", ALLOWING)],
        ["", "", "(unused-allowance) environments.yaml:7"],
    ),
    (
        "an allowance that is needed",
        &[
            ("environments.yaml", ALLOWING),
            ("note/1.0.0.prompt", "Write a\u{200b} note.\n"),
        ],
        ["", "", ""],
    ),
    (
        "a sign-off that does not name its text",
        &[("note/releases.yaml", UNBOUND)],
        [
            "(unbound-sign-off) note/releases.yaml:6",
            "",
            "(unbound-sign-off) note/releases.yaml:6",
        ],
    ),
    (
        "a sign-off of the same person that names its text",
        &[("note/releases.yaml", BOUND_TOO)],
        ["", "", ""],
    ),
    (
        "a sign-off that does not name its text, where none is required",
        &[
            ("environments.yaml", DRAFTS_PIN),
            ("note/releases.yaml", UNBOUND),
        ],
        ["", "", ""],
    ),
    (
        "a record about an environment that is not there",
        &[("note/releases.yaml", ELSEWHERE)],
        ["", "", "(unknown-environment) note/releases.yaml:7"],
    ),
];

/// Its status is `withdrawn` where U+2028 ends a line, as in YAML 1.1.
const OTHER_LINES: &str = "\
- version: 1.0.0
  status: active # signed off below\u{2028}  status: withdrawn
  sha256: HASH(note/1.0.0.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
  sign_offs:
    - { prompt: note, environment: production, by: mara, at: 2026-05-02T10:00:00Z, reason: read, sha256: HASH(note/1.0.0.prompt) }
";

const OTHER_HASH: &str = "\
- version: 1.0.0
  status: active
  sha256: HASH(note/local.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
  sign_offs:
    - { prompt: note, environment: production, by: mara, at: 2026-05-02T10:00:00Z, reason: read, sha256: HASH(note/local.prompt) }
";

const LOCAL_PIN: &str = "\
environments:
  development: { prompt_source: local, model: m, temperature: 0, logging: verbose, rate_limit: null }
  production: { prompt_source: 'library:active', model: m, temperature: 0, logging: structured, rate_limit: null }
prompts:
  note: { development: 1.0.0 }
";

const TWO_RELEASES: &str = "\
- version: 0.9.0
  status: active
  sha256: HASH(note/local.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
- version: 1.0.0
  status: active
  sha256: HASH(note/1.0.0.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
  sign_offs:
    - { prompt: note, environment: production, by: mara, at: 2026-05-02T10:00:00Z, reason: read, sha256: HASH(note/1.0.0.prompt) }
";

const UNBOUND: &str = "\
- version: 1.0.0
  status: active
  sha256: HASH(note/1.0.0.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
  sign_offs:
    - { environment: production, by: mara, at: 2026-05-02T10:00:00Z, reason: read }
";

const BOUND_TOO: &str = "\
- version: 1.0.0
  status: active
  sha256: HASH(note/1.0.0.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
  sign_offs:
    - { environment: production, by: mara, at: 2026-05-02T10:00:00Z, reason: read }
    - { prompt: note, environment: production, by: mara, at: 2026-05-03T10:00:00Z, reason: read, sha256: HASH(note/1.0.0.prompt) }
";

const DRAFTS_PIN: &str = "\
environments:
  development: { prompt_source: local, model: m, temperature: 0, logging: verbose, rate_limit: null }
  production: { prompt_source: 'library:draft', model: m, temperature: 0, logging: structured, rate_limit: null }
prompts:
  note: { development: latest, production: 1.0.0 }
";

const ALLOWING: &str = "\
environments:
  development: { prompt_source: local, model: m, temperature: 0, logging: verbose, rate_limit: null }
  production: { prompt_source: 'library:active', model: m, temperature: 0, logging: structured, rate_limit: null }
prompts:
  note: { development: latest, production: 1.0.0 }
allow:
  - { finding: hidden-characters, prompt: note, version: 1.0.0, reason: a word joiner }
";

const ELSEWHERE: &str = "\
- version: 1.0.0
  status: active
  sha256: HASH(note/1.0.0.prompt)
  published: { by: mara, at: 2026-05-01T10:00:00Z }
  sign_offs:
    - { prompt: note, environment: production, by: mara, at: 2026-05-02T10:00:00Z, reason: read, sha256: HASH(note/1.0.0.prompt) }
    - { prompt: note, environment: prodution, by: mara, at: 2026-05-02T10:00:00Z, reason: read, sha256: HASH(note/1.0.0.prompt) }
";

#[test]
fn each_scope_reports_its_findings() {
    let mut differing = Vec::new();
    for (what, changes, expected) in SCOPES {
        let library = library(changes);
        let found = [
            findings(&check(&disk(&library), "prompts", &request("production"))),
            findings(&check(&disk(&library), "prompts", &request("development"))),
            findings(&check_everything(
                &disk(&library),
                "prompts",
                &Audit::default(),
            )),
        ];
        if found != *expected {
            differing.push(format!(
                "{what}\n  expected {expected:?}\n     found {found:?}"
            ));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// The place of a link in the library, what it leads to, and the findings of a build and of a check of
/// everything.
#[cfg(unix)]
const LINKS: &[(&str, &str, [&str; 2])] = &[
    ("root", "/", ["outside-library root:1"; 2]),
    (".hidden", "../elsewhere", ["outside-library .hidden:1"; 2]),
    (
        "partials",
        "../elsewhere",
        ["outside-library partials:1"; 2],
    ),
    ("schemas", "../elsewhere", ["outside-library schemas:1"; 2]),
    ("note/data", "/", ["outside-library note/data:1"; 2]),
    ("note/.data", "/", ["outside-library note/.data:1"; 2]),
    // A prompt that nothing pins: a build looks at the root alone.
    ("card", "../elsewhere", ["outside-library card:1"; 2]),
    ("other/data", "/", ["", "outside-library other/data:1"]),
    // Links within the library, and a broken one.
    ("copy", "note", ["", ""]),
    ("note/notes.md", "local.prompt", ["", ""]),
    ("gone", "../nowhere", ["", ""]),
];

/// Cargo would go through what they lead to, whenever it looks for changes.
#[cfg(unix)]
#[test]
fn links_out_of_the_library_are_found_where_nothing_uses_them() {
    for (link, target, expected) in LINKS {
        let other = ("other/local.prompt", "Write.\n");
        let library = library(&[other]);
        let elsewhere = library.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        fs::write(elsewhere.join("local.prompt"), "Write.\n").unwrap();
        let path = library.path().join("prompts").join(link);
        std::os::unix::fs::symlink(target, path).unwrap();
        let found = [
            findings(&check(&disk(&library), "prompts", &request("production"))),
            findings(&check_everything(
                &disk(&library),
                "prompts",
                &Audit::default(),
            )),
        ];
        assert_eq!(found, *expected, "{link}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_named_schema_is_not_followed() {
    let library = library(&[
        ("note/local.prompt", USES_PRODUCT),
        ("schemas/README.md", ""),
    ]);
    fs::write(library.path().join("Product.yaml"), "name: string\n").unwrap();
    let link = library.path().join("prompts/schemas/Product.yaml");
    std::os::unix::fs::symlink("../../Product.yaml", link).unwrap();
    let outcome = check(&disk(&library), "prompts", &request("development"));
    let found = findings(&outcome);
    let expected = [
        "outside-library note/local.prompt:2",
        "outside-library note/local.prompt:3",
    ];
    assert_eq!(found, expected.join(", "));
}

/// A link of a package is none of the library's, also where the library is the package.
#[cfg(unix)]
#[test]
fn links_in_the_root_of_a_package_are_left_alone() {
    let library = library(&[]);
    let prompts = library.path().join("prompts");
    std::os::unix::fs::symlink("/", prompts.join("target")).unwrap();
    let disk = Disk::new(prompts);
    assert_eq!(findings(&check(&disk, ".", &request("production"))), "");
}

#[test]
fn an_outcome_has_the_text_of_its_environment() {
    let library = library(&[]);
    for (environment, version) in [("production", "1.0.0"), ("development", "local")] {
        let outcome = check(&disk(&library), "prompts", &request(environment));
        let [prompt] = outcome.prompts.as_slice() else {
            panic!("one prompt: {:?}", outcome.prompts);
        };
        let pinned = prompt.pinned.as_ref().expect("a pinned version");
        assert_eq!(pinned.text.version, version);
        assert_eq!(pinned.environment, environment);
        assert!(prompt.has_release);
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
            ("other/local.prompt", "Hi\n")
        ]),
        [
            "prompts/environments.yaml",
            "prompts/note",
            "prompts/partials",
            "prompts/schemas"
        ]
    );
    assert_eq!(
        inputs(&[("note/.cargo-prompts/journal", "")]),
        ["prompts/environments.yaml", "prompts/note"]
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

/// The time of the check and the findings about records that are later.
const FUTURE: &[(Option<&str>, &str)] = &[
    (None, ""),
    (Some("2026-05-02T10:00:00Z"), ""),
    (
        Some("2026-05-02T09:59:59Z"),
        "invalid-time note/releases.yaml:6",
    ),
    (
        Some("2026-04-30T00:00:00Z"),
        "invalid-time note/releases.yaml:4, invalid-time note/releases.yaml:6",
    ),
];

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

#[test]
fn a_record_is_not_of_the_future() {
    let library = library(&[]);
    for (now, expected) in FUTURE {
        let audit = Audit {
            now: now.map(|now| Moment::parse(now).expect("a time")),
            ..Audit::default()
        };
        let outcome = check_everything(&disk(&library), "prompts", &audit);
        assert_eq!(findings(&outcome), *expected, "at {now:?}");
    }
}

/// A pin before a move, and the findings.
const BEFORE: &[(&str, &str)] = &[
    ("1.0.0", ""),
    ("latest", ""),
    ("'^1.0'", ""),
    ("1.0.9", "(unknown-version) note/releases.yaml:5"),
    ("9.0", "invalid-pin note/releases.yaml:5"),
    ("[]", "unexpected-type note/releases.yaml:5"),
];

#[test]
fn the_pin_before_a_move_is_one_of_the_ledger() {
    let (_, meaning) = WORDS[0];
    for (before, expected) in BEFORE {
        let records = format!("pinned: [{{{meaning} before: {before}, by: mara}}]");
        let ledger = ENTRY.replace("  sign_offs:", &format!("  {records}\n  sign_offs:"));
        let library = library(&[("note/releases.yaml", ledger.as_str())]);
        let outcome = check_everything(&disk(&library), "prompts", &Audit::default());
        assert_eq!(findings(&outcome), *expected, "{ledger}");
    }
}

/// Has the moves and confirmations of a release that production pins and pins no more, the
/// application that the check is for, and the findings. `night` may roll back and not sign off.
const ROLLBACKS: &[(&str, Option<&str>, &str)] = &[
    ("pinned: [{MOVE by: night}]", None, ""),
    ("pinned: [{MOVE rollback: true, by: mara}]", None, ""),
    (
        "pinned: [{MOVE rollback: true, by: night}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    (
        "pinned: [{EARLIER rollback: true, by: night}, {MOVE by: mara}]",
        None,
        "",
    ),
    (
        "pinned: [{MOVE rollback: true, by: night}, {EARLIER by: mara}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    (
        "pinned: [{MOVE rollback: true, by: night}]\n  confirmed: [{CONFIRMED by: mara}]",
        None,
        "",
    ),
    (
        "pinned: [{MOVE rollback: true, by: night}]\n  confirmed: [{BEFORE by: mara}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    (
        "pinned: [{MOVE rollback: true, by: night}]\n  confirmed: [{CONFIRMED by: night}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    (
        "pinned: [{MOVE rollback: true, by: night}]\n  confirmed: [{CONFIRMED by: somebody}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    (
        "pinned: [{MOVE rollback: true, by: night}]\n  confirmed: [{ELSEWHERE by: mara}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    (
        "pinned: [{MOVE rollback: true, by: night}]\n  confirmed: [{ANOTHER by: mara}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    // Somebody who is on no list.
    (
        "pinned: [{MOVE rollback: true, by: somebody}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    // Applications that share the library.
    (
        "pinned: [{MOVE rollback: true, by: night}]",
        Some("desk"),
        "",
    ),
    (
        "pinned: [{MOVE application: shop, rollback: true, by: night}]",
        None,
        "",
    ),
    (
        "pinned: [{MOVE application: shop, rollback: true, by: night}]",
        Some("desk"),
        "",
    ),
    (
        "pinned: [{MOVE application: shop, rollback: true, by: night}]",
        Some("shop"),
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    (
        "pinned: [{MOVE application: shop, rollback: true, by: night}]\n  confirmed: [{CONFIRMED application: shop, by: mara}]",
        Some("shop"),
        "",
    ),
    (
        "pinned: [{MOVE application: shop, rollback: true, by: night}]\n  confirmed: [{CONFIRMED application: desk, by: mara}]",
        Some("shop"),
        "unconfirmed-rollback note/releases.yaml:5",
    ),
];

const WORDS: &[(&str, &str)] = &[
    (
        "MOVE",
        "environment: production, at: 2026-05-03T10:00:00Z, reason: the model was slow,",
    ),
    (
        "EARLIER",
        "environment: production, at: 2026-05-02T12:00:00Z, reason: the model was slow,",
    ),
    (
        "CONFIRMED",
        "environment: production, rolled_back_at: 2026-05-03T10:00:00Z, at: 2026-05-03T10:00:00Z, reason: seen,",
    ),
    (
        "BEFORE",
        "environment: production, rolled_back_at: 2026-05-03T10:00:00Z, at: 2026-05-03T09:00:00Z, reason: seen,",
    ),
    (
        "ANOTHER",
        "environment: production, rolled_back_at: 2026-05-02T10:00:00Z, at: 2026-05-03T10:00:00Z, reason: seen,",
    ),
    (
        "ELSEWHERE",
        "environment: development, rolled_back_at: 2026-05-03T10:00:00Z, at: 2026-05-03T10:00:00Z, reason: seen,",
    ),
];

#[test]
fn a_rollback_in_an_emergency_is_confirmed() {
    let policy =
        "rate_limit: null, sign_off: { by: [mara], emergency: { by: [night] } } }\nprompts:";
    let configuration = LIBRARY[0].1.replace("rate_limit: null }\nprompts:", policy);
    for (records, application, expected) in ROLLBACKS {
        let spell = |text: String, (word, meaning): &(&str, &str)| text.replace(word, meaning);
        let records = WORDS.iter().fold((*records).to_owned(), spell);
        let ledger = ENTRY.replace("  sign_offs:", &format!("  {records}\n  sign_offs:"));
        let shared = application.map_or("", |_| "library: .\n");
        let configuration = format!("{shared}{configuration}");
        let changes = [
            ("environments.yaml", configuration.as_str()),
            ("note/releases.yaml", ledger.as_str()),
        ];
        let library = library(&changes);
        let audit = Audit {
            application: application.map(str::to_owned),
            ..Audit::default()
        };
        let outcome = check_everything(&disk(&library), "prompts", &audit);
        let found = findings(&outcome).replace("./note", "note");
        assert_eq!(found, *expected, "with\n{ledger}");
    }
}

/// The model of production, the records beside its sign-off with the model `m`, and whether a strict
/// check says that the settings were changed by hand.
const SETTINGS: &[(&str, &str, bool)] = &[
    ("m", "", false),
    ("n", "", true),
    (
        "m",
        "pinned: [{MOVE rollback: true, model: m, temperature: 0, by: mara}]",
        false,
    ),
    (
        "m",
        "pinned: [{MOVE rollback: true, model: n, temperature: 0, by: mara}]",
        true,
    ),
    (
        "n",
        "pinned: [{MOVE rollback: true, model: n, temperature: 0, by: mara}]",
        false,
    ),
    (
        "n",
        "pinned: [{MOVE rollback: true, model: n, temperature: 1, by: mara}]",
        true,
    ),
    ("n", "pinned: [{MOVE rollback: true, by: mara}]", true),
    ("m, api: gemini", "", true),
    (
        "m, api: gemini",
        "pinned: [{MOVE rollback: true, api: gemini, model: m, temperature: 0, by: mara}]",
        false,
    ),
];

#[test]
fn settings_that_were_changed_by_hand_are_found() {
    for (model, records, is_found) in SETTINGS {
        let policy = "rate_limit: null, sign_off: { by: [mara], signatures: ssh } }\nprompts:";
        let configuration = LIBRARY[0].1.replace("rate_limit: null }\nprompts:", policy);
        let model = format!("'library:active', model: {model}");
        let configuration = configuration.replace("'library:active', model: m", &model);
        let configuration = format!("library_name: notes\n{configuration}");
        let (move_word, meaning) = WORDS[0];
        let records = records.replace(move_word, meaning);
        let ledger = ENTRY
            .replace("  sign_offs:", &format!("  {records}\n  sign_offs:"))
            .replace("reason: read,", "reason: read, model: m, temperature: 0,");
        let library = library(&[
            ("environments.yaml", configuration.as_str()),
            ("note/releases.yaml", ledger.as_str()),
            ("allowed_signers", "# nobody yet\n"),
        ]);
        let audit = Audit {
            is_strict: true,
            ..Audit::default()
        };
        let outcome = check_everything(&disk(&library), "prompts", &audit);
        let found = findings(&outcome);
        // The ledger records no promotion, which is another finding of this code.
        let by_hand = outcome.findings();
        let by_hand = by_hand
            .iter()
            .filter(|one| one.message.contains("the last record is for"));
        assert_eq!(
            by_hand.count() == 1,
            *is_found,
            "{model}, {ledger}\n{found}"
        );
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
        Severity::Warning => format!("({})", finding.code),
    };
    let line = finding.location.locate().line;
    let path = &finding.location.source.path;
    format!("{code} {}:{line}", path.trim_start_matches("prompts/"))
}
