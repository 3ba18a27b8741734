//! `cargo prompts inspect`: binaries with markers, held against a library; and files that are none.

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::consumer::{Consumer, repository};
use crate::desk::{Desk, Run};
use crate::images::{elf, marker, packed_elf};

const DRAFT: &str = "3cae3210ecfbdab06fba0b7bd5f7f41b1354f59f2bb432c131b8252b936dcf83";
const RELEASED: &str = "8d4e5ee9ef9fbed93af7121f1f63c15412269511b2d4ae1904339a1517b5dff1";
const SUMMARY: &str = "8dc4f1fa22faebbefb5634c84b793c2957d011f5208941c2a0f129ce3fff42ef";
const OTHER: &str = "706edf8b0b78c1d6ab0d8e0f2f43b2ad2bfd1c9e5f0d1d9a6b6c9d1f0a0b3c4d";

/// The sales desk with a program that has these markers: package, id, version, status, environment,
/// sha256.
fn desk(markers: &[[&str; 6]]) -> Desk {
    let bytes = markers.iter().flat_map(|fields| marker(&fields.join("\n")));
    desk_of(&bytes.collect::<Vec<_>>())
}

/// The sales desk with a program that has these bytes.
fn desk_of(bytes: &[u8]) -> Desk {
    let desk = Desk::of("desk");
    desk.write("Cargo.toml", "[package]\nname = \"sales-desk\"\n");
    fs::write(desk.root().join("program"), elf(bytes)).unwrap();
    desk
}

/// One marker, the exit code, and what is said.
const ROWS: &[([&str; 6], i32, &[&str])] = &[
    (
        [
            "sales-desk",
            "sales-email-007",
            "2.2.1",
            "active",
            "production",
            RELEASED,
        ],
        0,
        &["8d4e5ee9ef9f  sales-desk  chat-completions, kimi-k2-5, temperature 0.2  pinned"],
    ),
    (
        [
            "sales-desk",
            "sales-email-007",
            "2.2.1",
            "active",
            "staging",
            RELEASED,
        ],
        0,
        &[
            "outdated",
            "warning: program:1:1: [embedded-outdated]",
            "but `staging` now pins 2.3.0",
        ],
    ),
    (
        [
            "sales-desk",
            "sales-email-007",
            "2.2.1",
            "active",
            "canary",
            RELEASED,
        ],
        0,
        &["[embedded-outdated]", "but `canary` has no pin for it"],
    ),
    (
        [
            "sales-desk",
            "sales-email-007",
            "2.3.0",
            "draft",
            "staging",
            DRAFT,
        ],
        0,
        &[
            "warning: program:1:1: [embedded-draft] `sales-email-007` 2.3.0 for `staging` is a draft\n",
        ],
    ),
    (
        [
            "sales-desk",
            "sales-email-007",
            "2.3.0",
            "draft",
            "production",
            DRAFT,
        ],
        1,
        &[
            "error: program:1:1: [embedded-draft]",
            "is a draft, which `production` does not accept",
        ],
    ),
    (
        [
            "sales-desk",
            "sales-email-007",
            "local",
            "working-copy",
            "development",
            OTHER,
        ],
        0,
        &[
            "warning: program:1:1: [embedded-working-copy] `sales-email-007` for `development` is a working copy\n",
        ],
    ),
    (
        [
            "sales-desk",
            "sales-email-007",
            "local",
            "working-copy",
            "staging",
            OTHER,
        ],
        1,
        &[
            "error: program:1:1: [embedded-working-copy]",
            "which `staging` does not accept",
        ],
    ),
    (
        [
            "sales-desk",
            "sales-email-007",
            "2.2.1",
            "active",
            "production",
            OTHER,
        ],
        1,
        &[
            "altered",
            "[embedded-altered]",
            "its hash is `706edf8b0b78c1d6",
            "the hash of the release",
        ],
    ),
    (
        [
            "sales-desk",
            "sales-email-007",
            "2.2.0",
            "active",
            "production",
            OTHER,
        ],
        1,
        &[
            "unknown",
            "[embedded-unknown]",
            "is not in the ledger",
            "cargo prompts history sales-email-007",
        ],
    ),
    (
        [
            "sales-desk",
            "refund-reply",
            "1.0.0",
            "active",
            "production",
            OTHER,
        ],
        1,
        &["[embedded-unknown]"],
    ),
    (
        [
            "phrases",
            "refund-reply",
            "1.0.0",
            "active",
            "production",
            OTHER,
        ],
        1,
        &[
            "foreign",
            "[embedded-foreign]",
            "belongs to `phrases`, whose ledger is not at hand",
            "`--package sales-desk`",
        ],
    ),
    (
        [
            "phrases",
            "sales-email-007",
            "local",
            "working-copy",
            "production",
            OTHER,
        ],
        1,
        &["[embedded-foreign]"],
    ),
    (
        [
            "phrases",
            "sales-email-007",
            "2.2.1",
            "active",
            "production",
            OTHER,
        ],
        1,
        &["[embedded-foreign]"],
    ),
    // Another package on the same library: its pins are its own.
    (
        [
            "phrases",
            "sales-email-007",
            "2.2.1",
            "active",
            "live",
            RELEASED,
        ],
        0,
        &["as released"],
    ),
    (
        [
            "phrases",
            "sales-email-007",
            "2.3.0",
            "draft",
            "live",
            DRAFT,
        ],
        0,
        &["warning: program:1:1: [embedded-draft]"],
    ),
];

