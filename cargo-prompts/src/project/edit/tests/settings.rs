//! Pins whose settings are restored.

use prompt_build::config::Config;
use prompt_build::report::Findings;
use prompt_build::source::Source;

use super::super::{SettingChange, set_pin_with};

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
    // A new value is on one line: mappings within each other, and texts with line ends.
    (
        "live:\n      version: 2.0.0",
        "stop=[\"\\n\"]",
        "live:\n      version: 1.0.0\n      parameters: { stop: [\"\\n\"] }",
    ),
    (
        "live:\n      version: 2.0.0 # why\n      model: l # slow",
        "extra_body={\"metadata\":{\"k\":[1,null,{}]}}",
        "live:\n      version: 1.0.0 # why\n      model: l # slow\n      parameters: { extra_body: { metadata: { k: [1, null, {}] } } }",
    ),
    (
        "live:\n        version: 2.0.0\n        parameters:\n            seed: 7 # lucky\n",
        "extra_body={\"metadata\":{\"k\":\"a\\n#b\"}} stop=[\"\\n\",\"a:\"]",
        "live:\n        version: 1.0.0\n        parameters:\n            seed: 7 # lucky\n            extra_body: { metadata: { k: \"a\\n#b\" } }\n            stop: [\"\\n\", \"a:\"]\n",
    ),
    (
        "test: { parameters: &p { seed: 7 } }\n    live:\n      version: 2.0.0\n      parameters: *p # why",
        "extra_body={\"metadata\":{\"k\":1}} stop=[\"\\n\"]",
        "test: { parameters: &p { seed: 7 } }\n    live:\n      version: 1.0.0\n      parameters: { seed: 7, extra_body: { metadata: { k: 1 } }, stop: [\"\\n\"] } # why",
    ),
    (
        "live:\n      version: 2.0.0\n      parameters:\n        extra_body:\n          metadata:\n            k: 1\n        seed: 7 # lucky",
        "extra_body={\"metadata\":{\"k\":{\"l\":2}}}",
        "live:\n      version: 1.0.0\n      parameters:\n        seed: 7 # lucky\n        extra_body: { metadata: { k: { l: 2 } } }",
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
