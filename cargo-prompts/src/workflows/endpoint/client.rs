use std::time::{Duration, Instant};

use indicatif::ProgressBar;
use jiff::Timestamp;
use prompt_core::vocabulary::Api;
use ureq::http::{HeaderMap, Response};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error};

use super::Settings;
use super::address::{Address, origin};
use super::answer::{Answer, InvalidBody, Reply};
use super::call_error::{CallContext, CallError, status_text};
use super::error_detail::ErrorDetail;
use super::gate::{Gate, Outcome};
use super::key::Key;
use super::limits::{CONNECT_TIMEOUT, LARGEST_BODY, MOST_CONNECTIONS};
use super::provider::Provider;
use super::quote::quote;
use super::retry::{ATTEMPTS, LONGEST_TOLD, LONGEST_WAIT, retry_after, wait};
use crate::report::failure::Failure;
use crate::report::output::note;

/// A longer wait is announced, so that it does not look like a hang.
const NOTICEABLE: Duration = Duration::from_secs(3);

/// The most bytes of the name of a model that answered.
const LONGEST_MODEL: usize = 128;

/// Sends calls to an endpoint and waits for their answers.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    provider: Provider,
    address: Address,
    key: Option<Key>,
    timeout: Duration,
    /// The part of the endpoint's errors that is shown.
    detail: ErrorDetail,
    /// The proxy that calls go through: its host and port.
    proxy: Option<String>,
    /// The progress bar on standard error, hidden at first.
    bar: ProgressBar,
}

impl Client {
    /// A client of the endpoint in the settings, or of the API's provider, with the key in the
    /// environment.
    pub fn new(settings: &Settings, api: Api) -> Result<Self, Failure> {
        let provider = Provider::of(api);
        Self::with_key(
            provider,
            Address::read(settings, api)?,
            Key::from_environment(provider.key_variable)?,
            settings.timeout(),
        )
    }

    pub(super) fn with_key(
        provider: Provider,
        address: Address,
        key: Option<Key>,
        timeout: Duration,
    ) -> Result<Self, Failure> {
        let proxy = address.proxy()?;
        let through = proxy
            .as_ref()
            .map(|proxy| format!("{}:{}", proxy.host(), proxy.port()));
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // Redirects are off: following one could send the API key to another host.
            .max_redirects(0)
            .proxy(proxy)
            // The system's certificates are used, because an endpoint of a company may have the
            // company's own.
            .tls_config(
                TlsConfig::builder()
                    .root_certs(RootCerts::PlatformVerifier)
                    .build(),
            )
            // Each call that is under way at a time keeps its connection for the next one: a new one
            // has to look up the host and to agree on keys.
            .max_idle_connections(MOST_CONNECTIONS)
            .max_idle_connections_per_host(MOST_CONNECTIONS)
            .timeout_connect(Some(CONNECT_TIMEOUT.min(timeout)))
            .timeout_global(Some(timeout))
            .user_agent(concat!("cargo-prompts/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self {
            agent: config.new_agent(),
            provider,
            address,
            key,
            timeout,
            detail: ErrorDetail::Message,
            proxy: through,
            bar: ProgressBar::hidden(),
        })
    }

    /// The base URL of the endpoint.
    pub fn endpoint(&self) -> String {
        self.address.to_string()
    }

    /// Shows this part of the endpoint's errors; otherwise their messages.
    #[must_use]
    pub fn showing(self, detail: ErrorDetail) -> Self {
        Self { detail, ..self }
    }

    /// Sets the progress bar that is on the terminal. Notices are printed above it.
    #[must_use]
    pub fn beside(self, bar: ProgressBar) -> Self {
        Self { bar, ..self }
    }

    /// Asks for an answer, and asks again if the endpoint is busy or the connection breaks. Each
    /// attempt goes through the gate.
    pub fn ask(
        &self,
        call: &prompt_runtime::Request<'_>,
        gate: &impl Gate,
    ) -> Result<Reply, Failure> {
        let body = call.to_json();
        let (mut attempts, mut answered) = (1, 0);
        loop {
            let attempt = gate.enter()?;
            let error = match self.attempt(call, &body) {
                Ok(reply) => {
                    gate.leave(attempt, Outcome::Answered);
                    return Ok(reply);
                }
                Err(error) => error,
            };
            let wait = wait(error.retry_after(), attempts);
            let is_busy = error.is_busy() && wait <= LONGEST_WAIT;
            let outcome = if is_busy {
                Outcome::Busy(wait)
            } else {
                Outcome::Failed
            };
            let left = gate.leave(attempt, outcome);
            // An endpoint that has answered other calls since has only too many of them.
            if is_busy && left.answered > answered {
                attempts = 1;
            }
            answered = left.answered;
            if attempts == ATTEMPTS || !error.is_retryable() {
                return Err(self.without_key(error.failure(&self.context(call))));
            }
            self.check_wait(wait, call.model())?;
            if wait > NOTICEABLE && (left.is_new_pause || !is_busy) {
                self.notice(&error, wait);
            }
            if !is_busy {
                gate.rest(wait);
            }
            attempts += 1;
        }
    }

