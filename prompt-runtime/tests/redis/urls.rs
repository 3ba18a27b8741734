//! Errors in a URL, which are reported before any server is asked.

use prompt_runtime::limit::Limiter;

use crate::{builder, each_way, environment, limiter};

const INVALID: &[&str] = &[
    "",
    "localhost:6379",
    "127.0.0.1",
    "redis://",
    "http://127.0.0.1:6379",
    "redis://:copper-meadow-19@127.0.0.1:port",
    "redis://:copper-meadow-19@127.0.0.1:99999",
    "redis://:copper-meadow-19@127.0.0.1/first",
    "redis://:copper%ff@127.0.0.1/",
    "rediss://:copper-meadow-19@127.0.0.1:port",
    "rediss://:copper-meadow-19@127.0.0.1/#anything",
    "redis://127.0.0.1/?protocol=copper-meadow-19",
    // The host ends within the password.
    "redis://copper:47/11@127.0.0.1:6379",
    "redis://copper:47?11@127.0.0.1:6379",
    "rediss://copper:47#11@127.0.0.1:6379",
    "unix:///run/redis.sock?db=copper-meadow-19",
];

#[test]
fn a_url_that_is_none_is_told_at_once() {
    for &url in INVALID {
        let error = builder(url, 10, 5).build().expect_err(url);
        let text = format!("{error} {error:?}");
        assert!(
            text.starts_with(
                "the URL of Redis is not valid, expected `redis://HOST:PORT` or the like: "
            ),
            "{text}"
        );
        assert!(!text.contains("copper"), "{text}");
        assert!(
            !error.is_unavailable() && !error.is_used_up() && error.wait().is_none(),
            "{text}"
        );
        // Also where the environment has no limit: what runs in one runs in the others.
        assert!(
            Limiter::builder(&environment(0))
                .redis(url)
                .build()
                .is_err(),
            "{url}"
        );
    }
}

/// Nothing listens at that port.
#[test]
fn without_a_limit_no_server_is_asked() {
    let limiter = Limiter::builder(&environment(0))
        .redis("redis://127.0.0.1:1")
        .build()
        .unwrap();
    assert!(each_way(&limiter).iter().all(Result::is_ok));
}

#[test]
fn what_is_printed_for_debugging_has_no_password() {
    let url = "redis://desk:copper-meadow-19@127.0.0.1:1";
    let printed = format!("{:?} {:?}", builder(url, 10, 5), limiter(url, 10, 5));
    assert!(
        printed.contains("prompt-runtime:limit:staging") && printed.contains("per_hour: 10"),
        "{printed}"
    );
    assert!(
        !printed.contains("copper-meadow-19") && !printed.contains("redis://"),
        "{printed}"
    );
}
