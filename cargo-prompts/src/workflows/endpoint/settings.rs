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

    /// The base URL for the calls of the judge of `llm-rubric`
    ///
    /// Without it, a judge that uses the API of the tested prompt is called at the same endpoint, and
    /// one that uses another API at the one in the variable of its API's provider. The key is always
    /// that of the judge's API.
    #[arg(long, value_name = "URL")]
    pub judge_endpoint: Option<String>,

    /// Allow `http://` to another machine: the API key and the inputs can be read on the way
    #[arg(long)]
    pub insecure: bool,

    /// Maximum time for one answer
    #[arg(long, value_name = "SECONDS", default_value_t = 120, value_parser = clap::value_parser!(u64).range(1..=86_400))]
    pub timeout: u64,
}

impl Settings {
    /// The settings for the calls of a judge, whose API may be that of the tested prompt.
    pub fn of_judge(&self, has_same_api: bool) -> Self {
        let shared = self.endpoint.clone().filter(|_| has_same_api);
        Self {
            endpoint: self.judge_endpoint.clone().or(shared),
            ..self.clone()
        }
    }

    pub fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }
}
