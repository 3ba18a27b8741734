//! The folder of the prompts: by an option, by a variable, or `prompts`.

use crate::desk::Desk;

const VARIABLE: &str = "CARGO_PROMPTS_FOLDER";

/// The arguments, the variable, and what is said, in a package whose prompts are in `words`.
const ROWS: &[(&str, &str, i32, &str)] = &[
    ("check --prompts words", "", 0, "nothing wrong in 1 prompt"),
    ("check", "words", 0, "nothing wrong in 1 prompt"),
    (
        "check --prompts words",
        "elsewhere",
        0,
        "nothing wrong in 1 prompt",
    ),
    (
        "check --prompts prompts",
        "words",
        2,
        "`cargo prompts init` creates one",
    ),
    (
        "check",
        "",
        2,
        "no `prompts/environments.yaml` in this folder or above",
    ),
    (
        "check",
        "elsewhere",
        2,
        "`cargo prompts init --prompts elsewhere` creates one",
    ),
    (
        "list --prompts elsewhere",
        "",
        2,
        "`cargo prompts init --prompts elsewhere` creates one",
    ),
];

#[test]
fn the_folder_is_named_by_an_option_or_a_variable() {
    let desk = Desk::ready();
    std::fs::rename(desk.root().join("prompts"), desk.root().join("words")).unwrap();
    for (arguments, variable, code, said) in ROWS {
        let variables = [(VARIABLE, *variable)];
        desk.run_with(
            arguments,
            if variable.is_empty() { &[] } else { &variables },
        )
        .expect(*code, &[said]);
    }
}

#[test]
fn an_empty_folder_counts_as_not_given() {
    let desk = Desk::ready();
    let checked = ["nothing wrong in 1 prompt"];
    desk.run_with("check", &[(VARIABLE, "")])
        .expect(0, &checked);
    desk.run_with("check --prompts=", &[]).expect(0, &checked);
    desk.run_with("check --prompts=", &[(VARIABLE, "elsewhere")])
        .expect(0, &checked);
    std::fs::remove_dir_all(desk.root().join("prompts")).unwrap();
    let missing = ["`cargo prompts init` creates one"];
    desk.run_with("check", &[(VARIABLE, "")])
        .expect(2, &missing);
}
