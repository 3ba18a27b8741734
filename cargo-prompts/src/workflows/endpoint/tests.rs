//! The client by itself. What it makes of endpoints that misbehave is in `tests/endpoint.rs`.

#[path = "../../../tests/cli/loopback/mod.rs"]
mod loopback;

use std::cell::Cell;
use std::time::{Duration, Instant};

use prompt_build::template::Role;
use serde_json::json;

use super::address::Address;
use super::key::Key;
use super::provider::Provider;
use super::{Answer, Client, Gate, Left, Outcome, Request, Settings};
use crate::report::failure::Failure;
use crate::rules::pace::{Attempt, Pace};
use loopback::{Reply, Server};
use prompt_core::message::Message;
use prompt_core::vocabulary::Api;

const KEY: &str = "sk-loopback-5f2a";

/// A gate for one call at a time, which counts the attempts.
#[derive(Default)]
struct Alone {
    entered: Cell<usize>,
}

impl Gate for Alone {
    fn enter(&self) -> Result<Attempt, Failure> {
        self.entered.set(self.entered.get() + 1);
        Ok(Pace::new(1).begin(Instant::now()))
    }

    fn leave(&self, _attempt: Attempt, outcome: Outcome) -> Left {
        if let Outcome::Busy(wait) = outcome {
            std::thread::sleep(wait);
        }
        Left {
            is_new_pause: false,
            answered: 0,
        }
    }

    fn rest(&self, wait: Duration) {
        std::thread::sleep(wait);
    }
}

fn client(url: &str, timeout: Duration) -> Client {
    client_of(Api::ChatCompletions, url, timeout)
}

fn client_of(api: Api, url: &str, timeout: Duration) -> Client {
    let settings = Settings {
        endpoint: Some(url.to_owned()),
        judge_endpoint: None,
        insecure: false,
        timeout: 1,
    };
    let key = Key::parse(format!("{KEY}\n").into(), "OPENAI_API_KEY").expect("a good key");
    let address = Address::read(&settings, api).expect("a good URL");
    Client::with_key(Provider::of(api), address, key, timeout).expect("no proxy")
}

fn request() -> Request {
    request_of(Api::ChatCompletions)
}

fn request_of(api: Api) -> Request {
    Request {
        model: "kimi-k2-5".to_owned(),
        header: format!("model kimi-k2-5\napi {api}\nbody store false\n"),
        messages: vec![Message::new(Role::User, "Write to Mara Lindqvist.")],
    }
}

fn at_once(reply: Reply) -> Reply {
    reply.with_header("retry-after", "0")
}

/// An API, the end of the URL, the header with the key, and an answer.
const CALLS: [(Api, &str, [&str; 2], &str); 4] = [
    (
        Api::ChatCompletions,
        "/chat/completions",
        ["authorization", "Bearer sk-loopback-5f2a"],
        r#"{"choices":[{"message":{"content":"Hi"},"finish_reason":"stop"}]}"#,
    ),
    (
        Api::Responses,
        "/responses",
        ["authorization", "Bearer sk-loopback-5f2a"],
        r#"{"object":"response","status":"completed","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi"}]}]}"#,
    ),
    (
        Api::AnthropicMessages,
        "/v1/messages",
        ["x-api-key", "sk-loopback-5f2a"],
        r#"{"type":"message","role":"assistant","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn"}"#,
    ),
    (
        Api::Gemini,
        "/v1beta/models/kimi-k2-5:generateContent",
        ["x-goog-api-key", "sk-loopback-5f2a"],
        r#"{"candidates":[{"content":{"role":"model","parts":[{"text":"Hi"}]},"finishReason":"STOP"}]}"#,
    ),
];

#[test]
fn a_call_through_each_api_has_its_path_its_key_and_its_body() {
    for (api, path, [header, value], answer) in CALLS {
        let body = serde_json::from_str::<serde_json::Value>(answer).expect("JSON");
        let server = Server::start(move |_, _| Reply::json(200, &body));
        // The URL of the server ends in a version, which two of the APIs have in their path.
        let url = server.url().replace("/v1", "/proxy/");
        let request = request_of(api);
        let answer = client_of(api, &url, Duration::from_secs(5))
            .ask(&request.call(), &Alone::default())
            .expect("an answer");
        assert_eq!(answer.answer, Answer::Text("Hi".to_owned()));
        let requests = server.requests();
        assert_eq!(requests[0].line, format!("POST /proxy{path}"));
        assert_eq!(requests[0].header(header), Some(value));
        assert_eq!(requests[0].header("content-type"), Some("application/json"));
        assert_eq!(requests[0].body, json!(request.call()));
        let version = requests[0].header("anthropic-version");
        assert_eq!(version.is_some(), api == Api::AnthropicMessages);
    }
}

