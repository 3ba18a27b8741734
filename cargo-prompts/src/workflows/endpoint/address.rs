use std::env;
use std::fmt;
use std::net::IpAddr;

use prompt_core::vocabulary::Api;
use ureq::Proxy;
use ureq::http::Uri;

use super::provider::Provider;
use super::proxy;
use super::quote::quote;
use super::settings::Settings;
use crate::report::failure::Failure;

/// The base URL of the endpoint, without a slash at its end. It holds no password: it is shown in
/// messages.
#[derive(Debug, Clone)]
pub struct Address(String);

impl Address {
    /// The base URL that the settings name, else the variable of the provider, else the provider's
    /// own.
    pub fn read(settings: &Settings, api: Api) -> Result<Self, Failure> {
        let provider = Provider::of(api);
        let variable = || env::var(provider.url_variable).ok();
        let given = settings.endpoint.clone().or_else(variable);
        let base = given
            .as_deref()
            .map(str::trim)
            .filter(|base| !base.is_empty());
        let Some(base) = base.or(provider.default_url) else {
            let variable = provider.url_variable;
            return Err(Failure::new("no endpoint to send the prompts to")
                .help(format!(
                    "name it with `--endpoint URL`, or with the variable `{variable}`"
                ))
                .help(provider.explanation()));
        };
        let address = Self::parse(base, api)?;
        if settings.insecure || address.is_private() {
            return Ok(address);
        }
        Err(Failure::new(format!(
            "`{address}` is not encrypted: the API key and the inputs could be read on the way"
        ))
        .help("use a URL with `https://`")
        .help("in a network that you trust, pass `--insecure`"))
    }

    /// Returns whether nobody else can read what is sent: by TLS, or because it stays on this machine.
    fn is_private(&self) -> bool {
        let uri = self.0.parse::<Uri>().ok();
        uri.is_some_and(|uri| {
            uri.scheme_str() == Some("https") || uri.host().is_some_and(is_loopback)
        })
    }

    /// Reads a base URL, which must hold no password.
    pub fn parse(base: &str, api: Api) -> Result<Self, Failure> {
        let provider = Provider::of(api);
        // The URL is not repeated, because the part before the `@` may be a password.
        if base.contains('@') {
            return Err(Failure::new(
                "the URL of the endpoint contains an `@`, as in `user:password@host`",
            )
            .help(format!(
                "set the API key in the variable `{}`",
                provider.key_variable
            )));
        }
        let uri = base.parse::<Uri>().ok();
        let is_http = |uri: &Uri| matches!(uri.scheme_str(), Some("http" | "https"));
        let is_good = uri.as_ref().is_some_and(|uri| {
            is_http(uri) && uri.host().is_some() && has_valid_port(uri) && uri.query().is_none()
        });
        if !is_good || base.contains('#') {
            // A word alone can be a key that was set under the wrong name.
            let shown = if base.contains(['.', '/', ':']) {
                quote(&without_secrets(base))
            } else {
                "the given text".to_owned()
            };
            let message = format!("{shown} is not the URL of an endpoint");
            return Err(Failure::new(message).help(provider.explanation()));
        }
        let base = base.trim_end_matches('/');
        if let Some(end) = uri.and_then(|uri| provider.path_end(uri.path())) {
            let message = format!(
                "`{}` ends in `{}`, which is not part of the base URL",
                without_secrets(base),
                without_secrets(&end)
            );
            return Err(Failure::new(message).help(provider.explanation()));
        }
        Ok(Self(base.to_owned()))
    }

    /// The proxy for this host, if the process environment names one. A local server has none.
    pub fn proxy(&self) -> Result<Option<Proxy>, Failure> {
        let uri = self.0.parse::<Uri>().ok();
        let is_far = |uri: &Uri| uri.host().is_some_and(|host| !is_loopback(host));
        match uri.filter(is_far) {
            Some(uri) => proxy::find(&uri),
            None => Ok(None),
        }
    }

    /// The URL of a call.
    pub fn with_path(&self, path: &str) -> String {
        format!("{self}{path}")
    }
}

