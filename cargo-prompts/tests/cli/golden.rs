//! `cargo prompts test` against an endpoint on the loopback.

use serde_json::json;

use crate::desk::Desk;
use crate::loopback::{Reply, Server};
use crate::sales::{GOLDEN, LEDGER, assert_recorded, assert_settings_of_staging};

const SALES: &str = "test sales-email-007 --env staging";
/// An answer that passes every case of the dataset.
const GOOD: &str = "Dear Mara Lindqvist of Nordlicht Logistik, M. O'Rourke, Ayşe Demir: \
                    49 EUR a month, 1,200 EUR a year, 5 EUR. Shall we talk?";

/// An answer that the output schema of the prompt takes.
fn email(body: &str) -> Reply {
    let email = json!({ "subject": "Your question", "body": body, "follow_up_in_days": 3 });
    Reply::answer(&email.to_string())
}

fn good() -> Server {
    Server::start(|_, _| email(GOOD))
}

/// Refuses the third request, which ends the run, and answers all others.
fn stops_once() -> Server {
    Server::start(|_, number| {
        if number == 2 {
            Reply::error(401, "no")
        } else {
            email(GOOD)
        }
    })
}

/// The command refuses, sends nothing, and changes nothing.
fn refuses(desk: &Desk, arguments: &str, code: i32, words: &[&str]) {
    let (server, before) = (good(), desk.all_files());
    desk.run_against(&server, arguments).expect(code, words);
    assert!(server.requests().is_empty());
    assert!(desk.all_files() == before, "a file was changed");
}

#[test]
fn all_cases_pass_and_the_ledger_says_so() {
    let (desk, server) = (Desk::of("desk"), good());
    let before = desk.read(LEDGER);
    let total =
        "3 of 3 cases passed: `sales-email-007` 2.3.0 in `staging` (`kimi-k2-5`, temperature 0.2)";
    desk.run_against(&server, &format!("{SALES} --jobs 1"))
        .expect(
            0,
            &[
                "passed  a lead with a concrete question",
                total,
                "recorded as evidence in",
            ],
        );
    assert_eq!(server.requests().len(), 3);
    let call = &server.requests()[2].body;
    assert_settings_of_staging(call);
    let said = call["messages"][1]["content"].as_str().unwrap_or_default();
    assert!(
        said.contains("{{company}} <GmbH>") && said.contains("Does \"{{role}}\" cost extra?"),
        "{said}"
    );
    let dataset = format!("dataset: {}", sha256(&desk.read(GOLDEN)));
    let recorded = ["run: golden", "cases: 3", "passed: 3", &dataset];
    assert_recorded(&desk, &before, &recorded);
    desk.run("check").expect(0, &[]);
}

#[test]
fn what_differs_in_an_answer_is_told_and_the_run_is_entered() {
    let (desk, server) = (Desk::of("desk"), bad());
    let before = desk.read(LEDGER);
    desk.run_against(&server, SALES).expect(
        1,
        &[
            "failed  a lead with a concrete question\n        the answer must not contain `discount` in any letter case\n",
            "        the answer: \"{\\\"subject\\\":\\\"Your question\\\",\\\"body\\\":\\\"Dear Mara, a discount",
            "        the answer was cut off",
            "passed  braces, quotes and markup",
            "1 of 3 cases passed",
        ],
    );
    assert_recorded(&desk, &before, &["run: golden", "cases: 3", "passed: 1"]);
    // The next run sends all cases again.
    desk.run_against(&server, SALES).expect(1, &[]);
    assert_eq!(server.requests().len(), 6);
    desk.run("check").expect(0, &[]);
}

/// The provider's words for an answer that is none are not the model's: the run is not complete.
#[test]
fn a_call_without_an_answer_makes_a_run_incomplete() {
    let desk = Desk::of("desk");
    let before = desk.read(LEDGER);
    let message = json!({ "role": "assistant", "content": "Dear" });
    let failing = Server::start(move |_, _| Reply::completion(&message, "error"));
    desk.run_against(&failing, &format!("{SALES} --jobs 1"))
        .expect(
            2,
            &["`kimi-k2-5` gave no answer 4 times: it stopped with `error`"],
        );
    assert_eq!(failing.requests().len(), 4);
    assert_eq!(desk.read(LEDGER), before);
    // The same call would end with the same word.
    let unknown = Server::start(|_, _| Reply::completion(&json!({ "content": "Dear" }), "halted"));
    desk.run_against(&unknown, &format!("{SALES} --jobs 1"))
        .expect(
            2,
            &["the answer of `kimi-k2-5` is not complete: unknown finish reason `halted`"],
        );
    assert_eq!(unknown.requests().len(), 1);
    assert_eq!(desk.read(LEDGER), before);
    desk.run_against(&good(), &format!("{SALES} --jobs 1"))
        .expect(0, &[]);
}

