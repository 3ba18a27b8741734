//! Pins whose version changes.

use prompt_build::config::Config;
use prompt_build::report::Findings;
use prompt_build::source::Source;
use proptest::prelude::*;

use super::super::set_pin;
use super::changes;

const SEED: &str = include_str!("../../../../tests/fixtures/desk/prompts/environments.yaml");
const ENVIRONMENTS: &str = "environments:\n  live:\n    prompt_source: local\n    model: m\n    temperature: 0\n    \
                            logging: full\n    rate_limit: null\n  test: *\n  \"null\": *\n";

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
        "-  note: { live: 1.0.0 }\n+  note: { live: 1.0.0, test: 1.1.0 }\n",
    ),
    // Words and numbers of YAML as names.
    (
        "prompts:\n  note:\n    live: 1.0.0\n",
        "note null 1.1.0",
        "+    \"null\": 1.1.0\n",
    ),
    (
        "prompts:\n  note: { live: 1.0.0 }\n",
        "note null 1.1.0",
        "-  note: { live: 1.0.0 }\n+  note: { live: 1.0.0, \"null\": 1.1.0 }\n",
    ),
    (
        "prompts:\n  note:\n    live: 1.0.0\n",
        "1e5 null 1.1.0",
        "+  \"1e5\":\n+    'null': 1.1.0\n",
    ),
    (
        "prompts: { \"null\": { live: 1.0.0 } }\n",
        "123 live 1.1.0",
        "-prompts: { \"null\": { live: 1.0.0 } }\n+prompts: { \"null\": { live: 1.0.0 }, \"123\": { live: 1.1.0 } }\n",
    ),
    (
        "prompts: {}\n",
        "true live latest",
        "-prompts: {}\n+prompts: { \"true\": { live: latest } }\n",
    ),
    (
        "prompts:\n",
        "0x10 null latest",
        "+  \"0x10\":\n+    \"null\": latest\n",
    ),
    (
        "prompts:\n  \"123\": {}\n",
        "123 null latest",
        "-  \"123\": {}\n+  \"123\": { \"null\": latest }\n",
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
        "-  note: { live: { version: 1.0.0, model: kimi } } # slow\n+  note: { live: { version: 1.0.0, model: kimi }, test: 1.1.0 } # slow\n",
    ),
    // What would lose a remark, or change another pin, is not edited.
    (
        "prompts:\n  note: {\n    live: { version: \"1.0.0\" }, # slow\n  }\n",
        "note test 1.1.0",
        "-    live: { version: \"1.0.0\" }, # slow\n+    live: { version: \"1.0.0\" }, test: 1.1.0, # slow\n",
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