#[test]
fn each_prompt_is_held_against_the_library() {
    for (fields, code, said) in ROWS {
        desk(&[*fields]).run("inspect program").expect(*code, said);
    }
}

/// An edit of the ledger, the exit code, and what is said of a program that was built before.
#[test]
fn what_became_of_a_version_since_is_said() {
    let old = "sha256: 8d4e5ee9ef9fbed93af7121f1f63c15412269511b2d4ae1904339a1517b5dff1";
    let rows = [
        (
            "withdrawn",
            1,
            "error: program:1:1: [embedded-withdrawn] `sales-email-007` 2.2.1 for `production` was withdrawn",
        ),
        (
            "deprecated",
            0,
            "warning: program:1:1: [embedded-deprecated] `sales-email-007` 2.2.1 for `production` is deprecated",
        ),
        ("draft", 1, "error: program:1:1: [embedded-draft]"),
        ("retired", 1, "[unknown-status]"),
    ];
    for (status, code, said) in rows {
        let desk = desk(&[[
            "sales-desk",
            "sales-email-007",
            "2.2.1",
            "active",
            "production",
            RELEASED,
        ]]);
        let (active, now) = (
            format!("status: active\n  {old}"),
            format!("status: {status}\n  {old}"),
        );
        desk.edit("prompts/sales-email-007/releases.yaml", &active, &now);
        desk.run("inspect program").expect(code, &[said]);
    }
}

/// Many calls of one prompt are one line; a marker of another environment, and what is said of
/// both.
#[test]
fn several_markers_in_one_program() {
    let email = [
        "sales-desk",
        "sales-email-007",
        "2.2.1",
        "active",
        "production",
        RELEASED,
    ];
    let summary = [
        "sales-desk",
        "ops-summarize-001",
        "2.1.0",
        "active",
        "production",
        SUMMARY,
    ];
    let both = desk(&[email, summary, email, email]);
    let run = both.run("inspect program");
    run.expect(
        0,
        &["ops-summarize-001  2.1.0    active  production   8dc4f1fa22fa  sales-desk  chat-completions, kimi-k2-5, temperature 0.2  pinned\n"],
    );
    assert_eq!((run.stdout.lines().count(), run.stderr.as_str()), (5, ""));
    let json =
        serde_json::from_str::<Value>(&both.succeed("inspect program --format json")).unwrap();
    assert_eq!(
        (&json["prompts"][0]["calls"], &json["prompts"][1]["calls"]),
        (&1.into(), &3.into())
    );
    assert_eq!(
        (&json["checked"], &json["errors"], &json["warnings"]),
        (&true.into(), &0.into(), &0.into())
    );

    let staging = [
        "sales-desk",
        "ops-summarize-001",
        "2.1.0",
        "active",
        "staging",
        SUMMARY,
    ];
    desk(&[email, staging]).run("inspect program").expect(
        1,
        &[
            "error: program:1:1: [mixed-environments]",
            "`production` and `staging` in `sales-desk`",
        ],
    );
    let library = [
        "phrases",
        "ops-summarize-001",
        "2.1.0",
        "active",
        "live",
        SUMMARY,
    ];
    desk(&[email, library]).run("inspect program").expect(
        0,
        &[
            "warning: program:1:1: [mixed-environments]",
            "`live` in `phrases`, `production` in `sales-desk`",
        ],
    );
}

