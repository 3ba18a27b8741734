//! The records of ledgers, held against the configuration and the clock.

use super::{Audit, ENTRY, LIBRARY, check_everything, disk, findings, library};
use crate::library::Moment;

/// The time of the check and the findings about records that are later.
const FUTURE: &[(Option<&str>, &str)] = &[
    (None, ""),
    (Some("2026-05-02T10:00:00Z"), ""),
    (
        Some("2026-05-02T09:59:59Z"),
        "invalid-time note/releases.yaml:6",
    ),
    (
        Some("2026-04-30T00:00:00Z"),
        "invalid-time note/releases.yaml:4, invalid-time note/releases.yaml:6",
    ),
];

#[test]
fn a_record_is_not_of_the_future() {
    let library = library(&[]);
    for (now, expected) in FUTURE {
        let audit = Audit {
            now: now.map(|now| Moment::parse(now).expect("a time")),
            ..Audit::default()
        };
        let outcome = check_everything(&disk(&library), "prompts", &audit);
        assert_eq!(findings(&outcome), *expected, "at {now:?}");
    }
}

/// A pin before a move, and the findings.
const BEFORE: &[(&str, &str)] = &[
    ("1.0.0", ""),
    ("latest", ""),
    ("'^1.0'", ""),
    ("1.0.9", "(unknown-version) note/releases.yaml:5"),
    ("9.0", "invalid-pin note/releases.yaml:5"),
    ("[]", "unexpected-type note/releases.yaml:5"),
];

#[test]
fn the_pin_before_a_move_is_one_of_the_ledger() {
    let (_, meaning) = WORDS[0];
    for (before, expected) in BEFORE {
        let records = format!("pinned: [{{{meaning} before: {before}, by: mara}}]");
        let ledger = ENTRY.replace("  sign_offs:", &format!("  {records}\n  sign_offs:"));
        let library = library(&[("note/releases.yaml", ledger.as_str())]);
        let outcome = check_everything(&disk(&library), "prompts", &Audit::default());
        assert_eq!(findings(&outcome), *expected, "{ledger}");
    }
}

