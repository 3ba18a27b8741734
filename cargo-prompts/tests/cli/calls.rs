//! `check` holds the calls in the sources against the pins and the inputs of prompts.

use crate::desk::Desk;

const CALLS: &[Row] = &[
    (
        "prompt!(\"visitor-greeting\", visitor = name)",
        0,
        "",
        &["nothing wrong"],
    ),
    (
        "prompt!(\"visitor-greeting\", visitor = name, history = &turns)",
        0,
        "",
        &["nothing wrong"],
    ),
    (
        "prompt!(\"visitor-greeting\", visiter = name)",
        1,
        "",
        &[
            "[unknown-input] `visitor-greeting` has no input `visiter`",
            "did you mean `visitor`?",
            "1 error ",
        ],
    ),
    (
        "try_prompt!(\"visitor-greeting\", host, host = 1)",
        1,
        "",
        &[
            "[duplicate-input] `host` is passed twice",
            "[missing-input] `visitor-greeting` needs the input `visitor`",
            "add `visitor = …` to the call",
            "2 errors",
        ],
    ),
    (
        "optional_prompt!(\"seat-plan\")",
        0,
        "",
        &[
            "note: ",
            "`seat-plan` is not yet in `staging`, `production`",
            "cargo prompts publish seat-plan",
            "1 note",
        ],
    ),
    (
        "optional_prompt!(\"seat-plan\")",
        0,
        " --deny-warnings",
        &["1 note"],
    ),
    (
        "optional_prompt!(\"seat-plan\")",
        1,
        " --deny unpinned",
        &["error: ", "is not yet in `staging`, `production`"],
    ),
    (
        "optional_prompt!(\"seat-plan\", room = 1)",
        1,
        "",
        &[
            "[unknown-input] `seat-plan` has no input `room`",
            "[missing-input]",
        ],
    ),
    (
        "prompt!(\"seat-plan\", guest)",
        1,
        "",
        &[
            "error: ",
            "`seat-plan` is not pinned in `staging`, `production`",
        ],
    ),
];

/// The call, the exit code, the options, and what is said.
type Row = (&'static str, i32, &'static str, &'static [&'static str]);

#[test]
fn calls_are_held_against_what_is_pinned() {
    let desk = Desk::ready();
    desk.write(
        "prompts/seat-plan/local.prompt",
        "Lead {{guest}} to a seat.\n",
    );
    desk.edit(
        "prompts/environments.yaml",
        "prompts:\n",
        "prompts:\n  seat-plan:\n    development: latest\n",
    );
    for (call, code, options, words) in CALLS {
        let source = format!("fn main() {{ prompts!(); {call}; }}");
        desk.write("src/main.rs", &source);
        desk.run(&format!("check{options}")).expect(*code, words);
    }
}

#[test]
fn a_note_has_its_word_in_each_format() {
    let desk = Desk::ready();
    desk.write(
        "prompts/seat-plan/local.prompt",
        "Lead the guest to a seat.\n",
    );
    desk.edit(
        "prompts/environments.yaml",
        "prompts:\n",
        "prompts:\n  seat-plan:\n    development: latest\n",
    );
    desk.write(
        "src/main.rs",
        "fn main() { prompts!(); optional_prompt!(\"seat-plan\"); }",
    );
    let words = [
        ("json", "\"severity\": \"note\""),
        ("sarif", "\"level\": \"note\""),
        ("github", "::notice file="),
    ];
    for (format, word) in words {
        desk.run(&format!("check --format {format}"))
            .expect(0, &[word]);
    }
}