#[test]
fn packages_are_left_aside_on_demand() {
    let own = [
        "sales-desk",
        "sales-email-007",
        "2.2.1",
        "active",
        "production",
        RELEASED,
    ];
    let other = [
        "phrases",
        "refund-reply",
        "1.0.0",
        "active",
        "production",
        OTHER,
    ];
    let both = desk(&[own, other]);
    both.run("inspect program")
        .expect(1, &["[embedded-foreign]"]);
    let run = both.run("inspect program --package sales-desk");
    run.expect(0, &["pinned"]);
    assert!(!run.said().contains("refund-reply"));
    both.run("inspect program --package sales-desk --package phrases")
        .expect(1, &["[embedded-foreign]"]);
    both.run("inspect program --package nobody")
        .expect(1, &["[no-markers] no prompts of `nobody` in `program`"]);
}

#[test]
fn warnings_can_be_denied() {
    let desk = desk(&[[
        "sales-desk",
        "sales-email-007",
        "2.3.0",
        "draft",
        "staging",
        DRAFT,
    ]]);
    for format in ["human", "json"] {
        desk.run(&format!("inspect program --format {format}"))
            .expect(0, &["embedded-draft"]);
        desk.run(&format!(
            "inspect program --format {format} --deny-warnings"
        ))
        .expect(1, &["embedded-draft"]);
    }
}

#[test]
fn without_a_library_nothing_is_checked() {
    let desk = Desk::bare();
    let fields = [
        "sales-desk",
        "sales-email-007",
        "2.3.0",
        "draft",
        "production",
        DRAFT,
    ]
    .join("\n");
    fs::write(desk.root().join("program"), elf(&marker(&fields))).unwrap();
    desk.run("inspect program").expect(
        0,
        &[
            "not checked",
            "note: nothing was checked: no `prompts/environments.yaml`",
        ],
    );
    assert!(
        desk.succeed("inspect program --format json")
            .contains("\"checked\": false")
    );
    // A folder that is named has to be there.
    desk.run("inspect program --prompts words")
        .expect(2, &["no `words/environments.yaml` in this folder or above"]);
}

/// A library that cannot be read is no reason to say nothing of the program.
#[test]
fn a_faulty_library_is_said() {
    let desk = desk(&[[
        "sales-desk",
        "sales-email-007",
        "2.2.1",
        "active",
        "production",
        RELEASED,
    ]]);
    desk.write("prompts/sales-email-007/releases.yaml", "- version: [\n");
    desk.run("inspect program")
        .expect(1, &["unclear", "[invalid-yaml]"]);
    desk.write("prompts/environments.yaml", "environments: [\n");
    desk.run("inspect program")
        .expect(1, &["not checked", "[invalid-yaml]"]);
}

