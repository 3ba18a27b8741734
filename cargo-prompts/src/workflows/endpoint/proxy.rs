//! The proxy that calls go through, as the process environment names it.

use std::env;
use std::ffi::OsString;

use ureq::Proxy;
use ureq::http::Uri;

use super::address::has_valid_port;
use super::no_proxy::covers;
use crate::report::failure::Failure;

/// The variables in the order in which the client reads them. The first one that is not blank
/// counts.
const VARIABLES: [&str; 6] = [
    "ALL_PROXY",
    "all_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
];

/// The proxy for a URL; `None` if the call goes to it directly. The client would do so as well if a
/// variable cannot be read, and the call would not take the way that it must.
pub fn find(uri: &Uri) -> Result<Option<Proxy>, Failure> {
    let is_set = |value: &OsString| !value.to_string_lossy().trim().is_empty();
    let named = VARIABLES.iter().find_map(|variable| {
        let value = env::var_os(variable).filter(is_set)?;
        Some((variable, value))
    });
    let Some((variable, value)) = named else {
        return Ok(None);
    };
    if is_excluded(uri) {
        return Ok(None);
    }
    let proxy = value.to_str().and_then(parse);
    // The value is not repeated, because it may hold a password.
    proxy.map(Some).ok_or_else(|| {
        Failure::new(format!("the variable `{variable}` is not the URL of a proxy"))
            .help("write it as in `http://proxy.example.com:8080`, or remove the variable to call directly")
    })
}

fn parse(url: &str) -> Option<Proxy> {
    let proxy = Proxy::new(url.trim()).ok()?;
    (!proxy.host().is_empty() && has_valid_port(proxy.uri())).then_some(proxy)
}

/// Returns whether the process environment excludes a host from the proxy.
fn is_excluded(uri: &Uri) -> bool {
    let lists = ["NO_PROXY", "no_proxy"].map(|name| env::var(name).unwrap_or_default());
    lists.iter().any(|list| covers(list, uri))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn urls_of_proxies() {
        for good in "http://127.0.0.1:9|https://me:secret@proxy.example|proxy.example:8080|localhost|socks5://a@[::1]:1".split('|') {
            assert!(parse(good).is_some(), "{good}");
        }
        for wrong in
            "proxy example|http://|/proxy|http://a:99999|http://me:b@a:x|ftp://a|http://:8080|:8080"
                .split('|')
        {
            assert!(parse(wrong).is_none(), "{wrong}");
        }
    }
}
