//! Endpoints that misbehave: a row each, with how often they are asked, how the command ends, and
//! what it says.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use crate::desk::{Desk, Run};
use crate::loopback::{Reply, Server};
use serde_json::json;

const KEY: &str = "sk-loopback-5f2a";
const LINE: &str = r#"{"service": "checkout", "severity": "SEV2", "messages": []}"#;

/// The result of a run of one line. Its prompt asks for no JSON.
fn validate(url: &str, timeout: u32) -> Run {
    let desk = Desk::of("desk");
    desk.write("prompts/ops-summarize-001/replay.jsonl", LINE);
    let command = format!(
        "validate ops-summarize-001 --env development --endpoint '{url}' --timeout {timeout}"
    );
    let run = desk.run_with(&command, &[("OPENAI_API_KEY", KEY)]);
    assert!(!run.said().contains(KEY), "{}", run.said());
    Run {
        code: run.code,
        stdout: run.stdout.replace(url, "URL"),
        stderr: run.stderr.replace(url, "URL"),
    }
}

fn at_once(reply: Reply) -> Reply {
    reply.with_header("retry-after", "0")
}

type Row = (
    &'static str,
    usize,
    fn(usize) -> Reply,
    i32,
    &'static [&'static str],
);

const ROWS: &[Row] = &[
    (
        "an answer",
        1,
        |_| Reply::answer("Back to normal."),
        0,
        &["1 of 1 line passed"],
    ),
    (
        "a refusal",
        1,
        |_| Reply::completion(&json!({ "refusal": "No." }), "stop"),
        1,
        &["jsonl:1: the model refuses\n"],
    ),
    (
        "cut off",
        1,
        |_| Reply::completion(&json!({ "content": "Ba" }), "length"),
        1,
        &["jsonl:1: the answer was cut off"],
    ),
    (
        "reset",
        4,
        |_| Reply::Reset,
        2,
        &["`URL` closed the connection before the answer was complete, 4 times"],
    ),
    (
        "closed",
        4,
        |_| Reply::Close,
        2,
        &["`URL` closed the connection", "4 times"],
    ),
    (
        "reset once",
        2,
        |earlier| {
            if earlier == 0 {
                Reply::Reset
            } else {
                Reply::answer("Hi")
            }
        },
        0,
        &["1 of 1"],
    ),
    (
        "hangs",
        1,
        |_| Reply::Hang,
        2,
        &[
            "no complete response from `URL` within 2 seconds",
            "--timeout",
        ],
    ),
    (
        "drips",
        1,
        |_| Reply::Drip,
        2,
        &[
            "no complete response from `URL` within 2 seconds",
            "--timeout",
        ],
    ),
    (
        "endless",
        1,
        |_| Reply::Endless,
        2,
        &["the response from `URL` is larger than 16 MiB"],
    ),
    (
        "half a body",
        4,
        |_| half(),
        2,
        &["`URL` closed the connection"],
    ),
    (
        "half a JSON",
        1,
        |_| Reply::text(200, "{\"choices\": [{"),
        2,
        &["the JSON from `URL` is cut off"],
    ),
    (
        "HTML",
        1,
        |_| Reply::text(200, "\n<html>It works!"),
        2,
        &["expected JSON from `URL`, found HTML", "/v1"],
    ),
    (
        "no JSON",
        1,
        |_| Reply::text(200, "pong"),
        2,
        &["expected JSON from `URL`, found something else"],
    ),
    (
        "no HTTP",
        1,
        |_| Reply::Raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec()),
        2,
        &["invalid HTTP response from `URL`"],
    ),
    (
        "another shape",
        1,
        |_| Reply::json(200, &json!({ "a": 1 })),
        2,
        &["unexpected JSON from `URL`: not an answer"],
    ),
    (
        "no choice",
        1,
        |_| Reply::json(200, &json!({ "choices": [] })),
        2,
        &["empty `choices`"],
    ),
    (
        "an error as 200",
        1,
        |_| Reply::error(200, "over\u{1b}[2J"),
        2,
        &["unexpected JSON from `URL`: not an answer\n"],
    ),
    (
        "400",
        1,
        |_| Reply::error(400, "no such model"),
        2,
        &["`URL` rejected the call: 400 Bad Request\n"],
    ),
    (
        "401 that repeats the key",
        1,
        |_| Reply::error(401, "Incorrect API key provided: sk-loopback-5f2a"),
        2,
        &[
            "`URL` rejects the API key: 401 Unauthorized\n",
            "`OPENAI_API_KEY`",
        ],
    ),
    (
        "200 that repeats the key",
        1,
        |_| Reply::error(200, "no credit for sk-loopback-5f2a"),
        2,
        &["unexpected JSON from `URL`: not an answer\n"],
    ),
    (
        "403",
        1,
        |_| Reply::text(403, "<html>"),
        2,
        &["rejects the API key: 403 Forbidden\n", "`OPENAI_API_KEY`"],
    ),
    (
        "404",
        1,
        |_| Reply::text(404, "no such page"),
        2,
        &[
            "`URL/chat/completions` was not found: 404 Not Found\n",
            "/v1`",
            "kimi-k2-5",
        ],
    ),
    (
        "429",
        4,
        |_| at_once(Reply::error(429, "slow down")),
        2,
        &["accepts no more calls for now: 429 Too Many Requests\n"],
    ),
    (
        "429 once",
        2,
        |earlier| {
            if earlier == 0 {
                at_once(Reply::error(429, "slow"))
            } else {
                Reply::answer("Hi")
            }
        },
        0,
        &["1 of 1"],
    ),
    (
        "429 for four seconds",
        2,
        |earlier| match earlier {
            0 => Reply::error(429, "slow").with_header("retry-after", "4"),
            _ => Reply::answer("Hi"),
        },
        0,
        &[
            "`URL` asks to wait for 4 seconds (429 Too Many Requests)",
            "1 of 1",
        ],
    ),
    (
        "429 for an hour",
        1,
        |_| Reply::error(429, "slow").with_header("retry-after", "3600"),
        2,
        &["`URL` asks to be called again in 3600 seconds at the earliest"],
    ),
    (
        "429 for 156 years",
        1,
        |_| Reply::error(429, "slow").with_header("retry-after", "4930901820"),
        2,
        &["`URL` asks to be called again in more than a day at the earliest"],
    ),
    (
        "500",
        4,
        |_| at_once(Reply::text(500, "")),
        2,
        &["`URL` failed 4 times: 500 Internal Server Error\n"],
    ),
    (
        "503 in words",
        4,
        |_| at_once(Reply::text(503, "busy")),
        2,
        &["503 Service Unavailable\n"],
    ),
    (
        "a redirect to another host",
        1,
        |_| Reply::text(307, "").with_header("location", "http://127.0.0.1:9/collect?key=abcdef"),
        2,
        &["`URL` redirects; redirects are not followed: 307 Temporary Redirect"],
    ),
    (
        "a redirect that hides",
        1,
        |_| Reply::text(302, ""),
        2,
        &["`URL` redirects; redirects are not followed: 302 Found"],
    ),
];

