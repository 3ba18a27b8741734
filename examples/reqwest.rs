//! Sends a rendered prompt with `reqwest`, to any server that is compatible with chat completions.
//!
//! ```console
//! $ OPENAI_BASE_URL=https://llm.example.com/v1 OPENAI_API_KEY=… cargo run --example reqwest
//! ```
//!
//! `Cargo.toml` of an application: `reqwest = { version = "0.13", features = ["json"] }`.

use std::env;
use std::error::Error;
use std::time::Duration;

use prompt_runtime::limit::Limiter;
use prompt_runtime::{Answer, environment, prompt};

struct Line {
    at: &'static str,
    author: &'static str,
    text: &'static str,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    prompt_runtime::choose_environment!()?;
    let base = env::var("OPENAI_BASE_URL")
        .map_err(|_| "set OPENAI_BASE_URL to the endpoint's base URL")?;
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(60))
        .build()?;
    let limiter = Limiter::new(environment!());

    let messages = [
        Line {
            at: "09:12",
            author: "on call",
            text: "error rate of checkout at 30 %",
        },
        Line {
            at: "09:31",
            author: "payments lead",
            text: "the new card validation is off again, errors are gone",
        },
    ];
    let summary = prompt!(
        "ops-summarize-001",
        service = "checkout",
        severity = "SEV2",
        messages
    );

    limiter.acquire_async().await?;
    let call = summary.trace();
    let request = summary.request().with("max_completion_tokens", 400);
    let url = format!("{}{}", base.trim_end_matches('/'), request.path());
    let mut post = client.post(url).body(request.to_json());
    for (name, value) in request.headers() {
        post = post.header(name, value);
    }
    if let Ok(key) = env::var("OPENAI_API_KEY") {
        let (name, value) = request.key_header(&key);
        post = post.header(name, value);
    }
    let answer = post
        .send()
        .await?
        .error_for_status()?
        .json::<Answer>()
        .await?;
    call.answered(&answer);
    println!("{}", answer.text);
    Ok(())
}
