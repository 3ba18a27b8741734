//! Pins, read by either reader of YAML.

use prompt_core::js::Json;
use proptest::prelude::*;

use super::super::{Config, EnvironmentPin};
use super::{configuration, placed};
use crate::parameters::values_of;
use crate::report::{Findings, MOST_SHOWN};
use crate::source::Source;

/// The same text as only the full reader takes it.
fn with_an_anchor(text: &str) -> String {
    format!("{text}default_environment: &default live\n")
}

/// The text under a prompt, and its pin or the codes of the findings with their places.
const PINS: &[(&str, &str)] = &[
    // A text, as ever.
    (" { live: \"2.3.0\" }", "2.3.0@3:17"),
    ("\n    live: latest", "latest@4:11"),
    ("\n    live: '^2.3'", "^2.3@4:11"),
    // A mapping.
    (" { live: { version: \"2.3.0\" } }", "2.3.0@3:28"),
    (
        " { live: { version: \"2.3.0\", model: kimi, temperature: 0.1 } }",
        "2.3.0@3:28 kimi@3:44 0.1",
    ),
    (
        "\n    live: { temperature: 2, version: latest }",
        "latest@4:38 2",
    ),
    (
        "\n    live:\n      # slower\n      model: 'kimi k2'   # the long one\n      version: ^2",
        "^2@7:16 kimi k2@6:14",
    ),
    (
        "\n    live:\n      version: 2.3.0\n      temperature: 0.0",
        "2.3.0@5:16 0",
    ),
    // One mistake, one finding, at its place.
    ("\n    live: { version: \"2.3\" }", "invalid-pin@4:22"),
    ("\n    live: { version: 2.3 }", "invalid-pin@4:22"),
    ("\n    live: { version: }", "unexpected-type@4:21"),
    (
        "\n    live: { version: [\"2.3.0\"] }",
        "unexpected-type@4:22",
    ),
    (
        "\n    live: { version: { version: \"2.3.0\" } }",
        "unexpected-type@4:22",
    ),
    ("\n    live: [\"2.3.0\"]", "unexpected-type@4:11"),
    ("\n    live: true", "unexpected-type@4:11"),
    ("\n    live:", "unexpected-type@4:10"),
    ("\n    live: {}", "missing-key@4:5"),
    ("\n    live: { model: kimi }", "missing-key@4:5"),
    ("\n    live:\n      model: kimi\n", "missing-key@4:5"),
    ("\n    live: { verison: \"2.3.0\" }", "unknown-key@4:13"),
    (
        "\n    live: { version: \"2.3.0\", modle: kimi }",
        "2.3.0@4:22 ?@4:5 unknown-key@4:31",
    ),
    (
        "\n    live: { version: \"2.3.0\", top_p: 0.9 }",
        "2.3.0@4:22 unknown-key@4:31",
    ),
    (
        "\n    live: { version: \"2.3.0\", version: \"2.4.0\" }",
        "2.3.0@4:22 duplicate-key@4:31",
    ),
    (
        "\n    live: { version: \"2.3.0\", model: \" \" }",
        "2.3.0@4:22 ?@4:38 invalid-model@4:38",
    ),
    (
        "\n    live: { version: \"2.3.0\", model: 5 }",
        "2.3.0@4:22 ?@4:38 unexpected-type@4:38",
    ),
    (
        "\n    live: { version: \"2.3.0\", model: null }",
        "2.3.0@4:22 ?@4:38 unexpected-type@4:38",
    ),
    (
        "\n    live: { version: \"2.3.0\", temperature: 2.1 }",
        "2.3.0@4:22 invalid-temperature@4:44",
    ),
    (
        "\n    live: { version: \"2.3.0\", temperature: -1 }",
        "2.3.0@4:22 invalid-temperature@4:44",
    ),
    (
        "\n    live: { version: \"2.3.0\", temperature: low }",
        "2.3.0@4:22 unexpected-type@4:44",
    ),
    (
        "\n    live: { 5: kimi, version: \"2.3.0\" }",
        "2.3.0@4:31 unexpected-type@4:13",
    ),
    (
        "\n    lvie: { version: \"2.3.0\" }",
        "unknown-environment@4:5",
    ),
];

