//! The version that `publish` gives to a text: `list` and `diff` agree with it.

use std::fs;

use crate::desk::{Desk, Run};

const WORKING_COPY: &str = "prompts/visitor-greeting/local.prompt";
const RELEASE: &str = "prompts/visitor-greeting/1.1.0.prompt";
const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";

/// No build would read the ledger with the next entry.
#[test]
fn a_ledger_that_is_full_takes_no_entry() {
    const MOST: usize = 8 * 1024 * 1024;
    let desk = Desk::ready();
    let ledger = desk.read(LEDGER) + "# The history of this ledger.\n# ";
    let filler = "a".repeat(MOST - ledger.len() - 1);
    desk.write(LEDGER, &format!("{ledger}{filler}\n"));
    desk.write(WORKING_COPY, "Welcome our guest.\n");
    let before = desk.files();
    publish(&desk, "").expect(
        1,
        &[
            "releases.yaml:1:1: [file-too-large] the file has 9 MiB, at most 8 MiB are read",
            "publish the next version under another id",
        ],
    );
    assert!(desk.files() == before, "a file was written");
}

/// The text of a release that is not withdrawn, as the working copy, and what else is asked for.
const SAME: &[(&str, &str)] = &[
    ("1.1.0", ""),
    ("1.1.0", "--bump patch"),
    ("1.1.0", "--version 1.0.0-rc.1"),
    ("1.1.0", "--version 0.9.0"),
    ("1.1.0", "--version 1.1.0-rc.1"),
    ("1.0.0", ""),
    ("1.0.0", "--version 7.0.0"),
];

#[test]
fn a_text_that_is_released_is_not_published_again() {
    for (released, options) in SAME {
        let desk = Desk::ready();
        desk.write(
            WORKING_COPY,
            &desk.read(&format!("prompts/visitor-greeting/{released}.prompt")),
        );
        let before = desk.files();
        let run = publish(&desk, options);
        let way_out = format!(
            "`cargo prompts promote visitor-greeting --to ENV --version {released} --by WHO"
        );
        run.expect(
            1,
            &[
                "[nothing-to-publish]",
                &format!("is identical to `{released}`"),
                &way_out,
            ],
        );
        assert_eq!(desk.files(), before, "{released} {options}");
    }
}

/// The extension of a release, that of the working copy with the same bytes, and what changed.
const FORMS: &[(&str, &str, &str)] = &[
    (
        "md",
        "prompt",
        "the form was changed from plain text (`.md`) to a template",
    ),
    (
        "txt",
        "prompt",
        "the form was changed from plain text (`.txt`) to a template",
    ),
    (
        "prompt",
        "md",
        "the form was changed from a template to plain text (`.md`)",
    ),
    (
        "prompt",
        "txt",
        "the form was changed from a template to plain text (`.txt`)",
    ),
    (
        "md",
        "txt",
        "the extension was changed from `.md` to `.txt`: both are plain text",
    ),
    (
        "txt",
        "md",
        "the extension was changed from `.txt` to `.md`: both are plain text",
    ),
];

#[test]
fn the_same_bytes_in_another_form_are_another_version() {
    for (released, copy, reason) in FORMS {
        let desk = Desk::ready();
        desk.write(&format!("prompts/note/local.{released}"), "Say hello.\n");
        let published = "published note 1.0.0, a draft, in";
        desk.run("publish note --by mara").expect(0, &[published]);
        desk.run("diff note").expect(0, &["are identical"]);
        let copy_of = |extension| desk.root().join(format!("prompts/note/local.{extension}"));
        fs::rename(copy_of(released), copy_of(copy)).unwrap();
        let change = format!("patch  {reason}");
        let run = desk.run("diff note");
        run.expect(0, &["a patch version, 1.0.1 or higher", &change]);
        assert!(!run.stdout.contains("+++"), "{}", run.stdout);
        let published = "published note 1.0.1, a draft (patch since 1.0.0)";
        desk.run("publish note --by mara")
            .expect(0, &[published, reason]);
        desk.run("diff note 1.0.0 1.0.1").expect(0, &[&change]);
        desk.run("publish note --by mara")
            .expect(1, &["identical to `1.0.1`"]);
    }
}

