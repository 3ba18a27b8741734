//! The client against an endpoint that misbehaves: a row each.

#[path = "../../tests/loopback/mod.rs"]
mod loopback;

use std::net::TcpListener;
use std::time::{Duration, Instant};

use prompt_build::template::Role;
use serde_json::json;

use super::address::Address;
use super::key::Key;
use super::{Answer, Client, Request, Settings};
use crate::render::{Message, Part};
use loopback::{Reply, Server};

const KEY: &str = "sk-loopback-5f2a";

fn client(url: &str, timeout: Duration) -> Client {
    let settings = Settings { endpoint: Some(url.to_owned()), timeout: 1 };
    let key = Key::parse(format!("{KEY}\n").into()).expect("a good key");
    Client::with_key(Address::read(&settings).expect("a good URL"), key, timeout)
}

fn request() -> Request {
    let parts = vec![Part::Text("Write to Mara Lindqvist.".to_owned())];
    Request {
        model: "kimi-k2-5".to_owned(),
        temperature: 0.2,
        messages: vec![Message { role: Role::User, parts }],
        output: None,
    }
}

/// What the client makes of an endpoint, and how often it asks.
fn outcome(script: impl Fn(usize) -> Reply + Send + Sync + 'static) -> (String, usize) {
    let server = Server::start(move |_, earlier| script(earlier));
    let client = client(&server.url(), Duration::from_secs(2));
    let outcome = match client.answer(&request()) {
        Ok(answer) => format!("{answer:?}"),
        Err(failure) => format!("{failure:?}"),
    };
    assert!(!outcome.contains(KEY), "{outcome}");
    (outcome.replace(&server.url(), "URL"), server.requests().len())
}

fn once_more(reply: Reply) -> Reply {
    reply.with_header("retry-after", "0")
}

/// An endpoint that misbehaves, how often it is asked, and words that must be said of it.
type Row = (&'static str, usize, fn(usize) -> Reply, &'static [&'static str]);

const ROWS: &[Row] = &[
    ("an answer", 1, |_| Reply::answer("Dear Mara"), &["Text(\"Dear Mara\")"]),
    ("a refusal", 1, |_| Reply::completion(&json!({ "refusal": "No." }), "stop"), &["Nothing", "refuses: `No.`"]),
    ("cut off", 1, |_| Reply::completion(&json!({ "content": "De" }), "length"), &["Nothing", "limit of tokens"]),
    ("reset", 4, |_| Reply::Reset, &["`URL` closed the connection before the answer was complete, 4 times"]),
    ("closed", 4, |_| Reply::Close, &["`URL` closed the connection", "4 times"]),
    ("reset once", 2, |earlier| if earlier == 0 { Reply::Reset } else { Reply::answer("Hi") }, &["Text(\"Hi\")"]),
    ("hangs", 1, |_| Reply::Hang, &["no whole answer from `URL` within 2 seconds", "--timeout"]),
    ("endless", 1, |_| Reply::Endless, &["the answer of `URL` has more than 16 MiB"]),
    ("half a body", 4, |_| half(), &["`URL` closed the connection"]),
    ("half a JSON", 1, |_| Reply::text(200, "{\"choices\": [{"), &["that `URL` answers with ends in the middle"]),
    ("HTML", 1, |_| Reply::text(200, "\n<html>It works!</html>"), &["`URL` answers with HTML, expected JSON", "/v1"]),
    ("no JSON", 1, |_| Reply::text(200, "pong"), &["what `URL` answers with is no JSON"]),
    ("no HTTP", 1, |_| Reply::Raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec()), &["the answer of `URL` is no HTTP"]),
    ("another shape", 1, |_| Reply::json(200, &json!({ "a": 1 })), &["not what was expected: it has no `choices`"]),
    ("no choice", 1, |_| Reply::json(200, &json!({ "choices": [] })), &["its `choices` are empty"]),
    ("an error as 200", 1, |_| Reply::error(200, "over\u{1b}[2J"), &["it has no `choices`: `over\\\\u{1b}[2J`"]),
    ("400", 1, |_| Reply::error(400, "no such model"), &["`URL` refuses the call: 400 Bad Request, `no such model`"]),
    (
        "401 that repeats the key",
        1,
        |_| Reply::error(401, "Incorrect API key provided: sk-loopback-5f2a"),
        &["`URL` does not take the key: 401 Unauthorized, `Incorrect API key provided: ***`", "`OPENAI_API_KEY`"],
    ),
    ("403", 1, |_| Reply::text(403, "<html>"), &["does not take the key: 403 Forbidden\"", "`OPENAI_API_KEY`"]),
    (
        "404",
        1,
        |_| Reply::text(404, "no such page"),
        &[
            "`URL/chat/completions` is not there: 404 Not Found, `no such page`",
            "`https://api.example.com/v1`",
            "kimi-k2-5",
        ],
    ),
    ("429", 4, |_| once_more(Reply::error(429, "slow down")), &["takes no more calls for now", "`slow down`"]),
    (
        "429 once",
        2,
        |earlier| if earlier == 0 { once_more(Reply::error(429, "slow")) } else { Reply::answer("Hi") },
        &["Text(\"Hi\")"],
    ),
    (
        "429 for an hour",
        1,
        |_| Reply::error(429, "slow").with_header("retry-after", "3600"),
        &["`URL` asks to be called again in 3600 seconds at the earliest"],
    ),
    ("500", 4, |_| once_more(Reply::text(500, "")), &["`URL` fails, 4 times: 500 Internal Server Error\""]),
    ("503 in words", 4, |_| once_more(Reply::text(503, "busy")), &["503 Service Unavailable, `busy`"]),
    (
        "a redirect to another host",
        1,
        |_| Reply::text(307, "").with_header("location", "http://127.0.0.1:9/collect"),
        &["`URL` redirects, which is not followed: 307 Temporary Redirect", "`http://127.0.0.1:9/collect`"],
    ),
    ("a redirect that hides", 1, |_| Reply::text(302, ""), &["`URL` redirects, which is not followed: 302 Found"]),
];

fn half() -> Reply {
    Reply::Raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"choices\": [".to_vec())
}

