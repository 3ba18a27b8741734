//! Measures the body of a call beside what a user would write instead: from a rendered prompt to
//! JSON. The variable `API` names the API, for example `gemini`.

mod api;
mod by_json;
mod by_types;
#[path = "../measure/mod.rs"]
mod measure;

use std::hint::black_box;

use allocation_counter::measure as count;
use api::{API, HEADER, rendered};
use by_json::by_json;
use by_types::by_types;
use measure::{Contender, compare, contender};
use prompt_runtime::{Api, Rendered, Request};
use serde_json::Value;

/// A way from the rendered prompt to the text of the body.
type Way = fn(&Rendered) -> String;

const WAYS: [(&str, Way); 4] = [
    ("`serde_json::json!`, `to_string`", |rendered| {
        by_json(*API, rendered).to_string()
    }),
    ("`Request::to_json`", |rendered| request(rendered).to_json()),
    ("`Request`, `serde_json::to_string`", |rendered| {
        serde_json::to_string(&request(rendered)).expect("it is JSON")
    }),
    ("async-openai's types, `to_string`", by_types),
];

fn main() {
    let rendered = rendered();
    let expected = by_json(*API, &rendered);
    let ways = match *API {
        Api::ChatCompletions => &WAYS[..],
        Api::Responses | Api::AnthropicMessages | Api::Gemini => &WAYS[..3],
    };
    for (name, way) in ways {
        assert_eq!(value(&way(&rendered)), expected, "{name}");
        let allocations = count(|| drop(way(&rendered))).count_total;
        println!("{allocations:3} allocations: {name}");
    }
    let contenders = ways.iter().map(|&(name, way)| -> Contender {
        let rendered = api::rendered();
        contender!(name, way(black_box(&rendered)))
    });
    let title = format!("the body of a call: {}", *API);
    compare(&title, &contenders.collect::<Vec<_>>());
}

fn request(rendered: &Rendered) -> Request<'_> {
    prompt_runtime::__private::request(&HEADER, rendered.messages())
}

fn value(json: &str) -> Value {
    serde_json::from_str(json).expect("it is JSON")
}
