//! `review` in real repositories of git.

use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::Command;

use crate::accepted;
use crate::desk::{Desk, Run};
#[cfg(unix)]
use crate::git::VARIABLES;
use crate::git::{begin, commit, git};
use crate::loopback::{Reply, Server};
use crate::page::read;
use crate::sales;

pub const CONFIGURATION: &str = "prompts/environments.yaml";
pub const LOCAL: &str = "prompts/visitor-greeting/local.prompt";
const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";
pub const GOLDEN: &str = "prompts/visitor-greeting/golden.yaml";
pub const EXAMPLE: &str = "docs/src/review-example.html";
const REPLAY: &str = "prompts/visitor-greeting/replay.jsonl";

/// The fixture `ready` as the branch `main`, with a branch of one's own checked out.
pub fn desk() -> Desk {
    let desk = Desk::ready();
    branch(desk.root());
    desk
}

fn branch(root: &Path) {
    begin(root);
    git(root, "checkout --quiet -b change");
}

/// A file, what is replaced in it by what, and what the review says then.
const CHANGES: &[(&str, &str, &str, &[&str])] = &[
    (
        CONFIGURATION,
        "production: \"1.0.0\"",
        "production: \"1.1.0\"",
        &[
            "production\n  visitor-greeting  1.1.0 instead of 1.0.0\n",
            "    a build refuses it: `visitor-greeting` 1.1.0 is a draft, but `production` accepts active versions only [draft-not-allowed]\n",
            "visitor-greeting from 1.0.0 to 1.1.0 in production\n  minor  ",
            "  +     host?: string, whom they have an appointment with\n",
            "  1 of 2 golden cases render differently\n  a visitor with an appointment\n",
            "  + Say that the facility manager is on the way.\n",
            "  production pins 1.1.0, and does not take it yet\n",
            "    ok golden: 2 of 2 cases passed with kimi-k2-5 (staging, 2026-11-03T10:00:00Z)\n",
            "    nobody has signed off yet; 1 person must still sign off\n",
            "    `cargo prompts promote visitor-greeting --to production --version 1.1.0 --by WHO --reason WHY`\n",
        ],
    ),
    (
        CONFIGURATION,
        "    production: \"1.0.0\"",
        "    # production: none",
        &[
            "production\n  visitor-greeting  no pin any more; it was 1.0.0\n",
            "visitor-greeting 1.0.0, gone from production\n",
            "  - Greet {{visitor}}, and offer a seat.\n",
        ],
    ),
    (
        CONFIGURATION,
        "rate_limit: 1000",
        "rate_limit: 500\n    feature_flags: { host_on_the_way: true }",
        &[],
    ),
    (
        CONFIGURATION,
        "    model: kimi-k2-5\n    temperature: 0.2\n    logging: full",
        "    model: kimi-k2-6\n    temperature: 0.3\n    logging: full",
        &["staging\n  model  kimi-k2-6 instead of kimi-k2-5\n  temperature  0.3 instead of 0.2\n"],
    ),
    (
        CONFIGURATION,
        "staging: \"1.1.0\"",
        "staging: { version: \"1.1.0\", temperature: 0.9 }",
        &["staging\n  visitor-greeting  1.1.0, as before\n    temperature  0.9 instead of 0.2\n"],
    ),
    (
        CONFIGURATION,
        "prompts:",
        "  canary:\n    prompt_source: \"library:active\"\n    model: kimi-k2-5\n    logging: structured\n    rate_limit: 5\n    sign_off: { required: 2, by: [front-desk-lead, ana] }\nprompts:",
        &[
            "canary (a new environment)\n  prompt_source  library:active, which was not set\n",
            "  sign_off.by  front-desk-lead, ana, which was not set\n",
        ],
    ),
    (
        LOCAL,
        "a glass of water",
        "a glass\u{200b} of tea",
        &[
            "development\n  visitor-greeting  working copy, with another text\n",
            "visitor-greeting from working copy to working copy in development\n  patch  ",
            "  + Greet {{visitor}}, and offer a seat and a glass\\u{200b} of tea.\n",
            "  2 of 2 golden cases render differently\n",
        ],
    ),
    (
        "prompts/partials/house-style.prompt",
        "e",
        "E",
        &["visitor-greeting from working copy to working copy in development\n"],
    ),
    (
        GOLDEN,
        "Mara }",
        "Mara L }",
        &["  golden.yaml was changed: its runs begin anew\n"],
    ),
    (
        LEDGER,
        "reason: to be validated\n",
        "reason: to be validated\n  sign_offs:\n    - prompt: visitor-greeting\n      environment: production\n      by: ana\n      at: 2026-11-05T14:00:00Z\n      reason: reads well\n      sha256: a83f4d51fd89569b154448658af333b983c5a82d1125033e44128457c65e4d41\n",
        &[
            "  2026-11-05T14:00:00Z  1.1.0 signed off for production by ana\n    reads well\n",
            "  next for production: 1.1.0 instead of 1.0.0\n",
            "visitor-greeting from 1.0.0 to 1.1.0 in production (next)\n  minor  ",
            "    signed off by ana\n",
        ],
    ),
];

