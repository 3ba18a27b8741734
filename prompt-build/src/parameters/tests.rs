use super::*;
use crate::yaml::KeyHint;

fn parsed(text: &str) -> (Arc<Source>, Node, Findings) {
    let mut findings = Findings::default();
    let source = Source::new("environments.yaml", text.to_owned());
    let node = yaml::parse(&source, &mut findings).unwrap();
    (source, node, findings)
}

/// The parameters and the findings.
fn said(given: &ParameterEntries, findings: &Findings) -> String {
    let findings = findings.sorted();
    let messages = findings
        .iter()
        .map(|finding| format!("; {}: {}", finding.code, finding.message));
    format!("{}{}", given.readable, messages.collect::<String>())
}

fn environment(text: &str) -> String {
    let (source, node, mut findings) = parsed(text);
    let keys = keys_between(&[], &[]);
    let table = Table::open(&source, &node, "an environment", &keys, &mut findings).unwrap();
    let given = read(&source, &table, &mut findings);
    said(&given, &findings)
}

fn record(text: &str) -> String {
    let (source, node, mut findings) = parsed(text);
    let keys = keys_between(&[], &[]);
    let table = Table::open(&source, &node, "evidence", &keys, &mut findings).unwrap();
    let read = read_recorded(&source, &table, &mut findings);
    let findings = findings.sorted();
    let messages = findings
        .iter()
        .map(|finding| format!("; {}", finding.message));
    format!("{read}{}", messages.collect::<String>())
}

fn config(text: &str) -> String {
    let (source, node, mut findings) = parsed(text);
    let entries = yaml::entries(&source, &node, "`config`", &mut findings).unwrap();
    let (given, others) = read_config(&source, entries, &mut findings);
    let others = others.iter().map(|key| format!(" [{}]", key.value));
    format!("{}{}", said(&given, &findings), others.collect::<String>())
}