#[test]
fn what_the_endpoint_asks_to_wait_is_waited() {
    let server = Server::start(|_, earlier| match earlier {
        0 => Reply::error(503, "busy").with_header("retry-after", "2"),
        _ => Reply::answer("Hi"),
    });
    let start = Instant::now();
    client(&server.url(), Duration::from_secs(5))
        .ask(&request().call(), &Alone::default())
        .expect("an answer");
    assert!(start.elapsed() >= Duration::from_secs(2));
}

#[test]
fn each_attempt_is_announced() {
    let server = Server::start(|_, earlier| match earlier {
        0 | 1 => at_once(Reply::error(429, "slow")),
        _ => Reply::answer("Hi"),
    });
    let gate = Alone::default();
    let reply = client(&server.url(), Duration::from_secs(5)).ask(&request().call(), &gate);
    let answer = reply.expect("a reply").answer;
    assert_eq!(answer, Answer::Text("Hi".to_owned()));
    assert_eq!(gate.entered.get(), 3);
}

#[test]
fn no_part_of_a_key_is_left_at_a_cut() {
    for length in 220..245 {
        let refusal = format!("{} {KEY} is no key", "a".repeat(length));
        let server =
            Server::start(move |_, _| Reply::completion(&json!({ "refusal": refusal }), "stop"));
        let answer =
            client(&server.url(), Duration::from_secs(5)).ask(&request().call(), &Alone::default());
        let Answer::Refusal(error_message) = answer.expect("an answer").answer else {
            panic!("it is a refusal")
        };
        assert!(
            !error_message.contains("sk") && error_message.starts_with("`aaa"),
            "{error_message}"
        );
    }
}

#[test]
fn a_key_in_another_spelling_is_not_shown() {
    let spelt = "SK-Loopback-5F2A, sk%2Dloopback%2d5f2a, \\u0073k-loopback-5f2a: no key";
    let server = Server::start(move |_, _| Reply::error(401, spelt));
    let failure = client(&server.url(), Duration::from_secs(5))
        .ask(&request().call(), &Alone::default())
        .expect_err("a refusal");
    let said = failure.to_string();
    assert!(
        said.contains("401 Unauthorized, `***, ***, ***: no key`"),
        "{said}"
    );
}

#[test]
fn a_key_as_short_as_a_word_is_not_searched_for() {
    for (key, expected) in [
        ("k", "check the key token-42"),
        ("token-4", "check the key token-42"),
        ("token-42", "check the key ***"),
    ] {
        let key = Key::parse(key.into(), "OPENAI_API_KEY").expect("it is one");
        let key = key.expect("it is not blank");
        assert_eq!(key.redact("check the key token-42"), expected);
    }
}

#[test]
fn the_key_is_shown_nowhere() {
    let client = client("http://127.0.0.1:9/v1", Duration::from_secs(1));
    assert!(!format!("{client:?}").contains(KEY));
    assert!(format!("{client:?}").contains("Key(***)"));
    assert!(Key::parse("sk with spaces".into(), "OPENAI_API_KEY").is_err());
    assert!(
        Key::parse(" \n".into(), "OPENAI_API_KEY")
            .expect("no key is no failure")
            .is_none()
    );
}

/// The name goes into the ledger.
#[test]
fn a_model_is_named_by_a_name_alone() {
    for (model, expected) in [
        ("kimi-k2-5-0711", Some("kimi-k2-5-0711")),
        ("models/gemini:3@latest", Some("models/gemini:3@latest")),
        ("Mara Lindqvist", None),
        ("kimi\u{200b}", None),
        ("", None),
        (KEY, None),
    ] {
        let body = json!({ "model": model, "choices": [{ "message": { "content": "Hi" } }] });
        let server = Server::start(move |_, _| Reply::json(200, &body));
        let reply = client(&server.url(), Duration::from_secs(5))
            .ask(&request().call(), &Alone::default())
            .expect("a reply");
        assert_eq!(reply.model.as_deref(), expected, "{model}");
    }
}
