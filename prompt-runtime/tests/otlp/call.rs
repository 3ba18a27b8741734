//! A rendering as the code of `prompt!` makes it.

use prompt_core::js::Json;
use prompt_runtime::__private::{Record, Variables, log_variables, recorded};
use prompt_runtime::{Answer, Content, Message, Part, Prompt, Rendered, Role, Status};
use serde_json::json;

macro_rules! prompt {
    ($logging:literal) => {
        prompt!($logging, "")
    };
    ($logging:literal, $lines:literal) => {
        Prompt {
            id: "sales-email-007",
            version: "2.3.0",
            status: Status::Draft,
            sha256: "9671dc64",
            environment: "staging",
            __header: concat!(
                "logging ",
                $logging,
                "\nmodel kimi-k2-5\nparameter temperature 0\n",
                $lines
            ),
            __text: "",
        }
    };
}

pub static STRUCTURED: Prompt = prompt!("structured");
pub static FULL: Prompt = prompt!("full");
pub static VERBOSE: Prompt = prompt!("verbose");

/// A prompt with tools, in an environment that logs content.
pub static TOOLS: Prompt = prompt!(
    "full",
    "tool look-up-order 21 \"Finds \\\"an\\\" order.\"{\"type\":\"object\"}\ntool ping 2 \"\"{}\n"
);

/// JSON without a schema, with an effort, for each API.
pub static JSON: [Prompt; 4] = [
    prompt!(
        "structured",
        "parameter reasoning_effort \"high\"\nbody response_format {\"type\":\"json_object\"}\n"
    ),
    prompt!(
        "structured",
        "parameter reasoning_effort \"low\"\napi responses\nbody text {\"format\":{\"type\":\"json_object\"}}\n"
    ),
    prompt!(
        "structured",
        "parameter reasoning_effort \"none\"\napi anthropic-messages\nbody output_config {\"format\":{\"type\":\"json_schema\"}}\noutput {}\n"
    ),
    prompt!(
        "structured",
        "parameter reasoning_effort \"high\"\napi gemini\nbody generationConfig {\"responseMimeType\":\"application/json\"}\n"
    ),
];

/// An environment that logs content, for each API.
pub static APIS: [Prompt; 4] = [
    prompt!("full"),
    prompt!("full", "api responses\n"),
    prompt!("full", "api anthropic-messages\n"),
    prompt!("full", "api gemini\n"),
];

pub const CUSTOMER: &str = "Mara Lindqvist";

/// Renders a prompt whose input `customer` is a secret.
pub fn rendered(prompt: &'static Prompt) -> Rendered {
    let record = Record::new(true, |found| {
        let shown = messages(found.hide(CUSTOMER));
        let inputs = found.hide_inputs(inputs(), &[("customer", None)]);
        let variables = Variables::new(inputs, |span, value| {
            log_variables!(
                span,
                value,
                [
                    "gen_ai.prompt.variable.customer",
                    "gen_ai.prompt.variable.tone",
                    "gen_ai.prompt.variable.products",
                    "gen_ai.prompt.variable.question"
                ]
            );
        });
        (Some(variables), Some(shown.into()))
    });
    recorded(prompt, messages(CUSTOMER), record)
}

fn inputs() -> Json {
    let product = [("for", CUSTOMER), ("name", "Team plan")];
    let product = product.map(|(name, value)| (name.to_owned(), Json::text(value)));
    Json::Object(vec![
        ("customer".to_owned(), Json::text(CUSTOMER)),
        ("tone".to_owned(), Json::text("friendly")),
        (
            "products".to_owned(),
            Json::List(vec![Json::Object(product.to_vec())]),
        ),
        ("question".to_owned(), Json::Null),
    ])
}

fn messages(customer: &str) -> Vec<Message> {
    let media = |url: &'static str, content_type: Option<&'static str>| Part::Media {
        url: url.into(),
        content_type: content_type.map(Into::into),
    };
    let parts = vec![
        Part::Text(format!("Write to {customer}.").into()),
        media("https://nordlicht.example/team", None),
        media("data:application/pdf;base64,JVBERi0=", None),
    ];
    let user = Message {
        role: Role::User,
        content: Content::Parts(parts),
    };
    vec![
        Message::new(Role::System, "You write first-contact emails."),
        user,
    ]
}

/// An answer with all that an endpoint tells.
pub fn answer() -> Answer {
    let completion = json!({
        "id": "chatcmpl-81", "model": "kimi-k2-5-0711",
        "choices": [{ "message": { "content": "Dear Mara Lindqvist" }, "finish_reason": "stop" }],
        "usage": {
            "prompt_tokens": 1187, "completion_tokens": 4403,
            "prompt_tokens_details": { "cached_tokens": 1024, "cache_write_tokens": 128 },
            "completion_tokens_details": { "reasoning_tokens": 4200 },
        },
    });
    serde_json::from_value(completion).unwrap()
}