/// A gateway that repeats the request in its error. The inputs of a replay are realistic, so none of
/// it is shown; those of golden cases are made up.
#[test]
fn the_words_of_an_endpoint() {
    let words = |message: &str| {
        let error = json!({ "message": message, "type": "invalid_request_error", "code": message });
        json!({ "error": error })
    };
    for status in [200, 400, 401, 403, 404, 422, 307] {
        let server = Server::start(move |request, _| {
            let repeated = request.body.to_string();
            Reply::json(status, &words(&repeated))
                .with_header("location", "https://checkout.example/checkout?checkout")
        });
        let ran = validate(&server.url(), 60);
        assert!(!ran.said().contains("checkout"), "{status}: {}", ran.said());
        let code = if status == 200 {
            "not an answer: `invalid_request_error`"
        } else {
            ", `invalid_request_error`"
        };
        ran.expect(2, &[code]);
    }
    let server = Server::start(move |_, _| Reply::json(400, &words("no such\u{1b}[2J model, ***")));
    let ran = Desk::of("desk").run_against(&server, "test sales-email-007 --env staging");
    ran.expect(
        2,
        &["rejected the call: 400 Bad Request, `no such\\u{1b}[2J model"],
    );
    let server = Server::start(|_, _| {
        Reply::text(307, "").with_header("location", "http://127.0.0.1:9/collect?key=abcdef")
    });
    let ran = Desk::of("desk").run_against(&server, "test sales-email-007 --env staging");
    ran.expect(2, &["it points to `http://127.0.0.1:9`\n"]);
}

fn is_slow(name: &str) -> bool {
    ["hangs", "drips"].contains(&name)
}

fn half() -> Reply {
    Reply::Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"choices\": [".to_vec())
}

#[test]
fn misbehaviour() {
    std::thread::scope(|scope| {
        for (name, attempts, script, code, words) in ROWS {
            scope.spawn(move || {
                let server = Server::start(move |_, earlier| script(earlier));
                let start = Instant::now();
                let ran = validate(&server.url(), if is_slow(name) { 2 } else { 60 });
                assert!(
                    start.elapsed() < Duration::from_secs(30),
                    "{name} takes {:?}",
                    start.elapsed()
                );
                assert_eq!(server.requests().len(), *attempts, "{name}: {}", ran.said());
                println!("{name}");
                ran.expect(*code, words);
            });
        }
    });
}

/// A proxy is not asked for what is on the own machine; where it is asked and fails, it is named.
#[test]
fn proxies() {
    let server = Server::start(|_, _| Reply::answer("Hi"));
    let desk = Desk::of("desk");
    desk.write("prompts/ops-summarize-001/replay.jsonl", LINE);
    let proxies = [
        ("HTTP_PROXY", "http://me:secret@127.0.0.1:9"),
        ("ALL_PROXY", "http://me:secret@127.0.0.1:9"),
    ];
    let run = |url: &str| {
        let command =
            format!("validate ops-summarize-001 --env development --endpoint {url} --timeout 5");
        desk.run_with(&command, &proxies)
    };
    let ran = run("http://desk.invalid/v1 --insecure");
    ran.expect(2, &["uses the proxy `127.0.0.1:9`", "`NO_PROXY`"]);
    assert!(!ran.said().contains("secret"), "{}", ran.said());
    run(&server.url()).expect(0, &["1 of 1 line passed"]);
    run(&server.url().replace("127.0.0.1", "localhost")).expect(0, &[]);
}

