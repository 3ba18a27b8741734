//! The arguments of the command line.

use crate::desk::Desk;

/// A name and a reason may begin with a hyphen, as an item of a list does.
#[test]
fn words_for_the_ledger_may_begin_with_a_hyphen() {
    let rows = [
        "promote visitor-greeting --to production --by -lead --reason '- 20 complaints'",
        "rollback visitor-greeting --in staging --by -lead --reason '- 20 complaints'",
        "deprecate visitor-greeting 1.0.0 --by -lead --reason '- 20 complaints'",
    ];
    for command in rows {
        let desk = Desk::ready();
        desk.succeed(command);
        let ledger = desk.read("prompts/visitor-greeting/releases.yaml");
        assert!(
            ledger.contains("- 20 complaints") && ledger.contains("-lead"),
            "{command}: {ledger}"
        );
    }
}

#[test]
fn help_is_a_command_too() {
    let desk = Desk::ready();
    for command in ["promote", "export promptfoo", ""] {
        let help = desk.succeed(&format!("help {command}"));
        assert_eq!(help, desk.succeed(&format!("{command} --help")));
    }
}

/// Arguments with characters that a terminal would obey, or that nobody sees, and what is said.
const ESCAPED: &[(&str, &str)] = &[
    (
        "list --format 'x\u{202e}\n::error::x'",
        "invalid value 'x\\u{202e}\\n::error::x'",
    ),
    ("list '--format=x\u{1b}[2J'", "invalid value 'x\\u{1b}[2J'"),
    ("'ch\neck'", "unrecognized subcommand 'ch\\neck'"),
    ("list '--x\u{9b}8m'", "unexpected argument '--x\\u{9b}8m'"),
    (
        "check --format '##[error]x'",
        "invalid value '#\\u{23}[error]x' for",
    ),
    (
        "export '##vso[task.setvariable]x'",
        "unrecognized subcommand '#\\u{23}vso[task",
    ),
    (
        "promote visitor-greeting --to production --by ana --reason 'a\n::error::b'",
        "`a\\n::error::b` holds characters that nobody sees",
    ),
];

#[test]
fn an_argument_that_is_repeated_is_escaped() {
    let desk = Desk::ready();
    for (command, said) in ESCAPED {
        desk.run(command).expect(2, &[said]);
    }
}
