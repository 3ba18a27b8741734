//! Who reads no further has seen enough: no panic, and the exit code of the command itself.

use std::process::{Command, Stdio};

#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in
        [&["list", "--format", "json"][..], &["show", "sales-email-007"], &["diff", "sales-email-007"], &["history"]]
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-prompt"));
        command.arg("prompt").args(arguments).current_dir("tests/fixtures/desk");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
        assert!(output.status.success(), "{arguments:?}");
    }
}