/// A run of a text that nobody has any more is evidence for nothing.
#[test]
fn a_release_that_was_changed_during_the_run_gets_no_evidence() {
    let desk = Desk::of("desk");
    let root = desk.root().to_owned();
    let release = "prompts/sales-email-007/2.3.0.prompt";
    let changed = format!("{}\n", desk.read(release));
    let (of_old, of_new) = (sha256(&desk.read(release)), sha256(&changed));
    let server = Server::start(move |_, number| {
        if number == 1 {
            let ledger = std::fs::read_to_string(root.join(LEDGER)).unwrap();
            std::fs::write(root.join(LEDGER), ledger.replace(&of_old, &of_new)).unwrap();
            std::fs::write(root.join(release), &changed).unwrap();
        }
        email(GOOD)
    });
    desk.run_against(&server, SALES).expect(
        1,
        &["[altered-release] `sales-email-007` 2.3.0 changed during the run"],
    );
    assert!(!desk.read(LEDGER).contains("run: golden"));
}

/// An endpoint with answers of which one in three passes.
fn bad() -> Server {
    Server::start(|request, _| match request.last_message() {
        text if text.contains("Mara") => {
            email("Dear Mara, a discount for Nordlicht Logistik: 9 EUR a month?")
        }
        text if text.contains("Jean-Baptiste") => {
            Reply::completion(&json!({ "content": "Dear" }), "length")
        }
        _ => email("5 EUR &amp; more for Ayşe Demir"),
    })
}

/// Otherwise the dataset could be run until it passes by chance.
#[test]
fn failed_runs_count_together_with_later_ones() {
    let desk = Desk::of("desk");
    desk.run_against(&bad(), SALES).expect(1, &[]);
    let too_few = "recorded in `prompts/sales-email-007/releases.yaml`: with the earlier runs of the same dataset 4 of 6 calls passed, too few for a promotion\n";
    desk.run_against(&good(), SALES).expect(0, &[too_few]);
    let promotion = "promote sales-email-007 --to staging --version 2.3.0 --by lead --reason again";
    desk.run(promotion).expect(
        1,
        &[
            "lacks golden evidence: 4 of 6 cases passed in 2 runs, but 100 % must pass",
            "or change `golden.yaml`, or the share that must pass, `threshold` in `golden.yaml`",
        ],
    );
    // Two in three are enough, and the runs begin anew.
    let cases = desk.read(GOLDEN);
    desk.write(GOLDEN, &with_threshold("0.66", &cases));
    desk.run(promotion)
        .expect(1, &["`golden.yaml` changed since the run"]);
    desk.run_against(&bad(), SALES).expect(
        1,
        &["1 of 3 cases passed", "temperature 0.2); 66 % must pass"],
    );
    for _ in 0..2 {
        desk.run_against(&good(), SALES)
            .expect(0, &["recorded as evidence in"]);
    }
    assert!(
        desk.read(LEDGER)
            .contains("passed: 1\n      threshold: 0.66\n")
    );
    desk.run(promotion).expect(
        0,
        &[
            "golden      7 of 9 cases passed in 3 runs with kimi-k2-5 (staging,",
            "\n                  1 of 3 (staging, ",
            "\n                  3 of 3 (staging, ",
            "staging already pins sales-email-007 2.3.0",
        ],
    );
    desk.run("check").expect(0, &[]);
}

/// A list of cases as a dataset with a threshold.
fn with_threshold(threshold: &str, cases: &str) -> String {
    let lines = cases.lines().map(|line| format!("  {line}\n"));
    format!(
        "threshold: {threshold}\ntests:\n{}",
        lines.collect::<String>()
    )
}

#[test]
fn a_run_that_reaches_the_threshold_passes() {
    let desk = Desk::of("desk");
    let cases = desk.read(GOLDEN);
    desk.write(GOLDEN, &with_threshold("0.33", &cases));
    desk.run_against(&bad(), SALES)
        .expect(0, &["1 of 3 cases passed", "recorded as evidence"]);
    desk.write(GOLDEN, &with_threshold("0.34", &cases));
    desk.run_against(&bad(), SALES).expect(
        1,
        &["1 of 3 cases passed", "a promotion counts it together"],
    );
}

