//! Entries and records that are added to a ledger.

use prompt_build::library::Extension;
use semver::Version;

use super::super::{EditError, LedgerText, NewRelease, mapping};
use super::changes;

const LEDGER: &str =
    include_str!("../../../../tests/fixtures/desk/prompts/sales-email-007/releases.yaml");

type LedgerEdit = fn(&mut LedgerText) -> Result<(), EditError>;

const PUBLISH: LedgerEdit = |ledger| {
    let hash = "ab".repeat(32);
    ledger.add(&NewRelease {
        version: &Version::new(3, 0, 0),
        extension: Extension::Prompt,
        sha256: &hash,
        by: "prompt-owner",
        at: "2026-11-23T09:30:00Z",
    })
};

const PUBLISH_TEXT: LedgerEdit = |ledger| {
    let hash = "ab".repeat(32);
    ledger.add(&NewRelease {
        version: &Version::new(3, 0, 0),
        extension: Extension::Md,
        sha256: &hash,
        by: "prompt-owner",
        at: "2026-11-23T09:30:00Z",
    })
};

const SIGN: LedgerEdit = |ledger| {
    let record = mapping([
        ("environment", "live".into()),
        ("by", "Ana: the \"lead\"".into()),
        ("reason", "- fine #1".into()),
    ]);
    ledger.append(&Version::new(2, 3, 0), "sign_offs", &record)
};

const SIGN_AGAIN: LedgerEdit = |ledger| {
    let record = mapping([
        ("environment", "live".into()),
        ("by", "null".into()),
        ("cases", 40.into()),
    ]);
    ledger.append(&Version::new(2, 2, 1), "sign_offs", &record)
};

const ACTIVATE: LedgerEdit = |ledger| ledger.set(&Version::new(2, 3, 0), "status", "active");

const GIVE_UP: LedgerEdit = |ledger| {
    let record = mapping([
        ("by", "lead".into()),
        ("at", "2026-11-23T09:30:00Z".into()),
        ("reason", "a, b: {c}".into()),
    ]);
    ledger.enter(&Version::new(2, 2, 1), "withdrawn", record)
};

/// A comma ends a plain scalar in a flow mapping, and nowhere else.
const SUPERSEDE: LedgerEdit = |ledger| {
    let record = mapping([("by", "lead".into()), ("reason", "late, and long".into())]);
    ledger.enter(&Version::new(2, 2, 1), "deprecated", record)
};

const TWO: &str = "# notes\n- version: 2.2.1\n  status: active # since spring\n  sha256: x\n\n# the next\n- version: 2.3.0\n  status: 'draft'\n  sha256: x\n# end\n";

const SPACED: &str = "- version: 2.2.1\n  sign_offs:\n    # who\n    - environment: live\n      by: lead # why\n\n# the next\n- version: 2.3.0\n  status: draft\n";

