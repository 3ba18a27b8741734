//! Mistakes in the entry of a ledger, each at its place.

use crate::library::Ledger;
use crate::report::Findings;
use crate::source::Source;

const ENTRY: &str = "\
- version: 2.3.0
  format: 1
  status: active
  sha256: HASH
  published: { by: prompt-owner, at: 2026-10-02T09:30:00Z }
  evidence:
    - prompt: note
      run: golden
      environment: staging
      model: kimi-k2-5
      cases: 20
      passed: 19
      threshold: 0.9
      sha256: HASH
      dataset: HASH
      at: 2026-10-04T11:00:00Z
  sign_offs:
    - prompt: note
      environment: production
      by: sales-lead
      at: 2026-10-05T14:00:00Z
      reason: reply rate up
      sha256: HASH
  pinned:
    - environment: production
      rollback: true
      model: kimi-k2-5
      by: on-call
      at: 2026-10-09T02:10:00Z
      reason: wrong prices
";

/// An edit of the entry, and the findings.
const EDITS: &[(&str, &str, &str)] = &[
    ("", "", ""),
    // An entry that names no format is of the first.
    ("  format: 1\n", "", ""),
    ("format: 1", "format: 2", "unknown-format@2:11"),
    ("format: 1", "format: '1'", "unexpected-type@2:11"),
    ("      model:", "      api: responses\n      model:", ""),
    ("rollback: true", "rollback: true\n      api: responses", ""),
    (
        "rollback: true\n      model: kimi-k2-5",
        "api: chat-completions",
        "unknown-key@25:7",
    ),
    (
        "      model:",
        "      api: respones\n      model:",
        "unknown-api@10:12",
    ),
    ("HASH", "9b4e", "invalid-sha256@4:11"),
    ("HASH", "HASH0", "invalid-sha256@4:11"),
    ("HASH", "UPPER", "invalid-sha256@4:11"),
    // Deprecation and withdrawal are final.
    (
        "  pinned",
        "  deprecated: { by: lead, at: 2026-10-20T08:00:00Z, reason: old }\n  pinned",
        "contradictory-status@3:3",
    ),
    (
        "  pinned",
        "  withdrawn: { by: lead, at: 2026-10-20T08:00:00Z, reason: old }\n  pinned",
        "contradictory-status@3:3",
    ),
    (
        "active",
        "withdrawn\n  withdrawn: { by: lead, at: 2026-10-20T08:00:00Z, reason: old }\n  deprecated: { by: lead, at: 2026-10-19T08:00:00Z, reason: old }",
        "",
    ),
    (
        "active",
        "deprecated\n  deprecated: { by: lead, at: 2026-10-20T08:00:00Z, reason: old }",
        "",
    ),
    // Nothing is recorded before it is there.
    ("2026-10-04T11", "2026-10-01T11", "invalid-time@16:11"),
    ("2026-10-04T11:00:00Z", "2026-10-02T11:30:00+02:00", ""),
    ("2026-10-09T02", "2026-10-02T02", "invalid-time@29:11"),
    (
        "  pinned",
        "  confirmed: [{ environment: production, rolled_back_at: 2026-10-09T02:10:00Z, by: lead, at: 2026-10-01T08:00:00Z, reason: agreed }]\n  pinned",
        "invalid-time@24:94",
    ),
    (
        "active",
        "deprecated\n  deprecated: { by: lead, at: 2026-10-01T08:00:00Z, reason: old }",
        "invalid-time@4:31",
    ),
    (
        "active",
        "withdrawn\n  withdrawn: { by: lead, at: 2026-10-01T08:00:00Z, reason: old }",
        "invalid-time@4:30",
    ),
    ("2026-10-05T14", "2026-10-01T14", "invalid-time@21:11"),
    ("2026-10-05T14:00:00Z", "2026-10-02T09:30:00Z", ""),
    ("2026-10-05T14:00:00Z", "yesterday", "invalid-time@21:11"),
    ("      by: sales-lead\n", "", "missing-key@18:7"),
    ("reply rate up", "' '", "missing-key@22:15"),
    (
        "{ by: prompt-owner,",
        "{ by: prompt-owner, who: me,",
        "unknown-key@5:34",
    ),
    // Shares.
    ("threshold: 0.9", "threshold: 1", ""),
    ("threshold: 0.9", "threshold: 1.0", ""),
    ("threshold: 0.9", "threshold: 0", "invalid-threshold@13:18"),
    (
        "threshold: 0.9",
        "threshold: 0.0",
        "invalid-threshold@13:18",
    ),
    (
        "threshold: 0.9",
        "threshold: -0.9",
        "invalid-threshold@13:18",
    ),
    (
        "threshold: 0.9",
        "threshold: 1.1",
        "invalid-threshold@13:18",
    ),
    ("threshold: 0.9", "threshold: 2", "invalid-threshold@13:18"),
    // Judges.
    (
        "      cases",
        "      judge: { id: j, version: 1.0.0, sha256: HASH, model: m, top_p: 0.5 }\n      cases",
        "unknown-key@11:123",
    ),
    (
        "      cases",
        "      judge: { id: j, version: 1.0.0, sha256: HASH, model: m, temperature: 0.5 }\n      cases",
        "",
    ),
    (
        "      cases",
        "      judge: { id: j, sha256: HASH, model: m }\n      cases",
        "missing-key@11:14",
    ),
    (
        "      cases",
        "      judge: j\n      cases",
        "unexpected-type@11:14",
    ),
    ("run: golden", "run: agreement\n      false_passes: 1", ""),
    (
        "passed: 19",
        "passed: 19\n      false_fails: 2",
        "invalid-evidence@12:7",
    ),
    (
        "passed: 19",
        "passed: 19\n      false_fails: few",
        "invalid-evidence@13:20",
    ),
    ("passed: 19", "passed: 20", ""),
    ("passed: 19", "passed: 21", "invalid-evidence@12:7"),
    ("passed: 19", "repeat: 3\n      passed: 60", ""),
    (
        "passed: 19",
        "repeat: 3\n      passed: 61",
        "invalid-evidence@13:7",
    ),
    (
        "passed: 19",
        "repeat: 0\n      passed: 19",
        "invalid-repeat@12:15",
    ),
    (
        "passed: 19",
        "answered_by: kimi\n      passed: 19",
        "unexpected-type@12:20",
    ),
    (
        "passed: 19",
        "answered_by: [kimi-k2-5-0711]\n      passed: 19",
        "",
    ),
    ("passed: 19", "passed: -1", "invalid-evidence@12:15"),
    ("cases: 20", "cases: many", "invalid-evidence@11:14"),
    ("golden", "gold", "invalid-evidence@8:12"),
    // The pin before a move is one that the configuration can have.
    ("rollback: true", "rollback: true\n      before: 2.2.1", ""),
    ("rollback: true", "rollback: true\n      before: ^2.2", ""),
    ("rollback: true", "rollback: true\n      before: latest", ""),
    (
        "rollback: true",
        "before: 2.2\n      rollback: true",
        "invalid-pin@26:15",
    ),
    (
        "rollback: true",
        "before: v2.2.1\n      rollback: true",
        "invalid-pin@26:15",
    ),
    (
        "rollback: true",
        "before: ''\n      rollback: true",
        "invalid-pin@26:15",
    ),
    (
        "rollback: true",
        "before: [2.2.1]\n      rollback: true",
        "unexpected-type@26:15",
    ),
    (
        "rollback: true",
        "before: ~\n      rollback: true",
        "unexpected-type@26:15",
    ),
    // A promotion restores nothing.
    ("rollback: true", "rollback: false", "unknown-key@25:7"),
    ("      rollback: true\n      model: kimi-k2-5\n", "", ""),
    (
        "      rollback: true\n      model: kimi-k2-5\n",
        "      temperature: 1\n",
        "unknown-key@25:7",
    ),
    (
        "rollback: true",
        "rollback: 'yes'",
        "unknown-key@25:7 unexpected-type@26:17",
    ),
];

