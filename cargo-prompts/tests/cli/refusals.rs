//! Every way to skip a step by a command is refused, with a code, and nothing is changed. A row of
//! the table is a file in `refusals.txt`'s form: what is tried, the edits before, the command, the
//! code.

use crate::desk::Desk;

const ROWS: &str = include_str!("refusals.txt");

#[test]
fn nothing_is_skipped_by_a_command() {
    let mut count = 0;
    for row in ROWS.split("\n\n").filter(|row| !row.starts_with('#')) {
        count += 1;
        let lines = row.lines().collect::<Vec<_>>();
        let [what, edits @ .., command, code] = lines.as_slice() else {
            panic!("{row}")
        };
        let desk = Desk::ready();
        for edit in edits {
            let parts = edit
                .split(" | ")
                .map(|part| part.replace("\\n", "\n"))
                .collect::<Vec<_>>();
            desk.edit(&format!("prompts/{}", parts[0]), &parts[1], &parts[2]);
        }
        let before = desk.files();
        let run = desk.run(
            command
                .strip_prefix("$ cargo prompts ")
                .unwrap_or_else(|| panic!("{row}")),
        );
        assert_eq!(run.code, Some(1), "{what}: {}{}", run.stdout, run.stderr);
        assert!(
            run.stderr.contains(&format!("[{code}]")),
            "{what}: {}{}",
            run.stdout,
            run.stderr
        );
        // A promotion that shows its requirements shows the one that is not met.
        let shows = run.stdout.contains("  ok  ");
        let is_refused = |line: &str| line.starts_with("  no  ") && line.ends_with(code);
        assert!(
            !shows || run.stdout.lines().any(is_refused),
            "{what}: {}",
            run.stdout
        );
        assert_eq!(desk.files(), before, "{what}");
        assert!(desk.left_over().is_empty(), "{what}");
    }
    assert!(count > 20, "{count}");
}

/// A version that staging pins and refuses cannot go on. The command does not ask to pin one there.
#[test]
fn a_version_that_staging_refuses_is_named_as_such() {
    let desk = Desk::ready();
    let configuration = "prompts/environments.yaml";
    let to_production = "promote visitor-greeting --to production --by front-desk-lead --reason x";
    let limit = "    rate_limit: 1000";
    desk.edit(
        configuration,
        limit,
        &format!("{limit}\n    requires: [golden]"),
    );
    desk.edit(
        "prompts/visitor-greeting/releases.yaml",
        "passed: 2",
        "passed: 1",
    );
    desk.run(to_production).expect(
        2,
        &[
            "`visitor-greeting` has no version to promote to `production`",
            "`staging` refuses the version that it pins: `cargo prompts check` says why",
        ],
    );
    desk.edit(configuration, "    staging: \"1.1.0\"", "    #");
    desk.run(to_production).expect(
        2,
        &["promote it to an environment with `library:draft` first"],
    );
}
