//! Runs that send several calls at a time.

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::desk::Desk;
use crate::loopback::{Reply, Request, Server};
use crate::sales::{GOLDEN, LEDGER, REPLAY};

const SALES: &str = "validate sales-email-007 --env staging";
const SECOND: Duration = Duration::from_secs(1);

fn email() -> Reply {
    Reply::answer(r#"{"subject": "Hello", "body": "Dear Mara", "follow_up_in_days": 3}"#)
}

/// The requests that came at most so long after the first one.
fn within(server: &Server, time: Duration) -> usize {
    let requests = server.requests();
    let first = requests.iter().map(|request| request.at).min();
    let first = first.unwrap_or_else(Instant::now);
    let early = requests.iter().filter(|one| one.at - first < time);
    early.count()
}

fn different(server: &Server) -> usize {
    let requests = server.requests();
    let texts = requests.iter().map(Request::last_message);
    texts.collect::<BTreeSet<_>>().len()
}

#[test]
fn as_many_calls_as_jobs_are_under_way() {
    for (arguments, expected) in [("", 8), (" --jobs 3", 3), (" --jobs 1", 1)] {
        let (desk, server) = (Desk::of("desk"), Server::start(|_, _| email().late(SECOND)));
        let run = desk.run_against(&server, &format!("{SALES}{arguments}"));
        let note = format!("note: sending 10 lines, up to {expected} at a time\n");
        run.expect(0, &[&note, "10 of 10 lines passed"]);
        assert_eq!(within(&server, SECOND), expected, "{arguments}");
        assert_eq!(server.requests().len(), 10);
    }
}

/// The answer to the first case comes last.
#[test]
fn results_are_shown_in_the_order_of_the_dataset() {
    let desk = Desk::of("desk");
    let server = Server::start(|request, _| {
        let text = request.last_message();
        let delay = if text.contains("Mara") {
            2
        } else {
            u32::from(text.contains("Rourke"))
        };
        let answer = format!("no JSON, {delay} half seconds late");
        Reply::answer(&answer).late(SECOND / 2 * delay)
    });
    let run = desk.run_against(&server, "test sales-email-007 --env staging");
    let shown = run
        .stdout
        .lines()
        .filter(|line| line.starts_with("failed  "));
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [
            "failed  a lead with a concrete question",
            "failed  a lead who left nothing but a name, and a tone for the occasion",
            "failed  braces, quotes and markup in what the lead wrote stay as they are",
        ]
    );
    // Each with its own answer.
    let places = ["2 half", "1 half", "0 half"].map(|answer| run.stdout.find(answer));
    assert!(places.iter().all(Option::is_some), "{}", run.stdout);
    assert!(places.is_sorted(), "{}", run.stdout);
}

/// After a kill the calls that have an answer are not sent again. Those that were under way are, and
/// each counts in the hourly limit.
#[test]
fn a_kill_repeats_only_what_was_under_way() {
    let desk = Desk::of("desk");
    let server = Server::start(|_, earlier| {
        if (4..8).contains(&earlier) {
            Reply::Hang
        } else {
            email()
        }
    });
    let arguments = format!("{SALES} --jobs 4 --endpoint {}", server.url());
    let mut command = desk.command(&arguments);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while server.requests().len() < 8 {
        assert!(
            start.elapsed() < 60 * SECOND,
            "{:?}",
            server.requests().len()
        );
        thread::sleep(Duration::from_millis(20));
    }
    // The four answers are stored by then.
    thread::sleep(SECOND);
    child.kill().unwrap();
    child.wait().unwrap();
    let run = desk.run(&arguments);
    run.expect(
        0,
        &["4 of 10 lines are done, about ", "10 of 10 lines passed"],
    );
    assert_eq!((server.requests().len(), different(&server)), (14, 10));
    let limit = desk.all_files().into_iter();
    let mut limit = limit.filter(|(path, _)| path.ends_with("calls-in-staging.jsonl"));
    let (_, counted) = limit.next().expect("the calls of the hour");
    assert_eq!(String::from_utf8_lossy(&counted).lines().count(), 14);
}

