//! `cargo prompts check` on datasets: nothing is sent, and all that would be refused later is said.

use crate::desk::Desk;

const GOLDEN: &str = "sales-email-007/golden.yaml";
const COPY: &str = "prompts/visitor-greeting/local.prompt";
const REPLAY: &str = "sales-email-007/replay.jsonl";

/// A file below `prompts`, what is replaced in it by what, and what is said.
const REFUSED: &[(&str, &str, &str, &str)] = &[
    (GOLDEN, "- description", "description", "[invalid-yaml]"),
    (
        GOLDEN,
        "customer: Mara",
        "custmer: Mara",
        "golden.yaml:4:5: [invalid-input] the prompt has no input `custmer`",
    ),
    (
        GOLDEN,
        "type: regex",
        "type: regexp",
        "golden.yaml:15:15: [invalid-golden] unknown type `regexp`",
    ),
    (REPLAY, "{", "[", "replay.jsonl:1:"),
    (
        REPLAY,
        "\"customer\"",
        "\"custmer\"",
        "replay.jsonl:1:2: [invalid-replay] ",
    ),
    (
        REPLAY,
        "Solo plan",
        "mara@nordlicht.de",
        "[personal-data] this looks like an email address",
    ),
];

#[test]
fn what_a_run_would_refuse_is_found_without_one() {
    for (file, from, to, words) in REFUSED {
        let desk = Desk::of("desk");
        desk.edit(&format!("prompts/{file}"), from, to);
        desk.run("check").expect(1, &[words, "1 error"]);
    }
}

/// Inputs alone are enough to render a prompt, and no evidence.
#[test]
fn a_case_that_asserts_nothing_is_warned_of() {
    let desk = Desk::of("desk");
    let case = "- vars: { customer: a, company: b, products: [] }\n  options: { disableVarExpansion: true }\n- description";
    desk.edit(&format!("prompts/{GOLDEN}"), "- description", case);
    let warning =
        "golden.yaml:2:3: [invalid-golden] a case without `assert`, which any answer would pass";
    desk.run("check").expect(0, &[warning]);
    desk.run("check --deny-warnings").expect(1, &[warning]);
    desk.run("test sales-email-007 --env staging --render-only")
        .expect(0, &[]);
    desk.run("test sales-email-007 --env staging --endpoint http://127.0.0.1:9/v1")
        .expect(1, &[warning]);
}

/// The working copy asks for an input that no release has: the datasets go with those still.
#[test]
fn one_version_that_takes_a_dataset_is_enough() {
    let desk = Desk::ready();
    for (name, lines) in [
        ("golden.yaml", "- vars: { visitor: Mara }\n"),
        ("replay.jsonl", "{\"visitor\": \"Mara\"}\n"),
    ] {
        desk.write(&format!("prompts/visitor-greeting/{name}"), lines);
    }
    desk.edit(COPY, "host?: string", "host: string");
    desk.run("check").expect(0, &[]);
    desk.write(
        "prompts/visitor-greeting/replay.jsonl",
        "{\"guest\": \"Mara\"}\n",
    );
    desk.run("check").expect(1, &["[invalid-replay]"]);
}

/// Of what nothing pins, the form alone is checked.
#[test]
fn a_dataset_of_what_is_not_pinned_must_make_sense() {
    let desk = Desk::ready();
    desk.succeed("new badge-return");
    let pins = desk.read("prompts/environments.yaml");
    let before = pins
        .split("  badge-return:")
        .next()
        .unwrap_or_default()
        .to_owned();
    desk.write("prompts/environments.yaml", &before);
    desk.write("prompts/badge-return/replay.jsonl", "{\"anything\": 1}\n");
    desk.write(
        "prompts/badge-return/golden.yaml",
        "- vars: { anything: 1 }\n",
    );
    desk.run("check").expect(0, &[]);
    desk.write(
        "prompts/badge-return/replay.jsonl",
        "{\"anything\": \"+49 30 90182001\"}\n",
    );
    desk.run("check")
        .expect(1, &["[personal-data]", "anonymise badge-return"]);
}

/// A case can hold the conversation so far; it is sent, and its faults have their place.
#[test]
fn a_case_has_the_conversation_before_it() {
    let desk = Desk::ready();
    desk.write(
        "prompts/visitor-greeting/local.prompt",
        "{{role \"system\"}}Be brief.{{history}}{{role \"user\"}}Greet {{visitor}}.",
    );
    let golden = |role: &str| {
        format!(
            "- vars:\n    visitor: Mara\n    history: [{{ role: {role}, content: Hello. }}]\n  \
             options: {{ disableVarExpansion: true }}\n  assert: [{{ type: contains, value: Mara }}]\n"
        )
    };
    desk.write("prompts/visitor-greeting/golden.yaml", &golden("user"));
    desk.run("check").expect(0, &[]);
    desk.run("render visitor-greeting --case 1")
        .expect(0, &["Be brief.\n\n", "Hello.\n\n", "Greet Mara."]);
    desk.write("prompts/visitor-greeting/golden.yaml", &golden("guest"));
    desk.run("check").expect(
        1,
        &[
            "golden.yaml:3:5: [invalid-input] `history[0].role` is not the role of a message",
            "the roles are `system`, `user`, `model`, `assistant`, `tool`",
        ],
    );
    desk.write("prompts/visitor-greeting/golden.yaml", &golden("user"));
    desk.write(
        "prompts/visitor-greeting/replay.jsonl",
        "{\"visitor\": \"Mara\", \"history\": [{\"role\": \"model\", \"content\": 7}]}\n",
    );
    desk.run("check").expect(
        1,
        &["replay.jsonl:1:", "`history[0].content` is not a text"],
    );
}