/// Whole, in what a schema says of it, and cut where the answer is.
#[test]
fn an_answer_that_repeats_the_key_is_shown_without_it() {
    const KEY: &str = "sk-loopback-5f2a";
    let desk = Desk::of("desk");
    let schema = "{ type: is-json, value: { properties: { to: { const: Mara } } } }";
    desk.edit(GOLDEN, "{ type: contains, value: \"{{company}}\" }", schema);
    let answers = [
        format!("{{\"to\": \"{KEY}\"}}"),
        format!("{}{KEY}", " ".repeat(155)),
    ];
    let server = Server::start(move |_, number| Reply::answer(&answers[number % 2]));
    let ran = desk.run_with(
        &format!("{SALES} --endpoint {}", server.url()),
        &[("OPENAI_API_KEY", KEY)],
    );
    ran.expect(1, &["the answer: \"{\\\"to\\\": \\\"***\\\"}\"", "***"]);
    assert!(!ran.said().contains("sk-lo"), "{}", ran.said());
}

#[test]
fn an_interrupted_run_goes_on_where_it_stopped() {
    let (desk, server) = (Desk::of("desk"), stops_once());
    desk.run_against(&server, SALES).expect(
        2,
        &["2 of 3 cases are done: run the same command to resume"],
    );
    desk.run_against(&server, SALES)
        .expect(0, &["3 of 3 cases passed", "recorded as evidence"]);
    assert_eq!(server.requests().len(), 4);
    // What was kept is gone once it is entered, and holds for no other dataset.
    desk.run_against(&server, SALES).expect(0, &[]);
    assert_eq!(server.requests().len(), 7);
}

#[test]
fn what_was_kept_holds_for_the_same_dataset_alone() {
    let (desk, server) = (Desk::of("desk"), stops_once());
    desk.run_against(&server, SALES).expect(2, &[]);
    desk.edit(GOLDEN, "concrete question", "question");
    desk.run_against(&server, SALES)
        .expect(0, &["passed  a lead with a question"]);
    assert_eq!(server.requests().len(), 6);
}

