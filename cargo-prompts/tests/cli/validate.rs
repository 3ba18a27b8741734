//! `cargo prompts validate` against an endpoint on the loopback.

use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::desk::{Desk, Run};
use crate::loopback::{Reply, Request, Server};
use crate::sales::{LEDGER, REPLAY, assert_recorded, assert_settings_of_staging};

const SALES: &str = "validate sales-email-007 --env staging";
/// The same, one call at a time.
const ONE_BY_ONE: &str = "validate sales-email-007 --env staging --jobs 1";
const KEY: &str = "sk-loopback-5f2a";
const EMAIL: &str = r#"{"subject": "Hello", "body": "Dear Mara", "follow_up_in_days": 3}"#;

fn email() -> Reply {
    Reply::answer(EMAIL)
}

fn start(desk: &Desk, arguments: &str, server: &Server) -> Child {
    let mut command = desk.command(&format!("{arguments} --endpoint {}", server.url()));
    command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs")
}

/// Whom a request writes to: each line of the dataset has another.
fn customer(request: &Request) -> String {
    request
        .last_message()
        .split(" of ")
        .next()
        .unwrap_or_default()
        .trim()
        .replace("Write to ", "")
}

fn customers(server: &Server) -> Vec<String> {
    server.requests().iter().map(customer).collect()
}

/// The files in which results are kept.
fn progress(desk: &Desk) -> Vec<PathBuf> {
    let files = desk
        .all_files()
        .into_keys()
        .filter(|path| path.contains("-validation-"));
    files.map(|path| desk.root().join(path)).collect()
}

fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..600 {
        if holds() {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("half a minute, and still not {what}");
}

#[test]
fn all_lines_pass_and_the_ledger_says_so() {
    let (desk, server) = (Desk::of("desk"), Server::start(|_, _| email()));
    let before = desk.read(LEDGER);
    desk.run_against(&server, SALES).expect(
        0,
        &[
            "10 of 10 lines passed: `sales-email-007` 2.3.0 in `staging` (`kimi-k2-5`, temperature 0.2)",
            "recorded as evidence",
        ],
    );
    assert_eq!(server.requests().len(), 10);
    let call = &server.requests()[0].body;
    assert_settings_of_staging(call);
    assert!(
        call["messages"][0]["content"]
            .as_str()
            .is_some_and(|text| text.contains("first-contact"))
    );
    assert_recorded(
        &desk,
        &before,
        &["run: validation", "cases: 10", "passed: 10"],
    );
    assert!(progress(&desk).is_empty());
    desk.run("check").expect(0, &[]);
    // The next run is one of its own.
    desk.run_against(&server, SALES).expect(0, &[]);
    assert_eq!(server.requests().len(), 20);
}

#[test]
fn a_line_that_fails_is_told_and_the_run_is_entered() {
    let answers = |request: &Request, _| match customer(request).as_str() {
        "Ayşe Demir" => Reply::answer("Dear Ayşe, this is top secret"),
        "Priya Raman" => {
            Reply::answer(r#"{"subject": "top secret", "body": "x", "follow_up_in_days": "soon"}"#)
        }
        "Lars Brekke" => Reply::answer(""),
        _ => email(),
    };
    let (desk, server) = (Desk::of("desk"), Server::start(answers));
    let ledger = desk.read(LEDGER);
    let ran = desk.run_against(&server, SALES);
    ran.expect(
        1,
        &[
            "prompts/sales-email-007/replay.jsonl:3: the answer is not JSON\n",
            "replay.jsonl:5: the answer does not meet the output schema: `/follow_up_in_days` does not meet `type: integer`\n",
            "replay.jsonl:6: the answer is empty\n",
            "7 of 10 lines passed",
        ],
    );
    for content in ["secret", "Ayşe", "password"] {
        assert!(!ran.said().contains(content), "{}", ran.said());
    }
    assert_recorded(
        &desk,
        &ledger,
        &["run: validation", "cases: 10", "passed: 7"],
    );
    assert!(progress(&desk).is_empty());
    // Seven in ten are enough where the checks say so. They are a part of the dataset.
    desk.write("prompts/sales-email-007/checks.yaml", "threshold: 0.7\n");
    desk.run_against(&server, SALES)
        .expect(0, &["7 of 10 lines passed", "70 % must pass"]);
    let recorded = desk.read(LEDGER);
    let datasets = recorded
        .lines()
        .filter(|line| line.contains("dataset: "))
        .collect::<std::collections::BTreeSet<_>>();
    assert_eq!(datasets.len(), 2, "{recorded}");
    desk.write("prompts/sales-email-007/checks.yaml", "treshold: 0.7\n");
    desk.run_against(&server, SALES).expect(
        1,
        &["checks.yaml:1:1: [unknown-key] unknown key `treshold`"],
    );
    desk.run("check")
        .expect(1, &["checks.yaml:1:1: [unknown-key]"]);
}

/// The datasets of the repository are those of the desk, and every environment's version takes
/// them.
#[test]
fn the_datasets_of_the_repository_are_taken() {
    let desk = Desk::of("desk");
    // Version 2.2.1 of the email has a property less.
    let server = Server::start(|request, _| {
        let schema = &request.body["response_format"]["json_schema"]["schema"];
        if schema["properties"]["follow_up_in_days"].is_null() {
            Reply::answer(r#"{"subject": "Hello", "body": "Dear Mara"}"#)
        } else {
            email()
        }
    });
    for id in ["ops-summarize-001", "sales-email-007"] {
        let dataset = format!("prompts/{id}/replay.jsonl");
        let own = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(&dataset);
        assert_eq!(
            fs::read_to_string(own).expect("a dataset"),
            desk.read(&dataset)
        );
        for environment in ["development", "staging", "production"] {
            let ran = desk.run_against(&server, &format!("validate {id} --env {environment}"));
            let passed = format!("\n10 of 10 lines passed: `{id}` ");
            let said = format!("\n{}", ran.stdout);
            assert!(
                ran.code == Some(0) && said.contains(&passed),
                "{}",
                ran.said()
            );
        }
    }
}

/// Traffic has the inputs that a call passes in every environment; a version takes those that it
/// declares.
#[test]
fn inputs_of_another_version_are_let_through() {
    let server =
        Server::start(|_, _| Reply::answer(r#"{"subject": "Hello", "body": "Dear Mara"}"#));
    let desk = Desk::of("desk");
    let ran = desk.run_against(&server, "validate sales-email-007 --env production");
    ran.expect(
        0,
        &[
            "10 of 10 lines passed: `sales-email-007` 2.2.1 in `production`",
            "recorded as evidence",
        ],
    );
    assert!(
        server
            .requests()
            .iter()
            .all(|request| !request.last_message().contains("They asked"))
    );
}

#[test]
fn a_working_copy_is_no_evidence() {
    let (desk, server) = (Desk::of("desk"), Server::start(|_, _| email()));
    let ledger = desk.read(LEDGER);
    let ran = desk.run_against(&server, "validate sales-email-007 --env development");
    ran.expect(
        0,
        &[
            "working copy in `development` (`kimi-k2-5-turbo`, temperature 0.7)",
            "is no evidence",
        ],
    );
    assert_eq!(desk.read(LEDGER), ledger);
}

/// A version that is promoted further was validated in the environment that pins it.
#[test]
fn a_version_that_is_not_pinned_is_no_evidence() {
    let rows = [
        (
            "production --version 2.3.0",
            "`production` pins 2.2.1; run `cargo prompts promote sales-email-007 --to production",
        ),
        (
            "development --version 2.3.0",
            "`development` pins no release; run `cargo prompts promote",
        ),
    ];
    for (arguments, words) in rows {
        let (desk, server) = (Desk::of("desk"), Server::start(|_, _| email()));
        let before = desk.files();
        let ran = desk.run_against(
            &server,
            &format!("validate sales-email-007 --env {arguments}"),
        );
        ran.expect(
            0,
            &["10 of 10 lines passed", "this is no evidence: ", words],
        );
        assert_eq!((server.requests().len(), progress(&desk).len()), (10, 0));
        assert_eq!(desk.files(), before);
    }
    let (desk, server) = (Desk::of("desk"), Server::start(|_, _| email()));
    desk.run_against(&server, &format!("{SALES} --version 2.3.0"))
        .expect(0, &["recorded as evidence"]);
}

/// A kill, and what Ctrl-C does.
#[test]
fn an_interrupted_run_goes_on() {
    for signal in ["KILL", "INT"] {
        let desk = Desk::of("desk");
        let server = Server::start(|_, earlier| if earlier == 4 { Reply::Hang } else { email() });
        let mut child = start(&desk, ONE_BY_ONE, &server);
        wait_until("at the fifth line", || server.requests().len() == 5);
        send_signal(signal, &child);
        // Where a shell started the tests in its background, the command ignores Ctrl-C as they do.
        wait_until("ended, unless Ctrl-C is ignored", || {
            child.try_wait().expect("its end").is_some()
        });
        let [file] = progress(&desk).try_into().expect("one file of results");
        let kept = fs::read_to_string(&file).expect("results");
        assert_eq!(kept.lines().count(), 4);
        // As if the kill had come in the middle of a line.
        let mut half = OpenOptions::new()
            .append(true)
            .open(&file)
            .expect("results");
        half.write_all(&kept.as_bytes()[..kept.find('\n').expect("a line") - 5])
            .expect("written");
        desk.run_against(&server, ONE_BY_ONE).expect(
            0,
            &[
                "resuming at line 5: 4 of 10 lines are done",
                "10 of 10 lines passed",
            ],
        );
        let customers = customers(&server);
        assert_eq!(customers.len(), 11, "{customers:?}");
        assert_eq!(customers[4], customers[5], "the line that was on its way");
        let different = customers.iter().collect::<std::collections::BTreeSet<_>>();
        assert_eq!(different.len(), 10, "{customers:?}");
        assert!(progress(&desk).is_empty());
    }
}

fn send_signal(signal: &str, child: &Child) {
    let status = Command::new("kill")
        .args([format!("-{signal}"), child.id().to_string()])
        .status();
    assert!(status.is_ok_and(|status| status.success()));
}

#[test]
fn an_endpoint_that_fails_in_the_middle_costs_nothing() {
    let desk = Desk::of("desk");
    let server = Server::start(
        |request, earlier| match (customer(request).as_str(), earlier) {
            ("Ayşe Demir", _) => Reply::answer("no JSON"),
            (_, 5) => Reply::error(401, "expired"),
            _ => email(),
        },
    );
    desk.run_against(&server, ONE_BY_ONE)
        .expect(2, &["401 Unauthorized\n", "5 of 10 lines are done"]);
    // What failed is not sent again until it passes by chance: it counts.
    let ran = desk.run_against(&server, ONE_BY_ONE);
    ran.expect(
        1,
        &[
            "resuming at line 6",
            "replay.jsonl:3: failed before the run was interrupted",
            "9 of 10 lines passed",
        ],
    );
    assert_eq!(server.requests().len(), 11);
    desk.run_against(&server, ONE_BY_ONE)
        .expect(1, &["replay.jsonl:3: the answer is not JSON"]);
    assert_eq!(server.requests().len(), 21);
}

/// Results that are committed would make evidence without a call, with whatever verdict they have.
#[test]
fn results_that_a_copy_brings_along_count_for_nothing_there() {
    let desk = Desk::of("desk");
    let server = Server::start(|_, earlier| match earlier {
        5 => Reply::error(401, "expired"),
        _ => email(),
    });
    desk.run_against(&server, ONE_BY_ONE)
        .expect(2, &["5 of 10 lines are done"]);
    let copy = desk.copied();
    assert_eq!(progress(&copy).len(), 1);
    let run = copy.run_against(&server, ONE_BY_ONE);
    run.expect(0, &["10 of 10 lines passed"]);
    assert!(!run.said().contains("resuming"), "{}", run.said());
    assert_eq!(server.requests().len(), 16);
    desk.run_against(&server, ONE_BY_ONE)
        .expect(0, &["resuming at line 6", "10 of 10 lines passed"]);
    assert_eq!(server.requests().len(), 21);
}

#[test]
fn a_change_begins_anew() {
    let changes: [fn(&Desk); 5] = [
        |desk| {
            desk.edit(REPLAY, "Solo plan", "Single plan");
        },
        |desk| {
            desk.edit(
                "prompts/environments.yaml",
                "kimi-k2-5-turbo",
                "kimi-k2-6-turbo",
            );
        },
        |desk| {
            desk.edit(
                "prompts/environments.yaml",
                "temperature: 0.7",
                "temperature: 0.6",
            );
        },
        |desk| {
            desk.edit(
                "prompts/sales-email-007/local.prompt",
                "At most 90 words",
                "At most 80 words",
            );
        },
        |desk| desk.edit("prompts/partials/brand-voice.prompt", "plain", "simple"),
    ];
    for change in changes {
        let desk = Desk::of("desk");
        desk.write("prompts/partials/brand-voice.prompt", "Use plain words.\n");
        desk.edit(
            "prompts/sales-email-007/local.prompt",
            "- At most",
            "{{> brand-voice}}\n- At most",
        );
        let server = Server::start(|_, earlier| {
            if earlier == 3 {
                Reply::error(403, "")
            } else {
                email()
            }
        });
        let command = "validate sales-email-007 --env development --jobs 1";
        desk.run_against(&server, command)
            .expect(2, &["3 of 10 lines are done"]);
        change(&desk);
        let ran = desk.run_against(&server, command);
        ran.expect(0, &["10 of 10 lines passed"]);
        assert!(!ran.said().contains("going on"), "{}", ran.said());
        assert_eq!(server.requests().len(), 14);
    }
}

#[test]
fn the_rate_limit_holds_over_prompts_and_interruptions() {
    let desk = Desk::of("desk");
    desk.edit(
        "prompts/environments.yaml",
        "rate_limit: 1000 ",
        "rate_limit: 2 ",
    );
    let lines = desk.read(REPLAY);
    let three = lines.split_inclusive('\n').take(3).collect::<String>();
    desk.write(REPLAY, &three);
    let server = Server::start(|_, _| email());
    for command in [SALES, SALES, "validate ops-summarize-001 --env staging"] {
        let mut child = start(&desk, command, &server);
        let said = BufReader::new(child.stderr.take().expect("it is piped")).lines();
        let waits = said.map_while(Result::ok).any(|line| {
            line.contains("the hourly `rate_limit` of `staging` is reached: waiting until 20")
        });
        assert!(waits, "{command}");
        thread::sleep(Duration::from_millis(300));
        assert_eq!(server.requests().len(), 2, "{command}");
        child.kill().expect("it still waits");
        child.wait().expect("it ends");
    }
}

#[test]
fn two_runs_at_a_time_share_the_limit_and_do_not_repeat_each_other() {
    let desk = Desk::of("desk");
    desk.edit(
        "prompts/environments.yaml",
        "rate_limit: 1000 ",
        "rate_limit: 6 ",
    );
    let server = Server::start(|_, _| email().late(Duration::from_millis(50)));
    let mut runs = [SALES, "validate ops-summarize-001 --env staging"]
        .map(|command| start(&desk, command, &server));
    // Each has more lines than that: both wait.
    wait_until("six calls of two runs", || {
        server.requests().len() == 6 && progress(&desk).len() == 2
    });
    thread::sleep(Duration::from_millis(500));
    let mut third = start(&desk, SALES, &server);
    wait_until("refused", || {
        third.try_wait().is_ok_and(|status| status.is_some())
    });
    let third = Run::of(&third.wait_with_output().expect("it ended"));
    third.expect(2, &["another `cargo prompts` is doing the same run"]);
    assert_eq!(server.requests().len(), 6);
    for child in &mut runs {
        child.kill().expect("it waits");
        child.wait().expect("it ends");
    }
}

/// A line, and what is said of it.
const REFUSED: &[(&str, &[&str])] = &[
    (
        r#"{"service": "x", "severity": "SEV2", "messages": []"#,
        &["jsonl:2:52: [invalid-replay] invalid JSON"],
    ),
    (
        r#"{"service": "x", "service": "y", "severity": "SEV2", "messages": []}"#,
        &["jsonl:2:18: [invalid-replay] duplicate key in an object"],
    ),
    (
        "[1]",
        &["jsonl:2:1: [invalid-replay] unexpected list, expected an object"],
    ),
    (
        r#"{"service": "x", "severity": "SEV2"}"#,
        &["jsonl:2:1: [invalid-replay]", "`messages`"],
    ),
    (
        r#"{"servise": "x", "severity": "SEV2", "messages": []}"#,
        &["jsonl:2:2: [invalid-replay]", "did you mean `service`?"],
    ),
    (
        r#"{"service": 7, "severity": "SEV2", "messages": []}"#,
        &["jsonl:2:2: [invalid-replay] `service` is a number, expected a string"],
    ),
    (
        r#"{"service": "ä: mara@nordlicht.de", "severity": "SEV2", "messages": []}"#,
        &[
            "jsonl:2:17: [personal-data] this looks like an email address",
            "`cargo prompts anonymise ops-summarize-001`",
        ],
    ),
    (
        r#"{"service": "\u00e4 \u002b49 30 90182001", "severity": "SEV2", "messages": []}"#,
        &["jsonl:2:21: [personal-data]"],
    ),
    (
        r#"{"service": "\ud83d\ude42\n me@vingt.fr", "severity": "SEV2", "messages": []}"#,
        &["jsonl:2:29: [personal-data]"],
    ),
    (
        r#"{"service": 4111111111111111, "severity": "SEV2", "messages": []}"#,
        &["jsonl:2:13: [personal-data]", "card"],
    ),
    (
        r#"{"service": "DE89370400440532013000", "severity": "SEV2", "messages": []}"#,
        &["jsonl:2:14: [personal-data]", "IBAN"],
    ),
];

#[test]
fn nothing_is_sent_of_a_dataset_that_is_refused() {
    let server = Server::start(|_, _| Reply::answer("Hi"));
    for (line, words) in REFUSED {
        let desk = Desk::of("desk");
        let good = r#"{"service": "checkout", "severity": "SEV2", "messages": []}"#;
        desk.write(
            "prompts/ops-summarize-001/replay.jsonl",
            &format!("{good}\n{line}\n\n{good}\n"),
        );
        let ran = desk.run_against(&server, "validate ops-summarize-001 --env staging");
        ran.expect(1, words);
        for content in ["nordlicht", "vingt", "90182001", "4111", "DE89"] {
            assert!(!ran.said().contains(content), "{}", ran.said());
        }
    }
    let desk = Desk::of("desk");
    desk.write("prompts/ops-summarize-001/replay.jsonl", "\n \n");
    desk.run_against(&server, "validate ops-summarize-001 --env staging")
        .expect(1, &["[invalid-replay] no inputs"]);
    fs::remove_file(desk.root().join("prompts/ops-summarize-001/replay.jsonl"))
        .expect("it is there");
    desk.run_against(&server, "validate ops-summarize-001 --env staging")
        .expect(2, &["replay.jsonl` to replay", "--from FILE"]);
    assert!(server.requests().is_empty());
}

#[test]
fn the_key_is_written_nowhere() {
    let desk = Desk::of("desk");
    let server = Server::start(|_, earlier| {
        if earlier == 3 {
            Reply::error(401, KEY)
        } else {
            email()
        }
    });
    for arguments in [ONE_BY_ONE, ONE_BY_ONE, "validate --help", "--help"] {
        let mut command = desk.command(arguments);
        command
            .env("OPENAI_API_KEY", KEY)
            .env("OPENAI_BASE_URL", server.url());
        let ran = Run::of(&command.output().expect("it runs"));
        assert!(!ran.said().contains(KEY), "{}", ran.said());
    }
    assert_eq!(server.requests().len(), 11);
    assert!(
        server
            .requests()
            .iter()
            .all(|request| request.header("authorization") == Some(&format!("Bearer {KEY}")))
    );
    for (path, text) in desk.all_files() {
        assert!(!String::from_utf8_lossy(&text).contains(KEY), "{path}");
    }
}

/// Neither inputs nor answers are in what is kept.
#[test]
fn results_hold_no_content() {
    let desk = Desk::of("desk");
    let server = Server::start(|_, earlier| {
        if earlier == 3 {
            Reply::error(403, "")
        } else {
            email()
        }
    });
    desk.run_against(&server, ONE_BY_ONE).expect(2, &[]);
    let kept = progress(&desk)
        .iter()
        .map(|path| fs::read_to_string(path).expect("results"))
        .collect::<String>();
    assert_eq!(kept.lines().count(), 3);
    for line in kept.lines() {
        let line = serde_json::from_str::<serde_json::Map<_, _>>(line).expect("JSON");
        assert_eq!(
            line.keys().collect::<Vec<_>>(),
            ["case", "sha256", "at", "passed", "latency_ms"]
        );
    }
}

/// Bytes that are no text stop the reader before any rule has looked for what is personal.
#[test]
fn a_line_that_is_no_text_is_not_printed() {
    let desk = Desk::of("desk");
    let line = b"{\"customer\": \"Zo\xeb Lindqvist, zoe@nordlicht.example\"}\n".to_vec();
    fs::write(desk.root().join(REPLAY), line).unwrap();
    let run = desk.run("validate sales-email-007 --env staging --endpoint http://127.0.0.1:9/v1");
    run.expect(2, &["[not-utf-8] unexpected byte 0xEB", "xxxxxxxxxxxx"]);
    assert!(!run.said().contains("Zo"), "{}", run.said());
    assert!(!run.said().contains("customer"), "{}", run.said());
}
