//! The lines that an edit removes (`-`) and adds (`+`), or the reason why it fails.

use prompt_build::config::Config;
use prompt_build::library::Extension;
use prompt_build::report::Findings;
use prompt_build::source::Source;
use prompt_build::yaml;
use proptest::prelude::*;
use semver::Version;
use similar::{ChangeTag, TextDiff};

use super::{LedgerText, NewRelease, SettingChange, mapping, set_pin, set_pin_with};

const SEED: &str = include_str!("../../../tests/fixtures/desk/prompts/environments.yaml");
const LEDGER: &str =
    include_str!("../../../tests/fixtures/desk/prompts/sales-email-007/releases.yaml");
const ENVIRONMENTS: &str = "environments:\n  live:\n    prompt_source: local\n    model: m\n    temperature: 0\n    \
                            logging: full\n    rate_limit: null\n  test: *\n";

/// Reasons that YAML could take for something else.
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

/// The configuration (below the environments `live` and `test`, unless it is the seed's), what is
/// pinned, and the change.
const PINS: &[(&str, &str, &str)] = &[
    (
        SEED,
        "sales-email-007 production 2.3.0",
        "-    production: \"2.2.1\"            # Stable, approved version\n+    production: \"2.3.0\"            # Stable, approved version\n",
    ),
    (
        SEED,
        "sales-email-007 development 2.3.0",
        "-    development: \"latest\"          # Always latest in dev\n+    development: \"2.3.0\"          # Always latest in dev\n",
    ),
    (
        SEED,
        "visitor-greeting development latest",
        "+  visitor-greeting:\n+    development: latest\n",
    ),
    (
        "prompts:\n  note: { live: 1.0.0 }\n",
        "note live 1.1.0",
        "-  note: { live: 1.0.0 }\n+  note: { live: 1.1.0 }\n",
    ),
    (
        "prompts:\n  note: { live: 1.0.0 }\n",
        "note test 1.1.0",
        "-  note: { live: 1.0.0 }\n+  note: { live: \"1.0.0\", test: \"1.1.0\" }\n",
    ),
    (
        "prompts:\n  note:\n    live: '1.0.0' # why\n",
        "note live ^1.1",
        "-    live: '1.0.0' # why\n+    live: '^1.1' # why\n",
    ),
    (
        "prompts:\n  note:\n    live: \"1.0.0\"\n\n# the end\n",
        "note test 1.1.0",
        "+    test: 1.1.0\n",
    ),
    (
        "prompts: {}\n",
        "note live latest",
        "-prompts: {}\n+prompts: { note: { live: latest } }\n",
    ),
    (
        "prompts:\n",
        "note live latest",
        "+  note:\n+    live: latest\n",
    ),
    (
        "prompts:\n# none yet\n",
        "note live latest",
        "+  note:\n+    live: latest\n",
    ),
    (
        "prompts: ~ # none yet\n",
        "note live latest",
        "-prompts: ~ # none yet\n+prompts: # none yet\n+  note:\n+    live: latest\n",
    ),
    (
        "prompts: null\n# the end\n",
        "note live >=1, <2",
        "-prompts: null\n+prompts:\n+  note:\n+    live: \">=1, <2\"\n",
    ),
    (
        "prompts:\n  {}\n",
        "note live latest",
        "-  {}\n+  { note: { live: latest } }\n",
    ),
    (
        "prompts:\n  note: {} # none yet\n",
        "note live latest",
        "-  note: {} # none yet\n+  note: { live: latest } # none yet\n",
    ),
    // Of a mapping the version changes alone: order, quotes, room and remarks stay.
    (
        "prompts:\n  note: { live: { version: 1.0.0, model: kimi } }\n",
        "note live 1.1.0",
        "-  note: { live: { version: 1.0.0, model: kimi } }\n+  note: { live: { version: 1.1.0, model: kimi } }\n",
    ),
    (
        "prompts:\n  note:\n    live: {model: 'kimi',  version: '1.0.0' , temperature: 0.10} # slow\n",
        "note live 1.1.0",
        "-    live: {model: 'kimi',  version: '1.0.0' , temperature: 0.10} # slow\n+    live: {model: 'kimi',  version: '1.1.0' , temperature: 0.10} # slow\n",
    ),
    (
        "prompts:\n  note:\n    live:\n      # the long one\n      model: kimi\n      version: \"1.0.0\"   # stable\n    test: 1.0.0\n",
        "note live 2.0.0-rc.1",
        "-      version: \"1.0.0\"   # stable\n+      version: \"2.0.0-rc.1\"   # stable\n",
    ),
    (
        "prompts:\n  note:\n    live: {\n      model: kimi, # the long one\n      version: 1.0.0   # stable\n    }\n",
        "note live 1.1.0",
        "-      version: 1.0.0   # stable\n+      version: 1.1.0   # stable\n",
    ),
    (
        "prompts:\n  note:\n    live: &slow { version: 1.0.0 , model: kimi }\n",
        "note live 1.1.0",
        "-    live: &slow { version: 1.0.0 , model: kimi }\n+    live: &slow { version: 1.1.0 , model: kimi }\n",
    ),
    (
        "prompts:\n  note: { live: { version: 1.0.0 } }\n",
        "note live >=1, <2",
        "-  note: { live: { version: 1.0.0 } }\n+  note: { live: { version: \">=1, <2\" } }\n",
    ),
    // A pin is added beside one.
    (
        "prompts:\n  note:\n    live: { version: 1.0.0, model: kimi } # slow\n",
        "note test 1.1.0",
        "+    test: 1.1.0\n",
    ),
    (
        "prompts:\n  note:\n    live:\n      version: 1.0.0 # why\n\n# the end\n",
        "note test 1.1.0",
        "+    test: 1.1.0\n",
    ),
    (
        "prompts:\n  note: { live: { version: 1.0.0, model: kimi } } # slow\n",
        "note test 1.1.0",
        "-  note: { live: { version: 1.0.0, model: kimi } } # slow\n+  note: { live: { version: \"1.0.0\", model: kimi }, test: \"1.1.0\" } # slow\n",
    ),
    // What would lose a remark, or change another pin, is not edited.
    (
        "prompts:\n  note: {\n    live: { version: \"1.0.0\" }, # slow\n  }\n",
        "note test 1.1.0",
        "refused",
    ),
    (
        "prompts:\n  note:\n    live: &slow { version: 1.0.0, model: kimi }\n    test: *slow\n",
        "note live 1.1.0",
        "refused",
    ),
    // The editor of YAML knows no tags.
    ("prompts: !!map {}\n", "note live 1.1.0", "refused"),
    ("prompts:\n  note: !!map {}\n", "note live 1.1.0", "refused"),
    (
        "prompts:\n  note: !!map\n    test: 1.0.0\n",
        "note live 1.1.0",
        "refused",
    ),
    (
        "prompts:\n  note: !!map { test: 1.0.0 }\n",
        "note live 1.1.0",
        "refused",
    ),
];

