use alloc::string::{String, ToString as _};

use redis::{Client, RedisError};

use crate::limit::LimitError;

/// Parses the URL of a server. It may contain a password, so no error repeats it.
pub(super) fn open(url: &str) -> Result<Client, LimitError> {
    #[cfg(feature = "redis-tls")]
    if is_tls(url) {
        super::tls::provide();
    }
    if is_cut(url) {
        let cause = "in the user or the password, `/`, `?` and `#` must be percent-encoded";
        return Err(LimitError::invalid_url(cause.to_string()));
    }
    Client::open(url).map_err(|error| LimitError::invalid_url(cause(url, &error)))
}

/// TLS may also be on by a feature of the crate `redis` itself, so that one decides.
fn cause(url: &str, error: &RedisError) -> String {
    if is_tls(url) && !cfg!(feature = "redis-tls") {
        return "`rediss://` needs the feature `redis-tls` of `prompt-runtime`".to_string();
    }
    // Behind the words of the crate itself there can be a part of the URL.
    let error = error.to_string();
    let words = error.split(" - ").next();
    words.unwrap_or_default().to_string()
}

/// Returns whether the host ends within what is meant as the password: what is taken for the host would be
/// shown.
fn is_cut(url: &str) -> bool {
    let authority = url
        .split_once("://")
        .filter(|(scheme, _)| !scheme.contains("unix"));
    let behind = authority.and_then(|(_, rest)| rest.split_once(['/', '?', '#']));
    behind.is_some_and(|(_, behind)| behind.contains('@'))
}

fn is_tls(url: &str) -> bool {
    let scheme = url.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| ["rediss", "valkeys"].contains(&&*scheme.to_ascii_lowercase()))
}