#[test]
fn each_change_is_told_for_its_environment() {
    for (file, old, new, expected) in CHANGES {
        let desk = desk();
        desk.edit(file, old, new);
        if expected.is_empty() {
            // A flag must be in all environments: the review says what is wrong, and shows nothing.
            desk.run("review --base main")
                .expect(1, &["[missing-flag]"]);
            continue;
        }
        let text = desk.succeed("review --base main");
        for expected in *expected {
            assert!(text.contains(expected), "{new}: no {expected:?} in\n{text}");
        }
        commit(desk.root(), "change");
        assert_eq!(desk.succeed("review --base main"), text, "{new}");
    }
}

/// A run that the environment requires may be all that changes.
#[test]
fn a_pin_that_a_build_takes_at_last_says_so() {
    let desk = desk();
    let sound = desk.read(LEDGER);
    desk.edit(
        CONFIGURATION,
        "rate_limit: 1000",
        "rate_limit: 1000\n    requires: [golden]",
    );
    desk.edit(LEDGER, "run: golden", "run: validation");
    commit(desk.root(), "untested");
    desk.write(LEDGER, &sound);
    let text = desk.succeed("review --base HEAD --html page.html --markdown comment.md");
    let said = "1.1.0, as before; a build does not refuse it any more";
    assert!(!text.contains("prefix for caches"), "{text}");
    for text in [
        text,
        desk.read("page.html"),
        desk.read("comment.md").replace('\\', ""),
    ] {
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn nothing_is_told_of_what_did_not_change() {
    let desk = desk();
    desk.write("src/main.rs", "fn main() {}\n");
    let text = desk.succeed("review --base main");
    assert!(text.starts_with("what changes since main ("), "{text}");
    assert!(
        text.ends_with(")\nnothing that concerns prompts changes\n"),
        "{text}"
    );
}

/// Changes of the sales desk: files, and what is replaced in them by what.
const OF_DESK: &[&[(&str, &str, &str)]] = &[
    &[],
    &[(CONFIGURATION, "staging: \"2.3.0\"", "staging: \"2.2.1\"")],
    &[(CONFIGURATION, "prompts:", "# The pins.\nprompts:")],
    &[(CONFIGURATION, "rate_limit: 1000", "rate_limit: 500")],
    &[("prompts/ops-summarize-001/local.prompt", "\n", "\n\n")],
    &[
        ("prompts/ops-summarize-001/golden.yaml", "\n", "\n\n"),
        (CONFIGURATION, "staging: \"2.3.0\"", "staging: \"2.2.1\""),
    ],
    &[(
        "prompts/sales-email-007/releases.yaml",
        "reason: ",
        "reason: all ",
    )],
    &[("prompts/sales-email-007/2.2.1.prompt", "e", "E")],
    &[("prompts/sales-email-007/replay.jsonl", "{", "{ ")],
];

/// The prompts whose files and pins are the same are not compared. A file that means nothing makes each
/// of them another one, so that all are compared: the result is the same.
#[test]
fn prompts_that_are_not_compared_would_add_nothing() {
    for changes in OF_DESK {
        let desk = Desk::of("desk");
        branch(desk.root());
        for (file, old, new) in *changes {
            desk.edit(file, old, new);
        }
        compare_with_all(&desk, "prompts", changes);
    }
    // What one prompt alone has before or after.
    for step in 0..4 {
        let desk = Desk::of("desk");
        branch(desk.root());
        match step {
            0 => desk.write("prompts/new-note/local.prompt", "A note.\n"),
            1 => fs::remove_dir_all(desk.root().join("prompts/ops-summarize-001")).unwrap(),
            2 => desk.write("prompts/partials/new.prompt", "A part.\n"),
            _ => desk.write("prompts/allowed_signers", "# Nobody.\n"),
        }
        compare_with_all(&desk, "prompts", &step);
    }
}

/// The folder of the configuration is then a folder of the library, and no prompt.
#[test]
fn the_library_may_be_above_the_configuration() {
    let desk = Desk::of("desk");
    desk.edit(CONFIGURATION, "environments:", "library: ..\nenvironments:");
    for id in ["ops-summarize-001", "sales-email-007"] {
        let folder = desk.root().join("prompts").join(id);
        fs::rename(folder, desk.root().join(id)).unwrap();
    }
    branch(desk.root());
    desk.edit("sales-email-007/local.prompt", "First", "Second");
    let run = desk.run("review --base main");
    run.expect(0, &["sales-email-007 from working copy to working copy"]);
    assert!(!run.said().contains("ops-summarize-001"), "{}", run.said());
    compare_with_all(&desk, "", &"a library above");
}

/// Compares a review with one for which each prompt of the library has another file.
fn compare_with_all(desk: &Desk, library: &str, change: &impl std::fmt::Debug) {
    let command = "review --base main --format json";
    let run = desk.run(command);
    for entry in fs::read_dir(desk.root().join(library)).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            fs::write(path.join(".other"), "").unwrap();
        }
    }
    let all = desk.run(command);
    run.expect(0, &["\"environments\""]);
    assert_eq!(run.stdout, all.stdout, "{change:?}");
}