/// Has the moves and confirmations of a release that production pins and pins no more, the
/// application that the check is for, and the findings. `night` may roll back and not sign off.
const ROLLBACKS: &[(&str, Option<&str>, &str)] = &[
    ("pinned: [{MOVE by: night}]", None, ""),
    ("pinned: [{MOVE rollback: true, by: mara}]", None, ""),
    (
        "pinned: [{MOVE rollback: true, by: night}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    (
        "pinned: [{EARLIER rollback: true, by: night}, {MOVE by: mara}]",
        None,
        "",
    ),
    (
        "pinned: [{MOVE rollback: true, by: night}, {EARLIER by: mara}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    (
        "pinned: [{MOVE rollback: true, by: night}]\n  confirmed: [{CONFIRMED by: mara}]",
        None,
        "",
    ),
    (
        "pinned: [{MOVE rollback: true, by: night}]\n  confirmed: [{BEFORE by: mara}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    (
        "pinned: [{MOVE rollback: true, by: night}]\n  confirmed: [{CONFIRMED by: night}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    (
        "pinned: [{MOVE rollback: true, by: night}]\n  confirmed: [{CONFIRMED by: somebody}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    (
        "pinned: [{MOVE rollback: true, by: night}]\n  confirmed: [{ELSEWHERE by: mara}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    (
        "pinned: [{MOVE rollback: true, by: night}]\n  confirmed: [{ANOTHER by: mara}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    // Somebody who is on no list.
    (
        "pinned: [{MOVE rollback: true, by: somebody}]",
        None,
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    // Applications that share the library.
    (
        "pinned: [{MOVE rollback: true, by: night}]",
        Some("desk"),
        "",
    ),
    (
        "pinned: [{MOVE application: shop, rollback: true, by: night}]",
        None,
        "",
    ),
    (
        "pinned: [{MOVE application: shop, rollback: true, by: night}]",
        Some("desk"),
        "",
    ),
    (
        "pinned: [{MOVE application: shop, rollback: true, by: night}]",
        Some("shop"),
        "unconfirmed-rollback note/releases.yaml:5",
    ),
    (
        "pinned: [{MOVE application: shop, rollback: true, by: night}]\n  confirmed: [{CONFIRMED application: shop, by: mara}]",
        Some("shop"),
        "",
    ),
    (
        "pinned: [{MOVE application: shop, rollback: true, by: night}]\n  confirmed: [{CONFIRMED application: desk, by: mara}]",
        Some("shop"),
        "unconfirmed-rollback note/releases.yaml:5",
    ),
];

const WORDS: &[(&str, &str)] = &[
    (
        "MOVE",
        "environment: production, at: 2026-05-03T10:00:00Z, reason: the model was slow,",
    ),
    (
        "EARLIER",
        "environment: production, at: 2026-05-02T12:00:00Z, reason: the model was slow,",
    ),
    (
        "CONFIRMED",
        "environment: production, rolled_back_at: 2026-05-03T10:00:00Z, at: 2026-05-03T10:00:00Z, reason: seen,",
    ),
    (
        "BEFORE",
        "environment: production, rolled_back_at: 2026-05-03T10:00:00Z, at: 2026-05-03T09:00:00Z, reason: seen,",
    ),
    (
        "ANOTHER",
        "environment: production, rolled_back_at: 2026-05-02T10:00:00Z, at: 2026-05-03T10:00:00Z, reason: seen,",
    ),
    (
        "ELSEWHERE",
        "environment: development, rolled_back_at: 2026-05-03T10:00:00Z, at: 2026-05-03T10:00:00Z, reason: seen,",
    ),
];

#[test]
fn a_rollback_in_an_emergency_is_confirmed() {
    let policy =
        "rate_limit: null, sign_off: { by: [mara], emergency: { by: [night] } } }\nprompts:";
    let configuration = LIBRARY[0].1.replace("rate_limit: null }\nprompts:", policy);
    for (records, application, expected) in ROLLBACKS {
        let spell = |text: String, (word, meaning): &(&str, &str)| text.replace(word, meaning);
        let records = WORDS.iter().fold((*records).to_owned(), spell);
        let ledger = ENTRY.replace("  sign_offs:", &format!("  {records}\n  sign_offs:"));
        let shared = application.map_or("", |_| "library: .\n");
        let configuration = format!("{shared}{configuration}");
        let changes = [
            ("environments.yaml", configuration.as_str()),
            ("note/releases.yaml", ledger.as_str()),
        ];
        let library = library(&changes);
        let audit = Audit {
            application: application.map(str::to_owned),
            ..Audit::default()
        };
        let outcome = check_everything(&disk(&library), "prompts", &audit);
        let found = findings(&outcome).replace("./note", "note");
        assert_eq!(found, *expected, "with\n{ledger}");
    }
}

/// The model of production, the records beside its sign-off with the model `m`, and whether a strict
/// check says that the settings were changed by hand.
const SETTINGS: &[(&str, &str, bool)] = &[
    ("m", "", false),
    ("n", "", true),
    (
        "m",
        "pinned: [{MOVE rollback: true, model: m, temperature: 0, by: mara}]",
        false,
    ),
    (
        "m",
        "pinned: [{MOVE rollback: true, model: n, temperature: 0, by: mara}]",
        true,
    ),
    (
        "n",
        "pinned: [{MOVE rollback: true, model: n, temperature: 0, by: mara}]",
        false,
    ),
    (
        "n",
        "pinned: [{MOVE rollback: true, model: n, temperature: 1, by: mara}]",
        true,
    ),
    ("n", "pinned: [{MOVE rollback: true, by: mara}]", true),
    ("m, api: gemini", "", true),
    (
        "m, api: gemini",
        "pinned: [{MOVE rollback: true, api: gemini, model: m, temperature: 0, by: mara}]",
        false,
    ),
];

#[test]
fn settings_that_were_changed_by_hand_are_found() {
    for (model, records, is_found) in SETTINGS {
        let policy = "rate_limit: null, sign_off: { by: [mara], signatures: ssh } }\nprompts:";
        let configuration = LIBRARY[0].1.replace("rate_limit: null }\nprompts:", policy);
        let model = format!("'library:active', model: {model}");
        let configuration = configuration.replace("'library:active', model: m", &model);
        let configuration = format!("library_name: notes\n{configuration}");
        let (move_word, meaning) = WORDS[0];
        let records = records.replace(move_word, meaning);
        let ledger = ENTRY
            .replace("  sign_offs:", &format!("  {records}\n  sign_offs:"))
            .replace("reason: read,", "reason: read, model: m, temperature: 0,");
        let library = library(&[
            ("environments.yaml", configuration.as_str()),
            ("note/releases.yaml", ledger.as_str()),
            ("allowed_signers", "# nobody yet\n"),
        ]);
        let audit = Audit {
            is_strict: true,
            ..Audit::default()
        };
        let outcome = check_everything(&disk(&library), "prompts", &audit);
        let found = findings(&outcome);
        // The ledger records no promotion, which is another finding of this code.
        let by_hand = outcome.findings();
        let by_hand = by_hand
            .iter()
            .filter(|one| one.message.contains("the last record is for"));
        assert_eq!(
            by_hand.count() == 1,
            *is_found,
            "{model}, {ledger}\n{found}"
        );
    }
}
