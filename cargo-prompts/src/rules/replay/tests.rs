use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use prompt_build::config::Config;
use prompt_build::library::PromptFile;
use prompt_build::report::{Findings, render};
use prompt_build::source::Source;
use prompt_build::template::SharedFiles;
use proptest::prelude::*;
use serde_json::Value;

use super::lines::for_each_line;
use super::tokens::tokens;
use super::{Anonymised, Checks, DeclaredNames, Replay, Search, anonymise, mask};
use crate::rules::personal::{Finder, Kind, find};

fn source(text: &str) -> Arc<Source> {
    Source::new("replay.jsonl", text)
}

/// A search for the known forms alone, for a prompt without inputs.
fn with_search<T>(run: impl FnOnce(Search<'_>) -> T) -> T {
    run(Search {
        finder: &Finder::default(),
        names: &DeclaredNames::of([]),
    })
}

fn anonymised(text: &str) -> Anonymised {
    let mut findings = Findings::default();
    let anonymised = with_search(|search| anonymise(&source(text), search, &mut findings));
    anonymised.expect("every line is an object")
}

#[test]
fn the_same_value_gets_the_same_placeholder() {
    let text = concat!(
        "{\"b\": \"Mail mara@nordlicht.de or MARA@nordlicht.de\",  \"a\": [1.50, \"+49 30 9018-2001\"]}\n",
        "\n",
        "  {\"a\":\"jb@vingt.fr +49309018 2001\",\"mara\\u0040nordlicht.de\":4111111111111111,\"é\\n\":\"\\u00e9\"}\n",
        "{\"x\":\"DE89370400440532013000, again jb@vingt.fr\"}",
    );
    let expected = concat!(
        "{\"b\": \"Mail <email-1> or <email-1>\",  \"a\": [1.50, \"<phone-1>\"]}\n",
        "\n",
        "  {\"a\":\"<email-2> <phone-1>\",\"<email-1>\":\"<card-1>\",\"é\\n\":\"\\u00e9\"}\n",
        "{\"x\":\"<iban-1>, again <email-2>\"}",
    );
    let counts = [
        (Kind::Email, 5),
        (Kind::Phone, 2),
        (Kind::Card, 1),
        (Kind::Iban, 1),
    ];
    assert_eq!(
        anonymised(text),
        Anonymised {
            text: expected.to_owned(),
            counts: counts.into()
        }
    );
    assert_eq!(
        anonymised(expected),
        Anonymised {
            text: expected.to_owned(),
            counts: BTreeMap::new()
        }
    );
}

#[test]
fn a_key_names_the_values_in_it() {
    for (text, expected) in [
        (
            r#"{"phone":4155550132,"n":{"tel":["9018200","4155550132"],"id":4155550132}}"#,
            r#"{"phone":"<phone-1>","n":{"tel":["<phone-2>","<phone-1>"],"id":4155550132}}"#,
        ),
        (
            r#"{"phone":{"value":"9018200","id":"9018201"},"value":"9018202"}"#,
            r#"{"phone":{"value":"<phone-1>","id":"9018201"},"value":"9018202"}"#,
        ),
        (
            r#"{"phones":[{"type":"work","raw":9018200},{"numbers":["9018201"]}],"no":"9018202"}"#,
            r#"{"phones":[{"type":"work","raw":"<phone-1>"},{"numbers":["<phone-2>"]}],"no":"9018202"}"#,
        ),
        (
            r#"{"mobile":{"orders":123456,"Home":{"value":"9018200"}}}"#,
            r#"{"mobile":{"orders":123456,"Home":{"value":"<phone-1>"}}}"#,
        ),
        (
            r#"{"a":[{"phone":null},{"value":"9018200"},{"phone":[]},{"value":"9018200"}]}"#,
            r#"{"a":[{"phone":null},{"value":"9018200"},{"phone":[]},{"value":"9018200"}]}"#,
        ),
    ] {
        assert_eq!(anonymised(text).text, expected);
    }
}

#[test]
fn numbers_go_on_after_those_that_are_there() {
    let text =
        anonymised("{\"a\":\"<email-7> <phone-99999999999>\",\"b\":\"mara@nordlicht.de\"}").text;
    assert_eq!(
        text,
        "{\"a\":\"<email-7> <phone-99999999999>\",\"b\":\"<email-8>\"}"
    );
}

#[test]
fn a_line_that_is_no_object_is_found() {
    let rows = [
        (
            "{\"a\": 1}\n[1]",
            "replay.jsonl:2:1: [invalid-replay] unexpected list",
        ),
        (
            "null",
            "replay.jsonl:1:1: [invalid-replay] unexpected `null`",
        ),
        (
            "{\"a\": \"é\"}\n\n{\"ä\": \"é\" 1}",
            "replay.jsonl:3:11: [invalid-replay] invalid JSON: expected `,` or `}`",
        ),
        ("{\"a\":\n1}", "replay.jsonl:1:"),
        (
            "{\"note\": \"secret \\ud800\"}",
            "replay.jsonl:1:24: [invalid-replay] invalid JSON: unexpected end",
        ),
        (
            "{\"a\": 1, \"a\": 2}",
            "replay.jsonl:1:10: [invalid-replay] duplicate key in an object",
        ),
        (
            "{}\n{\"a\": [{\"b\": {}, \"é\": {\"b\": 1}, \"\\u0062\": 2}], \"b\": 3}",
            "replay.jsonl:2:33: [invalid-replay] duplicate key",
        ),
        ("secret", "replay.jsonl:1:1: [invalid-replay] invalid JSON"),
        (
            "{\"a\": {\"secret +49 30 901820\": 1, \"b\": 2, \"secret +4930901820\": 3}, \"b\": {\"secret +4930901820\": 3}}",
            "replay.jsonl:1:43: [invalid-replay] two keys of an object would become the same\n",
        ),
    ];
    for (text, expected) in rows {
        let mut findings = Findings::default();
        let anonymised = with_search(|search| anonymise(&source(text), search, &mut findings));
        assert!(anonymised.is_none(), "{text}");
        let shown = findings.iter().map(render).collect::<String>();
        assert!(
            shown.starts_with(expected) && !shown.contains("secret"),
            "{shown}"
        );
    }
}

#[test]
fn a_key_of_the_line_is_no_key_within_it() {
    let line = r#"{"b": {"a": 1}, "c": ["a"], "d": "a", "a": 2}"#;
    let keys = |name: &str| {
        let tokens = tokens(line, &DeclaredNames::default());
        let keys = tokens.iter().filter(|token| token.is_key_of_line(name));
        keys.map(|token| token.raw.start).collect::<Vec<_>>()
    };
    assert_eq!(keys("a"), [line.rfind("\"a\"").unwrap()]);
    assert_eq!(keys("b"), [1]);
    assert!(keys("e").is_empty());
}

#[test]
fn lines_have_their_numbers_and_duplicates_their_length() {
    let mut findings = Findings::default();
    let source = source("{\"a\": 1}\n\n{\"name\": 1, \"name\": 2}");
    let mut numbers = Vec::new();
    for_each_line(&source, &source, &mut findings, |line, _| {
        numbers.push(line.number);
    });
    assert_eq!(numbers, [1, 3]);
    let shown = findings.iter().map(render).collect::<String>();
    assert!(shown.contains(" ^^^^^^\n"), "{shown}");
    assert!(shown.contains(" first given here"), "{shown}");
}

/// The names that a prompt declares.
fn names_of(prompt: &str) -> DeclaredNames {
    let mut findings = Findings::default();
    let file = PromptFile::read(&Source::new("note.prompt", prompt), &mut findings).unwrap();
    let template = file.template(&SharedFiles::refused(), &mut findings);
    DeclaredNames::of([&template.unwrap()])
}

const PROMPT: &str = "---
input:
  schema:
    customer: string
    lead:
      name: string
    products(array):
      price: number
    limits:
      (*): integer
---
{{customer}} {{lead.name}} {{#each products}}{{price}}{{/each}} {{limits.seats}}
";

/// A declared name is shown at its place. Elsewhere the same word is a key that a caller chose.
#[test]
fn the_names_that_a_prompt_declares_are_shown_at_their_places() {
    let names = names_of(PROMPT);
    for (line, expected) in [
        (
            r#"{"customer":"Mara","lead":{"name":"Mara"},"products":[{"price":1},{"price":2}]}"#,
            r#"{"customer":"xxxx","lead":{"name":"xxxx"},"products":[{"price":x},{"price":x}]}"#,
        ),
        (
            r#"{"limits":{"seats":1,"price":[2]},"name":{"customer":true},"lead":[{"name":null}]}"#,
            r#"{"limits":{"xxxxx":x,"xxxxx":[x]},"xxxx":{"xxxxxxxx":true},"lead":[{"xxxx":null}]}"#,
        ),
        (
            r#"{"history":[{"role":"user","content":"Mara"}],"content":{"role":"user"}}"#,
            r#"{"history":[{"role":"xxxx","content":"xxxx"}],"xxxxxxx":{"xxxx":"xxxx"}}"#,
        ),
    ] {
        assert_eq!(mask::masked(&source(line), &names).text, expected);
    }
}

/// A search for a pattern with the name `word`.
fn finder_of(regex: &str) -> Finder {
    let text = format!(
        "environments: {{ dev: {{ prompt_source: local, model: m, logging: full, rate_limit: null }} }}\n\
         prompts: {{}}\npersonal_data: {{ patterns: [{{ name: word, regex: '{regex}' }}] }}\n"
    );
    let mut findings = Findings::default();
    let config = Config::read(&Source::new("environments.yaml", text), &mut findings);
    Finder::of(&config.expect("it has environments"), &mut findings)
}

/// The pattern matches each word that the prompt declares, and the same word as a value.
#[test]
fn the_names_that_a_prompt_declares_are_not_searched() {
    let finder =
        finder_of("customer|lead|name|products|price|limits|seats|history|role|content|user");
    let names = names_of(PROMPT);
    let search = Search {
        finder: &finder,
        names: &names,
    };
    for (line, expected) in [
        (
            r#"{"customer":"customer","lead":{"name":"name"},"products":[{"price":1},{"price":2}]}"#,
            r#"{"customer":"<word-1>","lead":{"name":"<word-2>"},"products":[{"price":1},{"price":2}]}"#,
        ),
        (
            r#"{"limits":{"seats":1,"price":2},"lead":{"price":"a"}}"#,
            r#"{"limits":{"<word-1>":1,"<word-2>":2},"lead":{"<word-2>":"a"}}"#,
        ),
        (
            r#"{"history":[{"role":"user","content":"user"},{"role":"user name","content":"a"}],"lead":{"name":"a"}}"#,
            r#"{"history":[{"role":"user","content":"<word-1>"},{"role":"<word-1> <word-2>","content":"a"}],"lead":{"name":"a"}}"#,
        ),
    ] {
        let anonymised = anonymise(&source(line), search, &mut Findings::default());
        assert_eq!(anonymised.expect("every line is an object").text, expected);
    }
}

/// Files of checks, and the share that must pass.
const CHECKS: &[(&str, Option<f64>)] = &[
    ("", Some(1.0)),
    ("# Later.\n", Some(1.0)),
    ("threshold: 0.9\n", Some(0.9)),
    ("threshold: 90\n", None),
    ("treshold: 0.9\n", None),
    ("[0.9]\n", None),
];

#[test]
fn checks_have_a_share_of_all_lines_or_less() {
    for (text, expected) in CHECKS {
        let mut findings = Findings::default();
        let checks = Checks::read(&Source::new("checks.yaml", *text), &mut findings);
        assert_eq!(checks.map(|checks| checks.threshold), *expected, "{text}");
        assert_eq!(findings.has_errors(), expected.is_none(), "{text}");
    }
}

/// Datasets, and how their findings begin.
const CHECKED: &[(&str, &[&str])] = &[
    (
        "",
        &["replay.jsonl:1:1: [invalid-replay] no inputs, expected one JSON object a line"],
    ),
    (
        "\n \n",
        &["replay.jsonl:1:1: [invalid-replay] no inputs, expected one JSON object a line"],
    ),
    (
        "[1]",
        &["replay.jsonl:1:1: [invalid-replay] unexpected list"],
    ),
    ("{\"a\": 1}\n", &[]),
    (
        "{\"a\": 1}\n{\"a\": \"to mara@nordlicht.de, +49 30 9018 2001\"}",
        &[
            "replay.jsonl:2:11: [personal-data] this looks like an email address",
            "replay.jsonl:2:30: [personal-data] this looks like a phone number",
        ],
    ),
    (
        r#"{"a": "\"Hi\" mara@nordlicht.de"}"#,
        &["replay.jsonl:1:15: [personal-data] this looks like an email address"],
    ),
];

#[test]
fn a_dataset_is_checked_without_its_prompt() {
    for (text, expected) in CHECKED {
        let mut findings = Findings::default();
        with_search(|search| Replay::check(&source(text), "sales-email", search, &mut findings));
        let shown = findings.iter().map(render).collect::<Vec<_>>();
        assert_eq!(shown.len(), expected.len(), "{text}: {shown:?}");
        for (shown, expected) in shown.iter().zip(*expected) {
            assert!(shown.starts_with(expected), "{shown}");
        }
    }
}

#[test]
fn personal_data_is_underlined_as_long_as_it_is() {
    let mut findings = Findings::default();
    let source = source("{\"a\": \"mara@nordlicht.de\"}");
    with_search(|search| Replay::check(&source, "sales-email", search, &mut findings));
    let shown = findings.iter().map(render).collect::<String>();
    assert!(shown.contains(&format!(" {}\n", "^".repeat(17))), "{shown}");
    assert!(shown.contains("`cargo prompts anonymise sales-email` replaces it"));
}

#[test]
fn nothing_of_what_is_said_is_left() {
    let text = "{\"note\": \"Grüße aus Köln, 12€ 🙂\", \"n\": -1.5e3, \"Mara\": 1}\nno JSON";
    let names = names_of("{{note}} {{n}}");
    let masked = mask::masked(&source(text), &names);
    assert_eq!(
        masked.text,
        "{\"note\": \"xx··x xxx x·xx, xx… 𝑥\", \"n\": -x.xxx, \"xxxx\": x}\nxx xxxx"
    );
}

#[test]
fn many_places_in_a_long_text_take_one_pass() {
    let line = format!("\"{}\"", r"\u00e9abcdefgh".repeat(60_000));
    let token = &tokens(&line, &DeclaredNames::default())[0];
    let start = Instant::now();
    let places = token.places(
        &line,
        (0..60_000).map(|number| number * 10..number * 10 + 3),
    );
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
    assert!(
        places
            .iter()
            .all(|place| &line[place.clone()] == r"\u00e9a"),
        "{places:?}"
    );
}

proptest! {
    /// Other data is unchanged for any text, and the result is JSON without personal data.
    #[test]
    fn what_is_left_is_the_same_json(said in prop::collection::vec(r#"(?:\PC|[\n"\\]|mara@nordlicht\.de| ){0,20}"#, 1..4)) {
        let line = serde_json::to_string(&serde_json::json!({ "a": said, "b": { "c": 1 } })).expect("JSON");
        let escaped = line.replace('@', "\\u0040").replace('n', "\\u006e").replace("\\\\u006e", "\\n");
        for line in [line, escaped] {
            let Ok(before) = serde_json::from_str::<Value>(&line) else { continue };
            let after = serde_json::from_str::<Value>(&anonymised(&line).text).expect("it is JSON still");
            let texts = |value: &Value| {
                let texts = value["a"].as_array().cloned().unwrap_or_default();
                texts.iter().map(|text| text.as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
            };
            for (before, after) in texts(&before).iter().zip(texts(&after)) {
                prop_assert!(find(&after).is_empty());
                prop_assert!(!find(before).is_empty() || *before == after);
            }
        }
    }
}

/// The reason says which file has no inputs, in a text, a list and the arguments of a call.
#[test]
fn checks_have_no_names_of_inputs() {
    const MESSAGE: &str = "checks.yaml:1:";
    for assertion in [
        "{ type: contains, value: '{{customer}}' }",
        "{ type: contains-all, value: ['{{customer}}'] }",
        "{ type: 'trajectory:tool-args-match', value: { name: a, args: { b: '{{customer}}' } } }",
    ] {
        let text = format!("assert: [{assertion}]\n");
        let mut findings = Findings::default();
        let checks = Checks::read(&Source::new("checks.yaml", text), &mut findings);
        assert!(checks.is_none(), "{assertion}");
        let said = findings.iter().map(render).collect::<String>();
        assert!(
            said.contains(MESSAGE)
                && said.contains("names of inputs cannot stand in checks, such as `{{customer}}`"),
            "{said}"
        );
    }
}