/// What main has since, the change has not taken back.
#[test]
fn what_the_base_has_since_is_no_change() {
    let desk = desk();
    git(desk.root(), "checkout --quiet main");
    desk.edit(LOCAL, "water", "tea");
    commit(desk.root(), "tea");
    git(desk.root(), "checkout --quiet change");
    desk.edit(CONFIGURATION, "rate_limit: 1000", "rate_limit: 500");
    let text = desk.succeed("review --base main");
    assert!(
        text.ends_with(")\n\nstaging\n  rate_limit  500 instead of 1000\n"),
        "{text}"
    );
}

#[test]
fn realistic_inputs_and_secrets_are_not_shown() {
    let desk = desk();
    let key = format!("AKIA{}", "IOSFODNN7EXAMPLQ");
    desk.write(REPLAY, "{\"visitor\": \"Visitor nineteen\"}\n");
    desk.edit(LOCAL, "a glass of water", &key);
    desk.run("review --base main --html page.html --markdown comment.md")
        .expect(0, &["replay.jsonl was changed"]);
    let shown = [
        desk.succeed("review --base main"),
        desk.read("page.html"),
        desk.read("comment.md"),
    ];
    for text in shown {
        assert!(!text.contains("nineteen") && !text.contains(&key), "{text}");
        assert!(text.contains("and offer a seat and "), "{text}");
    }
}

/// A reason is free text, and a review is read by more people than a ledger.
#[test]
fn no_secret_of_a_record_is_shown() {
    let desk = desk();
    let key = format!("AKIA{}", "IOSFODNN7EXAMPLQ");
    desk.succeed(&format!(
        "deprecate visitor-greeting 1.0.0 --by prompt-owner --reason {key}"
    ));
    for command in [
        "review --base main",
        "review --base main --markdown -",
        "review --base main --format json",
        "history visitor-greeting",
        "history visitor-greeting --format csv",
        "history visitor-greeting --format json",
        "show visitor-greeting --version 1.0.0",
        "show visitor-greeting --version 1.0.0 --format json",
    ] {
        let shown = desk.succeed(command);
        assert!(!shown.contains(&key[4..10]), "{command}: {shown}");
        assert!(shown.contains("AKIA"), "{command}: {shown}");
    }
}

