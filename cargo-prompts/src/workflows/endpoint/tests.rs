//! The client by itself. What it makes of endpoints that misbehave is in `tests/endpoint.rs`.

#[path = "../../../tests/cli/loopback/mod.rs"]
mod loopback;

use std::time::{Duration, Instant};

use prompt_build::template::Role;
use serde_json::json;

use super::address::Address;
use super::key::Key;
use super::{Answer, Client, Request, Settings};
use loopback::{Reply, Server};
use prompt_core::message::Message;
use prompt_core::parameters::Parameters;

const KEY: &str = "sk-loopback-5f2a";

fn client(url: &str, timeout: Duration) -> Client {
    let settings = Settings {
        endpoint: Some(url.to_owned()),
        insecure: false,
        timeout: 1,
    };
    let key = Key::parse(format!("{KEY}\n").into()).expect("a good key");
    Client::with_key(Address::read(&settings).expect("a good URL"), key, timeout)
}

fn request() -> Request {
    Request {
        model: "kimi-k2-5".to_owned(),
        parameters: Parameters::default(),
        messages: vec![Message::new(Role::User, "Write to Mara Lindqvist.")],
        output: None,
    }
}

fn at_once(reply: Reply) -> Reply {
    reply.with_header("retry-after", "0")
}

#[test]
fn the_call_is_a_chat_completion_with_the_key() {
    let server = Server::start(|_, _| Reply::answer("Hi"));
    client(&format!("{}/", server.url()), Duration::from_secs(5))
        .answer_after(&request(), &mut || Ok(()))
        .expect("an answer");
    let requests = server.requests();
    assert_eq!(requests[0].line, "POST /v1/chat/completions");
    assert_eq!(
        requests[0].header("authorization"),
        Some(format!("Bearer {KEY}").as_str())
    );
    assert_eq!(requests[0].body, request().body());
}

#[test]
fn what_the_endpoint_asks_to_wait_is_waited() {
    let server = Server::start(|_, earlier| match earlier {
        0 => Reply::error(503, "busy").with_header("retry-after", "2"),
        _ => Reply::answer("Hi"),
    });
    let start = Instant::now();
    client(&server.url(), Duration::from_secs(5))
        .answer_after(&request(), &mut || Ok(()))
        .expect("an answer");
    assert!(start.elapsed() >= Duration::from_secs(2));
}

#[test]
fn each_attempt_is_announced() {
    let server = Server::start(|_, earlier| match earlier {
        0 | 1 => at_once(Reply::error(429, "slow")),
        _ => Reply::answer("Hi"),
    });
    let mut announced = 0;
    let mut before = || {
        announced += 1;
        Ok(())
    };
    let answer =
        client(&server.url(), Duration::from_secs(5)).answer_after(&request(), &mut before);
    assert_eq!(answer.expect("an answer"), Answer::Text("Hi".to_owned()));
    assert_eq!(announced, 3);
}

#[test]
fn no_part_of_a_key_is_left_at_a_cut() {
    for length in 220..245 {
        let refusal = format!("{} {KEY} is no key", "a".repeat(length));
        let server =
            Server::start(move |_, _| Reply::completion(&json!({ "refusal": refusal }), "stop"));
        let answer =
            client(&server.url(), Duration::from_secs(5)).answer_after(&request(), &mut || Ok(()));
        let Answer::Refusal(error_message) = answer.expect("an answer") else {
            panic!("it is a refusal")
        };
        assert!(
            !error_message.contains("sk") && error_message.starts_with("`aaa"),
            "{error_message}"
        );
    }
}

#[test]
fn the_key_is_shown_nowhere() {
    let client = client("http://127.0.0.1:9/v1", Duration::from_secs(1));
    assert!(!format!("{client:?}").contains(KEY));
    assert!(format!("{client:?}").contains("Key(***)"));
    assert!(Key::parse("sk with spaces".into()).is_err());
    assert!(
        Key::parse(" \n".into())
            .expect("no key is no failure")
            .is_none()
    );
}