#[test]
fn pins_are_set_and_nothing_else_is() {
    for (text, pin, expected) in PINS {
        let text = if text.starts_with("prompts") {
            format!(
                "{}{text}",
                ENVIRONMENTS.replace(
                    '*',
                    "{ prompt_source: local, model: m, temperature: 0, logging: full, rate_limit: null }"
                )
            )
        } else {
            (*text).to_owned()
        };
        let mut findings = Findings::default();
        let config = Config::read(
            &Source::new("environments.yaml", text.as_str()),
            &mut findings,
        )
        .unwrap();
        let words = pin.splitn(3, ' ').collect::<Vec<_>>();
        let edited = set_pin(&config, words[0], words[1], words[2]);
        let found = edited
            .as_ref()
            .map_or_else(|_| "refused".to_owned(), |edited| changes(&text, edited));
        assert_eq!(found, *expected, "{pin} in\n{text}");
        let Ok(edited) = edited else { continue };
        assert!(Config::read(&Source::new("environments.yaml", edited), &mut findings).is_some());
        assert!(!findings.has_errors(), "{findings:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// In any form, by either reader of YAML: an anchor is for the full one.
    #[test]
    fn of_a_mapping_the_version_changes_alone(
        others in prop::collection::vec(prop::sample::select(vec!["model: 'k 2'", "temperature: 0.10"]), 0..=1),
        is_first: bool,
        is_flow: bool,
        quote in prop::sample::select(vec!["", "'", "\""]),
        room in " {1,3}",
        anchor in prop::sample::select(vec!["", "&slow "]),
        versions in prop::sample::select(vec![("1.0.0", "1.10.0"), ("latest", "1.0.0"), ("2.0.0-rc.1", "^2.1")]),
    ) {
        let pin = |version: &str| {
            let version = format!("version:{room}{quote}{version}{quote}");
            let others = others.iter().map(|other| (*other).to_owned());
            let mut keys = others.collect::<Vec<_>>();
            keys.insert(if is_first { 0 } else { keys.len() }, version);
            if is_flow {
                return format!("{anchor}{{{room}{}{room}}}{room}# why", keys.join(&format!(",{room}")));
            }
            let lines = keys.iter().map(|key| format!("\n      {key}{room}# why")).collect::<Vec<_>>();
            format!("{}{}", anchor.trim_end(), lines.concat())
        };
        let environment = "{ prompt_source: local, model: m, temperature: 0, logging: full, rate_limit: null }";
        let text = |version: &str| {
            let environments = ENVIRONMENTS.replace('*', environment);
            format!("{environments}prompts:\n  note:\n    live: {}\n    test: 1.0.0\n", pin(version))
        };
        let (before, after) = (text(versions.0), text(versions.1));
        let config = Config::read(&Source::new("environments.yaml", before), &mut Findings::default()).unwrap();
        prop_assert_eq!(set_pin(&config, "note", "live", versions.1).unwrap(), after);
    }
}

type LedgerEdit = fn(&mut LedgerText) -> Result<(), super::EditError>;

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

fn changes(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let lines = diff
        .iter_all_changes()
        .filter_map(|change| match change.tag() {
            ChangeTag::Equal => None,
            ChangeTag::Delete => Some(format!("-{}\n", change.value().trim_end())),
            ChangeTag::Insert => Some(format!("+{}\n", change.value().trim_end())),
        });
    lines.collect()
}

/// A pin, the changes of its settings with version 1.0.0 (`-key` removes one), and the pin then.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("live: 2.0.0 # why", "", "live: 1.0.0 # why"),
    (
        "live: '2.0.0' # why",
        "model=k",
        "live: { version: 1.0.0, model: k } # why",
    ),
    (
        "live:   2.0.0 # why",
        "model=k seed=7 top_k=4",
        "live:   { version: 1.0.0, model: k, parameters: { seed: 7, top_k: 4 } } # why",
    ),
    (
        "live: {model: 'l',  version: 2.0.0} # why",
        "model=k temperature=0.5",
        "live: {model: k,  version: 1.0.0, temperature: 0.5} # why",
    ),
    (
        "live: {model: 'l',  version: 2.0.0} # why",
        "-model",
        "live: {version: 1.0.0} # why",
    ),
    (
        "live: { version: 2.0.0, model: l } # why",
        "-model",
        "live: { version: 1.0.0 } # why",
    ),
    (
        "live: {\n      version: 2.0.0, # see\n      model: l, # slow\n      seed: 1 }",
        "model=k",
        "live: {\n      version: 1.0.0, # see\n      model: k, # slow\n      seed: 1 }",
    ),
    (
        "live: { version: 2.0.0, parameters: { seed: 7, top_k: 4 } }",
        "seed=9 -top_k",
        "live: { version: 1.0.0, parameters: { seed: 9 } }",
    ),
    (
        "live: { version: 2.0.0, parameters: { seed: 7 } }",
        "-seed",
        "live: { version: 1.0.0 }",
    ),
    (
        "live: { version: 2.0.0, parameters: {} }",
        "seed=9",
        "live: { version: 1.0.0, parameters: { seed: 9 } }",
    ),
    // In lines, a setting keeps its place and its comment.
    (
        "live:\n      # agreed\n      model: l # slow\n      version: 2.0.0 # see\n      temperature: 0.20",
        "model=k",
        "live:\n      # agreed\n      model: k # slow\n      version: 1.0.0 # see\n      temperature: 0.20",
    ),
    (
        "live:\n      # long\n      model: l\n      version: 2.0.0 # why",
        "-model temperature=0.5",
        "live:\n      # long\n      version: 1.0.0 # why\n      temperature: 0.5",
    ),
    (
        "live:\n      version: 2.0.0\n      parameters: # ours\n        # four\n        top_k: 4\n        seed: 7 # lucky\n      model: l",
        "seed=null",
        "live:\n      version: 1.0.0\n      parameters: # ours\n        # four\n        top_k: 4\n        seed: null # lucky\n      model: l",
    ),
    (
        "live:\n      version: 2.0.0\n      parameters:\n        top_k: 4\n        seed: 7\n      model: l",
        "-seed -top_k",
        "live:\n      version: 1.0.0\n      model: l",
    ),
    (
        "live:\n      version: 2.0.0\n      parameters:\n        stop:\n        - a\n        - b\n        seed: 7 # lucky",
        "stop=[c]",
        "live:\n      version: 1.0.0\n      parameters:\n        seed: 7 # lucky\n        stop: [c]",
    ),
    (
        "live:\n      version: 2.0.0\n      temperature:   # none",
        "temperature=0.5",
        "live:\n      version: 1.0.0\n      temperature: 0.5   # none",
    ),
];

#[test]
fn settings_of_pins_are_restored_and_comments_are_kept() {
    for (pin, changes, expected) in SETTINGS {
        let file = |pin: &str| {
            format!(
                "environments:\n  live: {{ prompt_source: local, model: m, temperature: 0, logging: full, rate_limit: null }}\n\
                 prompts:\n  note:\n    {pin}\n  card:\n    live: latest\n"
            )
        };
        let source = Source::new("environments.yaml", file(pin));
        let config = Config::read(&source, &mut Findings::default()).unwrap();
        let changes = changes.split_whitespace().map(setting_change);
        let changes = changes.collect::<Vec<_>>();
        let edited = set_pin_with(&config, "note", "live", "1.0.0", &changes);
        assert_eq!(edited.unwrap(), file(expected), "{pin}");
    }
}

fn setting_change(text: &'static str) -> SettingChange {
    let (key, value) = match text.strip_prefix('-') {
        Some(key) => (key, None),
        None => text
            .split_once('=')
            .map(|(key, value)| (key, Some(serde_yaml::from_str(value).unwrap())))
            .unwrap(),
    };
    SettingChange {
        within: (!["model", "temperature"].contains(&key)).then_some("parameters"),
        key,
        value,
    }
}
