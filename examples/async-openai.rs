//! Sends a rendered prompt with `async-openai`. Its feature `byot` lets it send and return types of
//! your own.
//!
//! ```console
//! $ OPENAI_BASE_URL=https://llm.example.com/v1 OPENAI_API_KEY=… cargo run --example async-openai
//! ```
//!
//! `Cargo.toml` of an application: `async-openai = { version = "0.43", features = ["byot",
//! "chat-completion"] }`.

use std::env;
use std::error::Error;

use async_openai::Client;
use async_openai::config::OpenAIConfig;
use prompt_runtime::limit::Limiter;
use prompt_runtime::{Answer, environment, prompt};
use tracing::Instrument;

struct Product {
    name: &'static str,
    price: &'static str,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    prompt_runtime::choose_environment!()?;
    let base = env::var("OPENAI_BASE_URL")
        .map_err(|_| "set OPENAI_BASE_URL to the endpoint's base URL")?;
    let key = env::var("OPENAI_API_KEY").unwrap_or_default();
    let client = Client::with_config(OpenAIConfig::new().with_api_base(base).with_api_key(key));
    let limiter = Limiter::new(environment!());

    let products = [Product {
        name: "Team plan",
        price: "49 EUR a month",
    }];
    let email = prompt!("sales-email-007", secret customer = "Mara Lindqvist", company = "Nordlicht", products);

    limiter.acquire_async().await?;
    let call = email.trace();
    let answer = client
        .chat()
        .create_byot::<_, Answer>(email.request())
        .instrument(call.span().clone())
        .await;
    match &answer {
        Ok(answer) => call.answered(answer),
        Err(error) => call.failed("endpoint", error),
    }
    println!("{}", answer?.text);
    Ok(())
}
