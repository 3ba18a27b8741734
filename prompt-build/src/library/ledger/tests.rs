//! An entry is the same whether it is read alone or with the whole ledger.

use std::sync::Arc;

use proptest::prelude::*;

use super::Ledger;
use super::listing::listing;
use crate::report::Findings;
use crate::size_limit::SizeLimit;
use crate::source::Source;
use crate::yaml;

const HASH: &str = "9b4e74cdd9d049689dc6c1444fc3cb0b841c0c741e596bd7be8dc95a19cf3a2c";

/// Entries in which HASH stands for a hash, and whether they can be listed without being read.
const LEDGERS: &[(&str, bool)] = &[
    (
        "- version: 1.0.0\n  status: active\n  sha256: HASH\n- version: 1.1.0\n  status: draft\n  sha256: HASH\n",
        true,
    ),
    (
        "- version: \"1.0.0\"\n  status: active\n  sha256: HASH\n- version: '1.1.0'\n  status: draft\n  sha256: HASH",
        true,
    ),
    (
        "# notes\n\n- version: 1.0.0\n\n  # more\n  status: active\n  sha256: HASH\n# end\n",
        true,
    ),
    (
        "- version: 1.0.0-rc.1+build.5\n  status: withdrawn\n  sha256: \"HASH\"\n",
        true,
    ),
    (
        "- version: 1.0.0\n  status: &s active\n  sha256: HASH\n- version: 1.1.0\n  status: *s\n  sha256: HASH\n",
        false,
    ),
    (
        "- version: 1.0.0\n  status: |-\n    active\n  sha256: HASH\n- version: 1.1.0\n  status: draft\n  sha256: HASH\n",
        false,
    ),
    (
        "- version: 1.0.0 # first\n  status: active\n  sha256: HASH\n",
        false,
    ),
    (
        "- version: 1.0.0\n      # the first\n  status: active\n  sha256: HASH\n",
        true,
    ),
    (
        "  # notes\n- version: 1.0.0\n  status: active\n  sha256: HASH\n",
        false,
    ),
    (
        "- status: active\n  version: 1.0.0\n  sha256: HASH\n",
        false,
    ),
    (
        "-\n  version: 1.0.0\n  status: active\n  sha256: HASH\n",
        false,
    ),
    (
        "- { version: 1.0.0, status: active, sha256: HASH }\n",
        false,
    ),
    (
        "[{ version: 1.0.0, status: active, sha256: HASH }]\n",
        false,
    ),
    (
        "  - version: 1.0.0\n    status: active\n    sha256: HASH\n",
        false,
    ),
    (
        "---\n- version: 1.0.0\n  status: active\n  sha256: HASH\n",
        false,
    ),
    ("", false),
    (
        "- version: 1.0.0\n  status: active\n  sha256: HASH\n  published: { by: lead, name: \"it's me\", at: 2026-10-05T14:00:00Z }\n",
        true,
    ),
    (
        "- version: 1.0.0\n  status: active\n  sha256: HASH\n  sign_offs:\n    - environment: production\n      by: 'sales'\n      at: 2026-10-05T14:00:00Z\n      reason: |\n        it's [better\n      evidence: customers' words\n",
        false,
    ),
    // A text in quotes, over several lines, one of which looks like an entry.
    (
        "- version: 1.1.0\n  status: active\n  sha256: HASH\n  published: { by: lead, name: \"me\n- version: 1.0.0\n  status: active\n  sha256: HASH\n# \", at: 2026-10-05T14:00:00Z }\n",
        false,
    ),
    (
        "- version: 1.1.0\n  status: active\n  sha256: HASH\n  published:\n    at: 2026-10-05T14:00:00Z\n    by: lead\n    name: 'me\n- version: 1.0.0\n  status: active\n  sha256: HASH\n  '\n",
        false,
    ),
];

#[test]
fn entries_read_one_by_one_are_those_read_together() {
    for (text, is_listed) in LEDGERS {
        let source = Source::new("releases.yaml", text.replace("HASH", HASH));
        assert_eq!(listing(&source).is_some(), *is_listed, "{text}");
        let together = describe(&source, Ledger::whole);
        let one_by_one = describe(&source, Ledger::read);
        assert_eq!(one_by_one, together, "{text}");
        assert!(!together.is_empty() || text.is_empty(), "{text}");
    }
}