#[test]
fn a_pin_is_a_text_or_a_mapping() {
    for (pins, expected) in PINS {
        let text = configuration(pins);
        assert_eq!(read(&text), *expected, "{text}");
        let text = with_an_anchor(&text);
        assert_eq!(read(&text), *expected, "{text}");
    }
}

/// The pin of the first prompt, then what is wrong.
fn read(text: &str) -> String {
    let mut findings = Findings::default();
    let config = Config::read(&Source::new("environments.yaml", text), &mut findings).unwrap();
    let pins = config
        .prompts
        .iter()
        .flat_map(|prompt| &prompt.pins)
        .map(|pin| shown(&config, pin));
    let findings = findings.sorted().into_iter().map(placed);
    pins.chain(findings).collect::<Vec<_>>().join(" ")
}

fn shown(config: &Config, pin: &EnvironmentPin) -> String {
    let at = |text: &str, mark| {
        let location = config.location(mark);
        let located = location.locate();
        format!("{text}@{}:{}", located.line, located.column)
    };
    let version = pin.pin.to_string();
    let model = pin
        .model
        .as_ref()
        .map(|(model, mark)| at(if model.is_empty() { "?" } else { model }, *mark));
    let temperature = values_of(&pin.parameters)
        .get("temperature")
        .map(ToString::to_string);
    std::iter::once(at(&version, pin.mark))
        .chain(model)
        .chain(temperature)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The text of a pin, and the helps of its finding.
const SUGGESTIONS: &[(&str, &str)] = &[
    ("v2.3.0", "write the version alone: `\"2.3.0\"`"),
    ("'V 2.3.0 '", "write the version alone: `\"2.3.0\"`"),
    ("'=2.3.0-rc.1'", "write the version alone: `\"2.3.0-rc.1\"`"),
    (
        "'2.3'",
        "`\"2.3.0\"` is exactly that version, `\"^2.3\"` the highest compatible one",
    ),
    (
        "v2",
        "`\"2.0.0\"` is exactly that version, `\"^2\"` the highest compatible one",
    ),
    (
        "2.3",
        "put the version in quotes, with all three parts, as in `\"2.3.0\"`",
    ),
    (
        "2",
        "put the version in quotes, with all three parts, as in `\"2.0.0\"`",
    ),
    (
        "-2",
        "put the version in quotes, with all three parts, as in `\"2.3.0\"`",
    ),
    ("Latest", "write `\"latest\"`"),
    // Nothing is near.
    ("newest", ""),
    ("''", ""),
    ("v", ""),
    ("2.3.0.1", ""),
    ("'2..'", ""),
    ("'2.x'", ""),
    ("'^2.3, =2.3.0'", ""),
];

#[test]
fn a_version_in_another_spelling_has_a_suggestion() {
    for (pin, expected) in SUGGESTIONS {
        let mut findings = Findings::default();
        let source = Source::new(
            "environments.yaml",
            configuration(&format!(" {{ live: {pin} }}")),
        );
        Config::read(&source, &mut findings).unwrap();
        let findings = findings.sorted();
        assert_eq!(findings.len(), 1, "{pin}");
        assert_eq!(findings[0].help.join(", "), *expected, "{pin}");
    }
}

/// Each suggestion compares the names of all environments, and each message has them.
#[test]
fn of_many_unknown_environments_the_first_have_a_suggestion() {
    let pins = (0..2 * MOST_SHOWN).map(|number| format!("live{number}: latest, "));
    let pins = format!(" {{ {} }}", pins.collect::<String>());
    let mut findings = Findings::default();
    Config::read(
        &Source::new("environments.yaml", configuration(&pins)),
        &mut findings,
    )
    .unwrap();
    assert_eq!(findings.iter().count(), 2 * MOST_SHOWN);
    let helped = findings.iter().filter(|finding| !finding.help.is_empty());
    assert_eq!(helped.count(), MOST_SHOWN);
}

/// A key with its value as it is written.
type Written = (&'static str, String);

/// Ways to write one mapping: keys in any order, in flow or block form, with room and remarks
/// between them.
fn written() -> impl Strategy<Value = (Vec<Written>, bool, String)> {
    let quoted = |text: &'static str| {
        prop::sample::select(vec![
            format!("\"{text}\""),
            format!("'{text}'"),
            text.to_owned(),
        ])
    };
    let version =
        prop::sample::select(vec!["latest", "2.3.0", "^2.3", "2.3.0-rc.1"]).prop_flat_map(quoted);
    let model =
        prop::sample::select(vec!["kimi-k2-5", "kimi-k2-5 long", "m"]).prop_flat_map(quoted);
    let temperature = prop::sample::select(vec!["0", "0.1", "1", "2.0"]).prop_map(str::to_owned);
    let keys = (
        version,
        prop::option::of(model),
        prop::option::of(temperature),
    )
        .prop_map(|(version, model, temperature)| {
            let version: Option<Written> = Some(("version", version));
            let others = [
                model.map(|model| ("model", model)),
                temperature.map(|temperature| ("temperature", temperature)),
            ];
            version
                .into_iter()
                .chain(others.into_iter().flatten())
                .collect::<Vec<_>>()
        });
    (keys.prop_shuffle(), any::<bool>(), " {1,3}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mapping_is_read_as_it_is_meant_in_any_form((keys, is_flow, room) in written()) {
        let pairs = keys.iter().map(|(key, value)| format!("{key}:{room}{value}"));
        let pin = if is_flow {
            format!("{{{room}{}{room}}} # why", pairs.collect::<Vec<_>>().join(&format!(",{room}")))
        } else {
            pairs.map(|pair| format!("\n      {pair}{room}# why")).collect::<Vec<_>>().concat()
        };
        let text = configuration(&format!("\n    live: {pin}"));
        let found = |text: &str| {
            let mut findings = Findings::default();
            let config = Config::read(&Source::new("environments.yaml", text), &mut findings).unwrap();
            assert!(!findings.has_errors(), "{findings:?} in {text}");
            let pin = &config.prompts[0].pins[0];
            let model = pin.model.as_ref().map(|(model, _)| model.clone());
            // The place is exactly that of the scalar: it is what an edit replaces.
            let version = &text[pin.mark.span()];
            (version.to_owned(), pin.pin.clone(), model, values_of(&pin.parameters).get("temperature").cloned())
        };
        let value = |key: &str| keys.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_str());
        let bare = |text: &str| text.trim_matches(['"', '\'']).to_owned();
        let fast = found(&text);
        prop_assert_eq!(Some(fast.0.as_str()), value("version"));
        prop_assert_eq!(&fast.2, &value("model").map(bare));
        prop_assert_eq!(&fast.3, &value("temperature").map(|text| Json::number(text.parse().unwrap())));
        prop_assert_eq!(found(&with_an_anchor(&text)), fast);
    }

    #[test]
    fn no_pin_makes_the_reader_panic(pin in "[-a-c0-3:{}\\[\\],#&*!|>'\"%@` \n.~é]{0,40}|\\{ version: [ -~]{0,20}, model: [ -~]{0,20} \\}") {
        let source = Source::new("environments.yaml", configuration(&format!("\n    live: {pin}")));
        let mut findings = Findings::default();
        if let Some(config) = Config::read(&source, &mut findings) {
            // What is not read is told of; every place can be found.
            let pins = config.prompts.iter().flat_map(|prompt| &prompt.pins);
            prop_assert!(pins.count() == 1 || findings.has_errors(), "{}", source.text);
        }
        for finding in findings.iter() {
            prop_assert!(finding.location.span().end <= source.text.len(), "{finding:?}");
            finding.location.locate();
        }
    }
}

/// The prompts are found whatever their order in the file is.
#[test]
fn each_pin_is_found() {
    let ids = ["note", "card", "zebra", "apple", "menu"];
    let prompts = ids
        .map(|id| format!("  {id}: {{ live: latest }}\n"))
        .concat();
    let text = format!(
        "environments: {{ live: {{ prompt_source: local, model: m, temperature: 0, logging: full, rate_limit: null }} }}\n\
         prompts:\n{prompts}"
    );
    let mut findings = Findings::default();
    let config = Config::read(&Source::new("environments.yaml", text), &mut findings).unwrap();
    for id in ids {
        assert!(config.pin(id, 0).is_some(), "{id}");
    }
    assert!(config.pin("bread", 0).is_none());
}