    fn context<'a>(&'a self, call: &'a prompt_runtime::Request<'_>) -> CallContext<'a> {
        CallContext {
            provider: self.provider,
            address: &self.address,
            path: call.path(),
            model: call.model(),
            timeout: self.timeout,
            has_key: self.key.is_some(),
            proxy: self.proxy.as_deref(),
        }
    }

    fn attempt(&self, call: &prompt_runtime::Request<'_>, body: &str) -> Result<Reply, CallError> {
        let sent = Instant::now();
        let mut request = self.agent.post(self.address.with_path(&call.path()));
        for (name, value) in call.headers() {
            request = request.header(name, value);
        }
        if let Some(key) = &self.key {
            let (name, value) = call.key_header(key.as_str());
            request = request.header(name, value);
        }
        let mut response = request.send(body).map_err(CallError::Connection)?;
        let body = read(&mut response);
        if response.status().is_success() {
            return self
                .reply(&body.map_err(CallError::Connection)?, sent.elapsed())
                .map_err(CallError::InvalidBody);
        }
        Err(self.refusal(&response, &body.unwrap_or_default()))
    }

    /// Reads a response. The API key is removed from everything but the model's answer, because
    /// some endpoints repeat it.
    fn reply(&self, body: &[u8], latency: Duration) -> Result<Reply, InvalidBody> {
        match Reply::read(body, self.detail, latency) {
            Ok(reply) => Ok(self.shown(reply)),
            Err(InvalidBody::OtherShape(what, error_message)) => Err(InvalidBody::OtherShape(
                what,
                error_message.map(|error_message| self.redact(&error_message)),
            )),
            Err(InvalidBody::UnknownEnd(reason)) => Err(InvalidBody::UnknownEnd(
                reason.map(|reason| self.redact(&reason)),
            )),
            Err(other) => Err(other),
        }
    }

    /// The key is removed before the text is cut. A cut through the key would leave a part of it.
    fn shown(&self, mut reply: Reply) -> Reply {
        if let Answer::Refusal(reason) = &mut reply.answer {
            *reason = quote(&self.redact(reason));
        }
        let model = reply.model.map(|model| self.redact(&model));
        reply.model = model.filter(|model| is_model_name(model));
        reply
    }

    fn refusal(&self, response: &Response<Body>, body: &[u8]) -> CallError {
        let headers = response.headers();
        CallError::Status {
            status: response.status(),
            error_message: self.detail.of_body(body).map(|text| self.redact(&text)),
            retry_after: text(headers, "retry-after")
                .and_then(|value| retry_after(value, Timestamp::now())),
            // The host can repeat what was sent, too.
            location: text(headers, "location")
                .filter(|_| self.detail == ErrorDetail::Message)
                .and_then(origin)
                .map(|text| self.redact(&text)),
        }
    }

    /// A failure without the key, which the base URL may hold as well.
    fn without_key(&self, failure: Failure) -> Failure {
        match failure {
            Failure::Unable { message, help } => Failure::Unable {
                message: self.redact(&message),
                help: help.iter().map(|help| self.redact(help)).collect(),
            },
            other => other,
        }
    }

    /// A text of the endpoint's without the key, which some repeat.
    pub fn redact(&self, text: &str) -> String {
        self.key
            .as_ref()
            .map_or_else(|| text.to_owned(), |key| key.redact(text))
    }

    fn check_wait(&self, wait: Duration, model: &str) -> Result<(), Failure> {
        if wait <= LONGEST_WAIT {
            return Ok(());
        }
        let time = if wait <= LONGEST_TOLD {
            format!("{} seconds", wait.as_secs())
        } else {
            "more than a day".to_owned()
        };
        let message = format!(
            "`{}` asks to be called again in {time} at the earliest",
            self.address
        );
        Err(Failure::new(message).help(format!("is there a limit on calls of `{model}`?")))
    }

    fn notice(&self, error: &CallError, wait: Duration) {
        let status = if let CallError::Status { status, .. } = error {
            status_text(*status)
        } else {
            String::new()
        };
        let (address, seconds) = (&self.address, wait.as_secs_f64().ceil());
        self.bar
            .suspend(|| note!("`{address}` asks to wait for {seconds} seconds ({status})"));
    }
}

/// Returns `true` for a text that can only be the name of a model: it goes into the ledger, and an
/// endpoint can put anything in its place.
fn is_model_name(text: &str) -> bool {
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || "-._:/@".contains(c);
    !text.is_empty() && text.len() <= LONGEST_MODEL && text.chars().all(is_of_name)
}

fn read(response: &mut Response<Body>) -> Result<Vec<u8>, Error> {
    response
        .body_mut()
        .with_config()
        .limit(LARGEST_BODY)
        .read_to_vec()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
