//! The ways out that are named are ones that there are.

use crate::desk::Desk;

/// An edit of the configuration, a command, its exit code, and what is said.
const ROWS: &[(&str, &str, &str, i32, &str)] = &[
    (
        "    staging: \"1.1.0\"        # under validation\n",
        "",
        "diff visitor-greeting staging local",
        2,
        "help: name a version instead; `cargo prompts list` shows the pins",
    ),
    (
        "prompt_source: local",
        "prompt_source: \"library:draft\"",
        "new badge-notice",
        0,
        "next: `cargo prompts publish badge-notice`, then `cargo prompts promote badge-notice --to ENVIRONMENT`",
    ),
    (
        "",
        "",
        "new badge-notice",
        0,
        "development pins the working copy; next: `cargo prompts publish badge-notice`",
    ),
];

#[test]
fn ways_out_are_ones_that_there_are() {
    for (old, new, command, code, said) in ROWS {
        let desk = Desk::ready();
        desk.edit("prompts/environments.yaml", old, new);
        desk.run(command).expect(*code, &[said]);
    }
}

/// Two environments take drafts, and pin different versions: which of them goes on is for the user
/// to say.
#[test]
fn of_several_staged_versions_none_is_taken_for_the_one_that_is_meant() {
    let desk = Desk::ready();
    let canary = "  canary:\n    prompt_source: \"library:draft\"\n    model: kimi-k2-5\n    temperature: 0.2\n    logging: \
                  full\n    rate_limit: null\n  production:\n";
    desk.edit("prompts/environments.yaml", "  production:\n", canary);
    desk.edit(
        "prompts/environments.yaml",
        "    staging: \"1.1.0\"",
        "    canary: \"1.0.0\"\n    staging: \"1.1.0\"",
    );
    let promotion =
        "promote visitor-greeting --to production --by front-desk-lead --reason 'hosts are named'";
    desk.run(promotion).expect(
        2,
        &[
            "several versions of `visitor-greeting`",
            "`1.0.0`, `1.1.0`",
            "--version VERSION",
        ],
    );
    desk.succeed(&format!("{promotion} --version 1.1.0"));
}
