//! Rounds with tools: the model's turn goes back as it came, and the results behind it.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use prompt_core::js::Json;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{APIS, body, header, request};
use crate::{Answer, Message, Role};

const CHAT: &str = r#"{"choices":[{"finish_reason":"tool_calls","message":{"tool_calls":[
    {"id":"call_7","type":"function","function":{"name":"look-up-order","arguments":"{\"order\": \"4711\"}"}},
    {"id":"call_8","type":"function","function":{"arguments":"","name":"list-orders"}}],
    "role":"assistant","content":null,"reasoning_content":"Two orders."}}]}"#;
const RESPONSES: &str = r#"{"status":"completed","output":[
    {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAAAABo+/="},
    {"type":"message","id":"msg_1","role":"assistant","status":"completed","content":[{"type":"output_text","text":"I look.","annotations":[]}]},
    {"type":"function_call","id":"fc_1","call_id":"call_7","name":"look-up-order","arguments":"{\"order\": \"4711\"}","status":"completed"},
    {"type":"function_call","id":"fc_2","call_id":"call_8","name":"list-orders","arguments":"{}","status":"completed"}]}"#;
const ANTHROPIC: &str = r#"{"type":"message","role":"assistant","stop_reason":"tool_use","content":[
    {"type":"thinking","thinking":"Two orders.","signature":"EqQB+/="},
    {"type":"redacted_thinking","data":"EmwKAhgB"},
    {"type":"tool_use","id":"call_7","name":"look-up-order","input":{"z":1,"order":"4711"}},
    {"type":"tool_use","id":"call_8","name":"list-orders","input":{}}]}"#;
const GEMINI: &str = r#"{"candidates":[{"finishReason":"STOP","content":{"role":"model","parts":[
    {"thoughtSignature":"EqQB+/=","functionCall":{"id":"call_7","name":"look-up-order","args":{"z":1,"order":"4711"}}},
    {"functionCall":{"id":"call_8","name":"list-orders"}}]}}]}"#;

/// The response of each API.
const FIRST: [&str; 4] = [CHAT, RESPONSES, ANTHROPIC, GEMINI];

fn answer(response: &str) -> Answer {
    serde_json::from_str(response).unwrap()
}

fn question() -> Message {
    Message::new(Role::User, "Where are my orders?")
}

/// The question, the turn, and a result of each call.
fn round(response: &str) -> Vec<Message> {
    let answer = answer(response);
    let results = answer.tool_calls().iter();
    let results = results.map(|call| Message::tool_result(call, format!("{} ran", call.name)));
    [question(), answer.turn()]
        .into_iter()
        .chain(results)
        .collect()
}

/// Returns the JSON of a body, and the value.
fn sent(api: &str, messages: &[Message]) -> (String, Value) {
    let header = header(api, "");
    let request = request(&header, messages);
    let value = body(&request);
    (request.to_json(), value)
}

/// Removes the blanks that stand outside of texts in the responses above.
fn compact(json: &str) -> String {
    json.replace("\n    ", "")
}