/// A comment on a pull request is read by more people than the repository.
#[test]
fn no_secret_of_a_setting_or_of_a_name_is_shown() {
    let desk = desk();
    let key = format!("AKIA{}", "IOSFODNN7EXAMPLQ");
    git(desk.root(), &format!("branch base-{key} main"));
    let edits = [
        (CONFIGURATION, "model: kimi-k2-5-turbo", "model: KEY"),
        (
            CONFIGURATION,
            "rate_limit: 1000\n",
            "rate_limit: 1000\n    freeze: { until: 2027-01-04, reason: KEY }\n    parameters: { extra_body: { user: KEY } }\n",
        ),
        (
            CONFIGURATION,
            "rate_limit: 50000\n",
            "rate_limit: 50000\n    sign_off: { required: 2, by: [x-KEY, y-KEY], emergency: { by: [z-KEY] } }\n",
        ),
        (
            CONFIGURATION,
            "prompts:\n",
            "personal_data: { patterns: [{ name: number, regex: KEY }] }\nprompts:\n",
        ),
        (
            CONFIGURATION,
            "staging: \"1.1.0\"",
            "staging: { version: \"1.1.0\", model: KEY }",
        ),
        (GOLDEN, "who just walks in", "who has KEY"),
        (
            LEDGER,
            "reason: to be validated\n",
            "reason: to be validated\n  sign_offs:\n    - prompt: visitor-greeting\n      environment: production\n      by: x-KEY\n      at: 2026-11-05T14:00:00Z\n      reason: reads well\n      sha256: a83f4d51fd89569b154448658af333b983c5a82d1125033e44128457c65e4d41\n",
        ),
    ];
    for (file, old, new) in edits {
        desk.edit(file, old, &new.replace("KEY", &key));
    }
    desk.edit(LOCAL, "a glass of water", "a glass of tea");
    let signer = format!("{key} namespaces=\"cargo-prompts-sign-off-v1\" ssh-ed25519 AAAA\n");
    desk.write("prompts/allowed_signers", &signer);
    let masked = format!("AKIA{}", "*".repeat(16));
    for format in ["--format human", "--markdown -", "--format json"] {
        let shown = desk.succeed(&format!("review --base base-{key} {format}"));
        assert!(!shown.contains(&key[4..10]), "{format}: {shown}");
        let plain = shown.replace('\\', "");
        let places = [
            format!("base-{masked}"),
            format!("until 2027-01-04: {masked}"),
            format!("\"user\":\"{masked}\""),
            format!("x-{masked}, y-{masked}"),
            format!("z-{masked}"),
            format!("a visitor who has {masked}"),
            format!("number: {masked}"),
            format!("{masked} namespaces"),
        ];
        for place in places {
            assert!(plain.contains(&place), "{format}: {place}: {shown}");
        }
    }
}

#[test]
fn no_secret_in_the_name_of_a_prompt_or_of_an_environment_is_shown() {
    let desk = desk();
    let key = format!("glpat-{}", "q7w3x9k2z5v8b4n6j1h0p9m3");
    let local = desk.read(LOCAL);
    desk.write(&format!("prompts/{key}/local.prompt"), &local);
    desk.write(
        &format!("prompts/{key}/golden.yaml"),
        "- description: a visitor\n  vars: { visitor: Mara Lindqvist }\n",
    );
    desk.edit(
        CONFIGURATION,
        "prompts:\n",
        &format!("prompts:\n  {key}:\n    {key}: latest\n"),
    );
    let environment = format!(
        "environments:\n  {key}: {{ prompt_source: local, logging: full, rate_limit: 1, model: kimi-k2-5-turbo }}\n"
    );
    desk.edit(CONFIGURATION, "environments:\n", &environment);
    desk.succeed("review --base main --html page.html --markdown comment.md");
    let shown = [
        desk.succeed("review --base main"),
        desk.succeed("review --base main --format json"),
        desk.succeed("list"),
        desk.succeed("list --format json"),
        desk.read("page.html"),
        desk.read("comment.md"),
    ];
    for text in shown {
        assert!(!text.contains(&key[6..12]), "{text}");
        assert!(text.contains("glpat-"), "{text}");
    }
}