#[test]
fn all_calls_wait_when_the_endpoint_asks_for_it() {
    let desk = Desk::of("desk");
    let server = Server::start(|_, earlier| {
        // All eight are under way before the first is refused, and none of them ends before that.
        if earlier == 0 {
            let refusal = Reply::error(429, "slow down").with_header("retry-after", "4");
            refusal.late(SECOND)
        } else {
            email().late(2 * SECOND)
        }
    });
    let run = desk.run_against(&server, SALES);
    run.expect(
        0,
        &["asks to wait for 4 seconds (429", "10 of 10 lines passed"],
    );
    assert_eq!(
        run.stderr.matches("asks to wait").count(),
        1,
        "{}",
        run.stderr
    );
    // The calls that were under way end, and none begins before the pause is over.
    assert_eq!(within(&server, 4 * SECOND), 8);
    assert_eq!(server.requests().len(), 11);
}

/// An endpoint that takes one call at a time refuses most of eight. None of them fails for that.
#[test]
fn an_endpoint_that_takes_few_calls_gets_them_all() {
    let desk = Desk::of("desk");
    let taken = std::sync::Mutex::new(None::<Instant>);
    let server = Server::start(move |_, _| {
        let mut taken = taken.lock().unwrap();
        if taken.is_some_and(|at| at.elapsed() < SECOND / 4) {
            return Reply::error(429, "slow down").with_header("retry-after", "0.3");
        }
        *taken = Some(Instant::now());
        email()
    });
    desk.run_against(&server, SALES)
        .expect(0, &["10 of 10 lines passed"]);
}

#[test]
fn more_calls_than_allowed_are_not_sent() {
    let (desk, server) = (Desk::of("desk"), Server::start(|_, _| email()));
    let before = desk.files();
    desk.run_against(&server, &format!("{SALES} --max-calls 9"))
        .expect(
            1,
            &["replay.jsonl:1:1: [too-many-calls] the run has 10 calls, more than the 9"],
        );
    assert!(server.requests().is_empty());
    assert_eq!(desk.files(), before);
    desk.run_against(&server, &format!("{SALES} --max-calls 10"))
        .expect(0, &["10 of 10 lines passed"]);
    let rows = [
        ("--jobs 0", "0 is not in 1..=256"),
        ("--max-calls many", "invalid digit"),
    ];
    for (argument, words) in rows {
        desk.run_against(&server, &format!("{SALES} {argument}"))
            .expect(2, &[words]);
    }
}

/// A failed call ends the run once those under way have an answer, which is kept.
#[test]
fn a_failure_keeps_the_answers_of_the_calls_under_way() {
    let desk = Desk::of("desk");
    let before = desk.read(LEDGER);
    let server = Server::start(|_, earlier| match earlier {
        3 => Reply::error(401, "expired"),
        0..10 => email().late(SECOND),
        _ => email(),
    });
    desk.run_against(&server, &format!("{SALES} --jobs 4"))
        .expect(2, &["401 Unauthorized", "3 of 10 lines are done"]);
    assert_eq!(server.requests().len(), 4);
    assert_eq!(desk.read(LEDGER), before);
    desk.run_against(&server, SALES)
        .expect(0, &["10 of 10 lines passed"]);
    assert_eq!((server.requests().len(), different(&server)), (11, 10));
}

#[test]
fn each_case_is_sent_as_often_as_the_dataset_says() {
    let desk = Desk::of("desk");
    let cases = desk.read(GOLDEN);
    let lines = cases.lines().map(|line| format!("  {line}\n"));
    let tests = lines.collect::<String>();
    desk.write(
        GOLDEN,
        &format!("repeat: 3\nthreshold: 0.8\ntests:\n{tests}"),
    );
    let good = json!({ "subject": "Hello", "follow_up_in_days": 3, "body":
        "Dear Mara Lindqvist of Nordlicht Logistik, M. O'Rourke, Ayşe Demir: 49 EUR a month, \
         1,200 EUR a year, 5 EUR. Shall we talk?" });
    let server = Server::start(move |_, earlier| match earlier {
        4 => Reply::answer("no JSON"),
        _ => Reply::answer(&good.to_string()),
    });
    let command = "test sales-email-007 --env staging --jobs 1";
    desk.run_against(&server, command).expect(
        0,
        &[
            "passed  a lead with a concrete question (3 of 3 times)\n",
            "failed  a lead who left nothing but a name, and a tone for the occasion (2 of 3 times)\n",
            "8 of 9 calls passed (3 cases, 3 times each): `sales-email-007` 2.3.0",
            "; 80 % must pass\n",
            "output schema ",
            // Two of three cases, and not eight of nine.
            "\nat least 9 % pass, with a confidence of 95 %",
            "recorded as evidence",
        ],
    );
    let ledger = desk.read(LEDGER);
    assert!(
        ledger.contains("cases: 3\n      repeat: 3\n      passed: 8\n      threshold: 0.8\n"),
        "{ledger}"
    );
    desk.run("check").expect(0, &[]);
    desk.run("history sales-email-007")
        .expect(0, &["8 of 9 passed"]);
    for (repeat, place) in [("0", "golden.yaml:1:9"), ("often", "golden.yaml:1:9")] {
        desk.write(GOLDEN, &format!("repeat: {repeat}\ntests:\n{tests}"));
        let words = format!("{place}: [invalid-repeat] invalid repeat `{repeat}`");
        desk.run_against(&server, command).expect(1, &[&words]);
    }
    desk.write("prompts/sales-email-007/checks.yaml", "repeat: 2\n");
    desk.run_against(&Server::start(|_, _| email()), SALES)
        .expect(0, &["20 of 20 calls passed (10 lines, 2 times each)"]);
}

