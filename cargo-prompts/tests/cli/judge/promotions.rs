//! Promotions that rest on the verdicts of a judge.

use std::fs;

use serde_json::json;

use super::{
    CHECKS, ENVIRONMENTS, LABELLED, LEDGER, MEASURE, TEST, VALIDATE, desk, is_of_judge, server,
    verdict,
};
use crate::loopback::{Reply, Server};

/// The labelled cases say how often the judge agrees with people, and a promotion asks for that.
#[test]
fn a_promotion_asks_how_often_the_judge_agrees_with_people() {
    const PROMOTE: &str =
        "promote visitor-greeting --to staging --version 1.1.0 --by prompt-owner --reason judged";
    let (desk, server) = (desk(), server());
    desk.edit(ENVIRONMENTS, "staging: \"1.1.0\"", "staging: \"1.0.0\"");
    // The runs that the fixture has were of another dataset, and without a judge.
    desk.run(PROMOTE).expect(1, &["[missing-evidence]"]);
    let test = format!("{TEST} --version 1.1.0");
    desk.run_against(&server, &test).expect(0, &[]);
    desk.run(PROMOTE).expect(
        1,
        &[
            "no  judge       missing-evidence",
            "it was not measured how often the judge `answer-judge` 1.0.0 with `judge-model` agrees with people",
            "run `cargo prompts test answer-judge --env staging --version 1.0.0`",
        ],
    );
    desk.run_against(&server, MEASURE).expect(
        0,
        &[
            "4 of 4 cases agree with people: `answer-judge` 1.0.0 in `staging`",
            "recorded as evidence in `prompts/answer-judge/releases.yaml`",
        ],
    );
    let run = desk.run(PROMOTE);
    run.expect(
        0,
        &[
            "ok  judge       `answer-judge` 1.0.0 with `judge-model` agrees with people in 4 of 4 verdicts (0 false passes, 0 false fails)",
            "staging now pins 1.1.0",
        ],
    );
    desk.run("check").expect(0, &[]);
}

#[test]
fn a_judge_that_disagrees_with_people_is_no_evidence() {
    let desk = desk();
    desk.edit(ENVIRONMENTS, "staging: \"1.1.0\"", "staging: \"1.0.0\"");
    // It passes everything.
    let server = Server::start(|request, _| {
        if is_of_judge(request) {
            let is_rude = request.last_message().contains("is rude");
            Reply::answer(&json!({ "pass": !is_rude, "reason": "always" }).to_string())
        } else {
            Reply::answer("Good day, Mara Lindqvist.")
        }
    });
    desk.run_against(&server, MEASURE).expect(
        1,
        &[
            "failed  no greeting\n        the judge passes the answer, and people fail it: always",
            "2 of 4 cases agree with people",
            "75 % must agree",
            "at least 6 % agree, with a confidence of 95 %",
        ],
    );
    let ledger = desk.read("prompts/answer-judge/releases.yaml");
    assert!(
        ledger.contains("run: agreement") && ledger.contains("false_passes: 2"),
        "{ledger}"
    );
    desk.run_against(&server, &format!("{TEST} --version 1.1.0"))
        .expect(0, &[]);
    desk.run("promote visitor-greeting --to staging --version 1.1.0 --by prompt-owner --reason judged")
        .expect(
            1,
            &["agrees with people in 2 of 4 verdicts (2 false passes, 0 false fails), but 75 % must agree"],
        );
    desk.run("check").expect(0, &[]);
    desk.run("history answer-judge").expect(
        0,
        &["agreement in staging with judge-model: 2 of 4 agree with people"],
    );
}

/// Verdicts of another judge than the one that is pinned now count for nothing.
#[test]
fn evidence_of_another_judge_does_not_count() {
    const PROMOTE: &str =
        "promote visitor-greeting --to staging --version 1.1.0 --by prompt-owner --reason judged";
    let (desk, server) = (desk(), server());
    desk.edit(ENVIRONMENTS, "staging: \"1.1.0\"", "staging: \"1.0.0\"");
    desk.run_against(&server, &format!("{TEST} --version 1.1.0"))
        .expect(0, &[]);
    desk.run_against(&server, MEASURE).expect(0, &[]);
    desk.run(&format!("{PROMOTE} --dry-run")).expect(0, &[]);
    let environments = desk.read(ENVIRONMENTS);
    for (from, to, words) in [
        (
            "model: judge-model",
            "model: judge-model-2",
            "and `staging` pins `answer-judge` 1.0.0 with `judge-model-2`",
        ),
        (
            "temperature: null",
            "temperature: 0.5",
            "and `staging` pins `answer-judge` 1.0.0 with `judge-model` (temperature 0.5)",
        ),
        (
            "    staging: { version: \"1.0.0\"",
            "    development: { version: \"1.0.0\"",
            "which `staging` no longer pins",
        ),
        (
            "    staging: { version: \"1.0.0\"",
            "    staging: { version: \"9.9.9\"",
            "and the pin of `answer-judge` in `staging` names no sound release now: see `cargo prompts check`",
        ),
    ] {
        desk.edit(ENVIRONMENTS, from, to);
        desk.run(PROMOTE)
            .expect(1, &["lacks golden evidence: the run was judged by", words]);
        desk.write(ENVIRONMENTS, &environments);
    }
    let recorded = desk.read(LEDGER);
    for (from, to, words) in [
        (
            "judge: { id: answer-judge",
            "judge: { id: visitor-greeting",
            "which is not the judge of the dataset",
        ),
        (
            "version: 1.0.0, sha256: ",
            "version: 1.0.0, sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef, model: judge-model, answered_by: [m] } # ",
            "the run was judged by another text of `answer-judge` 1.0.0",
        ),
    ] {
        desk.edit(LEDGER, from, to);
        desk.run(PROMOTE)
            .expect(1, &["lacks golden evidence", words]);
        desk.write(LEDGER, &recorded);
    }
    // A record without its judge counts as little.
    let ledger = desk.read(LEDGER);
    let start = ledger.find("      judge: {").expect("a judge");
    let end = start + ledger[start..].find("      cases:").expect("more keys");
    desk.write(LEDGER, &format!("{}{}", &ledger[..start], &ledger[end..]));
    desk.run(PROMOTE).expect(
        1,
        &["the record of the run names no judge, and the dataset needs `answer-judge`"],
    );
}