/// A variable that names no proxy is not ignored, unless the host is excluded or the own machine.
#[test]
fn a_proxy_that_is_no_url() {
    let server = Server::start(|_, _| Reply::answer("Hi"));
    let desk = Desk::of("desk");
    desk.write("prompts/ops-summarize-001/replay.jsonl", LINE);
    let run = |url: &str, variables: &[(&str, &str)]| {
        let command =
            format!("validate ops-summarize-001 --env development --endpoint {url} --timeout 5");
        let ran = desk.run_with(&command, variables);
        assert!(!ran.said().contains("secret"), "{}", ran.said());
        ran
    };
    let wrong = ("HTTPS_PROXY", "http://me:secret@proxy example:80");
    let url = "https://desk.invalid/v1";
    let refused = [
        "the variable `HTTPS_PROXY` is not the URL of a proxy",
        "http://proxy.example.com:8080",
    ];
    run(url, &[wrong]).expect(2, &refused);
    run(url, &[wrong, ("HTTP_PROXY", "http://127.0.0.1:9")]).expect(2, &refused);
    run(url, &[wrong, ("ALL_PROXY", "http://127.0.0.1:9")]).expect(2, &["uses the proxy `127"]);
    run(url, &[wrong, ("no_proxy", "a.invalid, desk.invalid")]).expect(2, &["could not resolve"]);
    run(url, &[wrong, ("NO_PROXY", "invalid")]).expect(2, &["could not resolve"]);
    run(url, &[("HTTPS_PROXY", " ")]).expect(2, &["could not resolve"]);
    run(&server.url(), &[wrong]).expect(0, &["1 of 1 line passed"]);
}

/// The key and the inputs go to another machine encrypted, unless somebody says otherwise.
#[test]
fn plain_http_to_another_machine() {
    let desk = Desk::of("desk");
    desk.write("prompts/ops-summarize-001/replay.jsonl", LINE);
    let commands = [
        "validate ops-summarize-001 --env development",
        "test sales-email-007 --env staging",
    ];
    let refusal = "`http://endpoint.invalid/v1` is not encrypted: the API key and the inputs could be read on the way";
    for command in commands {
        let plain = format!("{command} --endpoint http://endpoint.invalid/v1");
        desk.run(&plain)
            .expect(2, &[refusal, "`https://`", "--insecure"]);
        desk.run_with(
            command,
            &[("OPENAI_BASE_URL", "HTTP://endpoint.invalid/v1")],
        )
        .expect(2, &["is not encrypted"]);
        desk.run(&format!("{plain} --insecure"))
            .expect(2, &["could not resolve the host"]);
    }
}

/// Mistakes that are found before any connection.
#[test]
fn no_connection() {
    let closed = TcpListener::bind("127.0.0.1:0")
        .expect("a port is free")
        .local_addr()
        .expect("it is bound");
    let server = Server::start(|_, _| Reply::Close);
    let rows = [
        (
            format!("http://{closed}/v1"),
            "cannot connect to `URL`: connection refused",
        ),
        (
            "https://endpoint.invalid/v1".to_owned(),
            "could not resolve the host of `URL`",
        ),
        (
            server.url().replace("http:", "https:"),
            "no secure connection to `URL`",
        ),
        (
            "api.example.com/v1".to_owned(),
            "`URL` is not the URL of an endpoint",
        ),
        (
            "http://me:secret@127.0.0.1/v1".to_owned(),
            "the URL of the endpoint contains an `@`",
        ),
        (
            "http://127.0.0.1/v1?key=abcdef".to_owned(),
            "`http://127.0.0.1/v1?…` is not the URL of an endpoint",
        ),
    ];
    for (url, words) in rows {
        let ran = validate(&url, 20);
        ran.expect(2, &[words]);
        assert!(
            !ran.said().contains("secret@") && !ran.said().contains("abcdef"),
            "{}",
            ran.said()
        );
    }
    Desk::of("desk")
        .run("validate ops-summarize-001 --env staging")
        .expect(2, &["no endpoint", "`OPENAI_BASE_URL`"]);
}

/// Some gateways take the key in the path.
#[test]
fn a_key_in_the_base_url_is_not_printed() {
    let desk = Desk::of("desk");
    desk.write("prompts/ops-summarize-001/replay.jsonl", LINE);
    let server = Server::start(|_, _| Reply::error(404, "no such page"));
    let url = server.url().replace("/v1", &format!("/{KEY}/v1"));
    let command =
        format!("validate ops-summarize-001 --env development --endpoint '{url}' --timeout 60");
    let run = desk.run_with(&command, &[("OPENAI_API_KEY", KEY)]);
    run.expect(2, &["/***/v1/chat/completions` was not found"]);
    assert!(!run.said().contains(KEY), "{}", run.said());
}
