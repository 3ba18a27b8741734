//! Packages that must not compile, with the compiler's messages. The cases are files in
//! `tests/refused`; those that no text file can hold are rows of the table below.

use std::fs;
use std::process::Command;

use crate::case::Case;
use crate::consumer::{Consumer, Run, e2e};

#[test]
fn every_case_is_refused_with_its_message() {
    let consumer = built("refused");
    snapshots_beside_the_cases().bind(|| {
        insta::glob!("../refused", "*.case", |path| {
            let case = Case::parse(&fs::read_to_string(path).unwrap());
            consumer.reset();
            case.apply(&consumer);
            let run = refuse(&consumer, &case.command);
            insta::assert_snapshot!("case", run.messages());
        });
    });
}

/// The code that converts the inputs to data adds no error to those of the compiled form.
#[test]
fn with_hot_reload_a_mistake_in_an_input_has_the_same_message() {
    let consumer = built("refused-reload");
    snapshots_beside_the_cases().bind(|| {
        insta::glob!("../refused", "input-*.case", |path| {
            let case = Case::parse(&fs::read_to_string(path).unwrap());
            consumer.reset();
            case.apply(&consumer);
            let manifest = consumer.read("Cargo.toml");
            let features = "/prompt-runtime\", features = [\"hot-reload\"] }";
            consumer.write(
                "Cargo.toml",
                manifest.replace("/prompt-runtime\" }", features),
            );
            let run = refuse(&consumer, &case.command);
            insta::assert_snapshot!("case", run.messages().replace("refused-reload", "refused"));
        });
    });
}

/// A name, and what is done to the consumer crate.
type GeneratedCase = (&'static str, fn(&Consumer));

/// Cases that no text file can hold.
const GENERATED: &[GeneratedCase] = &[
    ("configuration-not-utf-8", |consumer| {
        let mut bytes = fs::read(consumer.path(CONFIGURATION)).unwrap();
        let at = bytes
            .windows(4)
            .position(|window| window == b"kimi")
            .unwrap();
        bytes[at] = 0xE9;
        consumer.write(CONFIGURATION, bytes);
    }),
    ("configuration-nul", |consumer| {
        consumer.edit(CONFIGURATION, "verbose", "ver\0bose");
    }),
    ("configuration-nested-deep-flow", |consumer| {
        consumer.write(
            CONFIGURATION,
            format!("environments: {}\n", "[".repeat(10_000)),
        );
    }),
    ("configuration-nested-deep-block", |consumer| {
        consumer.write(
            CONFIGURATION,
            format!("environments: \n  {}x\n", "- ".repeat(10_000)),
        );
    }),
    ("configuration-many-unknown-keys", |consumer| {
        let keys = (0..400).map(|number| format!("key-{number}: 1\n"));
        consumer.write(
            CONFIGURATION,
            consumer.read(CONFIGURATION) + &keys.collect::<String>(),
        );
    }),
    ("configuration-many-keys", |consumer| {
        let keys = (0..150_000).map(|number| format!("k{number}: 1\n"));
        consumer.write(CONFIGURATION, keys.collect::<String>());
    }),
    ("configuration-many-environments", |consumer| {
        let environments = (0..101).map(|number| format!("  customer-{number}: {{ prompt_source: local, model: m, temperature: 0.1, logging: full, rate_limit: null }}\n"));
        let text = format!(
            "environments:\n{}prompts: {{}}\n",
            environments.collect::<String>()
        );
        consumer.write(CONFIGURATION, text);
    }),
    ("prompt-many-choices", |consumer| {
        let choices = (0..1_001).map(|number| format!("tone-{number}, "));
        let text = format!(
            "---\ninput:\n  schema:\n    tone(enum): [{}]\n---\nSay hello, {{{{tone}}}}.\n",
            choices.collect::<String>()
        );
        consumer.write("prompts/welcome-note/local.prompt", text);
    }),
    ("configuration-huge", |consumer| {
        consumer.write(
            CONFIGURATION,
            "# a line of a comment that goes on and on\n".repeat(1_250_000),
        );
    }),
    ("prompt-huge", |consumer| {
        consumer.write(
            "prompts/welcome-note/1.1.0.prompt",
            "The same sentence over and over again.\n".repeat(1_350_000),
        );
    }),
    ("prompt-not-utf-8", |consumer| {
        consumer.write(
            "prompts/welcome-note/1.1.0.prompt",
            b"Bienvenue \xE0 bord.\nBonne journ\xE9e.\n",
        );
    }),
    ("prompt-unreadable", |consumer| {
        consumer.remove("prompts/welcome-note/1.1.0.prompt");
        fs::create_dir(consumer.path("prompts/welcome-note/1.1.0.prompt")).unwrap();
    }),
    ("prompt-pipe", |consumer| {
        consumer.remove("prompts/welcome-note/1.1.0.prompt");
        let made = Command::new("mkfifo")
            .arg(consumer.path("prompts/welcome-note/1.1.0.prompt"))
            .status();
        assert!(made.unwrap().success());
    }),
    ("ledger-unreadable", |consumer| {
        consumer.remove("prompts/welcome-note/releases.yaml");
        fs::create_dir(consumer.path("prompts/welcome-note/releases.yaml")).unwrap();
    }),
    ("prompt-symlink-out-of-library", |consumer| {
        let outside = e2e().join("crates/outside.prompt");
        fs::write(&outside, consumer.read("prompts/welcome-note/1.1.0.prompt")).unwrap();
        symlink(consumer, &outside, "prompts/welcome-note/1.1.0.prompt");
    }),
    ("prompt-symlink-to-nothing", |consumer| {
        symlink(
            consumer,
            "nowhere.prompt".as_ref(),
            "prompts/welcome-note/1.1.0.prompt",
        );
    }),
    ("prompt-symlink-loop", |consumer| {
        symlink(
            consumer,
            "1.1.0.prompt".as_ref(),
            "prompts/welcome-note/1.1.0.prompt",
        );
    }),
    ("folder-symlink-out-of-library", |consumer| {
        let outside = e2e().join("crates/outside-folder");
        fs::create_dir_all(&outside).unwrap();
        fs::write(
            outside.join("local.prompt"),
            "Say hello from somewhere else.\n",
        )
        .unwrap();
        consumer.remove("prompts/welcome-note");
        symlink(consumer, &outside, "prompts/welcome-note");
    }),
    ("prompt-altered-by-one-byte", |consumer| {
        let path = "prompts/welcome-note/1.0.0.prompt";
        let mut bytes = fs::read(consumer.path(path)).unwrap();
        *bytes.last_mut().unwrap() = b' ';
        consumer.write(path, bytes);
    }),
    ("template-nul", |consumer| {
        consumer.write(LOCAL, "Say hello to {{gu\0est}}.\n");
    }),
    ("template-nul-in-text", |consumer| {
        consumer.write(LOCAL, "Say\0hello to {{guest}.\n");
    }),
    ("template-nested-101", |consumer| {
        consumer.write(LOCAL, nested(101));
    }),
    ("template-nested-10000", |consumer| {
        consumer.write(LOCAL, nested(10_000));
    }),
    ("template-nested-else-if", |consumer| {
        let others = "{{else if guest}}\nSay hello once more.\n".repeat(200);
        consumer.write(
            LOCAL,
            format!("{{{{#if guest}}}}\nSay hello.\n{others}{{{{/if}}}}\n"),
        );
    }),
    ("template-path-10000-up", |consumer| {
        consumer.write(
            LOCAL,
            format!("Say hello to {{{{{}guest}}}}.\n", "../".repeat(10_000)),
        );
    }),
    ("template-tags-2001", |consumer| {
        consumer.write(LOCAL, "Say hello to {{guest}}.\n".repeat(2_001));
    }),
    ("template-tags-4-mb", |consumer| {
        consumer.write(LOCAL, "{{guest}}\n".repeat(400_000));
    }),
    ("template-tag-unclosed-after-4-mb", |consumer| {
        let text = "The same sentence over and over again.\n".repeat(100_000);
        consumer.write(LOCAL, format!("{text}Say hello to {{{{guest.\n"));
    }),
    ("template-mistakes-2000", |consumer| {
        let text = "---\ninput:\n  schema:\n    guest: string\n---\n".to_owned();
        let tags = (0..2_000).map(|number| format!("Say hello to {{{{guest_{number}}}}}.\n"));
        consumer.write(LOCAL, text + &tags.collect::<String>());
    }),
];

const CONFIGURATION: &str = "prompts/environments.yaml";
/// A working copy, which the development environment takes.
const LOCAL: &str = "prompts/welcome-note/local.prompt";

#[test]
fn every_generated_case_is_refused_with_its_message() {
    let consumer = built("generated");
    snapshots_beside_the_cases().bind(|| {
        for (name, change) in GENERATED {
            consumer.reset();
            change(&consumer);
            let run = refuse(&consumer, "cargo build");
            insta::assert_snapshot!(format!("generated@{name}"), run.messages());
        }
    });
}

fn snapshots_beside_the_cases() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../refused/snapshots");
    settings
}

