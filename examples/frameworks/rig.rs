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

/// Converts a rendered prompt: its messages, its temperature and the schema of its answer.
///
/// It fails for a parameter that it does not convert: to leave it out would be another call.
fn request(rendered: &Rendered) -> Result<CompletionRequest, Box<dyn Error>> {
    let mut parameters = rendered.prompt().parameters();
    if let Some((name, _)) = parameters.find(|(name, _)| *name != "temperature") {
        return Err(format!("`{name}` is not converted").into());
    }
    let message = |message: &prompt_runtime::Message| match message.role {
        Role::System => Message::system(message.text()),
        Role::User | Role::Tool => Message::user(message.text()),
        Role::Model => Message::assistant(message.text()),
    };
    let mut messages = rendered.messages().iter().map(message).collect::<Vec<_>>();
    let last = messages.pop().ok_or("the prompt has no message")?;
    let schema = rendered.prompt().output().map(serde_json::from_str);
    Ok(CompletionRequest::new(last)
        .messages(messages)
        .temperature(rendered.prompt().temperature())
        .output_schema(schema.transpose()?))
}