/// A pattern is a rule: that it was changed is told, although both keys look alike when they are masked.
#[test]
fn a_secret_in_the_place_of_another_is_a_change() {
    let desk = Desk::ready();
    let keys = [
        format!("AKIA{}", "IOSFODNN7EXAMPLQ"),
        format!("AKIA{}", "2XW9NB4RT6HC5PL8"),
    ];
    let pattern = |key: &str| {
        format!("personal_data: {{ patterns: [{{ name: number, regex: {key} }}] }}\nprompts:\n")
    };
    desk.edit(CONFIGURATION, "prompts:\n", &pattern(&keys[0]));
    branch(desk.root());
    desk.edit(CONFIGURATION, &keys[0], &keys[1]);
    let masked = format!("AKIA{}", "*".repeat(16));
    let shown = desk.succeed("review --base main");
    let expected = format!("- number: {masked}\n  + number: {masked}\n");
    assert!(shown.contains(&expected), "{shown}");
}

/// The package may be anywhere in its repository, and the library outside of the package.
#[test]
fn a_package_below_the_root_with_a_shared_library() {
    let desk = Desk::bare();
    let ready = Desk::ready();
    let configuration = ready.read(CONFIGURATION).replace(
        "# The front desk's screens.\n",
        "library: ../../../library\n",
    );
    desk.write("apps/desk/prompts/environments.yaml", &configuration);
    desk.write("apps/desk/Cargo.toml", "[package]\nname = \"front-desk\"\n");
    for (path, text) in ready.all_files() {
        if let Some(path) = path
            .strip_prefix("prompts/")
            .filter(|path| path.contains('/'))
        {
            desk.write(
                &format!("library/{path}"),
                &String::from_utf8(text).unwrap(),
            );
        }
    }
    branch(desk.root());
    desk.edit("library/visitor-greeting/local.prompt", "water", "tea");
    let mut command = desk.command("review --base main");
    let run = Run::of(
        &command
            .current_dir(desk.root().join("apps/desk"))
            .output()
            .unwrap(),
    );
    run.expect(
        0,
        &[
            "from working copy to working copy in development",
            "seat and a glass of tea.",
        ],
    );
}

#[test]
fn without_a_configuration_at_the_base_everything_is_new() {
    let desk = Desk::bare();
    desk.write("README.md", "front desk\n");
    branch(desk.root());
    for (path, text) in Desk::ready().all_files() {
        desk.write(&path, &String::from_utf8(text).unwrap());
    }
    desk.run("review --base main").expect(
        0,
        &[
            "production (a new environment)",
            "visitor-greeting  1.0.0, and nothing before",
            "visitor-greeting working copy, new in development",
        ],
    );
}

/// A fetch would run the command that the settings of the checkout name, and write to the repository.
#[cfg(unix)]
#[test]
fn what_a_partial_clone_lacks_is_not_fetched() {
    let desk = desk();
    let root = desk.root();
    let (objects, fetched) = (root.join(".git/objects"), root.join("fetched"));
    let object = object(root, &format!("main:{GOLDEN}"));
    let (folder, name) = object.split_at(2);
    fs::remove_file(objects.join(folder).join(name)).unwrap();
    let settings = fs::read_to_string(root.join(".git/config")).unwrap();
    let promisor = format!(
        "[extensions]\npartialClone = origin\n[protocol \"ext\"]\nallow = always\n\
         [remote \"origin\"]\npromisor = true\nurl = \"ext::touch {}\"\n",
        fetched.display()
    );
    fs::write(root.join(".git/config"), settings + &promisor).unwrap();
    desk.run("review --base main").expect(
        2,
        &[
            &format!("this clone is partial: it lacks `{GOLDEN}` at `main`"),
            "`git fetch --refetch --no-filter` gets all files",
        ],
    );
    assert!(!fetched.exists());
}