#[test]
fn chat_completions_get_their_message_and_a_message_for_each_result() {
    let (json, body) = sent("chat-completions", &round(CHAT));
    let message = compact(CHAT);
    let message = message.split_once(r#""message":"#).unwrap().1;
    assert!(
        json.contains(message.strip_suffix("}]}").unwrap()),
        "{json}"
    );
    let results = json!([
        { "role": "tool", "tool_call_id": "call_7", "content": "look-up-order ran" },
        { "role": "tool", "tool_call_id": "call_8", "content": "list-orders ran" },
    ]);
    assert_eq!(
        body["messages"].as_array().unwrap()[2..],
        *results.as_array().unwrap()
    );
}

#[test]
fn responses_get_their_items_and_an_item_for_each_result() {
    let (json, body) = sent("responses", &round(RESPONSES));
    let items = compact(RESPONSES);
    let items = items.split_once(r#""output":["#).unwrap().1;
    assert!(json.contains(items.strip_suffix("]}").unwrap()), "{json}");
    let results = json!([
        { "type": "function_call_output", "call_id": "call_7", "output": "look-up-order ran" },
        { "type": "function_call_output", "call_id": "call_8", "output": "list-orders ran" },
    ]);
    assert_eq!(
        body["input"].as_array().unwrap()[5..],
        *results.as_array().unwrap()
    );
}

#[test]
fn anthropic_gets_its_blocks_and_one_message_with_the_results() {
    let (json, body) = sent("anthropic-messages", &round(ANTHROPIC));
    let content = compact(ANTHROPIC);
    let content = content.split_once(r#""content":"#).unwrap().1;
    let message = format!(r#"{{"role":"assistant","content":{content}"#);
    assert!(json.contains(&message), "{json}");
    let results = json!({ "role": "user", "content": [
        { "type": "tool_result", "tool_use_id": "call_7", "content": "look-up-order ran" },
        { "type": "tool_result", "tool_use_id": "call_8", "content": "list-orders ran" },
    ] });
    assert_eq!(body["messages"].as_array().unwrap()[2..], [results]);
}

#[test]
fn gemini_gets_its_content_and_one_content_with_the_results() {
    let (json, body) = sent("gemini", &round(GEMINI));
    let content = compact(GEMINI);
    let content = content.split_once(r#""content":"#).unwrap().1;
    assert!(
        json.contains(content.strip_suffix("}]}").unwrap()),
        "{json}"
    );
    let results = json!({ "role": "user", "parts": [
        { "functionResponse": { "id": "call_7", "name": "look-up-order", "response": { "output": "look-up-order ran" } } },
        { "functionResponse": { "id": "call_8", "name": "list-orders", "response": { "output": "list-orders ran" } } },
    ] });
    assert_eq!(body["contents"].as_array().unwrap()[2..], [results]);
}

#[test]
fn a_tool_that_failed_says_so() {
    let of = |response: &str| {
        let answer = answer(response);
        let errors = answer
            .tool_calls()
            .iter()
            .map(|call| Message::tool_error(call, "no such order"));
        [question(), answer.turn()]
            .into_iter()
            .chain(errors)
            .collect::<Vec<_>>()
    };
    let (_, body) = sent("anthropic-messages", &of(ANTHROPIC));
    assert_eq!(body["messages"][2]["content"][0]["is_error"], true);
    let (_, body) = sent("gemini", &of(GEMINI));
    let response = &body["contents"][2]["parts"][0]["functionResponse"]["response"];
    assert_eq!(*response, json!({ "error": "no such order" }));
    let (_, body) = sent("chat-completions", &of(CHAT));
    assert_eq!(body["messages"][2]["content"], "no such order");
}

#[test]
fn results_of_custom_tools() {
    let item = r#"{"type":"custom_tool_call","call_id":"c","name":"sql","input":"select 1"}"#;
    let response = format!(r#"{{"status":"completed","output":[{item}]}}"#);
    let (_, body) = sent("responses", &round(&response));
    let result = json!({ "type": "custom_tool_call_output", "call_id": "c", "output": "sql ran" });
    assert_eq!(body["input"][2], result);
    let (_, body) = sent("chat-completions", &round(&response));
    let call =
        json!({ "id": "c", "type": "custom", "custom": { "name": "sql", "input": "select 1" } });
    assert_eq!(body["messages"][1]["tool_calls"][0], call);
}

/// What an API says and does not take back.
#[test]
fn what_is_not_sent_of_a_turn() {
    let blank = r#"{"type":"message","stop_reason":"tool_use","content":[{"type":"text","text":"\n"},{"type":"tool_use","id":"c","name":"look","input":{}}]}"#;
    let (_, body) = sent("anthropic-messages", &[question(), answer(blank).turn()]);
    assert_eq!(body["messages"][1]["content"].as_array().unwrap().len(), 1);
    let nothing = [
        r#"{"choices":[{"message":{"role":"assistant","content":null,"refusal":null}}]}"#,
        r#"{"status":"completed","output":[]}"#,
        r#"{"type":"message","content":[{"type":"text","text":" "}],"stop_reason":"end_turn"}"#,
        r#"{"candidates":[{"content":{"role":"model"},"finishReason":"STOP"}]}"#,
    ];
    for (api, response) in APIS.into_iter().zip(nothing) {
        let (json, body) = sent(api, &[question(), answer(response).turn()]);
        let messages =
            ["messages", "input", "contents"].map(|key| body[key].as_array().map(Vec::len));
        assert!(messages.contains(&Some(1)), "{json}");
    }
}

#[test]
fn a_turn_without_a_role_gets_one() {
    let chat = r#"{"choices":[{"message":{"content":"Hi"}}]}"#;
    let (_, body) = sent("chat-completions", &[question(), answer(chat).turn()]);
    assert_eq!(
        body["messages"][1],
        json!({ "role": "assistant", "content": "Hi" })
    );
    let gemini = r#"{"candidates":[{"content":{"parts":[{"text":"Hi"}]},"finishReason":"STOP"}]}"#;
    let (_, body) = sent("gemini", &[question(), answer(gemini).turn()]);
    assert_eq!(
        body["contents"][1],
        json!({ "role": "model", "parts": [{ "text": "Hi" }] })
    );
}

fn problem(api: &str, messages: &[Message]) -> Option<(usize, String)> {
    let header = header(api, "");
    let error = request(&header, messages).check().err()?;
    Some((error.position(), error.to_string()))
}

#[test]
fn a_whole_round_is_taken() {
    for (api, response) in APIS.into_iter().zip(FIRST) {
        assert_eq!(problem(api, &round(response)), None, "{api}");
        let mut turned = round(response);
        turned.swap(2, 3);
        turned.push(Message::new(Role::User, "And the third one?"));
        assert_eq!(problem(api, &turned), None, "{api}");
        let again = [turned.clone(), round(response)].concat();
        assert_eq!(problem(api, &again), None, "{api}");
    }
}

#[test]
fn calls_and_results_that_do_not_match() {
    for (api, response) in APIS.into_iter().zip(FIRST) {
        let whole = round(response);
        let said = |position, untaken: &str| {
            Some((
                position,
                format!("`messages[{position}]`: `{api}` takes no {untaken}"),
            ))
        };
        let missing = whole[..3].to_vec();
        let sentence =
            format!("`messages`: `{api}` takes no call of a tool without its result behind it");
        assert_eq!(problem(api, &missing), Some((3, sentence)));
        let mut between = whole.clone();
        between.insert(2, Message::new(Role::User, "Well?"));
        let expected = said(2, "call of a tool without its result behind it");
        assert_eq!(
            problem(api, &between),
            expected.filter(|_| api != "responses")
        );
        let mut twice = whole.clone();
        twice.push(whole[2].clone());
        assert_eq!(
            problem(api, &twice),
            said(4, "second result of the same call")
        );
        let orphan = [question(), whole[2].clone()];
        let without_call = "result of a tool without its call in a turn of the model before it";
        assert_eq!(problem(api, &orphan), said(1, without_call));
    }
}

#[test]
fn a_turn_of_another_api_is_sent_in_the_nearest_form() {
    for (from, response) in APIS.into_iter().zip(FIRST) {
        for to in APIS.into_iter().filter(|to| *to != from) {
            let messages = round(response);
            let untaken = format!(
                "`messages[1]`: `{to}` takes no turn of another API that has more than a text"
            );
            assert_eq!(problem(to, &messages), Some((1, untaken)));
            let (json, body) = sent(to, &messages);
            assert!(!json.contains("EqQB") && !json.contains("gAAAA"), "{json}");
            let call = match to {
                "chat-completions" => &body["messages"][1]["tool_calls"][0]["function"]["name"],
                "responses" => &body["input"][if from == "responses" { 2 } else { 1 }]["name"],
                "anthropic-messages" => last(&body["messages"][1]["content"], "name"),
                _ => &last(&body["contents"][1]["parts"], "functionCall")["name"],
            };
            assert!(
                call.as_str().is_some_and(|name| name.contains("order")),
                "{json}"
            );
        }
    }
}

fn last<'a>(list: &'a Value, key: &str) -> &'a Value {
    &list.as_array().unwrap().last().unwrap()[key]
}

#[test]
fn a_text_of_another_api_is_taken() {
    let texts = [
        r#"{"choices":[{"message":{"role":"assistant","content":"Hi","refusal":null,"annotations":[]}}]}"#,
        r#"{"status":"completed","output":[{"type":"message","id":"m","role":"assistant","content":[{"type":"output_text","text":"Hi"}]}]}"#,
        r#"{"type":"message","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn"}"#,
        r#"{"candidates":[{"content":{"role":"model","parts":[{"text":"Hi"}]},"finishReason":"STOP"}]}"#,
    ];
    for response in texts {
        for api in APIS {
            let turn = answer(response).turn();
            assert_eq!(problem(api, &[question(), turn.clone()]), None, "{api}");
            let (json, _) = sent(api, &[question(), turn]);
            assert!(json.contains("\"Hi\""), "{json}");
        }
    }
}

/// An answer that a program made itself is a text.
#[test]
fn the_turn_of_a_text() {
    let turn = Answer::new("Hi").turn();
    assert_eq!(turn, Message::new(Role::Model, "Hi"));
}

/// The JSON of any value, as text.
fn any_json() -> impl Strategy<Value = String> {
    let text = any::<String>().prop_map(|text| Json::text(text).to_string());
    let leaf = prop_oneof![
        text.clone(),
        any::<i64>().prop_map(|number| number.to_string()),
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("0.25".to_owned()),
    ];
    leaf.prop_recursive(4, 20, 4, move |inner| {
        let member =
            (text.clone(), inner.clone()).prop_map(|(key, value)| format!("{key}:{value}"));
        prop_oneof![
            proptest::collection::vec(inner, 0..4)
                .prop_map(|items| format!("[{}]", items.join(","))),
            proptest::collection::vec(member, 0..4)
                .prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    })
}

/// Members with keys that no API has.
fn others() -> impl Strategy<Value = String> {
    let member = ("[a-z]{3}_x", any_json()).prop_map(|(key, value)| format!(",\"{key}\":{value}"));
    proptest::collection::vec(member, 0..4).prop_map(|members| members.concat())
}

proptest! {
    #[test]
    fn what_came_is_what_goes(id in "[A-Za-z0-9_-]{1,40}", arguments in any_json(), others in others()) {
        let (id, text) = (Json::text(id).to_string(), Json::text(&*arguments).to_string());
        let object = format!("{{\"a\":{arguments}}}");
        let call = format!(r#"{{"id":{id},"type":"function","function":{{"name":"look","arguments":{text}}}{others}}}"#);
        let item = format!(r#"{{"call_id":{id},"type":"function_call","name":"look","arguments":{text}{others}}}"#);
        let reasoning = format!(r#"{{"type":"reasoning","id":{id},"encrypted_content":{text}{others}}}"#);
        let block = format!(r#"{{"type":"tool_use","id":{id},"name":"look","input":{object}{others}}}"#);
        let thinking = format!(r#"{{"type":"thinking","signature":{text}{others}}}"#);
        let part = format!(r#"{{"functionCall":{{"name":"look","id":{id},"args":{object}}},"thoughtSignature":{text}{others}}}"#);
        let turns = [
            format!(r#"{{"role":"assistant","content":null,"tool_calls":[{call}]{others}}}"#),
            format!("{reasoning},{item}"),
            format!("[{thinking},{block}]"),
            format!(r#"{{"parts":[{part}],"role":"model"{others}}}"#),
        ];
        let responses = [
            format!(r#"{{"choices":[{{"message":{}}}]}}"#, turns[0]),
            format!(r#"{{"output":[{}],"status":"completed"}}"#, turns[1]),
            format!(r#"{{"type":"message","content":{},"stop_reason":"tool_use"}}"#, turns[2]),
            format!(r#"{{"candidates":[{{"content":{},"finishReason":"STOP"}}]}}"#, turns[3]),
        ];
        for ((api, turn), response) in APIS.into_iter().zip(turns).zip(responses) {
            let messages = round(&response);
            let header = header(api, "");
            let request = request(&header, &messages);
            prop_assert!(request.to_json().contains(&turn), "{}\n{turn}", request.to_json());
            prop_assert!(request.check().is_ok());
            let [call] = messages[1].tool_calls() else { panic!("one call") };
            prop_assert_eq!(&Json::text(&*call.id).to_string(), &id);
        }
    }
}
