//! The client of an endpoint, for each API that an environment can name.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use prompt_runtime::trace::ErrorClass;
use prompt_runtime::{Answer, Request};
use serde_json::Value;
use ureq::Agent;
use ureq::http::{StatusCode, Uri};
use ureq::tls::{RootCerts, TlsConfig};

use crate::provider;

pub(crate) struct Endpoint {
    agent: Agent,
    /// The base URL, without a slash at its end.
    base: String,
    host: String,
}

/// The reason why there is no answer.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The kind of failure, for the trace.
    pub(crate) class: ErrorClass,
    message: String,
}

impl Endpoint {
    pub(crate) fn new(base: &str, timeout: Duration) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // The system's certificates: a company's endpoint may have a certificate of its own.
            .tls_config(
                TlsConfig::builder()
                    .root_certs(RootCerts::PlatformVerifier)
                    .build(),
            )
            // Redirects are off: following one could send the API key to another host.
            .max_redirects(0)
            .timeout_global(Some(timeout))
            .build();
        Self {
            agent: config.new_agent(),
            base: base.trim_end_matches('/').to_owned(),
            host: host(base).unwrap_or_default(),
        }
    }

    /// Returns the host of the base URL.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn ask(&self, request: &Request<'_>) -> Result<Answer, Failure> {
        let mut post = self.agent.post(format!("{}{}", self.base, request.path()));
        for (name, value) in request.headers() {
            post = post.header(name, value);
        }
        if let Some(key) = provider::key(request.api()) {
            let (name, value) = request.key_header(&key);
            post = post.header(name, value);
        }
        let mut response = post
            .send(request.to_json())
            .map_err(|error| Failure::of(&error))?;
        let answer = response.body_mut().read_json::<Value>();
        match response.status() {
            status if status.is_success() => answer
                .and_then(|answer| Ok(serde_json::from_value(answer)?))
                .map_err(|error| Failure::of(&error)),
            status => Err(Failure::refused(status, answer.ok().as_ref())),
        }
    }
}

fn host(url: &str) -> Option<String> {
    let uri = url.parse::<Uri>().ok()?;
    uri.host().map(str::to_owned)
}

/// Returns whether nobody else can read what is sent: by TLS, or because it stays on this machine.
pub(crate) fn is_private(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else {
        return false;
    };
    let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
    let is_local = host.parse::<IpAddr>().map_or_else(
        |_| host.eq_ignore_ascii_case("localhost"),
        |address| address.is_loopback(),
    );
    is_local || uri.scheme_str() == Some("https")
}

impl Failure {
    fn of(error: &ureq::Error) -> Self {
        let (class, what) = match error {
            ureq::Error::Timeout(_) => ("timeout", "the endpoint did not answer"),
            ureq::Error::Json(_) | ureq::Error::BodyExceedsLimit(_) => {
                ("invalid_answer", "this is no answer of a model")
            }
            _ => ("connection", "the endpoint was not reached"),
        };
        Self {
            class: class.into(),
            message: format!("{what}: {error}"),
        }
    }

    /// Makes a failure from a status and the first line of the endpoint's error message.
    fn refused(status: StatusCode, answer: Option<&Value>) -> Self {
        let detail = answer
            .and_then(|answer| answer["error"]["message"].as_str()?.lines().next())
            .map(|line| format!(": {}", line.escape_debug()))
            .unwrap_or_default();
        Self {
            class: status.as_u16().into(),
            message: format!("the endpoint answered {status}{detail}"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