/// As many tokens and the model as the endpoint says, on the terminal and for programs.
#[test]
fn a_run_is_summed_up() {
    let answer = |_: &Request, _: usize| {
        let message = json!({ "content": "{\"subject\": \"Hello\", \"body\": \"Dear Mara\", \"follow_up_in_days\": 3}" });
        let usage = json!({ "prompt_tokens": 100, "completion_tokens": 20,
            "prompt_tokens_details": { "cached_tokens": 60 } });
        Reply::json(
            200,
            &json!({ "model": "kimi-k2-5-0711", "usage": usage,
            "choices": [{ "message": message, "finish_reason": "stop" }] }),
        )
    };
    let (desk, server) = (Desk::of("desk"), Server::start(answer));
    let run = desk.run_against(&server, SALES);
    run.expect(
        0,
        &[
            "tokens in",
            " 1000 ",
            " 600 ",
            " 200 ",
            "kimi-k2-5-0711",
            "at least 69 % pass",
        ],
    );
    assert!(
        desk.read(LEDGER).contains("answered_by: [kimi-k2-5-0711]"),
        "{}",
        desk.read(LEDGER)
    );
    let run = desk.run_against(&server, &format!("{SALES} --format json"));
    let value = serde_json::from_str::<serde_json::Value>(&run.stdout).expect("JSON alone");
    let report = &value["runs"][0];
    assert_eq!(
        report["tokens"],
        json!({ "input": 1000, "cached": 600, "output": 200 })
    );
    assert_eq!(report["cases"][9]["name"], "line 10");
    assert_eq!(report["is_passed"], true);
    assert!(report["latency_ms"]["median"].is_u64(), "{report}");
}

#[test]
fn results_are_written_as_junit() {
    let desk = Desk::of("desk");
    let server = Server::start(|_, _| Reply::answer("<no JSON>"));
    let command = "test sales-email-007 --env staging --junit results.xml";
    desk.run_against(&server, command)
        .expect(1, &["0 of 3 cases passed"]);
    let xml = desk.read("results.xml");
    for words in [
        "<testsuite name=\"golden of sales-email-007 2.3.0 in staging\" tests=\"3\" failures=\"3\"",
        "    <properties>\n      <property name=\"prompt\" value=\"sales-email-007\"/>\n      <property name=\"version\" value=\"2.3.0\"/>\n      <property name=\"environment\" value=\"staging\"/>\n",
        "name=\"a lead with a concrete question\"",
        "the answer is not JSON",
        "&lt;no JSON&gt;",
    ] {
        assert!(xml.contains(words), "{words}: {xml}");
    }
    assert!(!xml.contains("judge"), "{xml}");
}

/// Calls cost money, and a run that is recorded counts: a wrong path is found before them.
#[test]
fn nothing_is_sent_if_the_results_cannot_be_written() {
    let desk = Desk::of("desk");
    let server = Server::start(|_, _| Reply::answer("<no JSON>"));
    fs::create_dir(desk.root().join("folder")).unwrap();
    let files = desk.files();
    for (file, command) in [
        ("folder", "test sales-email-007 --env staging"),
        ("none/results.xml", "test --all --env staging"),
        ("folder", SALES),
    ] {
        desk.run_against(&server, &format!("{command} --junit {file}"))
            .expect(2, &[&format!("cannot write `{file}`")]);
    }
    assert!(server.requests().is_empty());
    assert_eq!(desk.files(), files);
}