#[test]
fn a_mistake_in_an_entry_is_found_at_its_place() {
    let hash = "9b4e74cdd9d049689dc6c1444fc3cb0b841c0c741e596bd7be8dc95a19cf3a2c";
    for (old, new, expected) in EDITS {
        let text = ENTRY.replacen(old, new, 1);
        let text = text
            .replace("UPPER", &hash.to_uppercase())
            .replace("HASH", hash);
        let mut findings = Findings::default();
        let source = Source::new("releases.yaml", text);
        let ledger = Ledger::read(&source, &mut findings).unwrap();
        ledger.releases(&mut findings);
        let found = findings.sorted().into_iter().map(|finding| {
            let located = finding.location.locate();
            let code = finding.code.as_str();
            format!("{code}@{}:{}", located.line, located.column)
        });
        let found = found.collect::<Vec<_>>().join(" ");
        assert_eq!(found, *expected, "{}", source.text);
    }
}

#[test]
fn a_threshold_that_is_given_is_read() {
    let mut findings = Findings::default();
    let text = ENTRY.replace("HASH", &"a".repeat(64));
    let ledger = Ledger::read(&Source::new("releases.yaml", text), &mut findings).unwrap();
    let evidence = &ledger.releases(&mut findings)[0].evidence[0];
    assert!((evidence.threshold - 0.9).abs() < f64::EPSILON);
    assert!(evidence.is_passed());
}

/// A key with a hash, and the message where its value has no quotes.
const HASHES: &[(&str, &str)] = &[
    (
        "      sha256",
        "unexpected number, expected a string for `sha256`",
    ),
    (
        "      dataset",
        "unexpected number, expected a string for `dataset`",
    ),
    (
        "      report",
        "unexpected number, expected a string for `report`",
    ),
];

#[test]
fn a_hash_of_digits_alone_is_told_by_its_key() {
    let hash = "1".repeat(64);
    let entry = ENTRY.replace(
        "      dataset: HASH",
        "      dataset: HASH\n      report: HASH",
    );
    let entry = entry.replace(
        "      reason: reply",
        "      runs: [HASH]\n      reason: reply",
    );
    let messages = |entry: &str| {
        let source = Source::new("releases.yaml", entry.replace("HASH", &"a".repeat(64)));
        let mut findings = Findings::default();
        let ledger = Ledger::read(&source, &mut findings).unwrap();
        ledger.releases(&mut findings);
        let messages = findings.iter().map(|finding| finding.message.clone());
        messages.collect::<Vec<_>>()
    };
    for (key, expected) in HASHES {
        let edited = entry.replacen(&format!("{key}: HASH"), &format!("{key}: {hash}"), 1);
        assert_eq!(messages(&edited), [*expected]);
    }
    let runs = entry.replace("[HASH]", &format!("[{hash}]"));
    let expected = "unexpected number, expected a string for `runs`";
    assert_eq!(messages(&runs), [expected]);
    let short = entry.replace("dataset: HASH", "dataset: abc");
    let expected = "invalid dataset `abc`, expected 64 lower-case hexadecimal digits";
    assert_eq!(messages(&short), [expected]);
}
