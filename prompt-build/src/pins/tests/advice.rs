use super::{ONE_OF_EACH, ledger, resolve_from, told};

/// A pin, the source, the releases as in `selection`, and what the finding says: the message and its
/// helps.
const ADVICE: &[(&str, &str, &str, &[&str])] = &[
    (
        "1.3.0",
        "library:active",
        ONE_OF_EACH,
        &[
            "`note` 1.3.0 is a draft, but `live` accepts active versions only",
            "`live` could pin `1.0.0`, `1.1.0`",
            "`cargo prompts promote note --to live --version 1.3.0 --by WHO --reason WHY` signs it off",
        ],
    ),
    (
        "2.0.0",
        "local",
        ONE_OF_EACH,
        &[
            "`note` 2.0.0 is withdrawn",
            "`live` could pin `1.0.0`, `1.1.0`, `1.2.0`, `1.3.0`",
        ],
    ),
    (
        "1.1.0",
        "local",
        ONE_OF_EACH,
        &[
            "`note` 1.1.0 is deprecated",
            "`1.2.0` is the highest active version",
        ],
    ),
    (
        "1.1.0",
        "local",
        "1.0.0 active, 1.1.0 deprecated, 1.2.0 draft",
        &["`note` 1.1.0 is deprecated"],
    ),
    (
        "latest",
        "library:active",
        ONE_OF_EACH,
        &[
            "unexpected floating pin, `live` accepts exact versions only",
            "`live` could pin `1.0.0`, `1.1.0`",
        ],
    ),
    (
        "1.1.1",
        "library:active",
        ONE_OF_EACH,
        &["`note` has no version `1.1.1`", "did you mean `1.1.0`?"],
    ),
    (
        "1.9.0",
        "library:active",
        "1.0.0 active, 1.1.0 withdrawn",
        &[
            "`note` has no version `1.9.0`",
            "`live` accepts none of its versions",
        ],
    ),
    (
        "1.0.0",
        "library:active",
        "",
        &[
            "`note` has no version `1.0.0`",
            "the prompt was never released",
        ],
    ),
    (
        "1.0.0",
        "library:active",
        "wc",
        &[
            "`note` has no version `1.0.0`",
            "the prompt was never released: `cargo prompts publish note` releases the working copy",
        ],
    ),
    (
        "^3",
        "library:draft",
        "1.0.0 active, 3.0.0 withdrawn",
        &[
            "no version of `note` that `live` accepts matches `^3`",
            "`live` could pin `1.0.0`",
        ],
    ),
    (
        "latest",
        "library:draft",
        "3.0.0 withdrawn",
        &["`note` has no version that `live` accepts"],
    ),
];

#[test]
fn a_finding_about_a_pin_says_what_it_could_be() {
    for (pin, source, releases, expected) in ADVICE {
        let has_working_copy = releases.starts_with("wc");
        let (_, findings) = resolve_from(pin, source, &ledger(releases), has_working_copy);
        assert_eq!(findings.len(), 1, "`{pin}` under `{source}` of {releases}");
        assert_eq!(
            told(&findings[0]),
            *expected,
            "`{pin}` under `{source}` of {releases}"
        );
    }
}