/// The name of the object that a revision names.
#[cfg(unix)]
fn object(root: &Path, revision: &str) -> String {
    let mut command = Command::new("git");
    command.args(["rev-parse", revision]).current_dir(root);
    let output = command.envs(VARIABLES).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// How the repository is made, the arguments, and what is said.
#[test]
fn what_cannot_be_compared_is_said() {
    let origin = desk();
    commit(origin.root(), "second");
    let url = format!("file://{}", origin.root().display());
    let shallow = Desk::bare();
    git(
        shallow.root(),
        &format!("clone -q --depth 1 --branch change {url} ."),
    );
    let alone = Desk::ready();
    let broken = desk();
    broken.edit(CONFIGURATION, "rate_limit: 1000", "rate_limit: lots");
    commit(broken.root(), "broken");
    broken.edit(CONFIGURATION, "rate_limit: lots", "rate_limit: 1000");
    let outside = desk();
    outside.edit(
        CONFIGURATION,
        "# The front desk's screens.",
        "library: /srv/library",
    );
    commit(outside.root(), "library");
    outside.edit(CONFIGURATION, "library: /srv/library", "");
    let rows: [(&Desk, &str, &[&str]); 7] = [
        (
            &shallow,
            "--base main",
            &[
                "this clone is shallow, and lacks `main`",
                "`git fetch --unshallow`",
                "`fetch-depth: 0`",
            ],
        ),
        (
            &origin,
            "--base nowhere",
            &["the repository has no revision `nowhere`", "`git fetch`"],
        ),
        (
            &origin,
            "--base=--all",
            &["the repository has no revision `--all`"],
        ),
        (&origin, "--base ''", &["the repository has no revision"]),
        (
            &alone,
            "--base main",
            &["cannot find a git repository", "not a git repository"],
        ),
        (
            &broken,
            "--base HEAD",
            &[
                "`prompts/environments.yaml` has errors as it was at `HEAD`",
                "name a base with a sound configuration",
            ],
        ),
        (
            &outside,
            "--base HEAD",
            &["is outside of the git repository"],
        ),
    ];
    for (desk, arguments, said) in rows {
        desk.run(&format!("review {arguments}")).expect(2, said);
    }
}

/// A tree that git itself never makes leads nowhere: neither its names nor its links.
#[cfg(unix)]
#[test]
fn a_link_at_the_base_leads_nowhere() {
    let desk = desk();
    let secret = desk.root().join("secret.txt");
    fs::write(&secret, "the visitors' book\n").unwrap();
    fs::remove_file(desk.root().join(LOCAL)).unwrap();
    std::os::unix::fs::symlink(&secret, desk.root().join(LOCAL)).unwrap();
    git(desk.root(), "add -A prompts");
    git(desk.root(), "commit --quiet --message link");
    fs::remove_file(desk.root().join(LOCAL)).unwrap();
    desk.write(LOCAL, "Greet {{visitor}}.\n");
    let run = desk.run("review --base HEAD");
    assert!(!run.said().contains("visitors' book"), "{}", run.said());
    run.expect(0, &["Greet {{visitor}}."]);
}

#[test]
fn a_comment_fits_and_says_what_it_leaves_out() {
    let desk = desk();
    let begin = desk.read(LOCAL);
    let lines = |count: usize| {
        let lines = (0..count).map(|number| format!("Line {number} of the house rules.\n"));
        begin.clone() + &lines.collect::<String>()
    };
    desk.write(LOCAL, &lines(4000));
    desk.edit(
        CONFIGURATION,
        "production: \"1.0.0\"",
        "production: \"1.1.0\"",
    );
    let comment = desk.succeed("review --base main --markdown -");
    assert!(comment.chars().count() < 65_536);
    assert!(comment.contains("\n2 parts are left out here"), "{comment}");
    assert!(
        comment.contains("$ cargo prompts promote visitor-greeting --to production"),
        "{comment}"
    );
    let page = "review --base main --html page.html";
    desk.succeed(page);
    assert!(
        desk.read("page.html")
            .contains("Line 3999 of the house rules.")
    );
    desk.write(LOCAL, &lines(1000));
    let comment = desk.succeed("review --base main --markdown -");
    assert!(comment.contains("\n1 part is left out here"), "{comment}");
}

/// Another program reads it, so nothing else is printed beside it.
#[test]
fn each_form_for_a_reader_can_be_standard_output_alone() {
    let desk = desk();
    desk.edit(
        CONFIGURATION,
        "production: \"1.0.0\"",
        "production: \"1.1.0\"",
    );
    desk.succeed("review --base main --html page.html --markdown comment.md");
    for (form, file, other) in [
        ("--html -", "page.html", "--markdown other.md"),
        ("--markdown -", "comment.md", "--html other.html"),
    ] {
        for command in [form, &format!("{form} {other}")] {
            let printed = desk.succeed(&format!("review --base main {command}"));
            assert_eq!(printed, desk.read(file), "{command}");
        }
    }
    for two in ["--html - --markdown -", "--html - --format json"] {
        desk.run(&format!("review --base main {two}")).expect(
            2,
            &[
                "standard output takes one form of the review",
                "write the other form to a file",
            ],
        );
    }
    assert!(!desk.root().join("-").exists());
}

/// A comment is there to say what changes for whom: of a long table, the rows that fit are shown.
#[test]
fn a_comment_has_as_much_of_a_long_table_as_fits() {
    let desk = desk();
    let pins = (0..650).map(|number| {
        let id = format!("{}-{number}", "a-long-name-of-a-prompt".repeat(2));
        desk.write(&format!("prompts/{id}/local.prompt"), "Good morning.\n");
        format!("  {id}:\n    development: latest\n")
    });
    let pins = format!("prompts:\n{}", pins.collect::<String>());
    desk.edit(CONFIGURATION, "prompts:\n", &pins);
    let comment = desk.succeed("review --base main --markdown -");
    let rows = comment.matches("working copy, and nothing before").count();
    assert!((400..650).contains(&rows), "{rows} rows in\n{comment}");
    assert!(comment.chars().count() < 65_536);
    assert!(comment.contains(" parts are left out here"), "{comment}");
}

/// Texts that a browser, a forge or a terminal could take for something else.
pub const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</td></table><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "{% raw %}{{ 7 * 7 }}",
    "``` \n</details>\n# Approved by @front-desk-lead :white_check_mark:",
    "\u{1b}[2J\u{202e}\u{200b}",
    "::error::boo",
    "<!-- --><style>*{display:none}</style>",
    "[sign](javascript:alert(1)) ![x](https://example.com/x.png)",
];