/// Providers read the schema first, so none of the text behind it is in their caches.
#[test]
fn another_output_schema_makes_the_prefix_cold() {
    let desk = Desk::ready();
    let released = desk.read(RELEASE);
    let changed = released.replacen(
        "input:",
        "output:\n  schema: { anyOf: [{ type: object }] }\ninput:",
        1,
    );
    desk.write(WORKING_COPY, &changed);
    let reason = "all 6 bytes of the prefix for caches must be cached again: the output schema stands before it, and changes";
    desk.run("diff visitor-greeting").expect(0, &[reason]);
    desk.write(
        WORKING_COPY,
        &released.replacen("offer a seat", "offer a chair", 1),
    );
    let same = "the prefix for caches does not change: 6 bytes";
    desk.run("diff visitor-greeting").expect(0, &[same]);
}

/// Each model has a cache of its own, and providers read the tools first.
#[test]
fn another_model_or_tool_of_the_working_copy_makes_the_prefix_cold() {
    let desk = Desk::ready();
    let released = desk.read(RELEASE);
    let model = "all 6 bytes of the prefix for caches must be cached again: each model has a cache of its own";
    let tools = "all 6 bytes of the prefix for caches must be cached again: the tools stand before it, and change";
    let rows = [
        ("model: other\ninput:", model),
        (
            "config: { extraBody: { tools: [{ type: custom, name: book }] } }\ninput:",
            tools,
        ),
    ];
    for (front, reason) in rows {
        desk.write(WORKING_COPY, &released.replacen("input:", front, 1));
        for sides in ["", " 1.1.0 local", " local 1.1.0", " staging local"] {
            desk.run(&format!("diff visitor-greeting{sides}"))
                .expect(0, &[reason]);
        }
    }
    // The settings of both sides are those of the environment that one of them names.
    desk.write(
        WORKING_COPY,
        &released.replacen("offer a seat", "offer a chair", 1),
    );
    let environments = desk.read("prompts/environments.yaml");
    desk.write(
        "prompts/environments.yaml",
        &environments.replacen("kimi-k2-5\n", "kimi-k2-6\n", 1),
    );
    let same = "the prefix for caches does not change: 6 bytes";
    for sides in ["staging local", "local staging", "staging 1.0.0"] {
        desk.run(&format!("diff visitor-greeting {sides}"))
            .expect(0, &[same]);
    }
}

/// An address as git has it, which is no name for a ledger.
#[test]
fn an_address_that_cannot_name_the_publisher_is_shown() {
    let desk = Desk::ready();
    let git = [
        ("GIT_CONFIG_COUNT", "1"),
        ("GIT_CONFIG_KEY_0", "user.email"),
        ("GIT_CONFIG_VALUE_0", "o'brien@example.com"),
    ];
    desk.run_with("publish visitor-greeting", &git).expect(
        2,
        &[
            "git's `user.email`, `o'brien@example.com`, cannot name the publisher: a name has 1 to 64 letters",
            "pass `--by WHO`",
        ],
    );
}

#[test]
fn a_text_that_was_withdrawn_is_published_under_the_next_version() {
    let desk = withdrawn();
    desk.run("list").expect(0, &["1.0.0"]);
    desk.run("diff visitor-greeting").expect(
        0,
        &["from 1.0.0 to working copy: a minor version, 1.1.1 or higher"],
    );
    publish(&desk, "--version 1.1.0").expect(1, &["[already-released]"]);
    publish(&desk, "").expect(
        0,
        &["published visitor-greeting 1.1.1, a draft (minor since 1.0.0)"],
    );
    desk.run("diff visitor-greeting")
        .expect(0, &["1.1.1 and working copy are identical"]);
    publish(&desk, "").expect(1, &["[nothing-to-publish]", "is identical to `1.1.1`"]);
}

#[test]
fn where_all_was_withdrawn_the_numbers_go_on() {
    let desk = Desk::ready();
    desk.succeed("new badge-notice");
    for (version, next) in [("2.3.0", "2.3.1"), ("2.3.1", "2.3.2")] {
        let option = if version == "2.3.0" {
            "--version 2.3.0"
        } else {
            ""
        };
        desk.succeed(&format!("publish badge-notice {option} --by prompt-owner"));
        desk.succeed(&format!(
            "withdraw badge-notice {version} --by front-desk-lead --reason 'too long'"
        ));
        desk.run("diff badge-notice").expect(
            2,
            &[
                "`badge-notice` has no release",
                "`cargo prompts publish badge-notice`",
            ],
        );
        let ledger = desk.read("prompts/badge-notice/releases.yaml");
        assert!(
            ledger.contains(version) && !ledger.contains(next),
            "{ledger}"
        );
    }
}

#[test]
fn an_older_text_is_no_change_to_publish_either() {
    let desk = Desk::ready();
    desk.write(
        WORKING_COPY,
        &desk.read("prompts/visitor-greeting/1.0.0.prompt"),
    );
    desk.run("diff visitor-greeting").expect(
        0,
        &["from 1.1.0 to working copy: a major change, already released as 1.0.0"],
    );
}

