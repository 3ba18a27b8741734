use std::borrow::Cow;
use std::io::{self, ErrorKind};
use std::time::Duration;

use prompt_build::disk::describe;
use ureq::http::StatusCode;
use ureq::{Error, Timeout};

use super::address::Address;
use super::answer::InvalidBody;
use super::limits::{CONNECT_TIMEOUT, LARGEST_BODY};
use super::provider::Provider;
use super::quote::quote;
use super::retry::ATTEMPTS;
use crate::report::failure::Failure;

/// The reason why an attempt failed.
#[derive(Debug)]
pub enum CallError {
    /// The connection could not be made, or did not hold.
    Connection(Error),
    Status {
        status: StatusCode,
        /// The part of the endpoint's error that is shown.
        error_message: Option<String>,
        /// The wait that the endpoint asks for.
        retry_after: Option<Duration>,
        /// The scheme and the host that a redirect points to.
        location: Option<String>,
    },
    InvalidBody(InvalidBody),
}

/// The facts about a call that messages need.
#[derive(Debug, Clone)]
pub struct CallContext<'a> {
    pub provider: Provider,
    pub address: &'a Address,
    /// The path after the base URL.
    pub path: Cow<'a, str>,
    pub model: &'a str,
    pub timeout: Duration,
    pub has_key: bool,
    /// The proxy that the call goes through: its host and port.
    pub proxy: Option<&'a str>,
}

impl CallError {
    /// Returns true if the same call may succeed later.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Connection(Error::Io(error)) => is_broken(error),
            Self::InvalidBody(InvalidBody::Failed(_)) => true,
            Self::Connection(_) | Self::InvalidBody(_) => false,
            Self::Status { status, .. } => {
                *status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error()
            }
        }
    }

    /// Returns true if the endpoint takes no calls for now, of whomever.
    pub fn is_busy(&self) -> bool {
        let is_too_many =
            matches!(self, Self::Status { status, .. } if *status == StatusCode::TOO_MANY_REQUESTS);
        is_too_many || self.retry_after().is_some() && self.is_retryable()
    }

    /// The wait that the endpoint asks for.
    pub fn retry_after(&self) -> Option<Duration> {
        if let Self::Status { retry_after, .. } = self {
            *retry_after
        } else {
            None
        }
    }

    pub fn failure(self, call: &CallContext<'_>) -> Failure {
        match self {
            Self::Connection(error) => behind(call.proxy, connection(error, call)),
            Self::Status {
                status,
                error_message,
                location,
                ..
            } => of_status(status, error_message.as_deref(), location, call),
            Self::InvalidBody(invalid) => of_body(invalid, call),
        }
    }
}

fn behind(proxy: Option<&str>, failure: Failure) -> Failure {
    match proxy {
        Some(proxy) => failure.help(format!(
            "the call uses the proxy `{proxy}` of the process environment; exclude hosts with the variable `NO_PROXY`"
        )),
        None => failure,
    }
}

/// Returns true if the other side closed an open connection.
fn is_broken(error: &io::Error) -> bool {
    use ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(
        error.kind(),
        BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof
    )
}

fn connection(error: Error, call: &CallContext<'_>) -> Failure {
    let address = call.address;
    match error {
        Error::Io(error) => of_system(&error, address),
        Error::HostNotFound => no_host(address),
        Error::Rustls(error) => not_secure(address, &error),
        Error::Tls(error) => not_secure(address, &error),
        Error::Timeout(timeout) => too_late(timeout, call),
        Error::BodyExceedsLimit(_) => {
            let limit = LARGEST_BODY / (1024 * 1024);
            Failure::new(format!(
                "the response from `{address}` is larger than {limit} MiB"
            ))
        }
        Error::Protocol(_) | Error::LargeResponseHeader(..) | Error::Decompress(..) => {
            Failure::because(
                format!("invalid HTTP response from `{address}`"),
                quote(&error.to_string()),
            )
        }
        error => Failure::because(
            format!("no answer from `{address}`"),
            quote(&error.to_string()),
        ),
    }
}

fn of_system(error: &io::Error, address: &Address) -> Failure {
    if is_broken(error) {
        let message = format!(
            "`{address}` closed the connection before the answer was complete, {ATTEMPTS} times"
        );
        return Failure::new(message);
    }
    // The system's word for an unknown host has no kind of its own.
    if error.to_string().contains("failed to lookup address") {
        return no_host(address);
    }
    match error.kind() {
        ErrorKind::ConnectionRefused => {
            Failure::new(format!("cannot connect to `{address}`: connection refused"))
                .help("check that the server is running, and on this port")
        }
        ErrorKind::InvalidData => not_secure(address, error),
        _ => Failure::because(format!("cannot connect to `{address}`"), describe(error)),
    }
}