const LEDGERS: &[(&str, LedgerEdit, &str)] = &[
    (
        LEDGER,
        PUBLISH,
        "+- version: 3.0.0\n+  format: 1\n+  status: draft\n+  sha256: HASH\n+  published: { by: prompt-owner, at: 2026-11-23T09:30:00Z }\n",
    ),
    (
        LEDGER,
        PUBLISH_TEXT,
        "+- version: 3.0.0\n+  format: 1\n+  extension: md\n+  status: draft\n+  sha256: HASH\n+  published: { by: prompt-owner, at: 2026-11-23T09:30:00Z }\n",
    ),
    (
        "---\n- version: 1.0.0\n  status: draft\n",
        PUBLISH_TEXT,
        "+- version: 3.0.0\n+  format: 1\n+  extension: md\n+  status: draft\n+  sha256: HASH\n+  published:\n+    by: prompt-owner\n+    at: 2026-11-23T09:30:00Z\n",
    ),
    (
        "",
        PUBLISH,
        "+- version: 3.0.0\n+  format: 1\n+  status: draft\n+  sha256: HASH\n+  published: { by: prompt-owner, at: 2026-11-23T09:30:00Z }\n",
    ),
    (
        TWO,
        PUBLISH,
        "+- version: 3.0.0\n+  format: 1\n+  status: draft\n+  sha256: HASH\n+  published: { by: prompt-owner, at: 2026-11-23T09:30:00Z }\n",
    ),
    (
        "- version: 1.0.0\n  status: draft",
        PUBLISH,
        "-  status: draft\n+  status: draft\n+- version: 3.0.0\n+  format: 1\n+  status: draft\n+  sha256: HASH\n+  published: { by: prompt-owner, at: 2026-11-23T09:30:00Z }\n",
    ),
    (
        "  - version: 1.0.0\n    status: draft\n",
        PUBLISH,
        "+  - version: 3.0.0\n+    format: 1\n+    status: draft\n+    sha256: HASH\n+    published:\n+      by: prompt-owner\n+      at: 2026-11-23T09:30:00Z\n",
    ),
    (
        LEDGER,
        SIGN,
        "+  sign_offs:\n+    - environment: live\n+      by: \"Ana: the \\\"lead\\\"\"\n+      reason: \"- fine #1\"\n",
    ),
    (
        TWO,
        SIGN,
        "+  sign_offs:\n+    - environment: live\n+      by: \"Ana: the \\\"lead\\\"\"\n+      reason: \"- fine #1\"\n",
    ),
    (
        LEDGER,
        SIGN_AGAIN,
        "+    - environment: live\n+      by: \"null\"\n+      cases: 40\n",
    ),
    (
        TWO,
        SIGN_AGAIN,
        "+  sign_offs:\n+    - environment: live\n+      by: \"null\"\n+      cases: 40\n",
    ),
    (LEDGER, ACTIVATE, "-  status: draft\n+  status: active\n"),
    (
        SPACED,
        SIGN_AGAIN,
        "+    - environment: live\n+      by: \"null\"\n+      cases: 40\n",
    ),
    (TWO, ACTIVATE, "-  status: 'draft'\n+  status: active\n"),
    (
        TWO,
        GIVE_UP,
        "+  withdrawn: { by: lead, at: 2026-11-23T09:30:00Z, reason: \"a, b: {c}\" }\n",
    ),
    (
        TWO,
        SUPERSEDE,
        "+  deprecated: { by: lead, reason: \"late, and long\" }\n",
    ),
    (
        "---\n- version: 1.0.0\n  status: draft\n",
        PUBLISH,
        "+- version: 3.0.0\n+  format: 1\n+  status: draft\n+  sha256: HASH\n+  published:\n+    by: prompt-owner\n+    at: 2026-11-23T09:30:00Z\n",
    ),
    // A ledger in braces stays in braces.
    (
        "[{ version: 2.2.1 }]\n",
        GIVE_UP,
        "-[{ version: 2.2.1 }]\n+[{ version: 2.2.1, withdrawn: { by: lead, at: 2026-11-23T09:30:00Z, reason: \"a, b: {c}\" } }]\n",
    ),
    (
        "- { version: 2.2.1 } # old\n",
        GIVE_UP,
        "-- { version: 2.2.1 } # old\n+- { version: 2.2.1, withdrawn: { by: lead, at: 2026-11-23T09:30:00Z, reason: \"a, b: {c}\" } } # old\n",
    ),
    (
        "- { version: 2.2.1, status: active }\n",
        SIGN_AGAIN,
        "-- { version: 2.2.1, status: active }\n+- { version: 2.2.1, status: active, sign_offs: [ITEM] }\n",
    ),
    (
        "- { version: 2.2.1, sign_offs: [ ], status: active }\n",
        SIGN_AGAIN,
        "-- { version: 2.2.1, sign_offs: [ ], status: active }\n+- { version: 2.2.1, sign_offs: [ITEM], status: active }\n",
    ),
    (
        "- { version: 2.2.1, sign_offs: }\n",
        SIGN_AGAIN,
        "-- { version: 2.2.1, sign_offs: }\n+- { version: 2.2.1, sign_offs: [ITEM] }\n",
    ),
    (
        "- { version: 2.2.1, sign_offs: ~ } # old\n",
        SIGN_AGAIN,
        "-- { version: 2.2.1, sign_offs: ~ } # old\n+- { version: 2.2.1, sign_offs: [ITEM] } # old\n",
    ),
    (
        "- version: 2.2.1\n  sign_offs: [{ by: a }] # who\n",
        SIGN_AGAIN,
        "-  sign_offs: [{ by: a }] # who\n+  sign_offs: [{ by: a }, ITEM] # who\n",
    ),
    (
        "- version: 2.2.1\n  sign_offs: [\n    { by: a } # first\n  ]\n  status: active\n",
        SIGN_AGAIN,
        "-    { by: a } # first\n+    { by: a }, # first\n+    ITEM\n",
    ),
    (
        "- version: 2.2.1\n  sign_offs: [\n    { by: a }, # first\n  ]\n",
        SIGN_AGAIN,
        "+    ITEM,\n",
    ),
    // An empty list gets its first item below the key, and remarks stay.
    (
        "- version: 2.2.1\n  sign_offs: [] # none yet\n  # more\n  status: active\n",
        SIGN_AGAIN,
        "-  sign_offs: [] # none yet\n+  sign_offs: # none yet\nLINES",
    ),
    (
        "- version: 2.2.1\n  sign_offs:\n    # none yet\n  status: active\n",
        SIGN_AGAIN,
        "LINES",
    ),
    (
        "- version: 2.2.1\n  \"sign_offs\":  ~\n\n- version: 2.2.0\n",
        SIGN_AGAIN,
        "-  \"sign_offs\":  ~\n+  \"sign_offs\":\nLINES",
    ),
    (
        "- sign_offs: null # none\n  version: 2.2.1\n",
        SIGN_AGAIN,
        "-- sign_offs: null # none\n+- sign_offs: # none\nLINES",
    ),
    (
        "- version: 2.2.1\n  sign_offs: [ ]",
        SIGN_AGAIN,
        "-  sign_offs: [ ]\n+  sign_offs:\nLINES",
    ),
    (
        "- version: 2.2.1\n  sign_offs:",
        SIGN_AGAIN,
        "-  sign_offs:\n+  sign_offs:\nLINES",
    ),
    (
        "- version: 2.2.1\n  sign_offs: [ # none yet\n    ]\n",
        SIGN_AGAIN,
        "-    ]\n+    ITEM]\n",
    ),
    (
        "- version: 2.2.1\n  sign_offs:\n    []\n",
        SIGN_AGAIN,
        "-    []\n+    [ITEM]\n",
    ),
    ("[]\n", PUBLISH, "-[]\nENTRY"),
    (
        "~ # none yet\n",
        PUBLISH,
        "-~ # none yet\n+# none yet\nENTRY",
    ),
    ("# none yet\nnull\n", PUBLISH, "-null\n+\nENTRY"),
    ("# none yet\n", PUBLISH, "ENTRY"),
    (
        "- version: 2.2.1\n  sign_offs: nonsense\n",
        SIGN_AGAIN,
        "refused",
    ),
    ("- version: 2.2.1\n  - nonsense\n", SIGN_AGAIN, "refused"),
    ("nonsense\n", PUBLISH, "refused"),
    // With an item in it, this list could not be edited again.
    (
        "- version: 2.2.1\n  sign_offs: [ # none yet\n  ]\n",
        SIGN_AGAIN,
        "refused",
    ),
    (
        "- version: 2.2.1\n  sign_offs: &none # yet\n  status: draft\n",
        SIGN_AGAIN,
        "refused",
    ),
    (
        "- version: 2.2.1\n  sign_offs: !!seq []\n",
        SIGN_AGAIN,
        "refused",
    ),
    ("- version: 1.0.0\n", SIGN, "refused"),
];

/// The record of `SIGN_AGAIN`, and the entry of `PUBLISH`.
const ITEM: &str = "{ environment: live, by: \"null\", cases: 40 }";

const LINES: &str = "+    - environment: live\n+      by: \"null\"\n+      cases: 40\n";

const ENTRY: &str = "+- version: 3.0.0\n+  format: 1\n+  status: draft\n+  sha256: HASH\n+  published: { by: prompt-owner, at: 2026-11-23T09:30:00Z }\n";

#[test]
fn ledgers_are_added_to_and_nothing_is_lost() {
    for (text, edit, expected) in LEDGERS {
        let mut ledger = LedgerText::new(text);
        let edited = edit(&mut ledger);
        let found = edited.map_or_else(
            |_| "refused".to_owned(),
            |()| changes(text, &ledger.clone().into_text()),
        );
        let expected = expected
            .replace("ITEM", ITEM)
            .replace("LINES", LINES)
            .replace("ENTRY", ENTRY);
        assert_eq!(
            found.replace(&"ab".repeat(32), "HASH"),
            expected,
            "in\n{text}\nout\n{}",
            ledger.into_text()
        );
    }
}
