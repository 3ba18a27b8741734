//! Measures the body of a call beside what a user would write instead: from a rendered prompt to
//! JSON.

#[path = "../measure/mod.rs"]
mod measure;

use allocation_counter::measure as count;
use async_openai::types::chat::{
    ChatCompletionRequestSystemMessage, ChatCompletionRequestUserMessage,
    CreateChatCompletionRequest, CreateChatCompletionRequestArgs, ResponseFormat,
    ResponseFormatJsonSchema,
};
use measure::{Contender, compare, contender};
use prompt_runtime::{Rendered, prompt};
use serde_json::{Value, json};

/// A way from the rendered prompt to the text of the body.
type Way = fn(&Rendered) -> String;

const WAYS: [(&str, Way); 4] = [
    ("`serde_json::json!`, `to_string`", by_json),
    ("async-openai's types, `to_string`", by_types),
    ("`Request`, `serde_json::to_string`", |rendered| {
        serde_json::to_string(&rendered.request()).expect("it is JSON")
    }),
    ("`Request::to_json`", |rendered| {
        rendered.request().to_json()
    }),
];

fn main() {
    let rendered = rendered();
    let expected = value(&by_json(&rendered));
    for (name, way) in WAYS {
        assert_eq!(value(&way(&rendered)), expected, "{name}");
        let allocations = count(|| drop(way(&rendered))).count_total;
        println!("{allocations:3} allocations: {name}");
    }
    let contenders = WAYS.map(|(name, way)| -> Contender {
        let rendered = self::rendered();
        contender!(name, way(std::hint::black_box(&rendered)))
    });
    compare("the body of a call", &contenders);
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

fn value(json: &str) -> Value {
    serde_json::from_str(json).expect("it is JSON")
}

fn schema(rendered: &Rendered) -> Value {
    value(rendered.prompt().output().expect("it has one"))
}

fn by_json(rendered: &Rendered) -> String {
    let messages = rendered.messages().iter();
    let messages =
        messages.map(|message| json!({ "role": message.role.as_str(), "content": message.text() }));
    let body = json!({
        "model": rendered.prompt().model(),
        "temperature": rendered.prompt().temperature(),
        "messages": messages.collect::<Vec<_>>(),
        "response_format": {
            "type": "json_schema",
            "json_schema": { "name": "answer", "schema": schema(rendered) },
        },
    });
    body.to_string()
}

fn by_types(rendered: &Rendered) -> String {
    let [system, user] = rendered.messages() else {
        return String::new();
    };
    let format = ResponseFormatJsonSchema {
        name: "answer".to_owned(),
        schema: schema(rendered),
        description: None,
        strict: None,
    };
    #[expect(clippy::cast_possible_truncation, reason = "so are its types")]
    let temperature = rendered.prompt().temperature().unwrap_or_default() as f32;
    let body: CreateChatCompletionRequest = CreateChatCompletionRequestArgs::default()
        .model(rendered.prompt().model())
        .temperature(temperature)
        .messages([
            ChatCompletionRequestSystemMessage::from(&*system.text()).into(),
            ChatCompletionRequestUserMessage::from(&*user.text()).into(),
        ])
        .response_format(ResponseFormat::JsonSchema {
            json_schema: format,
        })
        .build()
        .expect("all is there");
    serde_json::to_string(&body).expect("it is JSON")
}
