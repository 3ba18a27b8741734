use super::{ONE_OF_EACH, take};

/// The pin, the source, the releases (version, status, whether signed off for the environment), and
/// what is taken or which codes are given. `wc` among the releases is a working copy.
const CASES: &[(&str, &str, &str, &str)] = &[
    // The releases that a source allows.
    ("1.0.0", "local", ONE_OF_EACH, "1.0.0"),
    ("1.1.0", "local", ONE_OF_EACH, "1.1.0 deprecated-version"),
    ("1.3.0", "local", ONE_OF_EACH, "1.3.0"),
    ("2.0.0", "local", ONE_OF_EACH, "withdrawn-version"),
    ("1.0.0", "library:draft", ONE_OF_EACH, "1.0.0"),
    (
        "1.1.0",
        "library:draft",
        ONE_OF_EACH,
        "1.1.0 deprecated-version",
    ),
    ("1.3.0", "library:draft", ONE_OF_EACH, "1.3.0"),
    ("2.0.0", "library:draft", ONE_OF_EACH, "withdrawn-version"),
    ("1.0.0", "library:active", ONE_OF_EACH, "1.0.0"),
    (
        "1.1.0",
        "library:active",
        ONE_OF_EACH,
        "1.1.0 deprecated-version",
    ),
    ("1.2.0", "library:active", ONE_OF_EACH, "missing-sign-off"),
    ("1.3.0", "library:active", ONE_OF_EACH, "draft-not-allowed"),
    ("2.0.0", "library:active", ONE_OF_EACH, "withdrawn-version"),
    ("1.9.0", "library:active", ONE_OF_EACH, "unknown-version"),
    // `latest`.
    ("latest", "local", "wc, 1.0.0 active", "working copy"),
    ("latest", "local", "wc", "working copy"),
    ("latest", "local", ONE_OF_EACH, "1.3.0"),
    ("latest", "library:draft", "wc, 1.0.0 active", "1.0.0"),
    ("latest", "library:draft", ONE_OF_EACH, "1.3.0"),
    ("latest", "library:draft", "wc", "no-matching-version"),
    ("latest", "library:active", ONE_OF_EACH, "floating-pin"),
    ("latest", "local", "", "no-matching-version"),
    ("latest", "local", "2.0.0 withdrawn", "no-matching-version"),
    // Ranges.
    (
        "^1.1",
        "local",
        "wc, 1.0.0 active, 1.1.0 active, 1.2.0 draft, 2.0.0 active",
        "1.2.0",
    ),
    (
        "~1.1",
        "library:draft",
        "1.1.0 active, 1.1.7 active, 1.2.0 active",
        "1.1.7",
    ),
    (
        ">=1, <2",
        "library:draft",
        "1.1.0 active, 1.10.0 active, 1.9.0 active, 2.0.0 active",
        "1.10.0",
    ),
    (
        "1.*",
        "library:draft",
        "1.1.0 active, 2.0.0 active",
        "1.1.0",
    ),
    ("^3", "library:draft", ONE_OF_EACH, "no-matching-version"),
    ("^1", "library:active", ONE_OF_EACH, "floating-pin"),
    // Pre-releases: only where there is no full release, or where the range names one.
    (
        "latest",
        "library:draft",
        "1.0.0 active, 2.0.0-rc.1 draft",
        "1.0.0",
    ),
    (
        "latest",
        "library:draft",
        "2.0.0-rc.1 draft, 2.0.0-rc.2 draft",
        "2.0.0-rc.2",
    ),
    (
        "latest",
        "library:draft",
        "1.0.0 withdrawn, 2.0.0-rc.1 draft",
        "2.0.0-rc.1",
    ),
    (
        "^2.0",
        "library:draft",
        "2.0.0 active, 2.1.0-rc.1 draft",
        "2.0.0",
    ),
    (
        "^2.0",
        "library:draft",
        "2.1.0-rc.1 draft, 2.1.0-rc.2 draft",
        "2.1.0-rc.2",
    ),
    (
        "^2.1.0-rc.1",
        "library:draft",
        "2.0.0 active, 2.1.0-rc.2 draft",
        "2.1.0-rc.2",
    ),
    (
        "^2.1.0-rc.1",
        "library:draft",
        "2.1.0-rc.2 draft, 2.1.0 draft",
        "2.1.0",
    ),
    (
        "2.1.0-rc.1",
        "library:draft",
        "2.1.0-rc.1 draft, 2.1.0 draft",
        "2.1.0-rc.1",
    ),
];

#[test]
fn pins_take_what_they_should() {
    for (pin, source, releases, expected) in CASES {
        let taken = take(pin, source, releases);
        assert_eq!(taken, *expected, "`{pin}` under `{source}` of {releases}");
    }
}
