//! The table of parameters: its rows, the values that they take, and their text form.

use prompt_core::header::{HeaderWriter, key};
use prompt_core::js::{Json, Number};
use prompt_core::parameters::{
    Kind, Mismatch, Parameter, ParameterLines, Parameters, Place, TABLE, WireUse, find,
};
use prompt_core::vocabulary::Api;
use proptest::prelude::*;

/// A row of the table as it should be.
struct Row {
    name: &'static str,
    in_file: &'static str,
    attribute: &'static str,
    /// The paths in chat completions, responses, Anthropic's messages and Gemini. `-` stands for
    /// none, `!` for a warning.
    paths: [&'static str; 4],
    taken: &'static str,
    refused: &'static str,
}

const fn row(
    [name, in_file, attribute]: [&'static str; 3],
    paths: [&'static str; 4],
    [taken, refused]: [&'static str; 2],
) -> Row {
    Row {
        name,
        in_file,
        attribute,
        paths,
        taken,
        refused,
    }
}

/// A row for each row of the table. Values are separated by blanks.
const ROWS: &[Row] = &[
    row(
        ["temperature", "", "gen_ai.request.temperature"],
        [
            "temperature",
            "temperature",
            "temperature!",
            "generationConfig.temperature!",
        ],
        ["0 0.7 2 2.0", "-0.1 2.1 1e300 \"0.7\" null [0.7]"],
    ),
    row(
        [
            "max_output_tokens",
            "maxOutputTokens",
            "gen_ai.request.max_tokens",
        ],
        [
            "max_completion_tokens",
            "max_output_tokens",
            "max_tokens",
            "generationConfig.maxOutputTokens",
        ],
        ["1 4096", "0 -1 1.5 \"4096\" null"],
    ),
    row(
        ["top_p", "topP", "gen_ai.request.top_p"],
        ["top_p", "top_p", "top_p!", "generationConfig.topP!"],
        ["0 0.9 1", "-0.1 1.1 \"1\""],
    ),
    row(
        ["top_k", "topK", "gen_ai.request.top_k"],
        ["-", "-", "top_k!", "generationConfig.topK!"],
        ["1 40", "0 1.5"],
    ),
    row(
        ["stop", "stopSequences", "gen_ai.request.stop_sequences"],
        [
            "stop",
            "-",
            "stop_sequences",
            "generationConfig.stopSequences",
        ],
        ["[\"END\"] [\"a\",\"b\"]", "\"END\" [] [\"\"] [1] null"],
    ),
    row(
        ["seed", "", "gen_ai.request.seed"],
        ["seed", "-", "-", "generationConfig.seed"],
        ["0 -7 9007199254740993", "0.5 \"7\" 9223372036854775808"],
    ),
    row(
        [
            "presence_penalty",
            "presencePenalty",
            "gen_ai.request.presence_penalty",
        ],
        [
            "presence_penalty",
            "-",
            "-",
            "generationConfig.presencePenalty!",
        ],
        ["-2 0 0.5 2", "-2.1 2.1"],
    ),
    row(
        [
            "frequency_penalty",
            "frequencyPenalty",
            "gen_ai.request.frequency_penalty",
        ],
        [
            "frequency_penalty",
            "-",
            "-",
            "generationConfig.frequencyPenalty!",
        ],
        ["-2 0 0.5 2", "-2.1 2.1"],
    ),
    row(
        ["reasoning_effort", "reasoningEffort", ""],
        [
            "reasoning_effort",
            "reasoning.effort",
            "output_config.effort",
            "generationConfig.thinkingConfig.thinkingLevel",
        ],
        [
            "\"none\" \"minimal\" \"low\" \"medium\" \"high\" \"xhigh\" \"max\"",
            "\"highest\" \"High\" 1 true",
        ],
    ),
    row(
        ["thinking_budget", "thinkingBudget", ""],
        [
            "-",
            "-",
            "thinking.budget_tokens!",
            "generationConfig.thinkingConfig.thinkingBudget",
        ],
        ["-1 0 1024", "-2 0.5"],
    ),
    row(
        ["verbosity", "", ""],
        ["verbosity", "text.verbosity", "-", "-"],
        ["\"low\" \"medium\" \"high\"", "\"loud\" 1"],
    ),
    row(
        ["service_tier", "serviceTier", ""],
        [
            "service_tier",
            "service_tier",
            "service_tier",
            "serviceTier",
        ],
        ["\"flex\" \"standard_only\"", "\"\" \"a\\u0020b\" 1"],
    ),
    row(
        ["tool_choice", "toolChoice", ""],
        [
            "tool_choice",
            "tool_choice",
            "tool_choice",
            "toolConfig.functionCallingConfig",
        ],
        [
            "\"auto\" \"none\" \"required\" \"look-up-order\"",
            "\"\" true {}",
        ],
    ),
    row(
        ["parallel_tool_calls", "parallelToolCalls", ""],
        [
            "parallel_tool_calls",
            "parallel_tool_calls",
            "tool_choice.disable_parallel_tool_use",
            "-",
        ],
        ["true false", "1 \"true\""],
    ),
    row(
        ["store", "", ""],
        ["store", "store", "-", "store"],
        ["true false", "0 null"],
    ),
    row(
        ["cache", "", ""],
        [
            "prompt_cache_breakpoint",
            "prompt_cache_breakpoint",
            "cache_control",
            "-",
        ],
        ["true false", "1 \"1h\""],
    ),
    row(
        ["extra_body", "extraBody", ""],
        ["*", "*", "*", "*"],
        ["{\"user\":\"crm\"} {}", "[] 1 \"user\""],
    ),
];

#[test]
fn each_row_has_its_keys_and_limits() {
    assert_eq!(ROWS.len(), TABLE.len());
    for row in ROWS {
        let name = row.name;
        let parameter = find(name).unwrap();
        assert!(parameter.is_named_in_file(name));
        assert_eq!(parameter.in_file.unwrap_or_default(), row.in_file, "{name}");
        assert_eq!(
            parameter.attribute.unwrap_or_default(),
            row.attribute,
            "{name}"
        );
        for (api, expected) in Api::ALL.iter().zip(row.paths) {
            let use_there = parameter.in_api(*api);
            let warning = use_there.warning.map_or("", |_| "!");
            let path = use_there.path().unwrap_or("-");
            assert_eq!(format!("{path}{warning}"), expected, "{name} in {api}");
        }
        for value in row.taken.split(' ') {
            assert!(parameter.parse(value).is_some(), "{name}: {value}");
        }
        for value in row.refused.split(' ') {
            assert_eq!(parameter.parse(value), None, "{name}: {value}");
        }
    }
}

#[test]
fn names_are_unambiguous() {
    for parameter in TABLE {
        let keys = [Some(parameter.name), parameter.in_file];
        for key in keys.into_iter().flatten() {
            let named = TABLE.iter().filter(|other| other.is_named_in_file(key));
            assert_eq!(named.count(), 1, "{key}");
        }
    }
}

const fn of_kind(name: &'static str, kind: Kind) -> Parameter {
    Parameter {
        name,
        in_file: None,
        place: Place::Nested,
        kind,
        attribute: None,
        chat_completions: WireUse::MISSING,
        responses: WireUse::MISSING,
        anthropic_messages: WireUse::MISSING,
        gemini: WireUse::MISSING,
    }
}

static SHARE: Parameter = of_kind(
    "share",
    Kind::Number {
        least: 0.0,
        most: 1.0,
    },
);
static COUNT: Parameter = of_kind("count", Kind::Integer { least: 1, most: 9 });
static SWITCH: Parameter = of_kind("switch", Kind::Bool);
static WORD: Parameter = of_kind("word", Kind::Word);
static LEVEL: Parameter = of_kind("level", Kind::Choice(&["low", "high"]));
static STOPS: Parameter = of_kind("stops", Kind::Texts);
static EXTRA: Parameter = of_kind("extra", Kind::Object);

#[test]
fn a_value_of_each_kind_is_taken() {
    let rows = [
        (&SHARE, "1", "1"),
        (&SHARE, "0.25", "0.25"),
        (&COUNT, "9", "9"),
        (&SWITCH, "true", "true"),
        (&WORD, "\"flex\"", "\"flex\""),
        (&LEVEL, "\"high\"", "\"high\""),
        (&STOPS, "[\"a\\n\", \"b\"]", "[\"a\\n\",\"b\"]"),
        (&EXTRA, "{\"user\": {\"id\": 7}}", "{\"user\":{\"id\":7}}"),
    ];
    for (parameter, value, expected) in rows {
        let read = parameter.parse(value).unwrap();
        assert_eq!(read.to_string(), expected, "{}", parameter.name);
    }
}

#[test]
fn a_value_of_another_kind_is_refused_with_a_reason() {
    let range = |text: &str| Mismatch::Value(text.to_owned());
    let rows = [
        (&SHARE, "\"1\"", Mismatch::Type("a number")),
        (&SHARE, "1.5", range("is out of range, expected 0.0 to 1.0")),
        (&COUNT, "1.5", Mismatch::Type("a whole number")),
        (&COUNT, "10", range("is out of range, expected 1 to 9")),
        (
            &COUNT,
            "99999999999999999999",
            range("is out of range, expected 1 to 9"),
        ),
        (&SWITCH, "1", Mismatch::Type("`true` or `false`")),
        (&WORD, "[]", Mismatch::Type("a string")),
        (&LEVEL, "true", Mismatch::Type("a string")),
        (
            &LEVEL,
            "\"middling\"",
            range("is unknown, expected `low`, `high`"),
        ),
        (
            &WORD,
            "\"flex tier\"",
            range("is not a word of letters, digits, `_`, `-`, `.` and `/`"),
        ),
        (&STOPS, "[\"a\", 1]", Mismatch::Type("a list of strings")),
        (
            &STOPS,
            "[]",
            range("has no items: leave it out, or set it to `null`"),
        ),
        (&STOPS, "[\"a\", \"\"]", range("has an empty string")),
        (&EXTRA, "[]", Mismatch::Type("a mapping")),
    ];
    for (parameter, value, expected) in rows {
        let value = Json::parse(value).unwrap();
        assert_eq!(parameter.read(&value), Err(expected), "{value}");
    }
    for number in [f64::NAN, f64::INFINITY] {
        let value = Json::Number(Number::from(number));
        let reason = range("is out of range, expected 0.0 to 1.0");
        assert_eq!(SHARE.read(&value), Err(reason));
    }
}

#[test]
fn a_prompt_file_can_have_a_second_spelling() {
    let parameter = Parameter {
        in_file: Some("stopWords"),
        ..of_kind("stop_words", Kind::Texts)
    };
    assert!(parameter.is_named_in_file("stop_words") && parameter.is_named_in_file("stopWords"));
    assert!(!parameter.is_named_in_file("stopwords") && !STOPS.is_named_in_file(""));
}

#[test]
fn what_is_set_later_replaces_what_was_set_before() {
    let mut parameters = Parameters::default();
    for (parameter, value) in [(&WORD, "\"flex\""), (&COUNT, "3"), (&WORD, "\"auto\"")] {
        parameters.set(parameter, parameter.parse(value).unwrap());
    }
    assert_eq!(parameters.to_string(), "count 3, word \"auto\"");
    assert_eq!(parameters.get("count"), COUNT.parse("3").as_ref());
    assert_eq!(parameters.get("level"), None);
}

#[test]
fn lines_are_shown_as_a_map() {
    let lines = ParameterLines::new("parameter temperature 0.2\n");
    assert_eq!(format!("{lines:?}"), "{temperature: 0.2}");
}

/// A value of a kind.
fn values(kind: Kind) -> BoxedStrategy<Json> {
    match kind {
        Kind::Number { least, most } => (least..=most).prop_map(Json::number).boxed(),
        Kind::Integer { least, most } => (least..=most)
            .prop_map(|value| Json::Number(value.into()))
            .boxed(),
        Kind::Bool => any::<bool>().prop_map(Json::Bool).boxed(),
        Kind::Word => "[A-Za-z0-9_./-]{1,12}".prop_map(Json::Text).boxed(),
        Kind::Choice(words) => prop::sample::select(words).prop_map(Json::text).boxed(),
        Kind::Texts => prop::collection::vec(text().prop_map(Json::Text), 1..4)
            .prop_map(Json::List)
            .boxed(),
        Kind::Object => {
            prop::collection::btree_map(any::<String>(), text().prop_map(Json::Text), 0..4)
                .prop_map(|entries| Json::Object(entries.into_iter().collect()))
                .boxed()
        }
    }
}

/// Any text that is not empty.
fn text() -> impl Strategy<Value = String> {
    any::<String>().prop_filter("an empty text", |text| !text.is_empty())
}

/// Some of the parameters, each with a value.
fn parameters() -> impl Strategy<Value = Parameters> {
    let entries = TABLE
        .iter()
        .map(|parameter| (Just(parameter), prop::option::of(values(parameter.kind))));
    entries.collect::<Vec<_>>().prop_map(|entries| {
        let set = |(parameter, value): (&'static Parameter, Option<Json>)| {
            value.map(|value| (parameter, value))
        };
        entries.into_iter().filter_map(set).collect()
    })
}

proptest! {
    #[test]
    fn a_header_keeps_the_parameters(parameters in parameters(), note in ".*") {
        let mut header = HeaderWriter::default();
        header.push(key::MODEL, &note);
        parameters.write(&mut header);
        header.push(key::OUTPUT, &note);
        let text = header.finish();
        let lines = ParameterLines::in_header(&text);
        let read = lines
            .iter()
            .map(|(parameter, value)| (parameter, parameter.parse(value).unwrap()));
        prop_assert_eq!(&read.collect::<Parameters>(), &parameters);
        prop_assert_eq!(lines.as_str(), parameters.to_lines());
        for parameter in TABLE {
            let value = parameters.get(parameter.name).map(Json::to_string);
            prop_assert_eq!(lines.get(parameter.name), value.as_deref());
        }
    }

    #[test]
    fn a_value_of_any_kind_is_read_as_it_is_written(
        (parameter, value) in prop::sample::select(vec![&SHARE, &COUNT, &SWITCH, &WORD, &LEVEL, &STOPS, &EXTRA])
            .prop_flat_map(|parameter| (Just(parameter), values(parameter.kind))),
    ) {
        let mut header = HeaderWriter::default();
        header.push(key::PARAMETER, &value.to_string());
        let text = header.finish();
        let line = text.strip_prefix("parameter ").unwrap().strip_suffix('\n').unwrap();
        prop_assert_eq!(parameter.parse(line), Some(value));
    }

    #[test]
    fn lines_of_any_text_are_read_without_a_panic(text in "(parameter |temperature |0\\.2|\n|.){0,12}") {
        let lines = ParameterLines::in_header(&text);
        prop_assert!(text.contains(lines.as_str()));
        prop_assert!(lines.iter().count() <= text.matches("parameter temperature ").count());
    }
}