/// Lines after an entry that no pin needs, and the code of the finding that a build has for them.
const MALFORMED: &[(&str, &str)] = &[
    ("  garbage", "invalid-yaml"),
    ("   x: 1", "invalid-yaml"),
    (" x: 1", "invalid-yaml"),
    (" - version: 3.0.0", "invalid-yaml"),
    ("  - version: 3.0.0", "invalid-yaml"),
    ("  x: 1: 2", "invalid-yaml"),
    ("  x: [1, 2", "invalid-yaml"),
    ("  x: \"1", "invalid-yaml"),
    ("  x: *y", "invalid-yaml"),
    ("  x: !!set { a: b }", "invalid-yaml"),
    ("  x: !!omap [ a: b ]", "invalid-yaml"),
    ("  <<: { a: b }", "invalid-yaml"),
    ("# a\u{1}b", "invalid-yaml"),
    ("---", "several-documents"),
    ("  status: active", "duplicate-key"),
    ("  version: 1.0.0\n  status: withdrawn", "duplicate-key"),
    ("  'status': active", "duplicate-key"),
    ("  published: { by: me, by: you }", "duplicate-key"),
    ("  1: x", "unexpected-type"),
    ("- version: 0.9.0", "duplicate-version"),
    ("- version: 0.9.0.1", "invalid-version"),
    ("- version: \"00.9.0\"", "invalid-version"),
];

#[test]
fn entries_that_no_pin_needs_are_well_formed() {
    for (lines, code) in MALFORMED {
        let entry = |version| format!("- version: {version}\n  status: draft\n  sha256: HASH\n");
        let text = format!("{}{lines}\n{}", entry("0.9.0"), entry("1.0.0"));
        let source = Source::new("releases.yaml", text.replace("HASH", HASH));
        let mut findings = Findings::default();
        _ = Ledger::read(&source, &mut findings);
        let mut found = findings.iter().map(|finding| finding.code.as_str());
        assert!(found.any(|found| found == *code), "{text}{findings:?}");
    }
}

/// The full reader has limits of its own.
#[test]
fn a_long_ledger_is_left_to_the_full_reader() {
    let is_listed = |text| listing(&Source::new("releases.yaml", text)).is_some();
    let lines = |count: usize| format!("- version: 1.0.0\n{}", "# notes\n".repeat(count - 1));
    assert!(is_listed(lines(200_000)));
    assert!(!is_listed(lines(200_001)));
    let entries = |count| {
        let entry = |number| format!("- version: 1.0.{number}\n  status: draft\n");
        (0..count).map(entry).collect::<String>()
    };
    assert!(is_listed(entries(5_000)));
    assert!(!is_listed(entries(5_001)));
}

/// Lines of ledgers, and lines that open or close a text over several lines.
const LINES: &[&str] = &[
    "- version: 1.0.0",
    "- version: 1.1.0",
    "- version: \"1.2.0\"",
    "- version: '1.3.0'",
    "- version: 1.4.0 # new",
    "- version: 1.5.0 \"",
    "- version: [1.6.0",
    "- version: 1.7.0\r- version: 1.8.0",
    "  status: active\n  sha256: HASH",
    "  status: active",
    "  sha256: HASH",
    "  status: |-\n    active",
    "  status: >-",
    "    active",
    "  status: &s active",
    "  status: *s",
    "  status: !!str active",
    "  \"status\": \"active\"",
    "  'status': \"act",
    "  published: { by: me, at: 2026-10-05T14:00:00Z }",
    "  published: { by: lead, name: \"me\", at: '2026-10-05T14:00:00Z' }",
    "  published: { by: lead, name: \"me",
    "  published: { by: it's, at: 2026-10-05T14:00:00Z }",
    "  published: {",
    "  published: &p {",
    "  published:",
    "    by: me",
    "    by: 'me",
    "    name: \"me\\\"",
    "    name: \"me \\",
    "    by: &a \"me",
    "    by: !!str 'me",
    "    by: |",
    "      it's",
    "      \"me",
    "      [me",
    "    at: 2026-10-05T14:00:00Z }",
    "    at: 2026-10-05T14:00:00Z",
    "# \"",
    "# '",
    "# note",
    "  # it's",
    "  ' # \"",
    "  '",
    "  \"",
    "  ', at: 2026-10-05T14:00:00Z }",
    "  \", at: 2026-10-05T14:00:00Z }",
    "# ', at: 2026-10-05T14:00:00Z }",
    "# \", at: 2026-10-05T14:00:00Z }",
    "  }",
    "  ? 'a",
    "  : \"b",
    "  - 'c",
    "\t'",
    "  garbage",
    "   x: 1",
    " - version: 3.0.0",
    "  version: 1.0.0",
    "  published: { by: me, by: me }",
    "  !!set status: active",
    "  ",
    "",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn entries_are_found_where_the_full_reader_finds_them(
        lines in prop::collection::vec(prop::sample::select(LINES), 0..12),
    ) {
        let text = format!("- version: 0.1.0\n  status: active\n  sha256: HASH\n{}\n", lines.join("\n"));
        check_cut(&text);
    }
}

