//! Reasons that YAML could take for something else.

use prompt_build::report::Findings;
use prompt_build::source::Source;
use prompt_build::yaml;
use semver::Version;

use super::super::{LedgerText, mapping};

const REASONS: &[&str] = &[
    ":x",
    ": x",
    ":",
    "::",
    "- x",
    "-",
    "-x",
    "--- x",
    "#x",
    "@x",
    "`x",
    "%x",
    "!x",
    "&x",
    "*x",
    "'x",
    "\"x",
    "{x",
    "[x",
    "]x",
    "}x",
    ",x",
    "?x",
    "? x",
    "|",
    ">",
    ">x",
    "~",
    "null",
    "Null",
    "yes",
    "no",
    "on",
    "true",
    "1.10",
    "0x1f",
    "1_000",
    "1e999",
    ".5",
    ".inf",
    ".nan",
    "+1",
    "12:30:00",
    "2026-10-04",
    "a: b",
    "a:b",
    "a :b",
    "a #b",
    "a#b",
    "x:",
    "x ",
    " x",
    "a, b",
    "a]",
    "a}",
    "<<",
    "=",
    "...",
    "a\u{7f}b",
    "a\u{85}b",
    "a\u{2028}b",
    "a\u{feff}b",
    "\\",
    "x\\",
    "\u{301}x",
    "日本: x",
    "",
];

#[test]
fn every_reason_is_written_as_it_is() {
    let version = Version::new(1, 0, 0);
    for ledger in ["- version: 1.0.0\n", "[{ version: 1.0.0 }]\n"] {
        for reason in REASONS {
            let record = mapping([("by", (*reason).into()), ("reason", (*reason).into())]);
            let mut text = LedgerText::new(ledger);
            for _ in 0..2 {
                let added = text.append(&version, "pinned", &record);
                added.unwrap_or_else(|error| panic!("{reason:?} in {ledger}: {error:?}"));
            }
            let entered = text.enter(&version, "withdrawn", record);
            entered.unwrap_or_else(|error| panic!("{reason:?} in {ledger}: {error:?}"));
            let written = Source::new("releases.yaml", text.into_text());
            let read = yaml::parse(&written, &mut Findings::default()).expect("YAML");
            let shown = format!("{read:?}")
                .matches(&format!("Text({reason:?})"))
                .count();
            assert_eq!(shown, 6, "{reason:?} in {}", written.text);
        }
    }
}
