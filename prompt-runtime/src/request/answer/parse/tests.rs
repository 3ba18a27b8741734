use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Debug;

use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{AnswerError, AnswerErrorKind};
use crate::Answer;

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "read by `Debug`")]
struct Email {
    subject: String,
    tone: Option<Tone>,
    #[serde(rename = "follow-up")]
    follow_up: Option<u32>,
    lines: Option<Vec<Line>>,
    prices: Option<BTreeMap<String, f64>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Tone {
    Warm,
    Formal,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "read by `Debug`")]
struct Line {
    name: String,
    price: f64,
}

/// What is read: the fields that the answer has, or the error with all that it knows.
fn parsed<T: DeserializeOwned + Debug>(text: &str) -> String {
    match Answer::new(text).parse::<T>() {
        Ok(value) => {
            let value = format!("{value:?}");
            let fields = [
                ", tone: None",
                ", follow_up: None",
                ", lines: None",
                ", prices: None",
            ];
            fields
                .into_iter()
                .fold(value, |value, field| value.replace(field, ""))
        }
        Err(error) => shown(&error),
    }
}

fn shown(error: &AnswerError) -> String {
    let found = error
        .found()
        .map_or(String::new(), |found| format!(" found {found}"));
    format!(
        "{:?}: {error} | {} |{found} | {}",
        error.kind(),
        error.path(),
        error.excerpt()
    )
}

