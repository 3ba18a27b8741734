//! The lines of `replay.jsonl` stay in the file until they are sent.

use std::fs;
use std::path::PathBuf;

use prompt_build::hash::sha256;

use crate::desk::Desk;
use crate::loopback::{Reply, Server};
use crate::sales::{LEDGER, REPLAY};

const ONE_BY_ONE: &str = "validate sales-email-007 --env staging --jobs 1";
const EMAIL: &str = r#"{"subject": "Hello", "body": "Dear Mara", "follow_up_in_days": 3}"#;

/// The dataset with another customer in its last line.
fn other(dataset: &str) -> String {
    let start = dataset.trim_end().rfind('\n').map_or(0, |end| end + 1);
    let (before, last) = dataset.split_at(start);
    format!(
        "{before}{}",
        last.replace("\"customer\": \"", "\"customer\": \"Ms ")
    )
}

/// An endpoint at whose first call the dataset changes.
fn changing(change: impl Fn() + Send + Sync + 'static) -> Server {
    Server::start(move |_, earlier| {
        if earlier == 0 {
            change();
        }
        Reply::answer(EMAIL)
    })
}

/// The evidence would be of a dataset that was not sent.
#[test]
fn a_line_that_changes_before_it_is_sent_ends_the_run() {
    let desk = Desk::of("desk");
    let (before, ledger, path) = (
        desk.read(REPLAY),
        desk.read(LEDGER),
        desk.root().join(REPLAY),
    );
    let changed = other(&before);
    let server = changing(move || fs::write(&path, &changed).expect("written"));
    let ran = desk.run_against(&server, ONE_BY_ONE);
    ran.expect(
        2,
        &[
            "`prompts/sales-email-007/replay.jsonl` has changed since the run began",
            "restore it",
            "9 of 10 lines are done",
        ],
    );
    assert_eq!(server.requests().len(), 9);
    assert_eq!(desk.read(LEDGER), ledger);
    desk.write(REPLAY, &before);
    desk.run_against(&server, ONE_BY_ONE).expect(
        0,
        &[
            "resuming at line 10",
            "10 of 10 lines passed",
            "recorded as evidence",
        ],
    );
}

/// Editors and git put a new file in the place of the old one, which stays what it is.
#[test]
#[cfg(unix)]
fn a_file_that_is_replaced_is_sent_as_it_was() {
    let desk = Desk::of("desk");
    let (before, path) = (desk.read(REPLAY), desk.root().join(REPLAY));
    let changed = other(&before);
    let server = changing(move || {
        let beside = PathBuf::from(format!("{}.new", path.display()));
        fs::write(&beside, &changed).expect("written");
        fs::rename(&beside, &path).expect("moved");
    });
    desk.run_against(&server, ONE_BY_ONE)
        .expect(0, &["10 of 10 lines passed", "recorded as evidence"]);
    assert_ne!(desk.read(REPLAY), before);
    assert!(desk.read(LEDGER).contains(&sha256(&before)));
}

/// A checkout on Windows is the same dataset, and blank lines count.
#[test]
fn line_ends_and_blank_lines_change_nothing_but_numbers() {
    let desk = Desk::of("desk");
    let text = format!("\n{}\n \n", desk.read(REPLAY).trim_end());
    desk.write(REPLAY, &format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let server = Server::start(|_, earlier| match earlier {
        2 => Reply::answer("no JSON"),
        _ => Reply::answer(EMAIL),
    });
    desk.run_against(&server, ONE_BY_ONE).expect(
        1,
        &[
            "replay.jsonl:4: the answer is not JSON",
            "9 of 10 lines passed",
        ],
    );
    assert!(desk.read(LEDGER).contains(&sha256(&text)));
}
