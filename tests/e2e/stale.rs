//! Changes that leave the times of all files as they were: renamed folders, links that lead
//! elsewhere, and stores in which every time is the same.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, SystemTime};

use crate::consumer::{Consumer, e2e, files_below};

struct Case {
    name: &'static str,
    /// Prepares the package, before it is built for the first time.
    prepare: fn(&Consumer),
    change: fn(&Consumer),
}

/// Each change takes 2.1.0 of `status-page` away. So staging, which pins `^2.0`, takes 2.0.0.
const CASES: &[Case] = &[
    Case {
        name: "renamed-prompt",
        prepare: |consumer| withdrawn_copy(consumer, "prompts/status-page", "alt"),
        change: |consumer| {
            consumer.rename("prompts/status-page", "parked");
            consumer.rename("alt", "prompts/status-page");
        },
    },
    Case {
        name: "linked-prompt",
        prepare: |consumer| {
            withdrawn_copy(consumer, "prompts/status-page", "prompts/store/alt");
            consumer.rename("prompts/status-page", "prompts/store/first");
            link(consumer, "store/first", "prompts/status-page");
        },
        change: |consumer| link(consumer, "store/alt", "prompts/status-page"),
    },
    Case {
        name: "linked-prompts",
        prepare: |consumer| {
            copy(consumer, "prompts", "alt");
            withdraw(consumer, "alt/status-page");
            consumer.rename("prompts", "first");
            link(consumer, "first", "prompts");
        },
        change: |consumer| link(consumer, "alt", "prompts"),
    },
    Case {
        name: "renamed-in-library",
        prepare: |consumer| {
            outer_library(consumer);
            withdrawn_copy(consumer, "library/status-page", "alt");
        },
        change: |consumer| {
            consumer.rename("library/status-page", "parked");
            consumer.rename("alt", "library/status-page");
        },
    },
    Case {
        name: "linked-library",
        prepare: |consumer| {
            outer_library(consumer);
            copy(consumer, "library", "alt");
            withdraw(consumer, "alt/status-page");
            consumer.rename("library", "first");
            link(consumer, "first", "library");
        },
        change: |consumer| link(consumer, "alt", "library"),
    },
    Case {
        name: "renamed-configuration",
        prepare: |consumer| {
            let text = consumer.read("prompts/environments.yaml");
            let text = text.replace("staging: \"^2.0\"", "staging: \"2.0.0\"");
            consumer.write("prompts/environments.yaml.bak", text);
        },
        change: |consumer| {
            consumer.rename("prompts/environments.yaml.bak", "prompts/environments.yaml");
        },
    },
    Case {
        name: "always",
        prepare: |consumer| {
            let run = "prompt_build::Build::new().always().run();";
            consumer.edit("build.rs", "prompt_build::run();", run);
        },
        change: |consumer| {
            withdraw(consumer, "prompts/status-page");
            forget_times(consumer);
        },
    },
];

#[test]
fn what_keeps_its_times_is_taken() {
    for case in CASES {
        let consumer = fresh(&format!("stale-{}", case.name));
        (case.prepare)(&consumer);
        forget_times(&consumer);
        let run = "PROMPT_ENV=staging cargo run";
        let first = consumer.output(run);
        assert!(
            first.contains("status-page 2.1.0"),
            "{}: {first}",
            case.name
        );
        (case.change)(&consumer);
        let second = consumer.output(run);
        assert!(
            second.contains("status-page 2.0.0"),
            "{}: {second}",
            case.name
        );
    }
}

#[test]
fn a_renamed_folder_of_partials_is_taken() {
    let consumer = fresh("stale-partials");
    let call = "prompt_runtime::prompt!(\"welcome-note\", ..)";
    consumer.write(
        "src/main.rs",
        format!("fn main() {{ print!(\"{{}}\", {call}) }}\n"),
    );
    let note = "{{>greeting}}\nShorter, please.\n";
    consumer.write("prompts/welcome-note/local.prompt", note);
    consumer.write("prompts/partials/greeting.prompt", "Good morning.\n");
    consumer.write("alt/greeting.prompt", "Good evening.\n");
    forget_times(&consumer);
    assert!(consumer.output("cargo run").contains("Good morning."));
    consumer.rename("prompts/partials", "parked");
    consumer.rename("alt", "prompts/partials");
    assert!(consumer.output("cargo run").contains("Good evening."));
}

/// A package without the folders and links of an earlier run.
fn fresh(name: &str) -> Consumer {
    _ = fs::remove_dir_all(e2e().join("crates").join(name));
    Consumer::plain(name)
}

/// Gives all files the times of long ago, so that a change shows in no file's time.
fn forget_times(consumer: &Consumer) {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for file in files_below(&consumer.path("")) {
        let is_ours = file
            .extension()
            .is_some_and(|kind| kind == "prompt" || kind == "yaml");
        if is_ours {
            let file = fs::File::open(consumer.path(file)).unwrap();
            file.set_modified(long_ago).unwrap();
        }
    }
}

fn withdrawn_copy(consumer: &Consumer, from: &str, to: &str) {
    copy(consumer, from, to);
    withdraw(consumer, to);
}

fn withdraw(consumer: &Consumer, prompt: &str) {
    let ledger = format!("{prompt}/releases.yaml");
    let text = consumer.read(&ledger);
    let (first, last) = text.rsplit_once("status: active").unwrap();
    consumer.write(&ledger, format!("{first}status: withdrawn{last}"));
}

/// Moves the prompts out of the folder of the configuration.
fn outer_library(consumer: &Consumer) {
    for prompt in ["status-page", "welcome-note"] {
        let to = format!("library/{prompt}");
        fs::create_dir_all(consumer.path("library")).unwrap();
        consumer.rename(&format!("prompts/{prompt}"), &to);
    }
    let text = consumer.read("prompts/environments.yaml");
    consumer.write(
        "prompts/environments.yaml",
        format!("library: ../library\n{text}"),
    );
}

fn copy(consumer: &Consumer, from: &str, to: &str) {
    for file in files_below(&consumer.path(from)) {
        let text = consumer.read(format!("{from}/{}", file.display()));
        consumer.write(format!("{to}/{}", file.display()), text);
    }
}

/// Makes a symbolic link, in place of one that is there.
fn link(consumer: &Consumer, to: &str, at: &str) {
    let at = consumer.path(at);
    _ = fs::remove_file(&at);
    symlink(to, at).unwrap();
}