#[test]
fn an_environment_has_the_temperature_beside_the_others() {
    let rows = [
        ("{}", ""),
        ("{ temperature: 1 }", "temperature 1"),
        (
            "{ temperature: null, parameters: null }",
            "temperature null",
        ),
        (
            "{ temperature: 0.2, parameters: { top_p: 0.5, stop: [END], extra_body: { user: { id: 7 } } } }",
            "extra_body {\"user\":{\"id\":7}}, stop [\"END\"], temperature 0.2, top_p 0.5",
        ),
        (
            "{ parameters: { top_q: 1 } }",
            "; unknown-key: unknown key `top_q` in `parameters`",
        ),
        (
            "{ parameters: { temperature: 1 } }",
            "; unknown-key: unknown key `temperature` in `parameters`",
        ),
        (
            "{ parameters: { top_p: 1.5, seed: 1 } }",
            "seed 1; invalid-parameter: top_p `1.5` is out of range, expected 0.0 to 1.0",
        ),
        (
            "{ parameters: { top_p: low } }",
            "; unexpected-type: unexpected string, expected a number for `top_p`",
        ),
        (
            "{ parameters: { stop: [] } }",
            "; invalid-parameter: `stop` has no items: leave it out, or set it to `null`",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(environment(text), expected, "{text}");
    }
}

#[test]
fn a_number_is_sent_as_it_is_written_or_refused() {
    let rows = [
        (
            "{ parameters: { extra_body: { a: [.inf] } } }",
            "; invalid-parameter: `extra_body` has the number `.inf`, which JSON does not have",
        ),
        (
            "{ parameters: { extra_body: { a: { b: [.nan, -.INF] } } } }",
            "; invalid-parameter: `extra_body` has the number `.nan`, which JSON does not have; invalid-parameter: `extra_body` has the number `-.INF`, which JSON does not have",
        ),
        (
            "{ parameters: { extra_body: { a: 1e999 } } }",
            "; invalid-parameter: `extra_body` has the number `1e999`, which is too large for a 64-bit float",
        ),
        (
            "{ parameters: { extra_body: { a: '1e999', b: 1e999x, c: inf } } }",
            "extra_body {\"a\":\"1e999\",\"b\":\"1e999x\",\"c\":\"inf\"}",
        ),
        (
            "{ parameters: { extra_body: { a: 18446744073709551615, b: -9223372036854775808 } } }",
            "extra_body {\"a\":18446744073709551615,\"b\":-9223372036854775808}",
        ),
        (
            "{ parameters: { extra_body: { a: 18446744073709551616 } } }",
            "; invalid-parameter: `extra_body` has the number `18446744073709551616`, which is a whole number of more than 64 bits",
        ),
        (
            "{ parameters: { extra_body: { a: -9223372036854775809 } } }",
            "; invalid-parameter: `extra_body` has the number `-9223372036854775809`, which is a whole number of more than 64 bits",
        ),
        (
            "{ parameters: { extra_body: { a: 1000000000000000000000000000000000000000000 } } }",
            "; invalid-parameter: `extra_body` has the number `1000000000000000000000000000000000000000000`, which is a whole number of more than 64 bits",
        ),
        (
            "{ parameters: { extra_body: { a: 0x10000000000000000 } } }",
            "; invalid-parameter: `extra_body` has the number `0x10000000000000000`, which is a whole number of more than 64 bits",
        ),
        (
            "{ parameters: { extra_body: { a: 0.123456789012345678 } } }",
            "; invalid-parameter: `extra_body` has the number `0.123456789012345678`, which would be sent as `0.12345678901234568`: a 64-bit float holds no more digits",
        ),
        (
            "{ parameters: { extra_body: { a: 1e-99999999999999999999 } } }",
            "; invalid-parameter: `extra_body` has the number `1e-99999999999999999999`, which would be sent as `0`: a 64-bit float holds no more digits",
        ),
        (
            "{ parameters: { extra_body: { a: 1e-999 } } }",
            "; invalid-parameter: `extra_body` has the number `1e-999`, which would be sent as `0`: a 64-bit float holds no more digits",
        ),
        (
            "{ parameters: { extra_body: { a: [0.1, 0.30000000000000004, 1.50, 1e20, 1.5E-7, -0.0, +2.5, 5.e1] } } }",
            "extra_body {\"a\":[0.1,0.30000000000000004,1.5,100000000000000000000,1.5e-7,0,2.5,50]}",
        ),
        (
            "{ temperature: 0.20000000000000000001 }",
            "; invalid-temperature: `temperature` has the number `0.20000000000000000001`, which would be sent as `0.2`: a 64-bit float holds no more digits",
        ),
        (
            "{ parameters: { extra_body: { a: !!float \"0.30000000000000000000001\", b: !!float '0.5' } } }",
            "; invalid-parameter: `extra_body` has the number `\"0.30000000000000000000001\"`, which would be sent as `0.3`: a 64-bit float holds no more digits",
        ),
        (
            "{ parameters: { top_p: !!float 0.30000000000000000000001 } }",
            "; invalid-parameter: `top_p` has the number `0.30000000000000000000001`, which would be sent as `0.3`: a 64-bit float holds no more digits",
        ),
        (
            "{ parameters: { top_p: !!float \"0.\\x35\" } }",
            "; invalid-parameter: `top_p` has the number `\"0.\\\\x35\"`, which is not written as a decimal number",
        ),
        (
            "{ parameters: { extra_body: { a: &x 0.5, b: *x, c: &y !!float \"0.25\", d: *y } } }",
            "extra_body {\"a\":0.5,\"b\":0.5,\"c\":0.25,\"d\":0.25}",
        ),
        (
            "{ parameters: { extra_body: { a: 010 } } }",
            "; invalid-parameter: `extra_body` has the number `010`, which would be sent as a string: it begins with `0`",
        ),
        (
            "{ parameters: { extra_body: { a: [-007, '010', 0, 0.5, 010x] } } }",
            "; invalid-parameter: `extra_body` has the number `-007`, which would be sent as a string: it begins with `0`",
        ),
        (
            "{ parameters: { stop: ['1e999', 1e999] } }",
            "stop [\"1e999\",\"1e999\"]",
        ),
        (
            "{ temperature: .nan }",
            "; invalid-temperature: temperature `NaN` is out of range, expected 0.0 to 2.0",
        ),
        (
            "{ parameters: 1 }",
            "; unexpected-type: unexpected number, expected a mapping for `parameters`",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(environment(text), expected, "{text}");
    }
}

#[test]
fn a_tag_says_what_a_value_is() {
    let rows = [
        (
            "{ parameters: { extra_body: { a: !!str 1, b: !!str 010, c: !!str &x 1e999, d: &y !!str 2, e: *y } } }",
            "extra_body {\"a\":\"1\",\"b\":\"010\",\"c\":\"1e999\",\"d\":\"2\",\"e\":\"2\"}",
        ),
        (
            "{ parameters: { top_p: !!float 1, extra_body: { a: !!float 7, b: !!int \"7\", c: [!!str 7,!!str 8, !<tag:yaml.org,2002:str> 9] } } }",
            "extra_body {\"a\":7,\"b\":7,\"c\":[\"7\",\"8\",\"9\"]}, top_p 1",
        ),
        (
            "{ parameters: { extra_body: { a: !!float 18446744073709551617 } } }",
            "; invalid-parameter: `extra_body` has the number `18446744073709551617`, which would be sent as `18446744073709552000`: a 64-bit float holds no more digits",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(environment(text), expected, "{text}");
    }
}

#[test]
fn of_a_list_of_strings_the_item_that_is_none_is_named() {
    let rows = [
        (
            "{ parameters: { stop: [END, 5, [x]] } }",
            "; unexpected-type: unexpected number, expected a string in `stop`",
        ),
        (
            "{ parameters: { stop: END } }",
            "; unexpected-type: unexpected string, expected a list of strings for `stop`",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(environment(text), expected, "{text}");
    }
}

#[test]
fn a_record_has_only_what_was_sent() {
    let rows = [
        (
            "{ temperature: 0.2, parameters: { seed: 7 } }",
            "seed 7, temperature 0.2",
        ),
        (
            "{ temperature: null }",
            "; unexpected null for `temperature`: a record has only the parameters that were sent",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(record(text), expected, "{text}");
    }
}

#[test]
fn a_file_has_either_spelling_and_keys_of_its_own() {
    let rows = [
        ("{ topP: 0.5, region: [1] }", "top_p 0.5 [region]"),
        ("{ top_p: 0.5, temperature: 0 }", "temperature 0, top_p 0.5"),
        ("{ stopSequences: null }", "stop null"),
        (
            "{ topP: 0.5, top_p: 1 }",
            "top_p 1; duplicate-key: `top_p` is set twice, under two names",
        ),
    ];
    for (text, expected) in rows {
        assert_eq!(config(text), expected, "{text}");
    }
}

/// A key that is unknown beside `model`, the parameter that it stands for, and the help.
const BESIDE_MODEL: &[(&str, &str, &str)] = &[
    ("seed", "seed", "`seed` stands under `parameters:`"),
    (
        "maxOutputTokens",
        "max_output_tokens",
        "`max_output_tokens` stands under `parameters:`",
    ),
    (
        "max_tokens",
        "max_output_tokens",
        "`max_output_tokens` under `parameters:` is this setting; `output_tokens_key: max_tokens` of an environment sends it under this name",
    ),
    (
        "stop_sequences",
        "stop",
        "`stop` under `parameters:` is this setting",
    ),
    (
        "n",
        "",
        "`request.with(key, value)` sends it with one call, `extra_body` with every call",
    ),
    (
        "response_format",
        "",
        "`output` in the front matter of a prompt is the form of its answer",
    ),
];
/// The same for a key under `parameters`.
const UNDER_PARAMETERS: &[(&str, &str, &str)] = &[
    (
        "temperature",
        "temperature",
        "`temperature` stands beside `model`, not under `parameters`",
    ),
    (
        "model",
        "model",
        "`model` stands beside `parameters`, not under it",
    ),
    (
        "api",
        "api",
        "`api` stands beside `model`, not under `parameters`",
    ),
    ("topP", "top_p", "did you mean `top_p`?"),
    (
        "max_completion_tokens",
        "max_output_tokens",
        "`max_output_tokens` is this setting",
    ),
    (
        "stream",
        "",
        "`request.streaming()` asks for one answer in pieces",
    ),
];

fn shown(hint: Option<KeyHint>) -> (String, String) {
    let hint = hint.expect("a hint");
    (hint.meant.unwrap_or_default().to_owned(), hint.help)
}

#[test]
fn keys_in_the_wrong_place_have_a_hint() {
    for (key, meant, help) in BESIDE_MODEL {
        let expected = ((*meant).to_owned(), (*help).to_owned());
        assert_eq!(shown(hint_beside_model(key)), expected, "{key}");
    }
    for (key, meant, help) in UNDER_PARAMETERS {
        let expected = ((*meant).to_owned(), (*help).to_owned());
        assert_eq!(shown(hint_nested(key)), expected, "{key}");
    }
    assert!(hint_beside_model("loging").is_none());
    assert!(hint_nested("top_q").is_none());
}

#[test]
fn keys_of_a_file_in_the_wrong_place_have_a_hint() {
    let rows = [
        ("topK", true, Some("`topK` stands under `config`")),
        (
            "parameters",
            true,
            Some("the parameters of a prompt file stand under `config`"),
        ),
        (
            "stop_sequences",
            true,
            Some("`stop` under `config` is this setting"),
        ),
        ("stop_sequences", false, Some("`stop` is this setting")),
        ("model", false, Some("`model` stands beside `config`")),
        ("descriptoin", true, None),
    ];
    for (key, is_beside_config, expected) in rows {
        let hint = hint_in_file(key, is_beside_config);
        assert_eq!(hint.as_deref(), expected, "{key}");
    }
}

/// A mapping with so many keys under `extra_body`, as an environment has it.
fn extra_body(keys: usize) -> String {
    let keys = (0..keys).map(|at| format!("k{at}: 1, "));
    let keys = keys.collect::<String>();
    format!("{{ parameters: {{ extra_body: {{ {keys} }} }} }}")
}

#[test]
fn a_mapping_has_a_limited_number_of_keys() {
    assert!(environment(&extra_body(1_000)).starts_with("extra_body {\"k0\":1,"));
    assert_eq!(
        environment(&extra_body(1_001)),
        "; invalid-parameter: `extra_body` has more than 1000 keys"
    );
}

/// The places of keys take no more memory than the file, however long the names around them are.
#[test]
fn keys_within_a_long_path_have_no_place() {
    let rows = [
        ("a", "a a.b a.b.c"),
        (&"a".repeat(199), "199 201"),
        (&"a".repeat(200), "200"),
    ];
    for (name, expected) in rows {
        let text = format!("{{ parameters: {{ extra_body: {{ {name}: {{ b: {{ c: 1 }} }} }} }} }}");
        let (source, node, mut findings) = parsed(&text);
        let keys = keys_between(&[], &[]);
        let table = Table::open(&source, &node, "an environment", &keys, &mut findings).unwrap();
        let given = read(&source, &table, &mut findings);
        let paths = given.readable.get("extra_body").unwrap().keys.iter();
        let shown = paths.map(|(path, _)| match path.len() {
            length @ 100.. => length.to_string(),
            _ => path.clone(),
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected);
    }
}
