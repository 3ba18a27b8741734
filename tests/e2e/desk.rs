//! The reference application against an endpoint: what it sends in each environment, how fast, and
//! what it prints.

use std::time::Duration;

use serde_json::{Value, json};

use crate::consumer::{Consumer, Run, e2e};
use crate::loopback::{Reply, Request, Server};

const LEAD: &str =
    "--customer 'Mara Lindqvist' --company Nordlicht --product 'Team plan=49 EUR a month'";
const INCIDENT: &str =
    "--service checkout --severity SEV2 --message '09:12 on call: error rate at 30 %'";

/// The name, the model and the temperature of each environment, a sentence of its system message,
/// and the minimum time between calls without bursts: the hour divided by the rate limit.
const ENVIRONMENTS: [(&str, &str, f64, &str, Duration); 3] = [
    (
        "development",
        "kimi-k2-5-turbo",
        0.7,
        "At most 90 words",
        Duration::ZERO,
    ),
    (
        "staging",
        "kimi-k2-5",
        0.2,
        "At most 120 words",
        Duration::from_millis(3600),
    ),
    (
        "production",
        "kimi-k2-5",
        0.2,
        "At most 120 words",
        Duration::from_millis(72),
    ),
];

fn draft() -> Reply {
    let draft =
        json!({ "subject": "Your question", "body": "Good morning.", "follow_up_in_days": 3 });
    Reply::answer(&draft.to_string())
}

/// The environment is a feature: cargo keeps a program for each feature, but only one for all
/// values of `PROMPT_ENV`.
fn desk(environment: &str, server: &Server, arguments: &str) -> Run {
    let url = server.url();
    let variables = format!("OPENAI_BASE_URL={url} OPENAI_API_KEY=sk-desk REDIS_URL= RUST_LOG=");
    let run = format!("{variables} cargo run -q --features {environment} -- {arguments}");
    Consumer::repository().run(&run)
}

/// A file of leads, each with a name of its own.
fn leads(number: usize) -> String {
    let lead = |at| {
        let products = json!([{ "name": "Team plan", "price": "49 EUR a month" }]);
        json!({ "customer": format!("Lead {at}"), "company": "Nordlicht", "products": products })
            .to_string()
            + "\n"
    };
    let file = e2e().join(format!("leads-{number}.jsonl"));
    std::fs::create_dir_all(e2e()).unwrap();
    std::fs::write(&file, (0..number).map(lead).collect::<String>()).unwrap();
    shlex::try_quote(file.to_str().unwrap())
        .unwrap()
        .into_owned()
}

#[test]
fn each_environment_sends_its_model_temperature_and_text() {
    for (environment, model, temperature, length, _) in ENVIRONMENTS {
        let server = Server::start(|_, _| draft());
        for (position, (command, arguments)) in [("email", LEAD), ("summarize", INCIDENT)]
            .into_iter()
            .enumerate()
        {
            let printed = desk(
                environment,
                &server,
                &format!("{command} --dry-run {arguments}"),
            );
            assert_eq!(server.requests().len(), position, "a dry run sends nothing");
            let sent = desk(environment, &server, &format!("{command} {arguments}"));
            assert!(
                printed.success && sent.success,
                "{}{}",
                printed.stderr,
                sent.stderr
            );
            let request = &server.requests()[position];
            assert_eq!(request.line, "POST /v1/chat/completions");
            assert_eq!(request.header("authorization"), Some("Bearer sk-desk"));
            assert_eq!(
                request.body,
                serde_json::from_str::<Value>(&printed.stdout).unwrap()
            );
            assert_eq!(request.body["model"], model, "{environment}");
            assert_eq!(request.body["temperature"], temperature, "{environment}");
        }
        let [email, summary] = &server.requests()[..] else {
            panic!("two calls")
        };
        assert!(
            said(email, 0, "system").contains(length),
            "{environment}: {}",
            email.body
        );
        assert!(
            said(email, 1, "user").contains("Write to Mara Lindqvist of Nordlicht in a "),
            "{}",
            email.body
        );
        assert_eq!(email.body["response_format"]["type"], "json_schema");
        assert!(
            said(summary, 1, "user").contains("[09:12] on call: error rate at 30 %"),
            "{}",
            summary.body
        );
        assert!(summary.body.get("response_format").is_none());
    }
}

