//! Sends a rendered prompt with `genai`, in its own message types, and prints the answer as it comes.
//!
//! ```console
//! $ OPENAI_BASE_URL=https://llm.example.com/v1 OPENAI_API_KEY=… cargo run --manifest-path examples/frameworks/Cargo.toml --bin genai
//! ```
//!
//! `Cargo.toml` of an application: `genai = "0.7"`.

use std::env;
use std::error::Error;
use std::io::{self, Write};

use futures::StreamExt;
use genai::adapter::AdapterKind;
use genai::chat::{ChatMessage, ChatOptions, ChatRequest, ChatStreamEvent};
use genai::resolver::{AuthData, Endpoint};
use genai::{Client, ModelIden, ServiceTarget};
use prompt_runtime::{Rendered, Role, prompt};
use serde_json::{Map, Value};

struct Line {
    at: &'static str,
    author: &'static str,
    text: &'static str,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let messages = [Line {
        at: "09:12",
        author: "on call",
        text: "error rate of checkout at 30 %",
    }];
    let summary = prompt!(
        "ops-summarize-001",
        service = "checkout",
        severity = "SEV2",
        messages
    );

    let target = target(summary.prompt().model())?;
    let (request, options) = request(&summary)?;
    let client = Client::builder().build()?;
    let answer = client.exec_chat_stream(target, request, Some(&options));
    let mut events = answer.await?.stream;
    let mut out = io::stdout();
    while let Some(event) = events.next().await {
        if let ChatStreamEvent::Chunk(chunk) = event? {
            write!(out, "{}", chunk.content)?;
            out.flush()?;
        }
    }
    writeln!(out)?;
    Ok(())
}

/// Converts a rendered prompt: its messages, and all that the environment sets beside them.
fn request(rendered: &Rendered) -> Result<(ChatRequest, ChatOptions), serde_json::Error> {
    let message = |message: &prompt_runtime::Message| {
        let text = message.text().into_owned();
        match message.role {
            Role::System => ChatMessage::system(text),
            Role::User | Role::Tool => ChatMessage::user(text),
            Role::Model => ChatMessage::assistant(text),
        }
    };
    let messages = rendered.messages().iter().map(message).collect();
    let options = ChatOptions::default().with_extra_body(settings(rendered)?);
    Ok((ChatRequest::new(messages), options))
}

/// Returns the members of the call's body but for the messages and the model, which genai writes: the
/// parameters, and the schema of the answer.
fn settings(rendered: &Rendered) -> Result<Value, serde_json::Error> {
    let mut body: Map<String, Value> = serde_json::from_str(&rendered.request().to_json())?;
    body.remove("messages");
    body.remove("model");
    Ok(Value::Object(body))
}

/// Returns the model on an endpoint that is compatible with chat completions.
fn target(model: &str) -> Result<ServiceTarget, &'static str> {
    let base = env::var("OPENAI_BASE_URL")
        .map_err(|_| "set OPENAI_BASE_URL to the endpoint's base URL")?;
    Ok(ServiceTarget {
        // Without the slash, the last part of the path would be replaced.
        endpoint: Endpoint::from_owned(format!("{}/", base.trim_end_matches('/'))),
        auth: AuthData::from_single(env::var("OPENAI_API_KEY").unwrap_or_default()),
        model: ModelIden::new(AdapterKind::OpenAI, model),
    })
}
