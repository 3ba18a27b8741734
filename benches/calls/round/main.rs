//! Measures the second call of a round with tools: from the text of an answer with two calls to the
//! body that has this turn and the results of the calls. Beside it, `serde_json` by hand. The
//! variable `API` names the API, for example `gemini`.

#[path = "../request/api.rs"]
mod api;
#[path = "../request/by_json.rs"]
mod by_json;
#[path = "../measure/mod.rs"]
mod measure;
mod turn_by_hand;

use std::hint::black_box;

use allocation_counter::measure as count;
use api::{API, HEADER, rendered};
use by_json::by_json;
use measure::{Contender, compare, contender};
use prompt_runtime::{Answer, Api, Content, Message, Rendered};
use serde_json::Value;

const RESULT: &str = "It left Hamburg on Monday.";

/// A way from the rendered prompt and the text of an answer to the text of the second body.
type Way = fn(&Rendered, &str) -> String;

const WAYS: [(&str, Way); 2] = [
    ("`serde_json::Value`, `json!`", by_hand),
    ("`Answer::turn`, `Message::tool_result`", by_messages),
];

fn main() {
    println!("size of `Message`: {}", size_of::<Message>());
    println!("size of `Content`: {}", size_of::<Content>());
    let (rendered, answer) = (rendered(), answer(*API));
    let expected = value(&by_hand(&rendered, answer));
    for (name, way) in WAYS {
        assert_eq!(value(&way(&rendered, answer)), expected, "{name}");
        let allocations = count(|| drop(way(&rendered, answer))).count_total;
        println!("{allocations:3} allocations: {name}");
    }
    let contenders = WAYS.map(|(name, way)| -> Contender {
        let rendered = api::rendered();
        contender!(name, way(black_box(&rendered), black_box(answer)))
    });
    compare(
        &format!("the second call of a round: {}", *API),
        &contenders,
    );
}

/// An answer with two calls, as the provider's types have it.
fn answer(api: Api) -> &'static str {
    macro_rules! answer {
        ($api:literal) => {
            include_str!(concat!(
                "../../../tests/provider_types/answers/",
                $api,
                "-tool-calls.json"
            ))
        };
    }
    match api {
        Api::ChatCompletions => answer!("chat-completions"),
        Api::Responses => answer!("responses"),
        Api::AnthropicMessages => answer!("anthropic-messages"),
        Api::Gemini => answer!("gemini"),
    }
}

fn by_hand(rendered: &Rendered, answer: &str) -> String {
    let mut body = by_json(*API, rendered);
    let mut answer = value(answer);
    turn_by_hand::extend(*API, &mut body, &mut answer);
    body.to_string()
}

fn by_messages(rendered: &Rendered, answer: &str) -> String {
    let answer = serde_json::from_str::<Answer>(answer).expect("it is an answer");
    let calls = answer.tool_calls().iter();
    let results = calls.map(|call| Message::tool_result(call, RESULT));
    let mut messages = rendered.messages().to_vec();
    messages.push(answer.turn());
    messages.extend(results);
    prompt_runtime::__private::request(&HEADER, &messages).to_json()
}

fn value(json: &str) -> Value {
    serde_json::from_str(json).expect("it is JSON")
}
