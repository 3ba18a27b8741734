use super::*;

/// The models of staging (`library:draft`) and live, which requires both runs; the pins in either;
/// what the file says; the models that golden cases and realistic inputs passed with; and the place
/// of the finding with its helps, if there is one.
const MODELS: &[(&str, &str, &str, &str, &str, &str)] = &[
    ("m m", "1.0.0", "1.0.0", "", "m m", ""),
    (
        "m m",
        "1.0.0",
        "1.0.0",
        "",
        "l m",
        "9:11 test note --env live",
    ),
    (
        "m m",
        "1.0.0",
        "1.0.0",
        "",
        "m l",
        "9:11 validate note --env staging",
    ),
    ("m m", "1.0.0", "1.0.0", "f", "f f", ""),
    (
        "m m",
        "1.0.0",
        "1.0.0",
        "f",
        "f m",
        "9:11 validate note --env staging",
    ),
    // The pin's model comes first.
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, model: l }",
        "",
        "l l",
        "",
    ),
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, model: l }",
        "f",
        "l l",
        "",
    ),
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, model: l }",
        "",
        "m l",
        "9:36 test note --env live",
    ),
    (
        "m m",
        "{ version: 1.0.0, model: l }",
        "{ version: 1.0.0, model: l }",
        "",
        "l m",
        "9:36 validate note --env staging",
    ),
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, model: l }",
        "",
        "l m",
        "9:36 give the pin in `staging` the same settings, `l` and temperature 0: validate note --env staging",
    ),
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, model: l }",
        "",
        "m m",
        "9:36 test note --env live, remove `model` from the pin: it would then use `m`, with which the run passed",
    ),
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, model: l }",
        "f",
        "f f",
        "9:36 test note --env live, remove `model` from the pin: it would then use `f`, with which the run passed",
    ),
    (
        "m k",
        "1.0.0",
        "{ version: 1.0.0, model: m }",
        "",
        "m m",
        "",
    ),
    (
        "k m",
        "1.0.0",
        "1.0.0",
        "",
        "m k",
        "9:11 give the pin in `staging` the same settings, `m` and temperature 0: validate note --env staging",
    ),
    (
        "k m",
        "{ version: 1.0.0, model: m }",
        "1.0.0",
        "",
        "m k",
        "9:11 validate note --env staging",
    ),
    // A model that could not be read was told of.
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, model: ' ' }",
        "",
        "l l",
        "",
    ),
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, modle: l }",
        "",
        "l l",
        "",
    ),
    ("m ' '", "1.0.0", "1.0.0", "", "m m", ""),
    // Another temperature is another test.
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, temperature: 2 }",
        "",
        "m m",
        "9:22 test note --env live",
    ),
    // So is another API, which is written after the model here.
    (
        "m@gemini m@gemini",
        "1.0.0",
        "1.0.0",
        "",
        "m@gemini m@gemini",
        "",
    ),
    ("m m", "1.0.0", "1.0.0", "", "m@chat-completions m", ""),
    (
        "m m",
        "1.0.0",
        "{ version: 1.0.0, api: gemini }",
        "",
        "m@gemini m@gemini",
        "",
    ),
    (
        "m m",
        "1.0.0",
        "1.0.0",
        "",
        "m@gemini m",
        "9:11 test note --env live",
    ),
    (
        "m@gemini m@gemini",
        "1.0.0",
        "1.0.0",
        "",
        "m@gemini m",
        "9:11 validate note --env staging",
    ),
    (
        "m m@gemini",
        "1.0.0",
        "1.0.0",
        "",
        "m@gemini m",
        "9:11 give the pin in `staging` the same settings, the API `gemini`, `m` and temperature 0: validate note --env staging",
    ),
];

#[test]
fn evidence_is_of_the_model_that_is_used() {
    for (models, staging, live, file, runs, expected) in MODELS {
        let pair = |words: &str| {
            let (one, other) = words.split_once(' ').unwrap();
            [one, other].map(|word| word.replace('@', ", api: "))
        };
        let ([of_staging, of_live], [golden, validation]) = (pair(models), pair(runs));
        let rest = "temperature: 0, logging: full, rate_limit: null";
        let text = format!(
            "environments:\n  staging:\n    {{ prompt_source: library:draft, model: {of_staging}, {rest} }}\n  live:\n    \
             {{ prompt_source: library:active, model: {of_live}, {rest},\n      requires: [golden, validation] }}\n\
             prompts:\n  note:\n    live: {live}\n    staging: {staging}\n"
        );
        let hash = "a".repeat(64);
        let run = |run: &str, model: &str| {
            format!(
                "{{ prompt: note, run: {run}, environment: live, model: {model}, temperature: 0, cases: 4, passed: 4, sha256: {hash}, dataset: {hash}, at: \
                 2026-10-05T14:00:00Z }}"
            )
        };
        let (golden, validation) = (run("golden", &golden), run("validation", &validation));
        let ledger = format!(
            "- version: 1.0.0\n  status: active\n  sha256: {hash}\n  evidence: [{golden}, {validation}]\n"
        );
        assert_eq!(
            untested(&text, &ledger, file),
            *expected,
            "{text}{runs} {file}"
        );
    }
}