#[test]
fn misbehaviour() {
    std::thread::scope(|scope| {
        for (name, attempts, script, words) in ROWS {
            scope.spawn(move || {
                let (outcome, requests) = outcome(script);
                assert_eq!(requests, *attempts, "{name}: {outcome}");
                for word in *words {
                    assert!(outcome.contains(word), "{name}: `{word}` is not in {outcome}");
                }
            });
        }
    });
}

/// What is wrong before there is anyone to talk to.
#[test]
fn no_connection() {
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port is free").local_addr().expect("it is bound");
    let server = Server::start(|_, _| Reply::Close);
    let rows = [
        (format!("http://{closed}/v1"), "connection refused"),
        ("http://endpoint.invalid/v1".to_owned(), "no host of the name in `http://endpoint.invalid/v1` is known"),
        (server.url().replace("http:", "https:"), "no secure connection"),
    ];
    for (url, words) in rows {
        let failure = client(&url, Duration::from_secs(20)).answer(&request()).expect_err(&url);
        assert!(format!("{failure:?}").contains(words), "{failure:?}");
    }
}

#[test]
fn the_call_is_a_chat_completion_with_the_key() {
    let server = Server::start(|_, _| Reply::answer("Hi"));
    client(&format!("{}/", server.url()), Duration::from_secs(5)).answer(&request()).expect("an answer");
    let requests = server.requests();
    assert_eq!(requests[0].line, "POST /v1/chat/completions");
    assert_eq!(requests[0].header("authorization"), Some(format!("Bearer {KEY}").as_str()));
    assert_eq!(requests[0].body, request().body());
}

#[test]
fn what_the_endpoint_asks_to_wait_is_waited() {
    let server = Server::start(|_, earlier| match earlier {
        0 => Reply::error(503, "busy").with_header("retry-after", "2"),
        _ => Reply::answer("Hi"),
    });
    let start = Instant::now();
    client(&server.url(), Duration::from_secs(5)).answer(&request()).expect("an answer");
    assert!(start.elapsed() >= Duration::from_secs(2));
}

#[test]
fn each_attempt_is_announced() {
    let server = Server::start(|_, earlier| match earlier {
        0 | 1 => once_more(Reply::error(429, "slow")),
        _ => Reply::answer("Hi"),
    });
    let mut announced = 0;
    let mut before = || {
        announced += 1;
        Ok(())
    };
    let answer = client(&server.url(), Duration::from_secs(5)).answer_after(&request(), &mut before);
    assert_eq!(answer.expect("an answer"), Answer::Text("Hi".to_owned()));
    assert_eq!(announced, 3);
}

#[test]
fn the_key_is_shown_nowhere() {
    let client = client("http://127.0.0.1:9/v1", Duration::from_secs(1));
    assert!(!format!("{client:?}").contains(KEY));
    assert!(format!("{client:?}").contains("Key(***)"));
    assert!(Key::parse("sk with spaces".into()).is_err());
    assert!(Key::parse(" \n".into()).expect("no key is no failure").is_none());
}