/// The fixture as a package of this name, built.
fn built(name: &str) -> Consumer {
    let consumer = Consumer::plain(name);
    consumer.output("cargo build");
    assert!(!consumer.build_script_output().is_empty());
    consumer
}

/// Builds the crate as a case has changed it. The build must fail without a panic, and leave in
/// `OUT_DIR` what the last good run of the build script left, or what a whole good run writes.
///
/// The last good run is often one for an earlier case whose calls were refused. A good build before
/// each case would cost as much as the cases do.
fn refuse(consumer: &Consumer, command: &str) -> Run {
    let before = consumer.build_script_output();
    let run = consumer.run(command);
    assert!(!run.success, "not refused:\n{}", run.stderr);
    for word in [
        "panicked",
        "RUST_BACKTRACE",
        "stack backtrace",
        "--- stdout",
        "--- stderr",
    ] {
        assert!(!run.stderr.contains(word), "{}", run.stderr);
    }
    if run.stderr.contains("build script logged errors") {
        assert_eq!(
            consumer.build_script_output(),
            before,
            "a failed build left something else in OUT_DIR"
        );
    }
    run
}

/// A greeting within that many blocks.
fn nested(depth: usize) -> String {
    format!(
        "{}Say hello.\n{}",
        "{{#if guest}}\n".repeat(depth),
        "{{/if}}\n".repeat(depth)
    )
}

fn symlink(consumer: &Consumer, target: &std::path::Path, link: &str) {
    let link = consumer.path(link);
    if link.exists() {
        fs::remove_file(&link).unwrap();
    }
    std::os::unix::fs::symlink(target, link).unwrap();
}
