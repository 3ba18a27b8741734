use std::io::{self, ErrorKind};
use std::time::Duration;

use prompt_build::disk::describe;
use ureq::http::StatusCode;
use ureq::{Error, Timeout};

use super::address::{Address, without_secrets};
use super::answer::Unreadable;
use super::client::{CONNECT_TIMEOUT, LARGEST_BODY};
use super::quote::quote;
use super::retry::ATTEMPTS;
use crate::report::failure::Failure;

/// Why one attempt brought no answer.
#[derive(Debug)]
pub enum Fault {
    /// The connection could not be made, or did not hold.
    Connection(Error),
    Status {
        status: StatusCode,
        /// What the endpoint says of it.
        said: Option<String>,
        /// What it asks to wait.
        retry_after: Option<Duration>,
        /// Where it redirects to.
        location: Option<String>,
    },
    Unreadable(Unreadable),
}

/// What words about a fault need to know of the call.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    pub address: &'a Address,
    pub model: &'a str,
    pub timeout: Duration,
    pub has_key: bool,
    /// The proxy that the call goes through: its host and port.
    pub proxy: Option<&'a str>,
}

impl Fault {
    /// Whether the same call may well succeed a little later.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Connection(Error::Io(error)) => is_broken(error),
            Self::Connection(_) | Self::Unreadable(_) => false,
            Self::Status { status, .. } => {
                *status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error()
            }
        }
    }

    /// What the endpoint asks to wait before the next attempt.
    pub fn retry_after(&self) -> Option<Duration> {
        if let Self::Status { retry_after, .. } = self {
            *retry_after
        } else {
            None
        }
    }

    pub fn failure(self, call: Call<'_>) -> Failure {
        match self {
            Self::Connection(error) => behind(call.proxy, connection(error, call)),
            Self::Status {
                status,
                said,
                location,
                ..
            } => of_status(status, said.as_deref(), location, call),
            Self::Unreadable(unreadable) => of_body(unreadable, call),
        }
    }
}

fn behind(proxy: Option<&str>, failure: Failure) -> Failure {
    match proxy {
        Some(proxy) => failure.help(format!(
            "the call goes through the proxy `{proxy}`, which the environment names; the variable `NO_PROXY` makes exceptions"
        )),
        None => failure,
    }
}

/// Whether the other side closed a connection that stood.
fn is_broken(error: &io::Error) -> bool {
    use ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    matches!(
        error.kind(),
        BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof
    )
}

fn connection(error: Error, call: Call<'_>) -> Failure {
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
                "the answer of `{address}` has more than {limit} MiB"
            ))
        }
        Error::Protocol(_) | Error::LargeResponseHeader(..) | Error::Decompress(..) => {
            Failure::because(
                format!("the answer of `{address}` is no HTTP"),
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
            Failure::new(format!("no connection to `{address}`: connection refused"))
                .help("is the server running, and is it this port?")
        }
        ErrorKind::InvalidData => not_secure(address, error),
        _ => Failure::because(format!("no connection to `{address}`"), describe(error)),
    }
}

fn too_late(timeout: Timeout, call: Call<'_>) -> Failure {
    let address = call.address;
    if matches!(timeout, Timeout::Connect | Timeout::Resolve) {
        let seconds = CONNECT_TIMEOUT.min(call.timeout).as_secs();
        return Failure::new(format!(
            "no connection to `{address}` within {}",
            in_seconds(seconds)
        ));
    }
    Failure::new(format!(
        "no whole answer from `{address}` within {}",
        in_seconds(call.timeout.as_secs())
    ))
    .help("`--timeout SECONDS` gives it longer")
}

fn no_host(address: &Address) -> Failure {
    Failure::new(format!("no host of the name in `{address}` is known"))
        .help("is the name right, and is there a connection to the network?")
}

fn not_secure(address: &Address, error: &impl ToString) -> Failure {
    Failure::because(
        format!("no secure connection to `{address}`"),
        quote(&error.to_string()),
    )
    .help("a server without TLS, as many on the own machine are, has a URL with `http://`")
    .help("certificates are the system's; the variable `SSL_CERT_FILE` names a file with others")
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
    said: Option<&str>,
    location: Option<String>,
    call: Call<'_>,
) -> Failure {
    let address = call.address;
    let said = said
        .map(|said| format!(", {}", quote(said)))
        .unwrap_or_default();
    let status_and_said = format!("{}{said}", words(status));
    match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if !call.has_key => {
            Failure::new(format!("`{address}` asks for a key: {status_and_said}"))
                .help("set the variable `OPENAI_API_KEY`")
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            Failure::new(format!("`{address}` does not take the key: {status_and_said}"))
                .help("is the key in the variable `OPENAI_API_KEY` one of this endpoint, and for this model?")
        }
        StatusCode::NOT_FOUND => {
            Failure::new(format!("`{}` is not there: {status_and_said}", address.chat_completions()))
                .help("the URL is what comes before `/chat/completions`, as in `https://api.example.com/v1`")
                .help(format!("some endpoints say so of a model that they do not have; this is `{}`", call.model))
        }
        StatusCode::TOO_MANY_REQUESTS => {
            Failure::new(format!("`{address}` takes no more calls for now: {status_and_said}"))
                .help("the environment's `rate_limit` may be above what the endpoint allows, or the quota is used up")
        }
        status if status.is_redirection() => redirected(address, &status_and_said, location),
        status if status.is_server_error() => {
            Failure::new(format!("`{address}` fails, {ATTEMPTS} times: {status_and_said}"))
        }
        _ => Failure::new(format!("`{address}` refuses the call: {status_and_said}")),
    }
}

/// A redirect is not followed: the key would go to a host that nobody named.
fn redirected(address: &Address, status_and_said: &str, location: Option<String>) -> Failure {
    let failure = Failure::new(format!(
        "`{address}` redirects, which is not followed: {status_and_said}"
    ));
    match location {
        Some(location) => failure.help(format!(
            "it points to {}",
            quote(&without_secrets(&location))
        )),
        None => failure,
    }
}

fn of_body(unreadable: Unreadable, call: Call<'_>) -> Failure {
    let address = call.address;
    match unreadable {
        Unreadable::Html => Failure::new(format!("`{address}` answers with HTML, expected JSON"))
            .help("the URL is that of the API rather than of a web page, as in `https://api.example.com/v1`"),
        Unreadable::Half => Failure::new(format!("the JSON that `{address}` answers with ends in the middle")),
        Unreadable::NotJson => Failure::new(format!("what `{address}` answers with is no JSON")),
        Unreadable::OtherShape(what, said) => {
            let said = said.map(|said| format!(": {}", quote(&said))).unwrap_or_default();
            Failure::new(format!("the JSON that `{address}` answers with is not what was expected: {what}{said}"))
        }
    }
}

/// The status as it is known: `429 Too Many Requests`.
pub fn words(status: StatusCode) -> String {
    format!(
        "{} {}",
        status.as_u16(),
        status.canonical_reason().unwrap_or_default()
    )
    .trim_end()
    .to_owned()
}
