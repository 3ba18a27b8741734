//! The hosts that are called without a proxy, as `NO_PROXY` lists them.

use std::net::IpAddr;

use ureq::http::Uri;
use ureq::{Proxy, ProxyProtocol};

/// Returns whether a list covers the host of a URL. A name covers its subdomains, with a dot before
/// it or without; a port restricts it to that port. Addresses can be ranges, as in `10.0.0.0/8`, and
/// `*` covers all hosts. The items stand between commas or spaces.
pub fn covers(list: &str, uri: &Uri) -> bool {
    let items = list.split([',', ' ', '\t']).filter(|item| !item.is_empty());
    let mut names = Proxy::builder(ProxyProtocol::Http).host("localhost");
    for item in items {
        if is_in_range(item, uri) {
            return true;
        }
        let (name, port) = split_port(item);
        let name = name.trim_matches('.');
        if port.is_some_and(|port| Some(port) != port_of(uri)) || name.is_empty() {
            continue;
        }
        // The client takes a name for that of one host, and one with a dot for its subdomains.
        names = names.no_proxy(&in_brackets(name));
        names = names.no_proxy(&format!(".{name}"));
    }
    names.build().is_ok_and(|names| names.is_no_proxy(uri))
}

/// Returns whether the host is an address in a range of addresses.
fn is_in_range(range: &str, uri: &Uri) -> bool {
    let host = uri.host().map(|host| host.trim_matches(['[', ']']));
    let host = host.and_then(|host| host.parse::<IpAddr>().ok());
    let Some((host, (start, length))) = host.zip(range.split_once('/')) else {
        return false;
    };
    let (Ok(start), Ok(length)) = (start.parse::<IpAddr>(), length.parse::<u32>()) else {
        return false;
    };
    match (start, host) {
        (IpAddr::V4(start), IpAddr::V4(host)) => {
            length <= 32
                && u32::MAX.checked_shl(32 - length).unwrap_or(0)
                    & (start.to_bits() ^ host.to_bits())
                    == 0
        }
        (IpAddr::V6(start), IpAddr::V6(host)) => {
            length <= 128
                && u128::MAX.checked_shl(128 - length).unwrap_or(0)
                    & (start.to_bits() ^ host.to_bits())
                    == 0
        }
        _ => false,
    }
}

/// Splits an item into the name and the port, if it has one. An IPv6 address without brackets has
/// none.
fn split_port(item: &str) -> (&str, Option<u16>) {
    let split = item.rsplit_once(':').and_then(|(name, port)| {
        let is_host = !name.contains(':') || name.ends_with(']');
        Some((name, port.parse().ok().filter(|_| is_host)?))
    });
    split.map_or((item, None), |(name, port)| (name, Some(port)))
}

/// An IPv6 address as URLs have it, and any other name as it is.
fn in_brackets(name: &str) -> String {
    if name
        .parse::<IpAddr>()
        .is_ok_and(|address| address.is_ipv6())
    {
        format!("[{name}]")
    } else {
        name.to_owned()
    }
}

fn port_of(uri: &Uri) -> Option<u16> {
    let default = if uri.scheme_str() == Some("http") {
        80
    } else {
        443
    };
    uri.port_u16().or(Some(default))
}

#[cfg(test)]
mod tests {
    use super::covers;

    /// A list, URLs that it covers, and URLs that it does not cover.
    const ROWS: &[(&str, &str, &str)] = &[
        (
            "example.com",
            "https://example.com/v1 https://api.example.com https://a.b.example.com:8443 https://API.Example.COM",
            "https://badexample.com https://example.com.evil.test https://example.org",
        ),
        (
            ".example.com",
            "https://api.example.com https://example.com",
            "https://badexample.com",
        ),
        (
            "example.com.",
            "https://example.com https://api.example.com",
            "https://example.com.evil.test",
        ),
        (
            "*.example.com",
            "https://api.example.com",
            "https://badexample.com",
        ),
        (
            "example.com:8443",
            "https://example.com:8443 https://api.example.com:8443",
            "https://example.com https://example.com:443",
        ),
        (
            "example.com:443",
            "https://example.com",
            "http://example.com",
        ),
        (
            "example.com:80",
            "http://example.com",
            "https://example.com",
        ),
        (
            "one.test, two.test three.test",
            "https://one.test https://two.test https://api.three.test",
            "https://four.test",
        ),
        ("*", "https://example.com http://10.1.2.3", ""),
        (" , .", "", "https://example.com http://10.1.2.3"),
        (
            "10.0.0.0/8",
            "http://10.1.2.3:8080",
            "http://11.1.2.3 http://[::1] https://example.com",
        ),
        (
            "10.1.2.3",
            "http://10.1.2.3",
            "http://10.1.2.4 http://110.1.2.3",
        ),
        ("0.0.0.0/0", "http://10.1.2.3", "http://[fd00::1]"),
        ("fd00::/8", "http://[fd00::1]", "http://[fe00::1]"),
        ("fd00::1", "http://[fd00::1]:8080", "http://[fd00::2]"),
        (
            "[fd00::1]:8080",
            "http://[fd00::1]:8080",
            "http://[fd00::1]",
        ),
        ("10.0.0.0/99,10.0.0.0/x", "", "http://10.0.0.0"),
    ];

    #[test]
    fn lists() {
        for (list, covered, others) in ROWS {
            for (urls, expected) in [(covered, true), (others, false)] {
                for url in urls.split_whitespace() {
                    let uri = url.parse().expect(url);
                    assert_eq!(covers(list, &uri), expected, "{list}: {url}");
                }
            }
        }
    }
}