/// The text of a message, which must be of this role.
fn said<'a>(request: &'a Request, position: usize, role: &str) -> &'a str {
    let message = &request.body["messages"][position];
    assert_eq!(message["role"], role);
    message["content"].as_str().unwrap()
}

#[test]
fn the_answer_is_printed_as_the_flag_says() {
    let server = Server::start(|_, _| draft());
    for (environment, follow_up) in [("staging", "\n(follow up in 3 days)\n"), ("production", "")] {
        let run = desk(environment, &server, &format!("email {LEAD}"));
        assert_eq!(
            run.stdout,
            format!("Subject: Your question\n\nGood morning.\n{follow_up}")
        );
    }
    let server = Server::start(|_, _| Reply::answer("Checkout is\u{1b}[2J back since 09:41."));
    for arguments in [format!("email {LEAD}"), format!("summarize {INCIDENT}")] {
        assert_eq!(
            desk("staging", &server, &arguments).stdout,
            "Checkout is[2J back since 09:41.\n"
        );
    }
}

/// The limiter has another clock than the endpoint, and the two may run at slightly different speeds.
const CLOCKS: f64 = 0.99;

/// A request may come late, as late as the machine is busy, and is then nearer to the next. But the
/// application asks for the permit of a call after the reply to the call before, so the permit of
/// request `i + 1` is later than the arrival of request `i`, whatever the load. From there on each
/// permit is an interval after the one before, and each arrival after its permit.
#[test]
fn calls_are_as_far_apart_as_the_environment_says() {
    for ((environment, .., apart), number) in ENVIRONMENTS.into_iter().zip([20, 3, 20]) {
        let server = Server::start(|_, _| draft());
        let run = desk(
            environment,
            &server,
            &format!("email --burst 1 --leads {}", leads(number)),
        );
        assert!(run.success, "{}", run.stderr);
        let requests = server.requests();
        let customers = requests
            .iter()
            .map(|request| said(request, 1, "user").contains("Write to Lead "));
        assert_eq!(customers.filter(|is_lead| *is_lead).count(), number);
        for (earlier, first) in requests.iter().enumerate() {
            for (later, last) in requests.iter().enumerate().skip(earlier + 2) {
                let least = apart * u32::try_from(later - earlier - 1).unwrap();
                let time = last.at - first.at;
                assert!(
                    time >= least.mul_f64(CLOCKS),
                    "{environment}: {earlier} to {later} in {time:?}, not {least:?}"
                );
            }
        }
    }
}

#[test]
fn who_has_no_patience_is_told_how_long_to_wait() {
    let server = Server::start(|_, _| draft());
    let run = desk(
        "staging",
        &server,
        &format!("email --burst 1 --max-wait 0 --leads {}", leads(2)),
    );
    assert!(!run.success);
    assert_eq!(server.requests().len(), 1);
    let error = run.stderr.lines().last().unwrap();
    assert!(
        error.starts_with("error: the rate limit of `staging`, 1000 calls per hour, is used up"),
        "{error}"
    );
    assert!(
        run.stderr.contains("error.type=rate_limited"),
        "{}",
        run.stderr
    );
}

/// The endpoint's reply, the class in the trace, and the error message.
type Failing = (fn() -> Reply, &'static str, &'static str);

