//! Pins as they are written, read by either reader of YAML.

use prompt_core::js::Json;
use proptest::prelude::*;

use super::{Config, EnvironmentPin};
use crate::parameters::values_of;
use crate::report::{Code, Finding, Findings};
use crate::source::Source;

/// A configuration in which the text under `note` begins on line 3.
fn configuration(pins: &str) -> String {
    format!(
        "environments: {{ live: {{ prompt_source: local, model: m, temperature: 0, logging: full, rate_limit: null }} }}\n\
         prompts:\n  note:{pins}\n"
    )
}

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

/// The name of an environment, its logging, its rate limit and its flags; and how they are read, or
/// the codes of the findings.
const ENVIRONMENTS: &[(&str, &str, &str, &str, &str)] = &[
    ("live", "structured", "null", "null", "structured none {}"),
    ("a", "full", "1", "{}", "full 1 {}"),
    (
        "a-2_b",
        "verbose",
        "4294967295",
        "{ tools: true, b-2_c.d: false }",
        "verbose 4294967295 {\"b-2_c.d\": false, \"tools\": true}",
    ),
    ("live", "loud", "1", "{}", "unknown-logging"),
    ("live", "full", "0", "{}", "invalid-rate-limit"),
    ("live", "full", "-1", "{}", "invalid-rate-limit"),
    ("live", "full", "1.5", "{}", "invalid-rate-limit"),
    ("live", "full", "4294967296", "{}", "invalid-rate-limit"),
    ("live", "full", "'5'", "{}", "unexpected-type"),
    ("live", "full", "1", "[tools]", "unexpected-type"),
    ("live", "full", "1", "{ '': true }", "invalid-flag-name"),
    ("live", "full", "1", "{ 'a b': true }", "invalid-flag-name"),
    ("live", "full", "1", "{ tools: 'yes' }", "unexpected-type"),
    ("Live", "full", "1", "{}", "invalid-environment-name"),
    ("1live", "full", "1", "{}", "invalid-environment-name"),
    ("li.ve", "full", "1", "{}", "invalid-environment-name"),
    ("liVe", "full", "1", "{}", "invalid-environment-name"),
    (
        "a-name-of-sixty-four-characters-is-the-longest-that-there-can-be",
        "full",
        "1",
        "{}",
        "full 1 {}",
    ),
    (
        "a-name-of-sixty-five-characters-is-longer-than-any-that-there-are",
        "full",
        "1",
        "{}",
        "invalid-environment-name",
    ),
];

#[test]
fn the_settings_of_an_environment_are_read_as_they_are_meant() {
    for (name, logging, rate_limit, flags, expected) in ENVIRONMENTS {
        let text = format!(
            "environments: {{ {name}: {{ prompt_source: local, model: m, temperature: 0, logging: {logging}, \
             rate_limit: {rate_limit}, feature_flags: {flags} }} }}\nprompts: {{}}\n"
        );
        let mut findings = Findings::default();
        let source = Source::new("environments.yaml", text);
        let config = Config::read(&source, &mut findings).unwrap();
        let environment = &config.environments[0];
        let limit = environment.rate_limit.map(|limit| limit.to_string());
        let settings = format!(
            "{} {} {:?}",
            environment.logging.as_str(),
            limit.as_deref().unwrap_or("none"),
            environment.feature_flags
        );
        let read = if findings.has_errors() {
            codes(&findings)
        } else {
            settings
        };
        assert_eq!(read, *expected, "{}", source.text);
    }
}

/// The name of an environment and its flags.
type WithFlags = (&'static str, &'static str);