/// Bytes that begin as a marker does, and what is said of them.
#[test]
fn what_is_no_marker_is_said() {
    let whole = marker("sales-desk\nsales-email-007\n2.2.1\nactive\nproduction\nhash");
    let (mut changed, mut later) = (whole.clone(), whole.clone());
    changed[40] ^= 1;
    later[15] = b'5';
    let rows = [
        (changed.clone(), "a marker is damaged, at byte 64"),
        (
            [changed.clone(), changed].concat(),
            "2 markers are damaged, at byte 64",
        ),
        (later, "a marker is in the format of another release"),
    ];
    let desk = Desk::of("desk");
    for (bytes, said) in rows {
        fs::write(desk.root().join("program"), elf(&bytes)).unwrap();
        desk.run("inspect program")
            .expect(1, &["[damaged-marker]", said]);
    }
    // A prompt that quotes a marker as text is none.
    fs::write(
        desk.root().join("program"),
        elf(String::from_utf8_lossy(&whole).as_bytes()),
    )
    .unwrap();
    desk.run("inspect program").expect(1, &["[no-markers]"]);
}

/// Fields of a marker that would move a terminal's cursor are shown as what they are.
#[test]
fn a_forged_marker_does_nothing_to_the_terminal() {
    let desk = desk(&[[
        "\u{1b}[2J",
        "sales\u{202e}-email",
        "1.0.0\u{7}",
        "active",
        "\r",
        "\u{1b}",
    ]]);
    let said = desk.run("inspect program").said();
    assert!(
        !said.contains(['\u{1b}', '\u{202e}', '\u{7}', '\r']),
        "{said:?}"
    );
}

/// A part of a key looks like no key, so a key is masked as a whole.
#[test]
fn a_forged_marker_shows_no_part_of_a_key() {
    let mut forged = OF_SEVERAL[0];
    forged[5] = "ghp_aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE3fG5";
    forged[8] =
        "-----BEGIN PRIVATE KEY----- MIIEvQIBADANBgkqhkiG9w0BAQEFAASC -----END PRIVATE KEY-----";
    let desk = desk_of(&marker(&forged.join("\n")));
    for options in ["", "--env production"] {
        let said = desk.run(&format!("inspect program {options}")).said();
        assert!(said.contains("ghp_****"), "{said}");
        for part in ["aB3d", "MIIE"] {
            assert!(!said.contains(part), "{options}: {said}");
        }
    }
}

/// The sales desk in each environment: the list is what the program itself says that it carries.
#[test]
fn the_list_is_what_the_program_says() {
    let sales_desk = Consumer::repository();
    for environment in ["development", "staging", "production"] {
        let overview = sales_desk.output(&format!("cargo run --features {environment}"));
        let said = overview
            .lines()
            .skip_while(|line| !line.starts_with("prompt "))
            .skip(1)
            .map(facts);
        let program = sales_desk.target().join("debug/sales-desk");
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-prompts"));
        command
            .args(["prompts", "inspect"])
            .arg(program)
            .current_dir(repository())
            .env_remove("CARGO_PROMPTS_FOLDER");
        let run = Run::of(&command.output().unwrap());
        run.expect(0, &[environment]);
        let listed = run.stdout.lines().skip(3).map(facts);
        assert_eq!(
            listed.collect::<Vec<_>>(),
            said.collect::<Vec<_>>(),
            "{overview}{}",
            run.stdout
        );
    }
}

/// Id, version and hash of a line of either list.
fn facts(line: &str) -> [&str; 3] {
    let words = line.split_whitespace().collect::<Vec<_>>();
    let is_hash =
        |word: &&&str| word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    [words[0], words[1], words.iter().find(is_hash).unwrap()]
}

#[test]
fn this_program_carries_no_prompts() {
    let program = env!("CARGO_BIN_EXE_cargo-prompts");
    let run = Desk::bare().run(&format!("inspect '{program}'"));
    run.expect(1, &["[no-markers]", "no prompts in"]);
    assert!(!run.said().contains("damaged-marker"));
}