/// Of the environments that take drafts, the first with the settings of the pin is named.
#[test]
fn validation_runs_in_an_environment_with_the_same_settings() {
    let rest = "temperature: 0, logging: full, rate_limit: null";
    let text = format!(
        "environments:\n  canary: {{ prompt_source: library:draft, model: k, {rest} }}\n  live:\n    \
         {{ prompt_source: library:active, model: m, {rest}, requires: [validation] }}\n  \
         staging: {{ prompt_source: library:draft, model: m, {rest} }}\n\
         prompts:\n  note:\n    live: 1.0.0\n"
    );
    let record = "evidence: [{validation}]";
    let ledger = release(record).replace("model: m", "model: l");
    assert_eq!(
        untested(&text, &ledger, ""),
        "8:11 validate note --env staging"
    );
}

/// The pin, and which versions it could have in its place: 1.0.0 passed with `m`, 1.2.0 with `l`.
const OFFERS: &[(&str, &str)] = &[
    ("1.1.0", "`live` could pin `1.0.0`, `1.2.0`"),
    (
        "{ version: 1.1.0, temperature: 1 }",
        "`live` could pin `1.0.0`, `1.2.0`",
    ),
    ("{ version: 1.1.0, model: l }", "`live` could pin `1.2.0`"),
    ("{ version: 1.1.0, model: k }", ""),
];

#[test]
fn a_version_that_lacks_evidence_of_the_pins_model_is_not_offered() {
    for (pin, expected) in OFFERS {
        let text = configuration("1.1.0", "library:draft\n    requires: [golden]")
            .replace("\"1.1.0\"", pin);
        let hash = "a".repeat(64);
        let release = |version: &str, model: Option<&str>| {
            let evidence = model.map(|model| {
                let golden = POLICY_WORDS
                    .iter()
                    .find(|(word, _)| *word == "{golden}")
                    .unwrap()
                    .1;
                let golden = golden
                    .replace("HASH", &hash)
                    .replace("OTHER", &hash)
                    .replace("model: m", &format!("model: {model}"));
                format!("  evidence: [{golden}]\n")
            });
            format!(
                "- version: {version}\n  status: active\n  sha256: {hash}\n{}",
                evidence.unwrap_or_default()
            )
        };
        let releases = [("1.0.0", Some("m")), ("1.1.0", None), ("1.2.0", Some("l"))]
            .map(|(version, model)| release(version, model))
            .concat();
        let mut findings = Findings::default();
        let config = Config::read(&Source::new("environments.yaml", text), &mut findings).unwrap();
        let ledger = Ledger::read(&Source::new("releases.yaml", releases), &mut findings).unwrap();
        let pin = config.pin("note", 0).unwrap();
        let query = PinQuery {
            config: &config,
            id: "note",
            pin,
            ledger: &ledger,
            has_working_copy: false,
        };
        assert!(resolve(&query, &mut findings).is_none());
        let offer = findings.sorted()[0]
            .help
            .iter()
            .find(|help| help.contains("could pin"));
        assert_eq!(offer.map(String::as_str).unwrap_or_default(), *expected);
    }
}

/// The location of the finding about the model of `live`, and its ways out in short.
fn untested(configuration: &str, ledger: &str, model_of_file: &str) -> String {
    let mut findings = Findings::default();
    let config = Config::read(
        &Source::new("environments.yaml", configuration),
        &mut findings,
    )
    .unwrap();
    let ledger = Ledger::read(&Source::new("releases.yaml", ledger), &mut findings).unwrap();
    let pin = config.pin("note", 1).unwrap();
    let query = PinQuery {
        config: &config,
        id: "note",
        pin,
        ledger: &ledger,
        has_working_copy: false,
    };
    let release = ledger.releases(&mut findings)[0];
    let model = Some(model_of_file.to_owned()).filter(|model| !model.is_empty());
    let file = FileConfig {
        model,
        ..FileConfig::default()
    };
    let Some(finding) = query.untested(release, &file) else {
        return String::new();
    };
    let located = finding.location.locate();
    let help = finding
        .help
        .join(", ")
        .replace("`cargo prompts ", "")
        .replace(" --version 1.0.0` runs it and records the evidence", "");
    format!("{}:{} {help}", located.line, located.column)
}
