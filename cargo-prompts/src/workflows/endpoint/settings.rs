use std::time::Duration;

use clap::Args;

/// The endpoint and its timeout, as arguments of the commands that send prompts.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Endpoint")]
pub struct Settings {
    /// The base URL of the endpoint, as in `https://api.example.com/v1`
    ///
    /// It is what comes before the path of the API, such as `/chat/completions`. Without it, the
    /// variable of the API's provider counts: `OPENAI_BASE_URL`, `ANTHROPIC_BASE_URL` or
    /// `GOOGLE_GEMINI_BASE_URL`. The key is read from `OPENAI_API_KEY`, `ANTHROPIC_API_KEY` or
    /// `GEMINI_API_KEY`; an endpoint that asks for none needs none.
    #[arg(long, value_name = "URL")]
    pub endpoint: Option<String>,

    /// Allow `http://` to another machine: the API key and the inputs can be read on the way
    #[arg(long)]
    pub insecure: bool,

    /// Maximum time for one answer
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub timeout: u64,
}

impl Settings {
    pub fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }
}
