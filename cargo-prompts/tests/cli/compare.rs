//! `cargo prompts compare` against an endpoint on the loopback.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::loopback::{Reply, Request, Server};
use crate::review::CONFIGURATION;

pub const VERSIONS: &str = "compare visitor-greeting 1.0.0 1.1.0 --env staging";
pub const MODELS: &str = "compare visitor-greeting staging staging@small-model";
pub const GOLDEN: &str = "prompts/visitor-greeting/golden.yaml";
const REPLAY: &str = "prompts/visitor-greeting/replay.jsonl";
const CHECKS: &str = "prompts/visitor-greeting/checks.yaml";
pub const LOCAL: &str = "prompts/visitor-greeting/local.prompt";

/// Repeats what it is asked, which passes each golden case. The small model forgets the name.
pub fn server() -> Server {
    Server::start(|request, _| reply(request))
}

fn reply(request: &Request) -> Reply {
    if request.body["model"] == "small-model" {
        Reply::answer("Good morning.\nTake a seat.")
    } else {
        Reply::answer(request.last_message())
    }
}

/// A dataset of so many cases with the same assertion.
fn cases(count: usize) -> String {
    let mut golden = String::new();
    for number in 1..=count {
        let _ = writeln!(
            golden,
            "- description: visitor {number}\n  vars: {{ visitor: Mara {number} }}\n  assert: [{{ type: contains, value: Mara }}]"
        );
    }
    golden
}