#[test]
fn an_endpoint_that_fails_is_told_in_one_line() {
    let cases: [Failing; 6] = [
        (
            || Reply::Hang,
            "timeout",
            "the endpoint did not answer: timeout: global",
        ),
        (
            || Reply::error(429, "slow down"),
            "429",
            "the endpoint answered 429 Too Many Requests: slow down",
        ),
        (
            || Reply::error(500, "oops"),
            "500",
            "the endpoint answered 500 Internal Server Error: oops",
        ),
        (
            || Reply::text(200, "<html>"),
            "invalid_answer",
            "this is no answer of a model: json: expected value at line 1 column 1",
        ),
        (
            || Reply::json(200, &json!({ "choices": [] })),
            "invalid_answer",
            "empty `choices`",
        ),
        (
            || Reply::Close,
            "connection",
            "the endpoint was not reached: ",
        ),
    ];
    for (reply, class, message) in cases {
        let server = Server::start(move |_, _| reply());
        let run = desk("production", &server, &format!("email --timeout 2 {LEAD}"));
        assert!(!run.success, "{message}");
        let error = run.stderr.lines().last().unwrap();
        assert!(
            error.starts_with("error: ") && error.contains(message),
            "{error}"
        );
        assert!(
            run.stderr.contains(&format!("\"error.type\":\"{class}\"")),
            "{}",
            run.stderr
        );
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn an_answer_that_is_not_complete_is_not_printed() {
    let choice = json!({ "message": { "content": "Dear Ma" }, "finish_reason": "length" });
    let server = Server::start(move |_, _| Reply::json(200, &json!({ "choices": [choice] })));
    let run = desk("production", &server, &format!("email {LEAD}"));
    assert!(!run.success);
    let error = run.stderr.lines().last().unwrap();
    assert_eq!(error, "error: the answer is not complete: length");
    assert_eq!(run.stdout, "");
}

#[test]
fn logs_hold_what_the_environment_says_and_no_lead() {
    for (environment, is_content) in [
        ("development", true),
        ("staging", true),
        ("production", false),
    ] {
        let server = Server::start(|_, _| Reply::answer("Dear Mara Lindqvist of Nordlicht"));
        let run = desk(environment, &server, &format!("email {LEAD}"));
        assert!(!run.stderr.contains("Mara Lindqvist"), "{}", run.stderr);
        assert_eq!(
            run.stderr.contains("Nordlicht"),
            is_content,
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("gen_ai.prompt.name"), "{}", run.stderr);
    }
}

#[test]
fn plain_http_to_another_machine_is_refused() {
    let ask = |url: &str, options: &str| {
        let variables =
            format!("OPENAI_BASE_URL={url} OPENAI_API_KEY=sk-desk REDIS_URL= RUST_LOG=off");
        let email =
            format!("{variables} cargo run -q --features staging -- email {LEAD} {options}");
        Consumer::repository().run(&email).stderr
    };
    let plain = "http://endpoint.invalid/v1";
    assert!(ask(plain, "").contains("not encrypted"));
    for (url, options) in [(plain, "--insecure"), ("https://endpoint.invalid/v1", "")] {
        let error = ask(url, options);
        assert!(
            error.contains("the endpoint was not reached"),
            "{url}: {error}"
        );
    }
}

#[test]
fn leads_that_cannot_be_read_are_told_with_their_place() {
    let server = Server::start(|_, _| draft());
    let file = e2e().join("leads-wrong.jsonl");
    let good = r#"{"customer": "Lead", "company": "Nordlicht", "products": []}"#;
    std::fs::write(&file, format!("{good}\n\n{{\"customer\": 3}}\n")).unwrap();
    let run = desk(
        "staging",
        &server,
        &format!("email --leads {}", file.display()),
    );
    assert!(
        run.stderr
            .contains("leads-wrong.jsonl:3:14: invalid type: integer `3`, expected a string"),
        "{}",
        run.stderr
    );
    let missing = desk("staging", &server, "email --leads no-such-file.jsonl");
    assert!(
        missing
            .stderr
            .contains("error: no-such-file.jsonl: No such file"),
        "{}",
        missing.stderr
    );
    assert!(!run.success && !missing.success && server.requests().is_empty());
}

/// The same prompts through the clients of the examples.
#[test]
fn the_examples_of_clients_send_what_the_application_would() {
    for (example, command) in [("async-openai", "email"), ("reqwest", "summarize")] {
        for (environment, model, temperature, ..) in ENVIRONMENTS {
            let server = Server::start(|_, _| Reply::answer("Good morning."));
            let variables = format!("OPENAI_BASE_URL={} OPENAI_API_KEY=sk-desk", server.url());
            let run =
                format!("{variables} cargo run -q --features {environment} --example {example}");
            let answer = Consumer::repository().output(&run);
            assert_eq!(answer, "Good morning.\n");
            let [request] = &server.requests()[..] else {
                panic!("one call")
            };
            assert_eq!(request.line, "POST /v1/chat/completions");
            assert_eq!(request.header("authorization"), Some("Bearer sk-desk"));
            assert_eq!(
                (&request.body["model"], &request.body["temperature"]),
                (&json!(model), &json!(temperature))
            );
            assert_eq!(
                request.body.get("response_format").is_some(),
                command == "email"
            );
            assert!(!said(request, 0, "system").is_empty() && !said(request, 1, "user").is_empty());
        }
    }
}
