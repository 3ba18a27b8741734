use super::*;

/// Times of runs that passed (golden ones, and agreement runs behind an `a`), times of sign-offs with their signers, the number of sign-offs that are
/// required, and the finding about the order of both.
const ORDERS: &[(&str, &str, usize, &str)] = &[
    ("09", "10 lead", 1, ""),
    ("10", "10 lead", 1, ""),
    (
        "11",
        "10 lead",
        1,
        "passed its golden run on 2026-10-05T11:00:00Z, after",
    ),
    // A later run does not count against an earlier one.
    ("09 11", "10 lead", 1, ""),
    (
        "11 12",
        "10 lead",
        1,
        "passed its golden run on 2026-10-05T11:00:00Z, after",
    ),
    ("11", "10 lead, 12 lead", 1, ""),
    ("09", "10 lead, 10 owner", 2, ""),
    (
        "11",
        "10 lead, 12 owner",
        2,
        "passed its golden run on 2026-10-05T11:00:00Z, after",
    ),
    ("11", "10 lead, 12 owner, 12 LEAD", 2, ""),
    // An agreement run counts where no golden one is older, also if one comes later.
    ("a09", "10 lead", 1, ""),
    ("a09 11", "10 lead", 1, ""),
    (
        "a11",
        "10 lead",
        1,
        "passed its agreement run on 2026-10-05T11:00:00Z, after",
    ),
    ("09 a11", "10 lead", 1, ""),
    // These are findings of their own.
    ("", "10 lead", 1, ""),
    ("11", "", 1, ""),
];

#[test]
fn a_sign_off_counts_for_what_was_run_before() {
    let hash = "a".repeat(64);
    for (runs, sign_offs, required, expected) in ORDERS {
        let text = configuration(
            "1.0.0",
            &format!(
                "library:active\n    requires: [golden]\n    sign_off: {{ required: {required} }}"
            ),
        );
        let run = |hour: &str| {
            let (kind, hour) = match hour.strip_prefix('a') {
                Some(hour) => ("agreement", hour),
                None => ("golden", hour),
            };
            format!(
                "{{ prompt: note, run: {kind}, environment: live, model: m, temperature: 0, cases: 4, passed: 4, \
                 sha256: {hash}, dataset: {hash}, at: 2026-10-05T{hour}:00:00Z }}"
            )
        };
        let sign_off = |text: &str| {
            let (hour, who) = text.split_once(' ').unwrap();
            format!(
                "{{ environment: live, by: {who}, at: 2026-10-05T{hour}:00:00Z, reason: good }}"
            )
        };
        let split =
            |text: &'static str, at: &'static str| text.split(at).filter(|part| !part.is_empty());
        let runs = split(runs, " ").map(run).collect::<Vec<_>>().join(", ");
        let signed = split(sign_offs, ", ").map(sign_off);
        let ledger = format!(
            "- version: 1.0.0\n  status: active\n  sha256: {hash}\n  evidence: [{runs}]\n  sign_offs: [{}]\n",
            signed.collect::<Vec<_>>().join(", ")
        );
        let mut findings = Findings::default();
        let config = Config::read(&Source::new("environments.yaml", text), &mut findings).unwrap();
        let ledger = Ledger::read(&Source::new("releases.yaml", ledger), &mut findings).unwrap();
        let query = PinQuery {
            config: &config,
            id: "note",
            pin: config.pin("note", 0).unwrap(),
            ledger: &ledger,
            has_working_copy: false,
        };
        let release = ledger.releases(&mut findings)[0];
        assert!(!findings.has_errors(), "{findings:?}");
        let finding = query.untested(release, &FileConfig::default());
        let message = finding.map(|finding| finding.message).unwrap_or_default();
        assert!(
            message.contains(expected) && message.is_empty() == expected.is_empty(),
            "{runs}; {sign_offs}: {message}"
        );
    }
}

/// A build verifies few signatures, however many sign-offs there are, and takes the latest.
#[test]
fn the_latest_sign_offs_are_verified() {
    let sign_off = |number| {
        format!(
            "{{environment: live, by: signer-{number}, at: 2026-10-05T14:00:00Z, reason: read}}"
        )
    };
    let sign_offs = (0..300).map(sign_off).collect::<Vec<_>>().join(", ");
    let text = format!(
        "- version: 1.0.0\n  status: active\n  sha256: {}\n  sign_offs: [{sign_offs}]\n",
        "a".repeat(64)
    );
    let mut findings = Findings::default();
    let configuration = Source::new(
        "environments.yaml",
        configuration("1.0.0", "library:active"),
    );
    let config = Config::read(&configuration, &mut findings).unwrap();
    let ledger = Ledger::read(&Source::new("releases.yaml", text), &mut findings).unwrap();
    let approval = Approval {
        id: "note",
        release: ledger.releases(&mut findings)[0],
        environment: &config.environments[0],
        trust: &config.trust,
    };
    let latest = approval.latest_sign_offs();
    let by = |at: usize| latest[at].signature.by.as_deref();
    assert_eq!(
        (by(0), by(249), latest.len()),
        (Some("signer-50"), Some("signer-299"), 250)
    );
}
