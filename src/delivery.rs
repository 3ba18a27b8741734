//! Sends a rendered prompt, with the rate limit and the logging of the environment.

use std::error::Error;
use std::io::{self, Write};
use std::num::NonZeroU32;
use std::time::Duration;

use clap::Args;
use prompt_runtime::limit::Limiter;
use prompt_runtime::{Answer, Message, Rendered, ToolCall, environment};

use crate::endpoint::{self, Endpoint};
use crate::provider;

/// The maximum number of calls for one answer: a model that calls tools again and again is stopped.
const MOST_ROUNDS: usize = 5;

/// The options of the commands that send requests.
#[derive(Args)]
#[command(next_help_heading = "Delivery")]
pub(crate) struct Delivery {
    /// Print the requests instead of sending them (the default without an endpoint)
    #[arg(long)]
    dry_run: bool,
    /// The base URL of an endpoint for the prompt's API, as in `https://api.example.com/v1`
    ///
    /// By default, the variable of the API's provider has it: `OPENAI_BASE_URL`,
    /// `ANTHROPIC_BASE_URL` or `GOOGLE_GEMINI_BASE_URL`. The key is read from `OPENAI_API_KEY`,
    /// `ANTHROPIC_API_KEY` or `GEMINI_API_KEY`, if the endpoint needs one.
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// Allow `http://` to another machine: the API key and the prompts can be read on the way
    #[arg(long)]
    insecure: bool,
    /// The maximum time for one answer
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    timeout: u64,
    /// The maximum time to wait for a permit of the environment's rate limit
    #[arg(long, alias = "patience", value_name = "SECONDS", default_value_t = 60)]
    max_wait: u64,
    /// The number of calls that may go at once; by default a sixtieth of the rate limit
    #[arg(long, value_name = "CALLS")]
    burst: Option<NonZeroU32>,
    /// A Redis server by which several sales desks share one rate limit, as in `redis://127.0.0.1`
    #[arg(long, value_name = "URL", env = "REDIS_URL", hide_env_values = true)]
    redis: Option<String>,
}

impl Delivery {
    /// Sends each prompt, with the results of the tools that the model calls, and prints the text of each
    /// answer.
    pub(crate) fn deliver<I: IntoIterator<Item = Rendered>>(
        &self,
        prompts: I,
        out: &mut impl Write,
        run_tool: impl Fn(&ToolCall) -> Message,
        text: impl Fn(&Answer) -> String,
    ) -> Result<(), Box<dyn Error>> {
        let mut prompts = prompts.into_iter().peekable();
        // All of them are renderings of one prompt, and have its API.
        let url = prompts.peek().and_then(|prompt| self.base_url(prompt));
        let Some(url) = url else {
            return prompts.try_for_each(|prompt| print_request(&prompt, out));
        };
        if !self.insecure && !endpoint::is_private(&url) {
            return Err("`http://` to another machine is not encrypted: use `https://`, or pass `--insecure`".into());
        }
        let endpoint = Endpoint::new(&url, Duration::from_secs(self.timeout));
        let limiter = self.limiter()?;
        for prompt in prompts {
            let ask = |prompt: &Rendered| self.ask(prompt, &limiter, &endpoint);
            writeln!(
                out,
                "{}",
                printable(&text(&converse(prompt, ask, &run_tool)?))
            )?;
        }
        Ok(())
    }

    /// Returns the base URL of the endpoint for a prompt. `None` if the requests are printed.
    fn base_url(&self, prompt: &Rendered) -> Option<String> {
        let url = given(self.endpoint.as_ref()).map(str::to_owned);
        url.or_else(|| provider::base_url(prompt.prompt().api()))
            .filter(|_| !self.dry_run)
    }

    fn limiter(&self) -> Result<Limiter, Box<dyn Error>> {
        let mut limiter = Limiter::builder(environment!());
        if let Some(burst) = self.burst {
            limiter = limiter.burst(burst);
        }
        Ok(match given(self.redis.as_ref()) {
            Some(url) => limiter.redis(url).build()?,
            None => limiter.build(),
        })
    }

    fn ask(
        &self,
        prompt: &Rendered,
        limiter: &Limiter,
        endpoint: &Endpoint,
    ) -> Result<Answer, Box<dyn Error>> {
        let call = prompt.trace().server_address(endpoint.host());
        if let Err(refusal) = limiter.acquire_within(Duration::from_secs(self.max_wait)) {
            let class = if refusal.is_used_up() {
                "rate_limited"
            } else {
                "limiter_unavailable"
            };
            call.failed(class, &refusal);
            return Err(refusal.into());
        }
        let answer = call.in_scope(|| endpoint.ask(&prompt.request()));
        match &answer {
            Ok(answer) => call.answered(answer),
            Err(failure) => call.failed(failure.class, failure),
        }
        let answer = answer?;
        match &answer.refusal {
            Some(refusal) => Err(format!("the model refuses: {}", printable(refusal)).into()),
            None if answer.is_complete() => Ok(answer),
            None => {
                let reason = answer.finish_reason.unwrap_or_default();
                Err(format!("the answer is not complete: {}", printable(&reason)).into())
            }
        }
    }
}

/// Asks until the model has an answer: whenever it calls tools, its turn goes back with the results.
fn converse(
    mut prompt: Rendered,
    ask: impl Fn(&Rendered) -> Result<Answer, Box<dyn Error>>,
    run_tool: impl Fn(&ToolCall) -> Message,
) -> Result<Answer, Box<dyn Error>> {
    for _ in 0..MOST_ROUNDS {
        let answer = ask(&prompt)?;
        if answer.tool_calls().is_empty() {
            return Ok(answer);
        }
        prompt.extend([answer.turn()]);
        prompt.extend(answer.tool_calls().iter().map(&run_tool));
    }
    Err(format!("no answer after {MOST_ROUNDS} calls: the model called tools each time").into())
}

/// Removes control characters, so that an answer cannot move the terminal's cursor.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}

/// A URL that is empty counts as not given.
fn given(url: Option<&String>) -> Option<&str> {
    url.map(|url| url.trim()).filter(|url| !url.is_empty())
}

fn print_request(prompt: &Rendered, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    serde_json::to_writer_pretty(&mut *out, &prompt.request()).map_err(io::Error::from)?;
    Ok(writeln!(out)?)
}