/// Environments, the rest of the file, and the findings with their places.
const FILES: &[(&[WithFlags], &str, &str)] = &[
    (&[("live", "{ a: true }"), ("test", "{ a: false }")], "", ""),
    // Each lacks what another declares.
    (
        &[
            ("live", "{ a: true }"),
            ("test", "{ b: true }"),
            ("qa", "{}"),
        ],
        "",
        "missing-flag@2:3 missing-flag@3:3 missing-flag@4:3 missing-flag@4:3",
    ),
    // A flag whose value is wrong is declared all the same.
    (
        &[("live", "{ a: 1 }"), ("test", "{ a: true }")],
        "",
        "unexpected-type@2:112",
    ),
    (
        &[("live-eu", "{}"), ("live", "{}"), ("live_eu", "{}")],
        "",
        "ambiguous-environment-name@4:3",
    ),
    // A name with capitals is meant in lower case, and no other name is.
    (
        &[("Live", "{}"), ("test", "{}")],
        "  note: { live: latest, test: latest }\n",
        "invalid-environment-name@2:3",
    ),
    (
        &[("Live", "{}")],
        "  note: { qa: latest }\n",
        "invalid-environment-name@2:3 unknown-environment@4:11",
    ),
    (
        &[("live", "{}")],
        "  note: { LIVE: latest }\n",
        "unknown-environment@4:11",
    ),
    (&[("live", "{}")], "library: ''\n", "invalid-library@4:10"),
    (
        &[("live", "{}")],
        "library: \"a\\tb\"\n",
        "invalid-library@4:10",
    ),
    (
        &[("live", "{}")],
        "library_name: 'a b'\n",
        "invalid-library@4:15",
    ),
    (
        &[("live", "{}")],
        "library: ../shared\nlibrary_name: desk\n",
        "",
    ),
    (&[("live", "{}")], "allow:\n", ""),
    (
        &[("live", "{}")],
        "  note: { live: latest }\nallow:\n  - { finding: hidden-characters, prompt: note, version: local, reason: a soft hyphen }\n  - { finding: merge-conflict, prompt: note, version: local, reason: it shows one }\n  - { finding: hidden-characters, prompt: note, version: local, reason: another }\n",
        "unused-allowance@8:5",
    ),
    (&[("live", "{}")], "allow: {}\n", "unexpected-type@4:8"),
    // Allowances are of prompts that are there.
    (
        &[("live", "{}")],
        "  note: { live: latest }\nallow:\n  - { finding: hidden-characters, prompt: note, version: local, reason: a soft hyphen }\n",
        "",
    ),
    (
        &[("live", "{}")],
        "  note: { live: latest }\nallow:\n  - { finding: hidden-characters, prompt: card, version: local, reason: a soft hyphen }\n",
        "unused-allowance@6:5",
    ),
];

#[test]
fn the_parts_of_a_configuration_fit_together() {
    for (environments, rest, expected) in FILES {
        let environments = environments.iter().map(|(name, flags)| {
            format!("  {name}: {{ prompt_source: local, model: m, temperature: 0, logging: full, rate_limit: null, feature_flags: {flags} }}\n")
        });
        let is_of_prompts = rest.starts_with(' ');
        let text = format!(
            "environments:\n{}prompts:{}\n{rest}",
            environments.collect::<String>(),
            if is_of_prompts { "" } else { " {}" }
        );
        assert_eq!(read_findings(&text), *expected, "{text}");
    }
}

#[test]
fn the_library_has_a_place_and_a_name() {
    let text = configuration(" {}") + "library: ../shared\nlibrary_name: desk\n";
    let config = Config::read(
        &Source::new("environments.yaml", text),
        &mut Findings::default(),
    );
    let config = config.unwrap();
    assert_eq!(config.library.unwrap().0, "../shared");
    assert_eq!(config.library_name.unwrap(), "desk");
}

#[test]
fn an_allowance_is_for_one_finding_of_one_version() {
    let allowance = "{ finding: hidden-characters, prompt: note, version: local, reason: a mark }";
    let text = configuration(" {}") + &format!("allow: [{allowance}]\n");
    let config = Config::read(
        &Source::new("environments.yaml", text),
        &mut Findings::default(),
    );
    let config = config.unwrap();
    let allowed = |prompt, version| {
        let own = config.allowances_of(prompt, version);
        own.map(|(_, allowance)| allowance.code).collect::<Vec<_>>()
    };
    assert_eq!(allowed("note", "local"), [Code::HiddenCharacters]);
    assert_eq!(allowed("card", "local"), []);
    assert_eq!(allowed("note", "1.0.0"), []);
}