/// A ledger is the same by either reader, or both report errors.
fn check_cut(text: &str) {
    let source = Source::new("releases.yaml", text.replace("HASH", HASH));
    let (mut of_parts, mut of_whole) = (Findings::default(), Findings::default());
    let whole = Ledger::read_tree(yaml::parse_full, &source, &mut of_whole);
    let parts = Ledger::read(&source, &mut of_parts);
    let mut of_yaml = Findings::default();
    _ = yaml::parse_full(&source, &mut of_yaml);
    assert!(
        of_parts.has_errors() || !of_yaml.has_errors(),
        "{text}\n{of_yaml:?}"
    );
    let versions = |ledger: Option<&Ledger>| {
        let entries = ledger.map(|ledger| &ledger.entries[..]).unwrap_or_default();
        entries
            .iter()
            .map(|entry| entry.version.clone())
            .collect::<Vec<_>>()
    };
    if whole.as_ref().is_some_and(|whole| whole.is_complete) {
        assert_eq!(versions(parts.as_ref()), versions(whole.as_ref()), "{text}");
    }
    let all = |ledger: Option<&Ledger>, findings: &mut Findings| {
        let releases = ledger
            .map(|ledger| ledger.releases(findings))
            .unwrap_or_default();
        releases
            .into_iter()
            .map(|release| format!("{release:?}"))
            .collect::<Vec<_>>()
    };
    let (by_parts, by_whole) = (
        all(parts.as_ref(), &mut of_parts),
        all(whole.as_ref(), &mut of_whole),
    );
    assert_eq!(
        of_parts.has_errors(),
        of_whole.has_errors(),
        "{text}\n{of_parts:?}\n{of_whole:?}"
    );
    if !of_whole.has_errors() {
        assert_eq!(by_parts, by_whole, "{text}");
    }
}

#[test]
fn what_only_seems_to_be_an_entry_is_no_version() {
    let text = "- version: 1.0.0\n  status: active\n  sha256: HASH\n  published: { by: lead, name: \"me\n- version: 6.6.6\n  \", at: 2026-10-05T14:00:00Z }\n";
    let source = Source::new("releases.yaml", text.replace("HASH", HASH));
    let mut findings = Findings::default();
    let ledger = Ledger::read(&source, &mut findings).unwrap();
    assert!(!ledger.may_have(&semver::Version::new(6, 6, 6)));
}

/// The largest ledgers are those of prompts that are released, tested and signed several times a day.
#[test]
fn a_ledger_holds_thousands_of_signed_releases() {
    let entry = |number: usize| {
        let run = "    - { prompt: note, run: golden, environment: staging, model: kimi-k2-5, temperature: 0.2, cases: 40, passed: 39, threshold: 0.95, sha256: HASH, dataset: HASH, at: 2026-09-15T09:00:00Z }\n";
        let signature = "k3Qb9ZtN".repeat(34);
        format!(
            "- version: 1.0.{number}
  format: 1
  status: active
  sha256: HASH
  published: {{ by: prompt-owner, at: 2026-09-14T08:20:00Z }}
  evidence:
{run}{run}  sign_offs:
    - prompt: note
      environment: production
      by: sales-lead
      at: 2026-09-21T13:05:00Z
      reason: two points above the version before
      model: kimi-k2-5
      temperature: 0.2
      sha256: HASH
      signature: {signature}
      runs: [ HASH, HASH ]
  pinned:
    - {{ environment: production, by: sales-lead, at: 2026-09-21T13:05:00Z, reason: reply rate is up }}
"
        )
    };
    let text = (0..4_000)
        .map(entry)
        .collect::<String>()
        .replace("HASH", HASH);
    assert!(
        SizeLimit::of("note/releases.yaml")
            .check(text.len() as u64)
            .is_ok()
    );
    let mut findings = Findings::default();
    let ledger = Ledger::read(&Source::new("releases.yaml", text), &mut findings).unwrap();
    let last = ledger.find(&semver::Version::new(1, 0, 3_999), &mut findings);
    assert!(last.is_some_and(|release| release.sha256.is_some()));
    assert!(!findings.has_errors(), "{findings:?}");
}

fn describe(
    source: &Arc<Source>,
    open: fn(&Arc<Source>, &mut Findings) -> Option<Ledger>,
) -> Vec<String> {
    let mut findings = Findings::default();
    let ledger = open(source, &mut findings).unwrap();
    let releases = ledger.releases(&mut findings);
    let described = releases.into_iter().map(|release| {
        let location = ledger.location(release.version_mark);
        let located = location.locate();
        let (line, column) = (located.line, located.column);
        format!(
            "{} {:?} {:?} at {line}:{column}",
            release.version, release.status, release.sha256
        )
    });
    let described = described.collect();
    assert!(!findings.has_errors(), "{findings:?}");
    described
}