#[test]
fn a_working_copy_counts_as_no_evidence() {
    let (desk, server) = (Desk::of("desk"), good());
    let before = desk.files();
    let words = [
        "3 of 3 cases passed: `sales-email-007` working copy in `development`",
        "is no evidence",
    ];
    desk.run_against(&server, "test sales-email-007")
        .expect(0, &words);
    assert!(desk.files() == before, "a file was changed");
    // Nor is a result kept.
    let files = desk.all_files().into_keys();
    let kept = files.filter(|path| path.contains(".cargo-prompts/") && path.contains("/runs/"));
    assert_eq!(kept.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn a_version_is_tested_under_the_settings_of_the_environment() {
    let (desk, server) = (Desk::of("desk"), good());
    desk.run_against(
        &server,
        "test sales-email-007 --env production --version 2.3.0",
    )
    .expect(0, &["2.3.0 in `production`"]);
    assert!(
        desk.read(LEDGER)
            .contains("environment: production\n      model: kimi-k2-5")
    );
}

#[test]
fn rendering_alone_needs_no_endpoint_and_is_no_evidence() {
    let desk = Desk::of("desk");
    let before = desk.all_files();
    let words = [
        "rendered  a lead with a concrete question (2 messages)",
        "3 cases rendered",
        "is no evidence",
    ];
    desk.run(&format!("{SALES} --render-only"))
        .expect(0, &words);
    // What 2.2.1 does not take is an input of another version that is pinned.
    desk.run("test sales-email-007 --env production --render-only")
        .expect(0, &["`sales-email-007` 2.2.1"]);
    assert!(desk.all_files() == before, "a file was changed");
}

/// The old text in the dataset, the new one, and the message.
const REFUSED: &[(&str, &str, &str)] = &[
    (
        "customer: Mara",
        "custmer: Mara",
        "golden.yaml:4:5: [invalid-input] the prompt has no input `custmer`",
    ),
    (
        "    customer: Mara Lindqvist\n",
        "",
        "golden.yaml:3:3: [invalid-input] the input `customer` is missing",
    ),
    (
        "    customer: Mara Lindqvist\n",
        "",
        "add `customer: …` under `vars`",
    ),
    (
        "price: 49 EUR a month",
        "price: 49",
        "[invalid-input] `products[0].price` is a number, expected a string",
    ),
    (
        "tone: formal",
        "tone: [formal]",
        "[invalid-input] `tone` is a list, expected a string",
    ),
    (
        "type: regex",
        "type: llm-rubric",
        "[unsupported-golden] `llm-rubric` needs a judge",
    ),
    (
        "type: regex, value: '\\?'",
        "type: regex, value: '(?=a)'",
        "[unsupported-golden] `regex`: look-around",
    ),
    (
        "- description: a lead with",
        "- vars: { customer: a, company: b, products: [] }\n  options: { disableVarExpansion: true }\n- description: a lead with",
        "[invalid-golden] a case without `assert`",
    ),
    (
        "  threshold: 0.6",
        "  assert: [{ type: contains, value: Ayşe }]\n  threshold: 0.6",
        "[duplicate-key] duplicate key `assert`",
    ),
    ("- description", "description", "[invalid-yaml]"),
];

#[test]
fn a_dataset_that_makes_no_sense_is_refused() {
    for (from, to, words) in REFUSED {
        let desk = Desk::of("desk");
        desk.edit(GOLDEN, from, to);
        refuses(&desk, SALES, 1, &[words]);
    }
}

#[test]
fn what_cannot_run() {
    let desk = Desk::of("desk");
    refuses(
        &desk,
        "test sales-email-07",
        2,
        &[
            "the library has no prompt `sales-email-07`",
            "did you mean `sales-email-007`?",
        ],
    );
    refuses(
        &desk,
        "test sales-email-007 --env stagin",
        2,
        &["unknown environment `stagin`"],
    );
    refuses(
        &desk,
        &format!("{SALES} --version 9.0.0"),
        2,
        &["no version `9.0.0`"],
    );
    refuses(
        &desk,
        &format!("{SALES} --evidence nowhere.json"),
        2,
        &["cannot read `nowhere.json`"],
    );
    desk.run(SALES).expect(2, &["no endpoint"]);
    std::fs::remove_file(desk.root().join(GOLDEN)).expect("it is there");
    refuses(
        &desk,
        SALES,
        2,
        &["no `prompts/sales-email-007/golden.yaml`"],
    );
}

/// Of this entry nothing is edited: nothing is sent that could not be entered, in either run.
#[test]
fn a_ledger_that_cannot_be_edited_is_known_before_anything_is_sent() {
    let desk = Desk::of("desk");
    let ledger = desk.read(LEDGER);
    let at = ledger
        .find("- version: 2.3.0")
        .expect("the version is there");
    let hash = sha256(&desk.read("prompts/sales-email-007/2.3.0.prompt"));
    // The evidence is that of two keys, and an item of the one would be one of the other.
    let lists = "evidence: &none []\n  sign_offs: *none";
    let entry = format!("- version: 2.3.0\n  status: draft\n  sha256: {hash}\n  {lists}\n");
    desk.write(LEDGER, &format!("{}{entry}", &ledger[..at]));
    desk.run("check").expect(0, &[]);
    for command in [SALES, "validate sales-email-007 --env staging"] {
        refuses(
            &desk,
            command,
            2,
            &["releases.yaml` without losing something"],
        );
    }
}

/// `check` takes such a file: the message does not say that it is not valid, nor that it lacks the key.
#[test]
fn a_ledger_that_is_written_unusually_is_not_called_invalid() {
    let ledger = Desk::of("desk").read(LEDGER);
    for unusual in [
        ledger.replace("  status:", "  \"st\\x61tus\":"),
        ledger.replacen("published: {", "published: {\n ", 1),
    ] {
        let desk = Desk::of("desk");
        desk.write(LEDGER, &unusual);
        desk.run("check").expect(0, &[]);
        let run = desk.run("deprecate sales-email-007 2.3.0 --by owner --reason old");
        run.expect(2, &["the spelling of a key is unusual"]);
        assert_eq!(desk.read(LEDGER), unusual);
    }
}

#[test]
fn an_altered_release_is_refused() {
    let desk = Desk::of("desk");
    desk.edit(
        "prompts/sales-email-007/2.3.0.prompt",
        "You write",
        "You may write",
    );
    refuses(&desk, SALES, 1, &["[altered-release]"]);
}

fn sha256(text: &str) -> String {
    prompt_build::hash::sha256(text)
}