fn too_late(timeout: Timeout, call: &CallContext<'_>) -> Failure {
    let address = call.address;
    if matches!(timeout, Timeout::Connect | Timeout::Resolve) {
        let seconds = CONNECT_TIMEOUT.min(call.timeout).as_secs();
        return Failure::new(format!(
            "could not connect to `{address}` within {}",
            in_seconds(seconds)
        ));
    }
    Failure::new(format!(
        "no complete response from `{address}` within {}",
        in_seconds(call.timeout.as_secs())
    ))
    .help("allow more time with `--timeout SECONDS`")
}

fn no_host(address: &Address) -> Failure {
    Failure::new(format!("could not resolve the host of `{address}`"))
        .help("check the name and the network connection")
}

fn not_secure(address: &Address, error: &impl ToString) -> Failure {
    Failure::because(
        format!("no secure connection to `{address}`"),
        quote(&error.to_string()),
    )
    .help("a server without TLS, such as a local one, needs a URL with `http://`")
    .help("the system's certificates are used; name a file with others in the variable `SSL_CERT_FILE`")
}

fn in_seconds(seconds: u64) -> String {
    if seconds == 1 {
        "one second".to_owned()
    } else {
        format!("{seconds} seconds")
    }
}

fn of_status(
    status: StatusCode,
    error_message: Option<&str>,
    location: Option<String>,
    call: &CallContext<'_>,
) -> Failure {
    let (address, variable) = (call.address, call.provider.key_variable);
    let error_message = error_message
        .map(|error_message| format!(", {}", quote(error_message)))
        .unwrap_or_default();
    let status_and_said = format!("{}{error_message}", status_text(status));
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if !call.has_key => {
            Failure::new(format!("`{address}` requires an API key: {status_and_said}"))
                .help(format!("set the variable `{variable}`"))
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            Failure::new(format!("`{address}` rejects the API key: {status_and_said}"))
                .help(format!("check that the key in the variable `{variable}` is for this endpoint and this model"))
        }
        StatusCode::NOT_FOUND => {
            Failure::new(format!("`{}` was not found: {status_and_said}", address.with_path(&call.path)))
                .help(call.provider.explanation())
                .help(format!("some endpoints answer this for an unknown model; the model is `{}`", call.model))
        }
        StatusCode::TOO_MANY_REQUESTS => {
            Failure::new(format!("`{address}` accepts no more calls for now: {status_and_said}"))
                .help("the environment's `rate_limit` may be higher than the endpoint's limit, or the quota is used up")
        }
        status if status.is_redirection() => redirected(address, &status_and_said, location),
        status if status.is_server_error() => {
            Failure::new(format!("`{address}` failed {ATTEMPTS} times: {status_and_said}"))
        }
        _ => Failure::new(format!("`{address}` rejected the call: {status_and_said}")),
    }
}

/// Redirects are off: following one could send the API key to another host.
fn redirected(address: &Address, status_and_said: &str, location: Option<String>) -> Failure {
    let failure = Failure::new(format!(
        "`{address}` redirects; redirects are not followed: {status_and_said}"
    ));
    match location {
        Some(location) => failure.help(format!("it points to {}", quote(&location))),
        None => failure,
    }
}

fn of_body(invalid: InvalidBody, call: &CallContext<'_>) -> Failure {
    let address = call.address;
    match invalid {
        InvalidBody::Html => Failure::new(format!("expected JSON from `{address}`, found HTML"))
            .help(format!(
                "use the URL of the API, not that of a web page, as in `{}`",
                call.provider.example
            )),
        InvalidBody::Half => Failure::new(format!("the JSON from `{address}` is cut off")),
        InvalidBody::NotJson => Failure::new(format!(
            "expected JSON from `{address}`, found something else"
        )),
        InvalidBody::OtherShape(what, error_message) => {
            let error_message = error_message
                .map(|error_message| format!(": {}", quote(&error_message)))
                .unwrap_or_default();
            Failure::new(format!(
                "unexpected JSON from `{address}`: {what}{error_message}"
            ))
        }
        InvalidBody::Failed(reason) => Failure::new(format!(
            "`{}` gave no answer {ATTEMPTS} times: it stopped with `{reason}`",
            call.model
        )),
        InvalidBody::UnknownEnd(reason) => {
            let reason = reason.map(|reason| format!(" {}", quote(&reason)));
            Failure::new(format!(
                "the answer of `{}` is not complete: unknown finish reason{}",
                call.model,
                reason.unwrap_or_default()
            ))
            .help(
                "the guide lists the finish reasons that are known, under \"The end of an answer\"",
            )
        }
    }
}

/// The status with its text: `429 Too Many Requests`.
pub fn status_text(status: StatusCode) -> String {
    format!(
        "{} {}",
        status.as_u16(),
        status.canonical_reason().unwrap_or_default()
    )
    .trim_end()
    .to_owned()
}
