//! Sends a rendered prompt with `rig`, in its own message types.
//!
//! ```console
//! $ OPENAI_BASE_URL=https://llm.example.com/v1 OPENAI_API_KEY=… cargo run --manifest-path examples/frameworks/Cargo.toml --bin rig
//! ```
//!
//! `Cargo.toml` of an application: `rig = "0.44"`.

use std::env;
use std::error::Error;

use prompt_runtime::{Rendered, Role, prompt};
use rig::completion::{CompletionRequest, Message};
use rig::providers::openai::OpenAIConfig;
use serde_json::{Map, Value};

struct Product {
    name: &'static str,
    price: &'static str,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let base = env::var("OPENAI_BASE_URL")
        .map_err(|_| "set OPENAI_BASE_URL to the endpoint's base URL")?;
    let key = env::var("OPENAI_API_KEY").unwrap_or_default();
    let client = OpenAIConfig::new(key).with_base_url(base).client();

    let products = [Product {
        name: "Team plan",
        price: "49 EUR a month",
    }];
    let email = prompt!(
        "sales-email-007",
        customer = "Mara Lindqvist",
        company = "Nordlicht",
        products
    );

    let model = client.chat(email.prompt().model());
    let answer = model.call(request(&email)?).await?;
    println!("{}", answer.text());
    Ok(())
}

/// Converts a rendered prompt: its messages, and all that the environment sets beside them.
fn request(rendered: &Rendered) -> Result<CompletionRequest, Box<dyn Error>> {
    let message = |message: &prompt_runtime::Message| match message.role {
        Role::System => Message::system(message.text()),
        Role::User | Role::Tool => Message::user(message.text()),
        Role::Model => Message::assistant(message.text()),
    };
    let mut messages = rendered.messages().iter().map(message).collect::<Vec<_>>();
    let last = messages.pop().ok_or("the prompt has no message")?;
    Ok(CompletionRequest::new(last)
        .messages(messages)
        .additional_params(settings(rendered)?))
}

/// Returns the members of the call's body but for the messages and the model, which rig writes: the
/// parameters, and the schema of the answer.
fn settings(rendered: &Rendered) -> Result<Value, Box<dyn Error>> {
    let mut body: Map<String, Value> = serde_json::from_str(&rendered.request().to_json())?;
    body.remove("messages");
    body.remove("model");
    Ok(Value::Object(body))
}