#[test]
fn hostile_texts_stay_texts() {
    for text in HOSTILE {
        let desk = desk();
        let escaped = text.replace('{', "\\{");
        let prompt = desk
            .read(LOCAL)
            .replace("Greet", &format!("{escaped}\nGreet"));
        desk.write(
            LOCAL,
            &prompt.replace("the visitor's name", &text.replace(['\n', ':', '#'], " ")),
        );
        let quoted = serde_json::to_string(text).unwrap();
        desk.edit(GOLDEN, "a visitor with an appointment", &quoted);
        desk.edit(
            LEDGER,
            "reason: read aloud to the team",
            &format!("reason: {quoted}"),
        );
        desk.edit(
            LEDGER,
            "at: 2026-10-05T14:00:00Z",
            "at: 2026-10-05T14:00:01Z",
        );
        let run = desk.run("review --base main --html page.html --markdown comment.md");
        run.expect(0, &[]);
        let (page, comment) = (desk.read("page.html"), desk.read("comment.md"));
        let lower = page.to_lowercase();
        for tag in ["<script", "<img", "onerror=\"", "<!--", "javascript:\""] {
            assert!(!lower.contains(tag), "{text}: {tag} in the page");
        }
        assert_eq!(page.matches("<style").count(), 1, "{text}");
        assert!(!page.contains("\" onmouseover"), "{text}");
        let unfenced = outside_of_fences(&comment);
        for tag in [
            "<script", "<img", "<style", "</td", "@front", "![", "](java",
        ] {
            assert!(!unfenced.contains(tag), "{text}: {tag} in\n{unfenced}");
        }
        assert_eq!(
            unfenced.matches("<details>").count(),
            unfenced.matches("</details>").count(),
            "{comment}"
        );
        for shown in [&page, &comment, &run.stdout] {
            let hidden = ['\u{1b}', '\u{202e}', '\u{200b}'];
            assert!(!shown.contains(hidden), "{text}");
            // A runner reads commands behind blanks as well.
            let mut lines = shown.lines();
            assert!(
                !lines.any(|line| line.trim_start().starts_with("::")),
                "{text}"
            );
        }
    }
}

