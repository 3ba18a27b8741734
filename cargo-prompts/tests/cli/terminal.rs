//! Control characters that files and ledgers hold: no command hands them to the terminal.

use crate::desk::Desk;

const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";
const COPY: &str = "prompts/visitor-greeting/local.prompt";

/// Commands that say what stands in a ledger or a text, and a word in which the control is told.
const COMMANDS: [(&str, &str); 6] = [
    ("history", "to be \\u{1b}[2Jvalidated"),
    ("show visitor-greeting --env staging", "kimi\\u{1b}[8m"),
    ("show visitor-greeting", "\\u{1b}]0;gone\\u{7}"),
    ("diff visitor-greeting", "\\u{1b}]0;gone\\u{7}"),
    (
        "promote visitor-greeting --to production --by front-desk-lead --reason shorter",
        "kimi\\u{1b}[8m",
    ),
    (
        "promote visitor-greeting --to production --by front-desk-lead --reason shorter",
        "ok  golden      2 of 2 cases passed with kimi-k2-5 (desk\\u{1b}[1m",
    ),
];

fn desk() -> Desk {
    let desk = Desk::ready();
    desk.edit(
        LEDGER,
        "reason: to be validated",
        "reason: \"to be \\e[2Jvalidated\"",
    );
    let golden = "run: golden\n      environment: staging";
    desk.edit(
        LEDGER,
        golden,
        "run: golden\n      environment: \"desk\\e[1m\"",
    );
    let validation = "run: validation\n      environment: staging\n      model: kimi-k2-5";
    desk.edit(
        LEDGER,
        validation,
        "run: validation\n      environment: staging\n      model: \"kimi\\e[8m\"",
    );
    let text = desk.read(COPY);
    desk.write(COPY, &format!("{text}\u{1b}]0;gone\u{7}\n"));
    desk
}

#[test]
fn controls_are_told_and_not_obeyed() {
    for (command, word) in COMMANDS {
        let said = desk().run(command).said();
        assert!(
            !said.contains(|c: char| c.is_control() && c != '\n'),
            "{command}: {said:?}"
        );
        assert!(said.contains(word), "{command}: {said}");
    }
}

#[test]
fn a_text_goes_byte_for_byte_to_another_program() {
    let text = desk().succeed("show visitor-greeting --text");
    assert!(text.ends_with("\u{1b}]0;gone\u{7}\n"), "{text:?}");
}