#[test]
fn a_judge_from_the_working_copy_gives_no_evidence() {
    let (desk, server) = (desk(), server());
    desk.edit(
        ENVIRONMENTS,
        "  answer-judge:\n",
        "  answer-judge:\n    development: { version: latest, model: judge-model }\n",
    );
    let before = desk.read(LEDGER);
    desk.run_against(&server, "test visitor-greeting --env development --version 1.1.0").expect(
        0,
        &["this is no evidence: the judge `answer-judge` is a working copy, which can change until it is published"],
    );
    assert_eq!(desk.read(LEDGER), before);
}

/// From staging to production: the verdicts of the judge, and how often it agrees, stand in the
/// sign-off.
#[test]
fn a_sign_off_names_the_judge_and_its_agreement() {
    let (desk, server) = (desk(), server());
    desk.write(
        CHECKS,
        "judge: answer-judge\nassert:\n  - { type: llm-rubric, value: greets }\n",
    );
    for command in [TEST, VALIDATE, MEASURE] {
        desk.run_against(&server, command).expect(0, &[]);
    }
    desk.run("promote visitor-greeting --to production --by front-desk-lead --reason 'read aloud'")
        .expect(
            0,
            &[
                "ok  judge       `answer-judge`",
                "production now pins 1.1.0",
            ],
        );
    let ledger = desk.read(LEDGER);
    assert!(
        ledger.contains(
            "; judge: `answer-judge` 1.0.0 with `judge-model` agrees with people in 4 of 4 verdicts"
        ),
        "{ledger}"
    );
    desk.run("check").expect(0, &[]);
}

/// The labelled cases of a judge are its golden ones, for a promotion and for a build.
#[test]
fn a_judge_with_labelled_cases_alone_is_promoted() {
    const PROMOTE: &str =
        "promote answer-judge --to staging --version 1.0.0 --by prompt-owner --reason labelled";
    let (desk, server) = (desk(), Server::start(|request, _| verdict(request)));
    let environments = desk.read(ENVIRONMENTS);
    let (without_pin, _) = environments
        .split_once("\n  answer-judge:")
        .expect("its pin");
    desk.write(ENVIRONMENTS, &format!("{without_pin}\n"));
    let model = "    model: kimi-k2-5\n    temperature: 0.2\n    logging: full\n";
    desk.edit(
        ENVIRONMENTS,
        model,
        &format!("{model}    requires: [golden]\n    sign_off: {{ required: 1 }}\n"),
    );
    desk.run(PROMOTE).expect(
        1,
        &[
            "no  agreement   missing-evidence",
            "`answer-judge` 1.0.0 lacks agreement evidence: not run yet",
            "run `cargo prompts test answer-judge --env staging --version 1.0.0`",
        ],
    );
    desk.run_against(&server, &format!("{MEASURE} --version 1.0.0"))
        .expect(0, &["recorded as evidence"]);
    desk.run(PROMOTE).expect(
        0,
        &[
            "ok  agreement   4 of 4 cases agree with people with kimi-k2-5 (staging, ",
            "staging now pins 1.0.0",
        ],
    );
    let ledger = desk.read("prompts/answer-judge/releases.yaml");
    assert!(
        ledger.contains("agreement: 4 of 4 cases agree with people"),
        "{ledger}"
    );
    let pinned = desk.run("check");
    assert!(!pinned.said().contains("answer-judge"), "{}", pinned.said());
    // Without the run, a build refuses the pin.
    desk.write(
        "prompts/answer-judge/releases.yaml",
        &ledger.replace("passed: 4", "passed: 1"),
    );
    desk.run("check").expect(
        1,
        &["[missing-evidence] `answer-judge` 1.0.0 has not passed the golden run that `staging` requires"],
    );
    fs::remove_file(desk.root().join(LABELLED)).unwrap();
    desk.run(PROMOTE).expect(
        1,
        &[
            "lacks golden evidence: no `prompts/answer-judge/golden.yaml`",
            "a prompt that judges answers can have `judge.yaml` in place of `golden.yaml`",
        ],
    );
}
