//! Rounds with tools: what goes back behind an answer with calls, held against the providers' types
//! and against what they refuse.

use prompt_core::message::Message;
use prompt_core::vocabulary::{Api, Role};
use prompt_runtime::Answer;
use serde_json::{Value, json};

use crate::answers::json;
use crate::check::{check, violations};
use crate::second_turn::refusal;

fn first(api: Api) -> Value {
    serde_json::from_str(&json(&format!("{api}-tool-calls"))).expect("JSON")
}

fn messages(answer: &Answer) -> Vec<Message> {
    let results = answer.tool_calls().iter();
    let results = results.map(|call| Message::tool_result(call, "It left Hamburg on Monday."));
    [
        Message::new(Role::User, "Where are my orders 4711 and 4712?"),
        answer.turn(),
    ]
    .into_iter()
    .chain(results)
    .collect()
}

fn body(api: Api, messages: &[Message]) -> Value {
    let header = format!("sha256 1f\nmodel kimi-k2-5\napi {api}\nbody model \"kimi-k2-5\"\n");
    let limit = "body max_tokens 4096\n";
    let header = match api {
        Api::Gemini => header.replace("body model \"kimi-k2-5\"\n", ""),
        Api::AnthropicMessages => header + limit,
        Api::ChatCompletions | Api::Responses => header,
    };
    let request = prompt_runtime::__private::request(&header, messages);
    request.check().expect("the API takes the messages");
    serde_json::from_str(&request.to_json()).expect("the body is JSON")
}

/// The second body of each API.
fn second(api: Api) -> Value {
    let answer = serde_json::from_value::<Answer>(first(api)).expect("an answer");
    body(api, &messages(&answer))
}

#[test]
fn the_calls_are_read() {
    for api in Api::ALL {
        let answer = serde_json::from_value::<Answer>(first(*api)).expect("an answer");
        let calls = answer.tool_calls().iter();
        let calls = calls.map(|call| {
            let arguments = serde_json::from_str::<Value>(&call.arguments).expect("JSON");
            (&*call.id, &*call.name, arguments)
        });
        let expected = [
            ("call_7", "look-up-order", json!({ "order_id": "4711" })),
            (
                "call_8",
                "look-up-order",
                json!({ "order_id": "4712", "lines": [1, 2] }),
            ),
        ];
        assert_eq!(calls.collect::<Vec<_>>(), expected, "{api}");
        assert!(answer.is_complete(), "{api}");
    }
}

#[test]
fn a_second_turn_is_taken() {
    for api in Api::ALL {
        let mut body = second(*api);
        assert_eq!(refusal(*api, &first(*api), &body), None, "{api}: {body:#}");
        if *api == Api::ChatCompletions {
            // The SDK's guide sends the message back as it came, with a key that its type for requests
            // does not have.
            let message = body["messages"][1].as_object_mut().expect("a message");
            message.remove("annotations").expect("it came");
        }
        check(*api, &body);
    }
}

/// Another way to go on with a conversation: the turn of another API, as far as there is one.
#[test]
fn a_turn_of_another_api_is_within_the_types() {
    for from in Api::ALL {
        let answer = serde_json::from_value::<Answer>(first(*from)).expect("an answer");
        let messages = messages(&answer);
        for to in Api::ALL.iter().filter(|to| *to != from) {
            let header = format!("sha256 1f\nmodel m\napi {to}\n");
            let request = prompt_runtime::__private::request(&header, &messages);
            let mut body = serde_json::from_str::<Value>(&request.to_json()).expect("JSON");
            for (key, value) in [("model", json!("m")), ("max_tokens", json!(9))] {
                let is_taken = match to {
                    Api::Gemini => false,
                    Api::AnthropicMessages => true,
                    Api::ChatCompletions | Api::Responses => key == "model",
                };
                if is_taken {
                    body[key] = value;
                }
            }
            assert_eq!(violations(*to, &body), [""; 0], "{from} to {to}: {body:#}");
        }
    }
}

/// A change of the second body, and the start of what the provider says to it.
type Change = (fn(&mut Value), &'static str);

fn remove(list: &mut Value, at: usize) {
    list.as_array_mut().expect("a list").remove(at);
}

const CHAT: &[Change] = &[
    (
        |body| remove(&mut body["messages"], 3),
        "An assistant message",
    ),
    (
        |body| body["messages"][3]["tool_call_id"] = json!("call_9"),
        "messages with role 'tool'",
    ),
    (
        |body| remove(&mut body["messages"], 1),
        "messages with role 'tool'",
    ),
    (
        |body| body["messages"].as_array_mut().expect("a list").swap(2, 1),
        "messages with role 'tool'",
    ),
];
const RESPONSES: &[Change] = &[
    (|body| remove(&mut body["input"], 5), "No tool output found"),
    (|body| remove(&mut body["input"], 2), "No tool call found"),
    (
        |body| remove(&mut body["input"], 1),
        "Item of type 'function_call' was provided without",
    ),
    (
        |body| body["input"][1]["encrypted_content"] = json!("gAAA"),
        "The encrypted content",
    ),
];
const ANTHROPIC: &[Change] = &[
    (
        |body| remove(&mut body["messages"][2]["content"], 1),
        "messages.2: `tool_use` ids were found",
    ),
    (
        |body| body["messages"][1]["content"][0]["signature"] = json!("Eq"),
        "messages.1.content.0: Invalid `signature`",
    ),
    (
        |body| remove(&mut body["messages"][1]["content"], 0),
        "messages.1.content.0: Expected `thinking`",
    ),
    (
        |body| remove(&mut body["messages"], 1),
        "messages.1: unexpected `tool_use_id`",
    ),
    (
        |body| {
            let content = body["messages"][2]["content"]
                .as_array_mut()
                .expect("a list");
            content.insert(1, json!({ "type": "text", "text": "Well?" }));
        },
        "messages.2: `tool_result` blocks must come first",
    ),
];
const GEMINI: &[Change] = &[
    (
        |body| remove(&mut body["contents"][2]["parts"], 0),
        "Please ensure that the number",
    ),
    (
        |body| body["contents"][2]["parts"][0]["functionResponse"]["id"] = json!("call_9"),
        "The id of a function response",
    ),
    (
        |body| {
            let part = body["contents"][1]["parts"][0]
                .as_object_mut()
                .expect("a part");
            part.remove("thoughtSignature").expect("it came");
        },
        "Function call is missing a thought_signature",
    ),
    (
        |body| remove(&mut body["contents"], 2),
        "Please ensure that function call turn",
    ),
];

#[test]
fn another_second_turn_is_refused() {
    for (api, changes) in [
        (Api::ChatCompletions, CHAT),
        (Api::Responses, RESPONSES),
        (Api::AnthropicMessages, ANTHROPIC),
        (Api::Gemini, GEMINI),
    ] {
        for (change, start) in changes {
            let mut body = second(api);
            change(&mut body);
            let refusal = refusal(api, &first(api), &body).expect(start);
            assert!(refusal.starts_with(start), "{api}: {refusal}");
        }
    }
}