fn check<T: DeserializeOwned + Debug>(rows: &[(&str, &str)]) {
    let mut differences = Vec::new();
    for (answer, expected) in rows {
        let found = parsed::<T>(answer);
        if found != *expected {
            differences.push(format!("{answer:?}\n  is {found}\n  not {expected}"));
        }
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

const HI: &str = "Email { subject: \"Hi\" }";

/// Answers with one value, in all that models put around it.
const WHOLE: &[(&str, &str)] = &[
    (r#"{"subject":"Hi"}"#, HI),
    (" \n{ \"subject\" : \"Hi\" }\n\n", HI),
    ("\u{feff}{\"subject\":\"Hi\"}", HI),
    ("{\"subject\":\"Hi\"}\r\n", HI),
    ("```json\n{\"subject\":\"Hi\"}\n```", HI),
    ("```\n{\"subject\":\"Hi\"}\n```", HI),
    ("```JSON\r\n{\"subject\":\"Hi\"}\r\n```\r\n", HI),
    ("~~~json\n{\"subject\":\"Hi\"}\n~~~", HI),
    ("`{\"subject\":\"Hi\"}`", HI),
    ("```json\n{\"subject\":\"Hi\"}", HI),
    (
        "Here is the email:\n\n```json\n{\"subject\":\"Hi\"}\n```\n\nShall I shorten it?",
        HI,
    ),
    ("Sure! {\"subject\":\"Hi\"} Anything else?", HI),
    ("json\n{\"subject\":\"Hi\"}", HI),
    ("JSON: {\"subject\":\"Hi\"}", HI),
    ("<answer>{\"subject\":\"Hi\"}</answer>", HI),
    (
        "Dear {name}, as in [1] and [2, 3]: {\"subject\":\"Hi\"}",
        HI,
    ),
    ("[Note: the customer is new] {\"subject\":\"Hi\"}", HI),
    ("Use {{name}} here. {\"subject\":\"Hi\"}", HI),
    ("{{\"subject\":\"Hi\"}}", HI),
    ("\\boxed{ {\"subject\":\"Hi\"} }", HI),
    (
        "{\"subject\":\"Hi\"} In {name}, `{{name}}` and `names[0]` stand as they are {or not.",
        HI,
    ),
    (
        "<think>Perhaps {\"subject\":\"Yo\"}? No.</think>\n{\"subject\":\"Hi\"}",
        HI,
    ),
    (
        "\n<think>\n</think>\n```json\n{\"subject\":\"Hi\"}\n```",
        HI,
    ),
    ("{\"subject\":\"Hi\",}", HI),
    ("{\"subject\":\"Hi\" , \n}", HI),
    ("It is {\"subject\":\"Hi\",}.", HI),
    (
        r#"{"subject":"Hi","lines":[{"name":"Team","price":49,},],}"#,
        r#"Email { subject: "Hi", lines: Some([Line { name: "Team", price: 49.0 }]) }"#,
    ),
    (r#"{"subject":"Hi","unknown":{"a":[1]}}"#, HI),
    (r#"{"subject":"Hi","tone":null,"follow-up":null}"#, HI),
    (
        r#"{"subject":"Hi","tone":"warm","follow-up":7,"prices":{"a":1,"b":2.5}}"#,
        r#"Email { subject: "Hi", tone: Some(Warm), follow_up: Some(7), prices: Some({"a": 1.0, "b": 2.5}) }"#,
    ),
    (
        r#"Here: {"subject":"a } b { \" ] [ ```"}"#,
        r#"Email { subject: "a } b { \" ] [ ```" }"#,
    ),
    (
        r#"{"subject":"caf\u00e9 \ud83d\ude00 \/ \n"}"#,
        r#"Email { subject: "café 😀 / \n" }"#,
    ),
    (
        "```json\n{\"subject\":\"```js\\n1\\n```\"}\n```",
        r#"Email { subject: "```js\n1\n```" }"#,
    ),
    (r#"{"subject":"a,}"}"#, r#"Email { subject: "a,}" }"#),
    (r#"So: {"subject":"a,]",}"#, r#"Email { subject: "a,]" }"#),
];

#[test]
fn one_value_is_read_whatever_stands_around_it() {
    check::<Email>(WHOLE);
}

/// Answers that no value can be read from, with all that the error knows.
const REFUSED: &[(&str, &str)] = &[
    ("", "NoJson: no JSON in the answer |  | | "),
    (
        "I cannot help.",
        "NoJson: no JSON in the answer |  | | I cannot help.",
    ),
    (
        "As in [1].",
        "NoJson: no JSON in the answer |  | | As in [1].",
    ),
    (
        "<think>{\"subject\":\"Hi\"}",
        r#"CutOff: the answer is cut off within its JSON |  | | <think>{"subject":"Hi"}"#,
    ),
    (
        "<think>{\"subject\":\"Hi\"}</think> Hi",
        r#"NoJson: no JSON in the answer |  | | think>{"subject":"Hi"}</think> Hi"#,
    ),
    (
        "{\"subject\":\"Hi",
        r#"CutOff: the answer is cut off within its JSON | subject | | {"subject":"Hi"#,
    ),
    (
        "{\"subject\":\"Hi\\",
        r#"CutOff: the answer is cut off within its JSON | subject | | {"subject":"Hi\"#,
    ),
    (
        "{\"subject\":\"Hi\",",
        r#"CutOff: the answer is cut off within its JSON |  | | {"subject":"Hi","#,
    ),
    (
        "{\"subject\":",
        r#"CutOff: the answer is cut off within its JSON | subject | | {"subject":"#,
    ),
    (
        "{\"subj",
        r#"CutOff: the answer is cut off within its JSON |  | | {"subj"#,
    ),
    (
        "{",
        "CutOff: the answer is cut off within its JSON |  | | {",
    ),
    (
        "```json\n{\"subject\":\"Hi\",\"lines\":[{\"name\":\"Team\"},{\"na",
        r#"CutOff: the answer is cut off within its JSON | lines[1] | | ,"lines":[{"name":"Team"},{"na"#,
    ),
    (
        r#"{"subject":"Hi","lines":[{"name":"Team","price":4"#,
        r#"CutOff: the answer is cut off within its JSON | lines[0].price | | ines":[{"name":"Team","price":4"#,
    ),
    (
        r#"{"subject":"Hi","tone":nul"#,
        r#"CutOff: the answer is cut off within its JSON | tone | | {"subject":"Hi","tone":nul"#,
    ),
    (
        r#"{"subject":"Hi"} and {"subject":"Yo"}"#,
        r#"SeveralValues: several JSON values in the answer |  | | {"subject":"Hi"} and {"subject":"Yo"}"#,
    ),
    (
        r#"{"subject":"Hi"}{"subject":"Hi"}"#,
        r#"SeveralValues: several JSON values in the answer |  | | {"subject":"Hi"}{"subject":"Hi"}"#,
    ),
    (
        "{\"subject\":\"Hi\"}\n{\"subject\":\"Yo\"}\n",
        "SeveralValues: several JSON values in the answer |  | | {\"subject\":\"Hi\"}\n{\"subject\":\"Yo\"}",
    ),
    (
        "{} {\"subject\":\"Hi\"}",
        r#"SeveralValues: several JSON values in the answer |  | | {} {"subject":"Hi"}"#,
    ),
    (
        r#"{"subject":"Hi "there"","lines":[]}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 17 | subject | | {"subject":"Hi "there"","lines":[]}"#,
    ),
    (
        r#"{"subject":"Hi "there"","lines":[{"subject":"Yo"}]}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 17 | subject | | {"subject":"Hi "there"","lines":[{"subject":"Y"#,
    ),
    (
        "{\"subject\":\"two\nlines\"}",
        "Malformed: malformed JSON in line 1 of the answer, column 16 | subject | | {\"subject\":\"two\nlines\"}",
    ),
    (
        "{'subject':'Hi'}",
        "Malformed: malformed JSON in line 1 of the answer, column 2 |  | | {'subject':'Hi'}",
    ),
    (
        "{subject:\"Hi\"}",
        r#"Malformed: malformed JSON in line 1 of the answer, column 2 |  | | {subject:"Hi"}"#,
    ),
    (
        "{\n  // what I would send\n  \"subject\": \"Hi\",\n  \"draft\": {\"subject\":\"Yo\"}\n}",
        "Malformed: malformed JSON in line 2 of the answer, column 3 |  | | {\n  // what I would send\n  \"subjec",
    ),
    (
        "{\n  /* without } */ \"subject\":\"Hi\",\n  \"draft\":{\"subject\":\"Yo\"}\n}",
        "Malformed: malformed JSON in line 4 of the answer, column 1 |  | | \",\n  \"draft\":{\"subject\":\"Yo\"}\n}",
    ),
    (
        r#"{'subject':'Hi','draft':{"subject":"Yo"}}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 2 |  | | {'subject':'Hi','draft':{"subje"#,
    ),
    (
        r#"{'subject':'}','draft':{"subject":"Yo"}}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 40 |  | | ':'}','draft':{"subject":"Yo"}}"#,
    ),
    (
        r#"{subject:"Hi",draft:{"subject":"Yo"}}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 2 |  | | {subject:"Hi",draft:{"subject":"#,
    ),
    (
        r#"{,"draft":{"subject":"Yo"}}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 2 |  | | {,"draft":{"subject":"Yo"}}"#,
    ),
    (
        r#"{1:{"subject":"Yo"}}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 2 |  | | {1:{"subject":"Yo"}}"#,
    ),
    (
        r#"[None, {"subject":"Hi"}]"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 2 |  | | [None, {"subject":"Hi"}]"#,
    ),
    (
        r#"{ {"subject":"Hi"}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 3 |  | | { {"subject":"Hi"}"#,
    ),
    (
        r#""subject":"Hi","draft":{"subject":"Yo"}}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 40 |  | | :"Hi","draft":{"subject":"Yo"}}"#,
    ),
    (
        r#"{"subject":"Hi"}]"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 17 |  | | {"subject":"Hi"}]"#,
    ),
    (
        "{\"subject\":\"Hi\" // new\n}",
        "Malformed: malformed JSON in line 1 of the answer, column 17 | subject | | {\"subject\":\"Hi\" // new\n}",
    ),
    (
        r#"{"subject":"Hi",,}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 17 |  | | {"subject":"Hi",,}"#,
    ),
    (
        r#"{"subject":"Hi" "tone":"warm"}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 17 | subject | | {"subject":"Hi" "tone":"warm"}"#,
    ),
    (
        r#"{"subject":"Hi","tone":None}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 24 | tone | | {"subject":"Hi","tone":None}"#,
    ),
    (
        r#"{"subject":"Hi","follow-up":07}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 29 | follow-up | | {"subject":"Hi","follow-up":07}"#,
    ),
    (
        r#"{"subject":"Hi","prices":{"a":NaN}}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 31 | prices.a | | {"subject":"Hi","prices":{"a":NaN}}"#,
    ),
    (
        r#"{"subject":"Hi","prices":{"a":1e999}}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 36 |  | | ject":"Hi","prices":{"a":1e999}}"#,
    ),
    (
        r#"{"subject":"Hi","prices":{"a":+1}}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 31 | prices.a | | {"subject":"Hi","prices":{"a":+1}}"#,
    ),
    (
        r#"{"subject":"Hi\x21"}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 16 | subject | | {"subject":"Hi\x21"}"#,
    ),
    (
        r#"{"subject":"\ud83d"}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 20 |  | | {"subject":"\ud83d"}"#,
    ),
    (
        r#"{"subject":…}"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 12 | subject | | {"subject":…}"#,
    ),
    (
        "{\u{201c}subject\u{201d}:\u{201c}Hi\u{201d}}",
        "Malformed: malformed JSON in line 1 of the answer, column 2 |  | | {“subject”:“Hi”}",
    ),
    (
        r#"{"subject":"Hi"]"#,
        r#"Malformed: malformed JSON in line 1 of the answer, column 16 | subject | | {"subject":"Hi"]"#,
    ),
    (
        r#"["Hi",null,null,null,null]"#,
        r#"Mismatch: expected struct Email |  | found a list | ["Hi",null,null,null,null]"#,
    ),
    (
        r#"{"subject":"Hi","lines":[["Team",49]]}"#,
        r#"Mismatch: `lines[0]` of the answer: expected struct Line | lines[0] | found a list | {"subject":"Hi","lines":[["Team",49]]}"#,
    ),
    (
        r#"[{"subject":"Hi"}]"#,
        r#"Mismatch: expected struct Email |  | found a list | [{"subject":"Hi"}]"#,
    ),
    (
        r#"{"email":{"subject":"Hi"}}"#,
        r#"Mismatch: missing field `subject` |  | | {"email":{"subject":"Hi"}}"#,
    ),
    (
        r#""{\"subject\":\"Hi\"}""#,
        r#"Mismatch: expected struct Email |  | found string "{\"subject\":\"Hi\"}" | "{\"subject\":\"Hi\"}""#,
    ),
    (
        "null",
        "Mismatch: expected struct Email |  | found null | null",
    ),
    (
        "42",
        "Mismatch: expected struct Email |  | found a number | 42",
    ),
    (
        r#"{"subject":7}"#,
        r#"Mismatch: `subject` of the answer: expected a string | subject | found integer `7` | {"subject":7}"#,
    ),
    (
        r#"{"subject":null}"#,
        r#"Mismatch: `subject` of the answer: expected a string | subject | found null | {"subject":null}"#,
    ),
    (
        r#"{"Subject":"Hi"}"#,
        r#"Mismatch: missing field `subject` |  | | {"Subject":"Hi"}"#,
    ),
    (
        r#"{"subject":"Hi","subject":"Yo"}"#,
        r#"Mismatch: duplicate field `subject` |  | | {"subject":"Hi","subject":"Yo"}"#,
    ),
    (
        r#"{"subject":"Hi","tone":"curt"}"#,
        r#"Mismatch: `tone` of the answer: expected one of `warm`, `formal` | tone | found `curt` | {"subject":"Hi","tone":"curt"}"#,
    ),
    (
        r#"{"subject":"Hi","tone":"Warm"}"#,
        r#"Mismatch: `tone` of the answer: expected one of `warm`, `formal` | tone | found `Warm` | {"subject":"Hi","tone":"Warm"}"#,
    ),
    (
        r#"{"subject":"Hi","tone":""}"#,
        r#"Mismatch: `tone` of the answer: expected one of `warm`, `formal` | tone | found `` | {"subject":"Hi","tone":""}"#,
    ),
    (
        r#"{"subject":"Hi","follow-up":"7"}"#,
        r#"Mismatch: `follow-up` of the answer: expected u32 | follow-up | found string "7" | "subject":"Hi","follow-up":"7"}"#,
    ),
    (
        r#"{"subject":"Hi","follow-up":-7}"#,
        r#"Mismatch: `follow-up` of the answer: expected u32 | follow-up | found integer `-7` | {"subject":"Hi","follow-up":-7}"#,
    ),
    (
        r#"{"subject":"Hi","follow-up":7.5}"#,
        r#"Mismatch: `follow-up` of the answer: expected u32 | follow-up | found floating point `7.5` | "subject":"Hi","follow-up":7.5}"#,
    ),
    (
        r#"{"subject":"Hi","follow-up":5000000000}"#,
        r#"Mismatch: `follow-up` of the answer: expected u32 | follow-up | found integer `5000000000` | t":"Hi","follow-up":5000000000}"#,
    ),
    (
        r#"{"subject":"Hi","lines":{"name":"Team"}}"#,
        r#"Mismatch: `lines` of the answer: expected a sequence | lines | found an object | {"subject":"Hi","lines":{"name":"Team"}}"#,
    ),
    (
        r#"{"subject":"Hi","lines":[{"name":"Team","price":1},{"name":"Solo","price":"9"}]}"#,
        r#"Mismatch: `lines[1].price` of the answer: expected f64 | lines[1].price | found string "9" | :1},{"name":"Solo","price":"9"}]}"#,
    ),
    (
        r#"{"subject":"Hi","lines":[{"name":"Team"}]}"#,
        r#"Mismatch: `lines[0]` of the answer: missing field `price` | lines[0] | | :"Hi","lines":[{"name":"Team"}]}"#,
    ),
    (
        r#"{"subject":"Hi","prices":{"secret key":"x"}}"#,
        r#"Mismatch: `prices.*` of the answer: expected f64 | prices.secret key | found string "x" | Hi","prices":{"secret key":"x"}}"#,
    ),
    (
        "See: {\"subject\":\"Hi\",\n\"tone\":\"curt\"}",
        "Mismatch: `tone` of the answer: expected one of `warm`, `formal` | tone | found `curt` | {\"subject\":\"Hi\",\n\"tone\":\"curt\"}",
    ),
];

#[test]
fn what_is_no_value_is_refused_with_its_place() {
    check::<Email>(REFUSED);
}

/// The words of the answers are in no message.
#[test]
fn a_message_has_no_word_of_the_answer() {
    for (answer, _) in REFUSED {
        let error = Answer::new(*answer).parse::<Email>().unwrap_err();
        let messages = format!("{error} {error:?}");
        for word in [
            "Hi", "Yo", "Team", "Solo", "secret", "curt", "Warm", "500", "-7", "7.5", "999",
        ] {
            assert!(!messages.contains(word), "{messages}");
        }
    }
}

#[test]
fn lists_and_single_values() {
    check::<Vec<u32>>(&[
        ("[1, 2]", "[1, 2]"),
        ("[1, 2,]", "[1, 2]"),
        ("```json\n[1]\n```", "[1]"),
        ("The numbers:\n[1, 2]\n", "[1, 2]"),
        (
            "The numbers: [1, 2]",
            "NoJson: no JSON in the answer |  | | The numbers: [1, 2]",
        ),
        (
            "[1, [2]]",
            "Mismatch: `[1]` of the answer: expected u32 | [1] | found a list | [1, [2]]",
        ),
        (
            "[1, 2 and 3]",
            "Malformed: malformed JSON in line 1 of the answer, column 7 | [1] | | [1, 2 and 3]",
        ),
        (
            "[1, 2",
            "CutOff: the answer is cut off within its JSON | [1] | | [1, 2",
        ),
        (
            "[1, 2.0]",
            "Mismatch: `[1]` of the answer: expected u32 | [1] | found floating point `2.0` | [1, 2.0]",
        ),
    ]);
    check::<String>(&[
        ("\"Hi\"", "\"Hi\""),
        ("```json\n\"Hi\"\n```", "\"Hi\""),
        ("Hi", "NoJson: no JSON in the answer |  | | Hi"),
        ("\"Hi", r#"NoJson: no JSON in the answer |  | | "Hi"#),
        (
            "\"Hi\" \"Yo\"",
            r#"NoJson: no JSON in the answer |  | | "Hi" "Yo""#,
        ),
    ]);
    check::<f64>(&[
        ("7", "7.0"),
        ("```\n7.5\n```", "7.5"),
        ("about 7", "NoJson: no JSON in the answer |  | | about 7"),
        ("7 or 8", "NoJson: no JSON in the answer |  | | 7 or 8"),
        ("7,5", "NoJson: no JSON in the answer |  | | 7,5"),
    ]);
}

#[test]
fn values_that_have_values_in_them() {
    check::<Option<bool>>(&[
        ("null", "None"),
        ("true", "Some(true)"),
        ("True", "NoJson: no JSON in the answer |  | | True"),
    ]);
    check::<(u8, String)>(&[
        ("[1,\"a\"]", "(1, \"a\")"),
        (
            "[1]",
            "Mismatch: expected a tuple of size 2 |  | found length 1 | [1]",
        ),
    ]);
    check::<BTreeMap<u8, bool>>(&[
        ("{\"1\":true}", "{1: true}"),
        (
            "{\"x\":true}",
            r#"Mismatch: expected u8 |  | found string "x" | {"x":true}"#,
        ),
        (
            "{\"1\":true,\"2\":3}",
            r#"Mismatch: `*` of the answer: expected a boolean | 2 | found integer `3` | {"1":true,"2":3}"#,
        ),
    ]);
    check::<Value>(&[
        (
            "{\"a\":[1,{}]}",
            "Object {\"a\": Array [Number(1), Object {}]}",
        ),
        (
            "So: {\"a\":1} or {\"a\":2}",
            r#"SeveralValues: several JSON values in the answer |  | | So: {"a":1} or {"a":2}"#,
        ),
        (
            "{\"a\":1, and {\"b\":2}",
            r#"Malformed: malformed JSON in line 1 of the answer, column 9 |  | | {"a":1, and {"b":2}"#,
        ),
    ]);
    check::<Shape>(&[
        (
            "{\"Line\":{\"name\":\"Team\",\"price\":1}}",
            "Line(Line { name: \"Team\", price: 1.0 })",
        ),
        (
            "{\"Line\":[\"Team\",1]}",
            r#"Mismatch: `Line` of the answer: expected struct Line | Line | found a list | {"Line":["Team",1]}"#,
        ),
        ("{\"Box\":{\"width\":1}}", "Box { width: 1 }"),
        (
            "{\"Box\":[1]}",
            r#"Mismatch: `Box` of the answer: expected struct variant Shape::Box | Box | found a list | {"Box":[1]}"#,
        ),
        ("{\"Pair\":[1,2]}", "Pair(1, 2)"),
        ("\"Empty\"", "Empty"),
        (
            "{\"Round\":1}",
            r#"Mismatch: `*` of the answer: expected one of `Line`, `Box`, `Pair`, `Empty` | Round | found `Round` | {"Round":1}"#,
        ),
        (
            "{\"Line\":{},\"Box\":{}}",
            r#"Mismatch: expected a variant |  | found an object | {"Line":{},"Box":{}}"#,
        ),
    ]);
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "read by `Debug`")]
enum Shape {
    Line(Line),
    Box { width: u32 },
    Pair(u8, u8),
    Empty,
}

/// The finish reason of a chat completion, whether there is a refusal, and the error.
#[test]
fn an_answer_that_is_not_complete_is_refused() {
    let rows = [
        (
            "length",
            None,
            "{\"a\":1}",
            AnswerErrorKind::CutOff,
            "",
            "{\"a\":1}",
        ),
        (
            "length",
            None,
            "{\"a\":[1,2",
            AnswerErrorKind::CutOff,
            "a[1]",
            "{\"a\":[1,2",
        ),
        ("length", None, "12", AnswerErrorKind::CutOff, "", "12"),
        (
            "stop",
            Some("I can't."),
            "",
            AnswerErrorKind::Refused,
            "",
            "I can't.",
        ),
        (
            "content_filter",
            None,
            "{\"a\":1}",
            AnswerErrorKind::Unfinished,
            "",
            "{\"a\":1}",
        ),
        (
            "halted",
            None,
            "{\"a\":1}",
            AnswerErrorKind::Unfinished,
            "",
            "{\"a\":1}",
        ),
    ];
    for (reason, refusal, text, kind, path, excerpt) in rows {
        let answer = Answer {
            finish_reason: Some(reason.to_string()),
            refusal: refusal.map(ToString::to_string),
            ..Answer::new(text)
        };
        let error = answer.parse::<Value>().unwrap_err();
        assert_eq!(
            (error.kind(), &*error.path(), error.excerpt()),
            (kind, path, excerpt)
        );
    }
}

proptest! {
    /// What is cut off anywhere is no other answer.
    #[test]
    fn the_start_of_a_value_is_never_a_value(entries in entries(), end in any::<proptest::sample::Index>()) {
        let json = serde_json::to_string(&entries).unwrap();
        let mut end = end.index(json.len());
        while !json.is_char_boundary(end) {
            end -= 1;
        }
        let kind = Answer::new(&json[..end]).parse::<Value>().unwrap_err().kind();
        let expected = if end == 0 { AnswerErrorKind::NoJson } else { AnswerErrorKind::CutOff };
        prop_assert_eq!(kind, expected);
    }

    /// Sentences without brackets around a value, and commas before its brackets, change nothing.
    #[test]
    fn the_value_is_the_one_that_was_written(entries in entries(), before in "[^\\[{]*", after in "[^\\[\\]{}]*") {
        let json = serde_json::to_string(&entries).unwrap();
        prop_assume!(!before.trim_start().starts_with("<think>"));
        let read = |text: String| Answer::new(text).parse::<Value>();
        let value = serde_json::to_value(&entries).unwrap();
        prop_assert_eq!(read(format!("{before}{json}{after}")), Ok(value.clone()));
        let pretty = serde_json::to_string_pretty(&entries).unwrap().replace("\n}", ",\n}");
        if !entries.is_empty() {
            prop_assert_eq!(read(pretty), Ok(value));
        }
    }

    /// A text of the characters of JSON is read, or refused with a place in it.
    #[test]
    fn no_text_panics(text in "[\\[\\]{}\",:0-9a-e\\\\ \nté…-]{0,60}") {
        if let Err(error) = Answer::new(&text).parse::<Email>() {
            prop_assert!(text.contains(error.excerpt()));
        }
    }
}

fn entries() -> impl Strategy<Value = BTreeMap<String, Vec<Option<String>>>> {
    let text = "[a-c\"\\\\{}\\[\\],:é\n ]{0,6}";
    let items = proptest::collection::vec(proptest::option::of(text), 0..4);
    proptest::collection::btree_map(text, items, 0..4)
}

/// A search that begins anew at each bracket would take hours.
#[test]
fn a_long_answer_ends_soon() {
    for part in [
        "{",
        "[",
        "[{",
        "{\"a\":",
        "[[],",
        "{\"a\":[{},",
        "[ x ",
        "{} x ",
        "[1] ",
        "{\"",
        "[\"a\", {\"a\"} ",
    ] {
        let text = part.repeat(100_000 / part.len());
        assert!(Answer::new(text).parse::<Email>().is_err(), "{part}");
    }
}