#[test]
fn what_cannot_be_searched_ends_with_2() {
    let desk = Desk::of("desk");
    fs::write(desk.root().join("packed"), packed_elf()).unwrap();
    fs::write(desk.root().join("cut"), &elf(b"data")[..100]).unwrap();
    fs::write(desk.root().join("empty"), "").unwrap();
    let rows = [
        ("packed", "[packed-binary] `packed` is packed with UPX"),
        ("cut", "[damaged-binary] `cut` is cut off or damaged"),
        ("empty", "[not-a-binary] `empty` is empty"),
        (
            "prompts/environments.yaml",
            "[not-a-binary] `prompts/environments.yaml` is a text",
        ),
        (
            "prompts",
            "[unreadable-file] cannot read `prompts`: it is a folder",
        ),
        ("nothing", "[missing-file] no file `nothing`"),
    ];
    for (file, said) in rows {
        desk.run(&format!("inspect {file}")).expect(2, &[said]);
    }
}

/// A sparse file: its bytes are nowhere, and it is refused before any is read.
#[test]
fn a_file_that_is_too_large_is_refused_at_once() {
    let desk = Desk::of("desk");
    let file = fs::File::create(desk.root().join("huge")).unwrap();
    file.set_len(20 * 1024 * 1024 * 1024).unwrap();
    desk.run("inspect huge").expect(
        2,
        &["[file-too-large] the file has 20480 MiB, at most 4096 MiB are searched"],
    );
}

/// Nobody writes to the pipe: who opened it would wait for ever.
#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let desk = Desk::of("desk");
    let made = Command::new("mkfifo")
        .arg(desk.root().join("pipe"))
        .status()
        .unwrap();
    assert!(made.success());
    let mut child = desk
        .command("inspect pipe")
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let patience = Instant::now() + Duration::from_secs(60);
    let ending = loop {
        if let Some(ending) = child.try_wait().unwrap() {
            break ending;
        }
        if Instant::now() > patience {
            child.kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(ending.code(), Some(2));
}

const PINNED: [&str; 6] = [
    "sales-desk",
    "sales-email-007",
    "2.2.1",
    "active",
    "production",
    RELEASED,
];
const STAGED: [&str; 6] = [
    "sales-desk",
    "sales-email-007",
    "2.3.0",
    "draft",
    "staging",
    DRAFT,
];
const COPY: [&str; 6] = [
    "sales-desk",
    "sales-email-007",
    "local",
    "working-copy",
    "development",
    OTHER,
];
const OUTDATED: [&str; 6] = [
    "sales-desk",
    "sales-email-007",
    "2.2.1",
    "active",
    "staging",
    RELEASED,
];
const ELSEWHERE: [&str; 6] = [
    "leads",
    "sales-email-007",
    "2.2.1",
    "active",
    "production",
    RELEASED,
];

/// Markers, options, the exit code, and what is said.
type DeniedRow = (
    &'static [[&'static str; 6]],
    &'static str,
    i32,
    &'static str,
);

const DENIED: &[DeniedRow] = &[
    (&[PINNED], "--env production", 0, "pinned"),
    (
        &[PINNED],
        "--env staging",
        1,
        "[other-environment] `sales-email-007` of `sales-desk` is for `production`, not for `staging`",
    ),
    (&[PINNED], "--deny working-copies,drafts,mixed", 0, "pinned"),
    (
        &[STAGED],
        "--deny working-copies,mixed",
        0,
        "warning: program:1:1: [embedded-draft]",
    ),
    (
        &[STAGED],
        "--deny drafts",
        1,
        "error: program:1:1: [embedded-draft]",
    ),
    (
        &[COPY],
        "--deny drafts",
        0,
        "warning: program:1:1: [embedded-working-copy]",
    ),
    (
        &[COPY],
        "--deny working-copies",
        1,
        "error: program:1:1: [embedded-working-copy]",
    ),
    (
        &[STAGED, ELSEWHERE],
        "",
        0,
        "warning: program:1:1: [mixed-environments]",
    ),
    (
        &[STAGED, ELSEWHERE],
        "--deny mixed",
        1,
        "error: program:1:1: [mixed-environments]",
    ),
    (&[PINNED], "--against prompts", 0, "pinned"),
    (&[STAGED], "--against prompts", 0, "draft"),
    (
        &[OUTDATED],
        "--against prompts",
        1,
        "[embedded-stale] `sales-email-007` 2.2.1 for `staging` is not what a build for `staging` has now: 2.3.0 with the hash 3cae3210ecfb",
    ),
    (
        &[COPY],
        "--against prompts",
        1,
        "[embedded-stale] `sales-email-007` for `development` is not what a build for `development` has now: local with the hash",
    ),
    (&[PINNED], "--against nowhere", 2, "nowhere"),
];