/// The lines of a comment that are read as Markdown.
fn outside_of_fences(comment: &str) -> String {
    let (mut fence, mut lines) = (None::<String>, String::new());
    for line in comment.lines() {
        let ticks = line
            .chars()
            .take_while(|character| *character == '`')
            .count();
        match &fence {
            None if ticks >= 3 => fence = Some("`".repeat(ticks)),
            Some(open) if line.trim_end() == open => fence = None,
            Some(_) => {}
            None => lines.extend([line, "\n"]),
        }
    }
    assert_eq!(fence, None, "{comment}");
    lines
}

/// The page that the guide shows: the reference application's 2.3.0 was validated in staging, and somebody
/// is to sign off.
#[test]
fn the_recorded_review_of_the_guide() {
    let desk = Desk::of("desk");
    let (staged, before) = ("staging: \"2.3.0\"", "staging: \"2.2.1\"");
    desk.edit(CONFIGURATION, staged, before);
    branch(desk.root());
    desk.edit(CONFIGURATION, before, staged);
    let ledger = desk.read(sales::LEDGER).trim_end().to_owned();
    let runs = [
        ("golden", sales::GOLDEN, 40, 40),
        ("validation", sales::REPLAY, 500, 500),
    ];
    let runs = runs.map(|(run, dataset, cases, passed)| {
        let dataset = prompt_build::hash::sha256(&desk.read(dataset));
        format!(
            "    - prompt: sales-email-007\n      run: {run}\n      environment: staging\n      model: kimi-k2-5\n      temperature: 0.2\n      cases: {cases}\n      passed: {passed}\n      sha256: 3cae3210ecfbdab06fba0b7bd5f7f41b1354f59f2bb432c131b8252b936dcf83\n      dataset: {dataset}\n      at: 2026-10-0{}T10:00:00Z\n",
            if run == "golden" { 3 } else { 5 }
        )
    });
    let pinned = "  pinned:\n    - environment: staging\n      before: 2.2.1\n      by: prompt-owner\n      at: 2026-10-04T09:00:00Z\n      reason: golden cases pass, to be validated\n";
    desk.write(
        sales::LEDGER,
        &format!("{ledger}\n  evidence:\n{}{pinned}", runs.concat()),
    );
    let saved = "compare sales-email-007 production 2.3.0 --only golden --save";
    desk.run_against(&sales_model(), saved).expect(0, &[]);
    desk.succeed("review --base main --html page.html");
    let page = desk.read("page.html");
    let words = [
        "Next for production: 2.3.0 instead of 2.2.1",
        "saved answers: kimi-k2-5 passed before and after",
        "nobody has signed off yet; 1 person must still sign off",
        "500 of 500 realistic inputs passed",
    ];
    for words in words {
        assert!(
            page.to_lowercase().contains(&words.to_lowercase()),
            "{words}"
        );
    }
    accepted::check(EXAMPLE, &read(EXAMPLE), &page);
}

/// A model that writes to the leads of the golden cases, in the form that the version asks for.
fn sales_model() -> Server {
    Server::start(|request, _| {
        let said = request.body.to_string();
        let (name, offer) = if said.contains("Mara Lindqvist") {
            (
                "Mara",
                "The Team plan is 49 EUR a month for Nordlicht Logistik.",
            )
        } else if said.contains("O'Rourke") {
            ("Mr O'Rourke", "The Studio plan is 1,200 EUR a year.")
        } else {
            ("Ayşe Demir", "The R&D plan is 5 EUR.")
        };
        let email = if said.contains("follow_up_in_days") {
            serde_json::json!({
                "subject": "Your question",
                "body": format!("Dear {name},\n\n{offer} Does Tuesday suit you?"),
                "follow_up_in_days": 3,
            })
        } else {
            serde_json::json!({
                "subject": "Our plans",
                "body": format!("Dear {name},\n\n{offer} Shall we talk next week?"),
            })
        };
        Reply::answer(&format!("{email:#}"))
    })
}