/// Every answer to a replayed line must meet the assertions of `checks.yaml`.
#[test]
fn realistic_answers_meet_the_checks() {
    const CHECKS: &str = "prompts/sales-email-007/checks.yaml";
    let desk = Desk::of("desk");
    let checks = "threshold: 0.9\nassert:\n  - { type: not-icontains, value: discount }\n  - { type: latency, threshold: 60000 }\n";
    desk.write(CHECKS, checks);
    let server = Server::start(|request, _| {
        let body = if request.last_message().contains("Mara") {
            "A Discount, Mara"
        } else {
            "Dear"
        };
        let email = json!({ "subject": "Hello", "body": body, "follow_up_in_days": 3 });
        Reply::answer(&email.to_string())
    });
    let run = desk.run_against(&server, SALES);
    run.expect(
        0,
        &[
            "replay.jsonl:1: the answer does not meet `not-icontains` (assertion 1 of `checks.yaml`)\n",
            "9 of 10 lines passed",
            "not-icontains",
        ],
    );
    assert!(!run.said().contains("Discount"), "{}", run.said());
    for (assertion, words) in [
        (
            "{ type: equals, value: \"{{customer}}\" }",
            "names of inputs cannot stand in checks",
        ),
        ("{ type: llm-rubric, value: polite }", "`llm-rubric`"),
        ("{ type: contians, value: x }", "did you mean `contains`?"),
    ] {
        desk.write(CHECKS, &format!("assert: [{assertion}]\n"));
        desk.run_against(&server, SALES)
            .expect(1, &["checks.yaml:1:", words]);
        desk.run("check").expect(1, &["checks.yaml:1:", words]);
    }
}

#[test]
fn all_golden_datasets_are_run() {
    let desk = Desk::of("desk");
    let server = Server::start(|_, _| Reply::answer("no JSON"));
    let run = desk.run_against(&server, "test --all --env staging --max-calls 1");
    run.expect(1, &["[too-many-calls]"]);
    assert!(server.requests().is_empty());
    let run = desk.run_against(
        &server,
        "test --all --env staging --junit all.xml --format json",
    );
    assert_eq!(run.code, Some(1), "{}", run.said());
    let value = serde_json::from_str::<serde_json::Value>(&run.stdout).expect("JSON alone");
    let runs = value["runs"].as_array().expect("a list");
    let calls = runs
        .iter()
        .map(|run| run["calls"].as_u64().unwrap_or_default());
    assert_eq!(
        usize::try_from(calls.sum::<u64>()).unwrap(),
        server.requests().len()
    );
    assert!(runs.len() > 1, "{value}");
    assert_eq!(
        desk.read("all.xml").matches("<testsuite ").count(),
        runs.len()
    );
    for arguments in ["test", "test --all sales-email-007"] {
        desk.run(arguments).expect(2, &["Usage:"]);
    }
    assert!(desk.root().join(REPLAY).exists());
}

/// A run of yesterday is old where the environment says so. It still counts.
#[test]
fn old_evidence_is_warned_of() {
    let desk = Desk::ready();
    desk.edit(
        "prompts/environments.yaml",
        "prompt_source: \"library:active\"\n",
        "prompt_source: \"library:active\"\n    evidence_days: 1\n",
    );
    let promotion =
        "promote visitor-greeting --to production --by front-desk-lead --reason 'read aloud'";
    let run = desk.run(promotion);
    run.expect(
        0,
        &[
            "[old-evidence] the golden run of `visitor-greeting` 1.1.0 passed ",
            "production now pins 1.1.0",
        ],
    );
    desk.run("check").expect(
        0,
        &[
            "warning",
            "[old-evidence] the validation run of `visitor-greeting`",
        ],
    );
    desk.edit(
        "prompts/environments.yaml",
        "evidence_days: 1\n",
        "evidence_days: 3650\n",
    );
    let run = desk.run("check");
    assert!(!run.said().contains("old-evidence"), "{}", run.said());
    for (value, words) in [
        ("0", "invalid `evidence_days` `0`"),
        ("soon", "invalid `evidence_days` `soon`"),
    ] {
        desk.edit(
            "prompts/environments.yaml",
            "evidence_days: 3650\n",
            &format!("evidence_days: {value}\n"),
        );
        desk.run("check")
            .expect(1, &["[invalid-requirement]", words]);
        desk.edit(
            "prompts/environments.yaml",
            &format!("evidence_days: {value}\n"),
            "evidence_days: 3650\n",
        );
    }
}
