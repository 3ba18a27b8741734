//! The ways out that are named are ones that there are.

use crate::desk::Desk;

/// An edit of the configuration, a command, its exit code, and what is said.
const ROWS: &[(&str, &str, &str, i32, &str)] = &[
    (
        "    staging: \"1.1.0\"        # under validation\n",
        "",
        "diff visitor-greeting staging local",
        2,
        "help: name a version in its place; `cargo prompt list` shows what is pinned",
    ),
    (
        "prompt_source: local",
        "prompt_source: \"library:draft\"",
        "new badge-notice",
        0,
        "then: `cargo prompt publish badge-notice`, and `cargo prompt promote badge-notice --to ENVIRONMENT`",
    ),
    ("", "", "new badge-notice", 0, "development pins its working copy; then: `cargo prompt publish badge-notice`"),
];

#[test]
fn ways_out_are_ones_that_there_are() {
    for (old, new, command, code, said) in ROWS {
        let desk = Desk::ready();
        desk.edit("prompts/environments.yaml", old, new);
        desk.run(command).expect(*code, &[said]);
    }
}