fn json(desk: &Desk, server: &Server, command: &str) -> Value {
    let run = desk.run_against(server, &format!("{command} --format json"));
    assert_eq!(run.code, Some(0), "{}", run.said());
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn both_versions_get_the_same_cases_and_their_answers_are_shown_word_by_word() {
    let (desk, server) = (Desk::ready(), server());
    let before = desk.files();
    desk.run_against(&server, VERSIONS).expect(
        0,
        &[
            "visitor-greeting\n  A  1.0.0 in `staging` (`kimi-k2-5`, temperature 0.2)\n  B  1.1.0 in `staging` (`kimi-k2-5`, temperature 0.2)\n",
            "golden cases\nside  cases passed  calls passed",
            "\nA     2 of 2        2 of 2 ",
            "2 cases pass with both, 0 with A alone, 0 with B alone, 0 with neither\n",
            "cannot tell which passes more (exact McNemar test, p = 1.0000): it takes at least 6 cases that pass with one side alone\n",
            "  a visitor with an appointment  A passes, B passes\n    Greet Mara Lindqvist, and offer a seat.\n  + Say that the facility manager is on the way.\n",
            "realistic inputs\n",
            "3 cases pass with both",
            "note: 4 runs with 10 calls\nnote: golden cases with A\n",
        ],
    );
    assert_eq!(server.requests().len(), 10);
    // No evidence, and nothing that is left behind.
    assert_eq!(desk.files(), before);
    assert_eq!(desk.left_over(), Vec::<String>::new());
    // The next comparison begins anew.
    desk.run_against(&server, VERSIONS)
        .expect(0, &["note: 4 runs with 10 calls\n"]);
    assert_eq!(server.requests().len(), 20);
}

#[test]
fn a_model_that_fails_cases_is_worse_if_the_exact_test_can_tell() {
    let (desk, server) = (Desk::ready(), server());
    for (count, expected) in [
        (
            5,
            "cannot tell which passes more (exact McNemar test, p = 0.0625): it takes at least 6 cases",
        ),
        (6, "A passes more cases (exact McNemar test, p = 0.0313)"),
        (20, "A passes more cases (exact McNemar test, p < 0.0001)"),
    ] {
        desk.write(GOLDEN, &cases(count));
        let sums = format!("0 cases pass with both, {count} with A alone, 0 with B alone");
        desk.run_against(&server, MODELS).expect(
            0,
            &[
                expected,
                &sums,
                "  B  1.1.0 in `staging` (`small-model`, temperature 0.2)\n",
                "  visitor 1  A passes, B fails\n    B: the answer does not contain `Mara`\n",
                "  + Good morning.\n",
            ],
        );
    }
    let turned = "compare visitor-greeting staging@small-model staging";
    let found = json(&desk, &server, turned);
    assert_eq!(found["datasets"][0]["better"], "b");
    assert_eq!(found["datasets"][0]["least_differing"], Value::Null);
}

/// With `repeat`, a case is one pair.
#[test]
fn the_test_counts_cases_and_not_calls() {
    let desk = Desk::ready();
    // The small model fails one call of each case.
    let server = Server::start(|request, number| {
        let is_small = request.body["model"] == "small-model";
        Reply::answer(if is_small && number % 3 == 0 {
            "no"
        } else {
            request.last_message()
        })
    });
    let tests = cases(2).replace('\n', "\n  ");
    desk.write(GOLDEN, &format!("repeat: 3\ntests:\n  {tests}\n"));
    let found = json(&desk, &server, &format!("{MODELS} --only golden --jobs 1"));
    let golden = &found["datasets"][0];
    assert_eq!(
        golden["pairs"],
        json!({ "both": 0, "only_a": 2, "only_b": 0, "neither": 0 })
    );
    assert_eq!(
        (&golden["b"]["calls"], &golden["b"]["calls_passed"]),
        (&json!(6), &json!(4))
    );
    assert_eq!(golden["b"]["cases_passed"], 0);
    assert_eq!(golden["least_differing"], 6);
    // The answer that is shown is one that failed.
    assert_eq!(golden["cases"][0]["b"]["answer"], "no");
}

#[test]
fn nothing_of_realistic_inputs_and_their_answers_is_shown_or_stored() {
    let (desk, server) = (Desk::ready(), server());
    desk.write(CHECKS, "assert: [{ type: contains, value: on the way }]\n");
    for format in ["human", "json"] {
        let run = desk.run_against(&server, &format!("{MODELS} --save --format {format}"));
        run.expect(
            0,
            &["the answer does not meet `contains` (assertion 1 of `checks.yaml`)"],
        );
        let files = desk.all_files().into_iter();
        let files = files.filter(|(path, _)| path != REPLAY);
        let all = run.said()
            + &files
                .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
                .collect::<String>();
        for word in ["Visitor one", "Visitor two", "Visitor three"] {
            assert!(!all.contains(word), "{word}: {all}");
        }
        // Of golden answers alone: in two reasons and two answers.
        assert_eq!(
            run.stdout.matches("Take a seat").count(),
            4,
            "{}",
            run.stdout
        );
    }
}

#[test]
fn a_case_that_one_side_does_not_take_is_named_and_sent_with_neither() {
    let (desk, server) = (Desk::ready(), server());
    desk.edit(
        LOCAL,
        "    visitor:",
        "    floor: string, where the desk is\n    visitor:",
    );
    desk.write(
        LOCAL,
        &format!("{}\nThe desk is on {{{{floor}}}}.\n", desk.read(LOCAL)),
    );
    desk.edit(
        GOLDEN,
        "visitor: Mara Lindqvist,",
        "visitor: Mara Lindqvist, floor: floor 2,",
    );
    // No environment takes the working copy, so its input is none of the other versions'.
    desk.edit(CONFIGURATION, "\"latest\"", "\"1.1.0\"");
    let local = "compare visitor-greeting 1.1.0 local --env staging";
    let run = desk.run_against(&server, local);
    run.expect(
        0,
        &[
            "not sent  a visitor who just walks in: B does not take it: the input `floor` is missing\n",
            "not sent  line 1: B does not take it: the input `floor` is missing\n",
            "1 case passes with both",
            "realistic inputs\n",
            "no case that both sides take\n",
        ],
    );
    // An input of the other side alone is left out.
    let asked = server.requests();
    let asked = asked.iter().map(Request::last_message).collect::<Vec<_>>();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(
        !asked[0].contains("floor 2") && asked[1].contains("floor 2"),
        "{asked:?}"
    );
    let found = json(&desk, &server, local);
    assert_eq!(found["datasets"][0]["cases"][0]["number"], 1);
    assert_eq!(found["datasets"][0]["not_sent"][0]["number"], 2);
    assert_eq!(
        found["datasets"][1]["not_sent"].as_array().unwrap().len(),
        3
    );
    // No case at all is no success.
    desk.edit(GOLDEN, "floor: floor 2,", "");
    let run = desk.run_against(&server, local);
    run.expect(
        1,
        &[
            "not sent  a visitor with an appointment",
            "no case that both sides take",
        ],
    );
}

#[test]
fn a_dataset_that_is_missing_or_refused_is_told() {
    let (desk, server) = (Desk::ready(), server());
    let golden = desk.read(GOLDEN);
    std::fs::remove_file(desk.root().join(GOLDEN)).unwrap();
    desk.run_against(&server, VERSIONS).expect(
        0,
        &["note: there is no `prompts/visitor-greeting/golden.yaml` to compare with"],
    );
    desk.run_against(&server, &format!("{VERSIONS} --only golden"))
        .expect(
            2,
            &["no `prompts/visitor-greeting/golden.yaml` to compare with"],
        );
    std::fs::remove_file(desk.root().join(REPLAY)).unwrap();
    desk.run_against(&server, VERSIONS)
        .expect(2, &["neither `prompts/visitor-greeting/golden.yaml` nor"]);
    // The way out is to the dataset that was asked for.
    let ways = [
        (
            "golden",
            "write golden cases in `prompts/visitor-greeting/golden.yaml`",
        ),
        (
            "replay",
            "`cargo prompts anonymise visitor-greeting --from FILE` makes it",
        ),
    ];
    for ((only, way), (_, other)) in ways.into_iter().zip(ways.into_iter().rev()) {
        let run = desk.run_against(&server, &format!("{VERSIONS} --only {only}"));
        run.expect(2, &["to compare with", way]);
        assert!(!run.said().contains(&other[..20]), "{}", run.said());
    }
    let sent = server.requests().len();
    desk.write(
        GOLDEN,
        &golden.replace("  assert:\n    - { type: contains, value: Mara }\n", ""),
    );
    desk.run_against(&server, VERSIONS)
        .expect(1, &["[invalid-golden] a case without `assert`"]);
    desk.write(GOLDEN, &golden);
    desk.write(REPLAY, "{\"visitor\": \"mara@nordlicht.de\"}\n");
    desk.run_against(&server, VERSIONS)
        .expect(1, &["[personal-data]"]);
    assert_eq!(server.requests().len(), sent);
}

#[test]
fn sides_that_cannot_be_compared_are_refused_before_anything_is_sent() {
    let (desk, server) = (Desk::ready(), server());
    let before = desk.files();
    for (command, code, words) in [
        (
            "compare visitor-greeting staging staging",
            2,
            "`staging` and `staging` make the same call for each case",
        ),
        (
            "compare visitor-greeting 1.1.0 staging",
            2,
            "or another model, such as `staging@MODEL`",
        ),
        (
            "compare visitor-greeting staging staging@kimi-k2-5",
            2,
            "make the same call",
        ),
        (
            "compare visitor-greeting staging staging@",
            2,
            "no model behind `@` in `staging@`",
        ),
        (
            "compare visitor-greeting stagin 1.0.0",
            2,
            "did you mean `staging`?",
        ),
        (
            "compare visitor-greeting 1.0.0 9.0.0",
            2,
            "`visitor-greeting` has no version `9.0.0`",
        ),
        (
            "compare visitor-greetin 1.0.0 1.1.0",
            2,
            "did you mean `visitor-greeting`?",
        ),
        (
            "compare visitor-greeting staging production --env staging",
            2,
            "`--env` has no effect",
        ),
        (
            "compare visitor-greeting 1.0.0 1.1.0 --max-calls 9",
            1,
            "the runs have 10 calls, more than the 9 of `--max-calls`",
        ),
    ] {
        desk.run_against(&server, command).expect(code, &[words]);
    }
    assert!(server.requests().is_empty());
    assert_eq!(desk.files(), before);
    assert_eq!(desk.left_over(), Vec::<String>::new());
    // A working copy that says the same in other words of the template makes the same calls.
    let release = desk.read("prompts/visitor-greeting/1.1.0.prompt");
    desk.write(LOCAL, &release.replace("{{visitor}}", "{{this.visitor}}"));
    desk.run_against(&server, "compare visitor-greeting staging local")
        .expect(
            2,
            &["`staging` and `local` make the same call for each case"],
        );
    assert!(server.requests().is_empty());
    std::fs::remove_file(desk.root().join(LOCAL)).unwrap();
    desk.run_against(
        &server,
        "compare visitor-greeting local 1.0.0 --env staging",
    )
    .expect(2, &["`visitor-greeting` has no working copy"]);
}

/// A version takes the settings of the environment on the other side.
#[test]
fn a_version_is_asked_as_the_environment_on_the_other_side_would() {
    let (desk, server) = (Desk::ready(), server());
    let found = json(&desk, &server, "compare visitor-greeting production 1.1.0");
    assert_eq!(found["b"]["environment"], "production");
    let found = json(&desk, &server, "compare visitor-greeting 1.0.0 1.1.0");
    assert_eq!(found["a"]["environment"], "development");
    assert_eq!(found["a"]["model"], "kimi-k2-5-turbo");
    let found = json(
        &desk,
        &server,
        "compare visitor-greeting production@x 1.1.0 --env staging",
    );
    let sides = (
        &found["a"]["environment"],
        &found["a"]["model"],
        &found["b"]["environment"],
    );
    assert_eq!(
        sides,
        (&json!("production"), &json!("x"), &json!("staging"))
    );
}

/// Lines that are done are not sent again. The golden answers are shown and stored nowhere, so those
/// cases are.
#[test]
fn an_interrupted_comparison_resumes_its_realistic_inputs() {
    let desk = Desk::ready();
    let failing = Server::start(|request, number| {
        if number == 8 {
            Reply::error(401, "no")
        } else {
            reply(request)
        }
    });
    let one_by_one = format!("{MODELS} --jobs 1");
    desk.run_against(&failing, &one_by_one).expect(
        2,
        &["1 of 3 lines are done: run the same command to resume"],
    );
    // Another comparison on the same port has another key: so the same server goes on.
    let sent = failing.requests().len();
    desk.run_against(&failing, &one_by_one).expect(
        0,
        &[
            "note: 4 runs with 6 calls\n",
            "note: 3 of 3 lines are done: the run was interrupted after its last call",
            "note: resuming at line 2: 1 of 3 lines are done",
            "3 cases pass with both",
        ],
    );
    assert_eq!(failing.requests().len() - sent, 6);
    assert_eq!(desk.left_over(), Vec::<String>::new());
    // An interruption among the golden cases promises no resumption.
    let failing = Server::start(|request, number| {
        if number == 1 {
            Reply::error(401, "no")
        } else {
            reply(request)
        }
    });
    let run = desk.run_against(&failing, &one_by_one);
    assert_eq!(run.code, Some(2));
    assert!(!run.stderr.contains("to resume"), "{}", run.stderr);
    assert_eq!(desk.left_over(), Vec::<String>::new());
}

/// A run of `test` that was interrupted is not of a comparison.
#[test]
fn a_comparison_leaves_the_results_of_a_test_alone() {
    let desk = Desk::ready();
    let failing = Server::start(|request, number| {
        if number == 1 {
            Reply::error(401, "no")
        } else {
            reply(request)
        }
    });
    let test = "test visitor-greeting --version 1.1.0 --env staging --jobs 1";
    desk.run_against(&failing, test)
        .expect(2, &["1 of 2 cases are done"]);
    desk.run_against(&failing, VERSIONS).expect(0, &[]);
    desk.run_against(&failing, test)
        .expect(0, &["resuming at case 2"]);
}