#[test]
fn a_candidate_becomes_the_version() {
    let desk = Desk::ready();
    publish(&desk, "--version 2.0.0-rc.1").expect(0, &["published visitor-greeting 2.0.0-rc.1"]);
    publish(&desk, "--version 2.0.0-rc.2")
        .expect(1, &["[nothing-to-publish]", "is identical to `2.0.0-rc.1`"]);
    publish(&desk, "--version 2.0.0").expect(0, &["published visitor-greeting 2.0.0"]);
}

/// A first version, the change that is named, and the version that it makes.
const BUMPS: &[(&str, &str, &str)] = &[
    ("0.4.2", "--bump major", "0.5.0"),
    ("0.4.2", "--bump minor", "0.4.3"),
    ("0.0.2", "--bump major", "0.0.3"),
    ("1.4.2", "--bump major", "2.0.0"),
    ("0.4.2", "--version 1.0.0", "1.0.0"),
];

#[test]
fn a_major_change_counts_as_cargo_counts() {
    for (first, options, expected) in BUMPS {
        let desk = Desk::ready();
        desk.succeed("new badge-notice");
        desk.succeed(&format!(
            "publish badge-notice --version {first} --by prompt-owner"
        ));
        let working_copy = "prompts/badge-notice/local.prompt";
        desk.write(
            working_copy,
            &format!("{}\nSay it kindly.\n", desk.read(working_copy)),
        );
        let said = desk.succeed(&format!("publish badge-notice {options} --by prompt-owner"));
        assert!(
            said.contains(&format!("published badge-notice {expected}, ")),
            "{first} {options}: {said}"
        );
    }
}

/// 1.1.0 is out of reach, and the working copy has its text.
fn withdrawn() -> Desk {
    let desk = Desk::ready();
    desk.write(WORKING_COPY, &desk.read(RELEASE));
    desk.edit(
        "prompts/environments.yaml",
        "staging: \"1.1.0\"",
        "staging: \"1.0.0\"",
    );
    desk.succeed(
        "withdraw visitor-greeting 1.1.0 --by front-desk-lead --reason 'names a host who left'",
    );
    assert!(desk.read(LEDGER).contains("withdrawn"));
    desk
}

fn publish(desk: &Desk, options: &str) -> Run {
    desk.run(&format!(
        "publish visitor-greeting {options} --by prompt-owner"
    ))
}

/// The text that a reading leaves out: a release would have it once fewer.
#[test]
fn a_text_that_would_change_when_it_is_read_again_is_named() {
    let rows = [
        (
            "Be kind.\r\r\nBe brief.\n",
            "local.md:1:9: [hidden-characters] a line ends with two carriage returns",
        ),
        (
            "\u{feff}\u{feff}Be kind.\n",
            "local.md:1:1: [hidden-characters] the file begins with two byte order marks",
        ),
    ];
    for (text, said) in rows {
        let desk = Desk::ready();
        fs::remove_file(desk.root().join(WORKING_COPY)).unwrap();
        desk.write("prompts/visitor-greeting/local.md", text);
        let before = desk.files();
        let run = publish(&desk, "--bump major");
        run.expect(1, &[said]);
        assert!(!run.said().contains("altered-release"), "{}", run.said());
        assert_eq!(desk.files(), before);
    }
}

/// `^1.2` brings 1.3.0, which does not take what calls of 1.2.0 pass.
#[test]
fn a_version_below_another_fits_that_one() {
    let desk = Desk::ready();
    let text = desk.read(WORKING_COPY);
    desk.write(WORKING_COPY, &text.replace("Greet", "Welcome"));
    publish(&desk, "--version 1.3.0").expect(0, &[]);
    let input = "    host?: string, whom they have an appointment with\n";
    let more = text.replace(input, &format!("{input}    language?: string\n"));
    desk.write(WORKING_COPY, &(more + "Answer in {{language}}.\n"));
    let before = desk.files();
    let reasons = [
        "[wrong-bump] `1.3.0` follows `1.2.0` as a minor version",
        "the input `language` was removed",
        "a range such as `^1.2.0` would bring `1.3.0`",
    ];
    publish(&desk, "--version 1.2.0").expect(1, &reasons);
    assert!(desk.files() == before, "a file was written");
    publish(&desk, "--version 1.4.0").expect(0, &[]);
    desk.write(WORKING_COPY, &text.replace("Greet", "Receive"));
    publish(&desk, "--version 1.2.0").expect(0, &[]);
}