/// The key `sign_off`, whether signatures are asked for, whether it says who rolls back, and which
/// of `lead`, `OWNER` and `on-call` may sign and which are for emergencies.
const SIGN_OFFS: &[(&str, bool, bool, &str, &str)] = &[
    ("{ required: 1 }", false, false, "lead OWNER on-call", ""),
    ("{ signatures: ssh }", true, true, "lead OWNER on-call", ""),
    ("{ by: [lead, owner] }", false, false, "lead OWNER", ""),
    (
        "{ by: [lead], emergency: { by: [On-Call, lead] } }",
        false,
        true,
        "lead",
        "on-call",
    ),
    (
        "{ by: [lead], emergency: { by: [owner] }, signatures: ssh }",
        true,
        true,
        "lead",
        "OWNER",
    ),
    ("{ by: [lead], signatures: pgp }", false, false, "lead", ""),
];

#[test]
fn a_policy_says_who_may_do_what() {
    for (sign_off, asks, says, signers, emergency) in SIGN_OFFS {
        let text = configuration(" {}")
            .replace("local", "'library:active'")
            .replace("null }", &format!("null, sign_off: {sign_off} }}"));
        let source = Source::new("environments.yaml", text);
        let config = Config::read(&source, &mut Findings::default()).unwrap();
        let policy = &config.environments[0].policy;
        let those = |is_one: &dyn Fn(&str) -> bool| {
            let people = ["lead", "OWNER", "on-call"].into_iter();
            people
                .filter(|who| is_one(who))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(policy.asks_for_signatures(), *asks, "{sign_off}");
        assert_eq!(policy.says_who_rolls_back(), *says, "{sign_off}");
        assert_eq!(those(&|who| policy.may_sign(who)), *signers, "{sign_off}");
        let for_emergencies = those(&|who| policy.is_for_emergencies(who));
        assert_eq!(for_emergencies, *emergency, "{sign_off}");
    }
}

/// To compare each pair of these names would take minutes.
#[test]
fn a_list_may_name_as_many_people_as_a_file_holds() {
    let people = |prefix: &str| {
        let names = (0..70_000).map(|number| format!("{prefix}{number}"));
        names.collect::<Vec<_>>().join(", ")
    };
    let sign_off = format!(
        "{{ by: [{}, U0], emergency: {{ by: [{}] }} }}",
        people("u"),
        people("e")
    );
    let text = configuration(" {}")
        .replace("local", "'library:active'")
        .replace("null }", &format!("null, sign_off: {sign_off} }}"));
    assert!(read_findings(&text).starts_with("invalid-sign-off-policy@"));
    let source = Source::new("environments.yaml", text.replace(", U0]", "]"));
    let mut findings = Findings::default();
    let config = Config::read(&source, &mut findings).unwrap();
    let policy = &config.environments[0].policy;
    assert!(policy.may_sign("U69999") && policy.is_for_emergencies("E69999"));
    assert!(findings.iter().next().is_none());
}

#[test]
fn a_requirement_that_is_given_twice_is_one() {
    let text = configuration(" {}")
        .replace("local", "'library:active'")
        .replace("null }", "null, requires: [golden, validation, golden] }");
    let source = Source::new("environments.yaml", text);
    let config = Config::read(&source, &mut Findings::default()).unwrap();
    let requires = config.environments[0].policy.requires.iter();
    let requires = requires.map(|run| run.as_str());
    assert_eq!(requires.collect::<Vec<_>>(), ["golden", "validation"]);
}

fn codes(findings: &Findings) -> String {
    let codes = findings.sorted().into_iter().map(|one| one.code.as_str());
    codes.collect::<Vec<_>>().join(" ")
}

/// The findings, with their places.
fn read_findings(text: &str) -> String {
    let mut findings = Findings::default();
    Config::read(&Source::new("environments.yaml", text), &mut findings).unwrap();
    let findings = findings.sorted().into_iter().map(placed);
    findings.collect::<Vec<_>>().join(" ")
}

fn placed(finding: &Finding) -> String {
    let located = finding.location.locate();
    format!(
        "{}@{}:{}",
        finding.code.as_str(),
        located.line,
        located.column
    )
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
