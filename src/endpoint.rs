//! Where models answer.

use std::env;
use std::fmt;
use std::time::Duration;

use prompt_runtime::{Answer, Request};
use ureq::Agent;
use ureq::http::StatusCode;
use ureq::tls::{RootCerts, TlsConfig};

pub(crate) struct Endpoint {
    agent: Agent,
    url: String,
    key: Option<String>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The kind of failure in a word, for the trace.
    pub(crate) class: String,
    message: String,
}

impl Endpoint {
    pub(crate) fn new(base: &str, timeout: Duration) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // The system's certificates: a company's own endpoint has a company's own.
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
            .timeout_global(Some(timeout))
            .build();
        let key = env::var("OPENAI_API_KEY").ok().filter(|key| !key.trim().is_empty());
        Self { agent: config.new_agent(), url: format!("{}/chat/completions", base.trim_end_matches('/')), key }
    }

    pub(crate) fn ask(&self, request: &Request<'_>) -> Result<Answer, Failure> {
        let mut post = self.agent.post(&self.url);
        if let Some(key) = &self.key {
            post = post.header("authorization", format!("Bearer {}", key.trim()));
        }
        let mut response = post.send_json(request).map_err(|error| Failure::of(&error))?;
        match response.status() {
            status if status.is_success() => response.body_mut().read_json().map_err(|error| Failure::of(&error)),
            status => Err(Failure::refused(status)),
        }
    }
}

impl Failure {
    fn of(error: &ureq::Error) -> Self {
        let class = match error {
            ureq::Error::Timeout(_) => "timeout",
            ureq::Error::Json(_) => "invalid_answer",
            _ => "connection",
        };
        Self { class: class.to_owned(), message: format!("the endpoint did not answer: {error}") }
    }

    fn refused(status: StatusCode) -> Self {
        Self { class: status.as_u16().to_string(), message: format!("the endpoint answered {status}") }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