/// Returns whether a URL names no port or one that exists. The client would take the default port in
/// place of another one.
pub fn has_valid_port(uri: &Uri) -> bool {
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    let after_user = authority.rsplit('@').next().unwrap_or_default();
    let after_host = after_user.strip_prefix(uri.host().unwrap_or_default());
    match after_host.and_then(|rest| rest.strip_prefix(':')) {
        Some(port) => {
            port.bytes().all(|byte| byte.is_ascii_digit())
                && port.parse::<u16>().is_ok_and(|port| port > 0)
        }
        None => after_host == Some(""),
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    address.map_or_else(
        |_| host.eq_ignore_ascii_case("localhost"),
        |address| address.is_loopback(),
    )
}

/// A URL without query and user, which may contain a key or a password. An ellipsis replaces them.
fn without_secrets(url: &str) -> String {
    let (before, query) = url
        .find(['?', '#'])
        .map_or((url, ""), |at| (&url[..at], &url[at..=at]));
    let (scheme, rest) = before.split_once("://").unwrap_or(("", before));
    let host = rest
        .rsplit_once('@')
        .map_or(rest.to_owned(), |(_, host)| format!("…@{host}"));
    let (colon, more) = (
        if scheme.is_empty() { "" } else { "://" },
        if query.is_empty() { "" } else { "…" },
    );
    format!("{scheme}{colon}{host}{query}{more}")
}

/// The scheme and the host of a URL. All else in it may be secret.
pub fn origin(url: &str) -> Option<String> {
    let uri = url.parse::<Uri>().ok()?;
    let port = uri.port().map(|port| format!(":{port}"));
    Some(format!(
        "{}://{}{}",
        uri.scheme_str()?,
        uri.host()?,
        port.unwrap_or_default()
    ))
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, Api, is_loopback, without_secrets};

    #[test]
    fn hosts_of_the_own_machine() {
        let rows = "127.0.0.1 127.8.0.9 [::1] localhost LocalHost|10.0.0.1 [::2] localhost.example.com 128.0.0.1";
        let (own, other) = rows.split_once('|').expect("both");
        assert!(own.split(' ').all(is_loopback) && !other.split(' ').any(is_loopback));
    }

    #[test]
    fn base_urls() {
        let good = [
            (
                "https://api.example.com/v1",
                "https://api.example.com/v1/chat/completions",
            ),
            (
                "https://api.example.com/v1/",
                "https://api.example.com/v1/chat/completions",
            ),
            (
                "http://localhost:11434/v1//",
                "http://localhost:11434/v1/chat/completions",
            ),
            ("http://[::1]:8080", "http://[::1]:8080/chat/completions"),
            (
                "https://api.example.com:65535",
                "https://api.example.com:65535/chat/completions",
            ),
        ];
        for (base, url) in good {
            let address = Address::parse(base, Api::ChatCompletions).expect(base);
            assert_eq!(address.with_path("/chat/completions"), url);
        }
        let wrong = "api.example.com/v1|ftp://api.example.com|https://|/v1|https://api.example.com/v1?key=secret|\
                     https://api.example.com/v1#secret|https://user:secret@api.example.com/v1|http://a b/v1|http://a\n/v1|\
                     https://a.example:0|https://a.example:65536|https://a.example:-1|https://a.example:80a|\
                     https://a.example:+80/v1|sk-secret|https://a.example:/v1|http://[::1]:99999/v1|http://[::1]x/v1";
        for base in wrong.split('|') {
            let parsed = Address::parse(base, Api::ChatCompletions);
            let failure = format!("{:?}", parsed.expect_err(base));
            assert!(!failure.contains("secret"), "{failure}");
        }
    }

    const ALL: [Api; 4] = [
        Api::ChatCompletions,
        Api::Responses,
        Api::AnthropicMessages,
        Api::Gemini,
    ];

    #[test]
    fn ends_that_are_not_part_of_a_base_url() {
        let rows = [
            (
                Api::ChatCompletions,
                "https://a.example/v1/chat/completions",
                Some("/chat/completions"),
            ),
            (Api::ChatCompletions, "https://a.example/v1", None),
            (
                Api::Responses,
                "https://a.example/v1/responses/",
                Some("/responses"),
            ),
            (Api::AnthropicMessages, "https://a.example/v1", Some("/v1")),
            (
                Api::AnthropicMessages,
                "https://a.example/v1/messages",
                Some("/v1/messages"),
            ),
            (
                Api::AnthropicMessages,
                "https://a.example/messages",
                Some("/messages"),
            ),
            (
                Api::Gemini,
                "https://a.example/v1beta/models",
                Some("/models"),
            ),
            (
                Api::Gemini,
                "https://a.example/v1/models/x:generateContent",
                Some("/models/x:generateContent"),
            ),
            (
                Api::Gemini,
                "https://a.example/v1beta/models/x:streamGenerateContent/",
                Some("/models/x:streamGenerateContent"),
            ),
            (
                Api::Gemini,
                "https://a.example/x:generateContent",
                Some("/x:generateContent"),
            ),
            (
                Api::Gemini,
                "https://a.example/v1beta/models/x",
                Some("/models/x"),
            ),
            (Api::Gemini, "https://a.example/gateway/x", None),
            (Api::Gemini, "https://a.example:8080", None),
            (Api::ChatCompletions, "https://a.example/models/x/v1", None),
            (Api::ChatCompletions, "https://a.example/models/x", None),
            (Api::AnthropicMessages, "https://a.example/anthropic", None),
            (Api::Gemini, "https://a.example/v1beta/", Some("/v1beta")),
            (Api::Gemini, "https://a.example/v1", Some("/v1")),
            (
                Api::Gemini,
                "https://a.example/gemini/V1Alpha//",
                Some("/V1Alpha"),
            ),
            (Api::Gemini, "https://a.example/v1beta1", Some("/v1beta1")),
            (Api::Gemini, "https://a.example/vertex", None),
            (Api::AnthropicMessages, "https://a.example/v2", Some("/v2")),
            (
                Api::AnthropicMessages,
                "https://a.example/v1%2Fmessages",
                Some("/v1/messages"),
            ),
        ];
        for (api, base, end) in rows {
            let refused = Address::parse(base, api)
                .err()
                .map(|failure| format!("{failure:?}"));
            match end {
                Some(end) => assert!(refused.expect(base).contains(&format!("ends in `{end}`"))),
                None => assert_eq!(refused, None, "{base}"),
            }
        }
    }

    /// The path of another API is as wrong, however it is spelt.
    #[test]
    fn paths_of_calls_in_any_spelling() {
        let paths = [
            "/v1/chat/completions",
            "/v1/responses",
            "/v1/messages",
            "/V1/Messages/",
            "/v1//messages",
            "/v1%2Fmessages",
            "/v1%252fMessages%2F/",
            "/v1/./messages/.",
            "/v1/chat/x/../completions",
            "/v1/chat%2Fcompletion%73",
            "/v1//responses///",
            "/v1beta/models/x%3AgenerateContent",
            "/v1beta/models/x:generateContent",
        ];
        for (api, path) in ALL
            .into_iter()
            .flat_map(|api| paths.map(|path| (api, path)))
        {
            let refused = Address::parse(&format!("https://a.example{path}"), api);
            let refused = format!("{:?}", refused.expect_err(path));
            assert!(refused.contains("not part of the base URL"), "{refused}");
            assert!(refused.contains("the URL is the part before"), "{refused}");
        }
    }

    #[test]
    fn what_may_be_secret_is_left_out() {
        let rows = [
            (
                "https://api.example.com/v1?key=abc",
                "https://api.example.com/v1?…",
            ),
            ("api.example.com/v1?key=a://b@c", "api.example.com/v1?…"),
            (
                "https://me:abc@api.example.com/v1#abc",
                "https://…@api.example.com/v1#…",
            ),
            ("/v1", "/v1"),
        ];
        for (url, shown) in rows {
            assert_eq!(without_secrets(url), shown);
        }
    }
}
