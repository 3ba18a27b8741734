//! A reader that closes the pipe early causes no panic, and the exit code is the command's own.

use std::process::{Command, Stdio};

use crate::desk::Desk;

/// A change is made whether or not anyone reads what is said of it.
#[test]
fn a_closed_pipe_keeps_no_change_from_being_made() {
    let promotion =
        "promote visitor-greeting --to production --by front-desk-lead --reason 'hosts are named'";
    for (command, file, change) in [
        (
            "publish visitor-greeting --by prompt-owner",
            "releases.yaml",
            "- version: 1.1.1",
        ),
        (promotion, "releases.yaml", "hosts are named"),
        (
            "deprecate visitor-greeting 1.0.0 --by prompt-owner --reason 'hosts are named since'",
            "releases.yaml",
            "deprecated",
        ),
    ] {
        let desk = Desk::ready();
        succeeds_unread(&mut desk.command(command));
        assert!(
            desk.read(&format!("prompts/visitor-greeting/{file}"))
                .contains(change),
            "{command}"
        );
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in [
        &["list", "--format", "json"][..],
        &["show", "sales-email-007"],
        &["diff", "sales-email-007"],
        &["history"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-prompts"));
        command
            .arg("prompts")
            .args(arguments)
            .current_dir("tests/fixtures/desk");
        succeeds_unread(&mut command);
    }
}

/// Runs a command whose output nobody reads: it succeeds, and complains of nothing.
fn succeeds_unread(command: &mut Command) {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{command:?}");
    assert!(output.status.success(), "{command:?}");
}
