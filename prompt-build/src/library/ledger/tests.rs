//! An entry is the same whether it is read alone or with the whole ledger.

use std::sync::Arc;

use super::Ledger;
use super::listing::listing;
use crate::report::Findings;
use crate::source::Source;

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
        true,
    ),
    (
        "- version: 1.0.0\n  status: |-\n    active\n  sha256: HASH\n- version: 1.1.0\n  status: draft\n  sha256: HASH\n",
        true,
    ),
    (
        "- version: 1.0.0 # first\n  status: active\n  sha256: HASH\n",
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
];

#[test]
fn entries_read_one_by_one_are_those_read_together() {
    for (text, is_listed) in LEDGERS {
        let source = Source::new("releases.yaml", text.replace("HASH", HASH));
        assert_eq!(listing(&source.text).is_some(), *is_listed, "{text}");
        let together = describe(&source, Ledger::whole);
        let one_by_one = describe(&source, Ledger::read);
        assert_eq!(one_by_one, together, "{text}");
        assert!(!together.is_empty() || text.is_empty(), "{text}");
    }
}

#[test]
fn an_entry_that_only_seems_to_be_one_is_a_finding() {
    let text = "- version: 1.0.0\n  status: active\n  sha256: HASH\n  published: { by: \"me\n- version: 6.6.6\n  \", at: 2026-10-05T14:00:00Z }\n";
    let source = Source::new("releases.yaml", text.replace("HASH", HASH));
    let mut findings = Findings::default();
    let ledger = Ledger::read(&source, &mut findings).unwrap();
    assert!(
        ledger
            .find(&semver::Version::new(6, 6, 6), &mut findings)
            .is_none()
    );
    assert!(findings.has_errors());
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