#[test]
fn what_is_denied_is_an_exit_code() {
    for (markers, options, code, said) in DENIED {
        let desk = desk(markers);
        desk.run(&format!("inspect program {options}"))
            .expect(*code, &[said]);
    }
}

/// The markers of one build for staging and production: the environment and the version, and whether
/// the build had both environments.
const OF_SEVERAL: [[&str; 9]; 2] = [of_several(STAGED), of_several(PINNED)];

const fn of_several(marker: [&'static str; 6]) -> [&'static str; 9] {
    let [package, id, version, status, environment, sha256] = marker;
    let both = "staging production";
    [
        package,
        id,
        version,
        status,
        environment,
        sha256,
        "",
        "",
        both,
    ]
}

/// Options, the exit code, what is printed, and what is not.
const OF_SEVERAL_ROWS: &[(&str, i32, &str, &str)] = &[
    ("", 0, "is a draft", "mixed-environments"),
    (
        "--deny mixed",
        0,
        "production   8d4e5ee9ef9f",
        "mixed-environments",
    ),
    ("--env production", 0, "2.2.1", "2.3.0"),
    (
        "--env production --deny drafts --deny-warnings",
        0,
        "pinned",
        "draft",
    ),
    ("--env staging", 0, "2.3.0", "2.2.1"),
    (
        "--env staging --deny drafts",
        1,
        "error: program:1:1: [embedded-draft]",
        "2.2.1",
    ),
    (
        "--env development",
        1,
        "error: program:1:1: [other-environment] `sales-desk` is built for `staging`, `production`, not for `development`",
        "is for",
    ),
    ("--env production --against prompts", 0, "pinned", "stale"),
    ("--against prompts", 0, "draft", "stale"),
];

#[test]
fn a_build_for_several_environments_is_judged_for_one_or_for_all() {
    let desk = desk_of(&OF_SEVERAL.map(|fields| marker(&fields.join("\n"))).concat());
    for (options, code, said, not_said) in OF_SEVERAL_ROWS {
        let run = desk.run(&format!("inspect program {options}"));
        run.expect(*code, &[said]);
        let all = run.stdout + &run.stderr;
        assert!(!all.contains(not_said), "{options}: {all}");
    }
    let none = desk.run("inspect program --env development").stderr;
    assert_eq!(none.matches("[other-environment]").count(), 1, "{none}");
    assert!(none.contains("add `development` to `PROMPT_ENVS` and build again"));
    let json = desk.succeed("inspect program --format json --env production");
    let json = serde_json::from_str::<Value>(&json).unwrap();
    assert_eq!(json["prompts"].as_array().unwrap().len(), 1);
    assert_eq!(
        json["prompts"][0]["built_for"],
        serde_json::json!(["staging", "production"])
    );
}

/// A package of another build in the same program.
#[test]
fn packages_of_different_builds_are_told() {
    let rows = [
        (PINNED, 1, "error: program:1:1: [mixed-environments]"),
        (
            ELSEWHERE,
            0,
            "`production` in `leads`, `production` and `staging` in `sales-desk`",
        ),
    ];
    for (other, code, said) in rows {
        let markers = OF_SEVERAL.map(|fields| marker(&fields.join("\n"))).concat();
        let desk = desk_of(&[markers, marker(&other.join("\n"))].concat());
        desk.run("inspect program").expect(code, &[said]);
    }
}
