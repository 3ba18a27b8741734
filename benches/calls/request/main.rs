//! Measures the body of a call beside what a user would write instead: from a rendered prompt to
//! JSON. The variable `API` names the API, for example `gemini`.

mod by_json;
mod by_types;
#[path = "../measure/mod.rs"]
mod measure;

use std::env;
use std::hint::black_box;
use std::sync::LazyLock;

use allocation_counter::measure as count;
use by_json::{by_json, settings};
use by_types::by_types;
use measure::{Contender, compare, contender};
use prompt_runtime::{Api, Rendered, Request, prompt};
use serde_json::Value;

/// A way from the rendered prompt to the text of the body.
type Way = fn(&Rendered) -> String;

const WAYS: [(&str, Way); 4] = [
    ("`serde_json::json!`, `to_string`", |rendered| {
        by_json(*API, rendered)
    }),
    ("`Request::to_json`", |rendered| request(rendered).to_json()),
    ("`Request`, `serde_json::to_string`", |rendered| {
        serde_json::to_string(&request(rendered)).expect("it is JSON")
    }),
    ("async-openai's types, `to_string`", by_types),
];

static API: LazyLock<Api> = LazyLock::new(|| {
    let name = env::var("API").unwrap_or_default();
    let mut apis = Api::ALL.iter().copied();
    apis.find(|api| api.as_str() == name).unwrap_or_default()
});

/// The header of the prompt for this API. A build has an environment, and that has one API.
static HEADER: LazyLock<String> = LazyLock::new(|| header(*API, &rendered()));

fn main() {
    let rendered = rendered();
    let expected = value(&by_json(*API, &rendered));
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
        let rendered = self::rendered();
        contender!(name, way(black_box(&rendered)))
    });
    let title = format!("the body of a call: {}", *API);
    compare(&title, &contenders.collect::<Vec<_>>());
}

fn rendered() -> Rendered {
    let question = "What does it cost for a team of twelve, and is \"single sign-on\" included?";
    prompt!(
        "lead-reply",
        customer = "Mara Lindqvist",
        company = "Nordlicht",
        question
    )
}

fn request(rendered: &Rendered) -> Request<'_> {
    prompt_runtime::__private::request(&HEADER, rendered.messages())
}

/// Makes the header that the build script would write for an API.
fn header(api: Api, rendered: &Rendered) -> String {
    let is_of_api = |line: &&str| line.starts_with("api ") || line.starts_with("body ");
    let lines = rendered.prompt().__header.trim_end().lines();
    let mut lines = lines
        .filter(|line| !is_of_api(line))
        .map(str::to_owned)
        .collect::<Vec<_>>();
    lines.push(format!("api {api}"));
    let members = settings(api, rendered);
    lines.extend(
        members
            .iter()
            .map(|(name, value)| format!("body {name} {value}")),
    );
    lines.join("\n")
}

fn value(json: &str) -> Value {
    serde_json::from_str(json).expect("it is JSON")
}
