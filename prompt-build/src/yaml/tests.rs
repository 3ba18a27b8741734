//! The readers agree. A text that `fast_subset` reads is the same tree for `full`, with the same
//! ranges. A text that `full` reads is the same tree for `serde_yaml`, unless that fails.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use serde::Deserialize as _;

use super::{Entry, Node, Value, fast_subset, full, parse, parse_full};
use crate::report::{Code, Findings};
use crate::source::Source;

/// Lines of the subset, and lines that look like them and have another meaning.
const PIECES: &[&str] = &[
    "a: b",
    "a:",
    "b: 2",
    "key-1: value two",
    "\"q\": 'r'",
    "'s': \"t\" # note",
    "c: \"d\"x",
    "e : f",
    "g: h: i",
    "j:k",
    "- a",
    "- a: b",
    "-",
    "- - c",
    "- [x, y]",
    "- {k: v}",
    "-x",
    "{a: b, c: [d, e]}",
    "l: { a: b, c: d }",
    "m: [n, o]",
    "p: [a, ]",
    "p: []",
    "p: {}",
    "p: {a}",
    "p: {a: }",
    "p: [a: b]",
    "p: [a:b]",
    "p: ['x', \"y\", z z]",
    "p: [2.3.0, 1]",
    "p: {a: b} # c",
    "p: {a: b}c",
    "p: [a",
    "p: [[1, 2], [3]]",
    "p: [a#b, c]",
    "p: [ -1, +2 ]",
    "p: {'a': b, \"c\": d}",
    "live: { version: \"2.3.0\", model: kimi-k2-5, temperature: 0.1 } # why",
    "live: { version: ^2.3 , model: 'k 2' }",
    "version: \"2.3.0\"   # why",
    "temperature: 0.1",
    "q: 2.3.0",
    "q: 2.30",
    "q: 1e5",
    "q: 007",
    "q: 0x1F",
    "q: 0o17",
    "q: .inf",
    "q: -.inf",
    "q: .5",
    "q: 5.",
    "q: +1",
    "q: -1",
    "q: 1_000",
    "q: 12:30:45",
    "q: 2026-10-02T09:30:00Z",
    "q: 99999999999999999999",
    "q: 1.0",
    "q: 0",
    "q: 00",
    "q: 0.7",
    "q: 1e400",
    "q: 9c1e",
    "q: 1.2.3-rc.1+b",
    "q: 340282366920938463463374607431768211456",
    "q: 0b1",
    "q: inf",
    "r: ~",
    "r: null",
    "r: Null",
    "r: true",
    "r: False",
    "r: yes",
    "r: no",
    "r: NaN",
    "r: .nan",
    "r: on",
    "s: 'it''s'",
    "s: \"\\n\"",
    "s: \"a\\\"b\"",
    "s: ''",
    "s: \"\"",
    "s: 'a' b",
    "s: \"a\" \"b\"",
    "s: 'a # b'",
    "s: \"a: b\"",
    "t: |",
    "t: >",
    "t: &x y",
    "t: *x",
    "t: !t x",
    "? u",
    ": v",
    "w: - x",
    "w: ? x",
    "w: @x",
    "w: `x`",
    "w: %x",
    "w: x%",
    "# comment",
    "x #y",
    "x# y: z",
    "x: y#z",
    "x: y #z",
    "x: #z",
    "word",
    "two words",
    "http://host/path",
    "<<: a",
    "=: a",
    "y: é ü",
    "é: y",
    "z: a\tb",
    "y: \u{feff}",
    "y: a\u{2028}b",
    "---",
    "--- a",
    "...",
    "%YAML 1.2",
    "null: a",
    "true: a",
    "2.3: a",
    "1: a",
    "a: ]",
    "a: }",
    "a: ,",
    "a: b,",
    "[a]: b",
    "{a: b}: c",
    "\"a\":b",
    "'a': ",
    "a:  b",
    "a: b  ",
    "",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_reader_reads_the_same(
        lines in prop::collection::vec((0..4usize, prop::sample::select(PIECES)), 0..9),
        width in 1..3usize,
        ends_in_newline: bool,
    ) {
        let lines = lines.into_iter().map(|(depth, piece)| format!("{}{piece}", " ".repeat(depth * width)));
        let mut text = lines.collect::<Vec<_>>().join("\n");
        if ends_in_newline {
            text.push('\n');
        }
        check_agreement(&text);
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "[-a-c0-3:{}\\[\\],#&*!|>'\"%@` \n\t.~é\u{feff}\u{0}]{0,80}") {
        check_agreement(&text);
        parse(&Source::new("any.yaml", text), &mut Findings::default());
    }
}

/// A plain scalar, and the number that YAML 1.2 reads; `None` for a text. Digits that begin with a zero
/// are one: readers differ in whether they are decimal or octal.
const NUMBERS: &[(&str, Option<f64>)] = &[
    ("0b1", None),
    ("0b101", None),
    ("-0b1", None),
    ("0B1", None),
    ("0x1F", Some(31.0)),
    ("0x", None),
    ("0X1F", None),
    ("-0x1F", None),
    ("+0x1F", None),
    ("0x-1", None),
    ("0x01", Some(1.0)),
    ("0x1_F", None),
    ("0o17", Some(15.0)),
    ("0o18", None),
    ("-0o17", None),
    ("007", None),
    ("-007", None),
    ("1_000", None),
    ("1,000", None),
    ("+1", Some(1.0)),
    ("-1", Some(-1.0)),
    ("+-1", None),
    ("--1", None),
    (".5", Some(0.5)),
    ("-.5", Some(-0.5)),
    ("5.", Some(5.0)),
    (".", None),
    ("1e3", Some(1000.0)),
    ("1E+3", Some(1000.0)),
    (".5e1", Some(5.0)),
    ("1e", None),
    ("1.2.3", None),
    ("12:30", None),
    ("190:20:30", None),
    ("1f", None),
    ("inf", None),
    ("nan", None),
];

#[test]
fn numbers_are_those_of_yaml_1_2() {
    for (text, expected) in NUMBERS {
        let source = Source::new("any.yaml", format!("a: {text}\n"));
        let node = parse(&source, &mut Findings::default()).expect("it is read");
        let Value::Map(entries) = &node.value else {
            panic!("{node:?}")
        };
        #[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
        let number = match &entries[0].value.value {
            Value::Integer(number) => Some(*number as f64),
            Value::Float(number) => Some(*number),
            Value::Text(read) => {
                assert_eq!(read, text);
                None
            }
            other => panic!("{other:?}"),
        };
        assert_eq!(number, *expected, "{text}");
    }
}

/// Texts that the generated ones above seldom contain.
#[test]
fn a_list_within_a_list_is_read_the_same() {
    for text in [
        "- b\n- - c\n",
        "-\n- - c",
        "- - c\n  - d\n- e\n",
        "a:\n- - b\n",
        " - [x, y]\n -\n  - a",
        "- a:\n  - - b\n  - c\n",
    ] {
        check_agreement(text);
    }
}

/// A configuration and a ledger as people keep them.
const FILES: [&str; 2] = [
    r#"# Which version of each prompt each environment takes
default_environment: development

environments:
  development:
    prompt_source: "local"          # working copies
    model: "kimi-k2-5-turbo"
    temperature: 0.7
    logging: "verbose"
    rate_limit: null
    feature_flags:
      new_output_schema: true       # always on here
  production: { prompt_source: "library:active", model: kimi-k2-5, temperature: 0.2, logging: full, rate_limit: 50000 }

prompts:
  sales-email-007:
    development: "latest"
    staging: { version: "2.3.0", model: "kimi-k2-5-long", temperature: 0.1 }
    production: "2.2.1"            # approved
  ops-summarize-001:
    production:
      version: "2.1.0"
      temperature: 0               # numbers, not prose
"#,
    r"- version: 2.2.1
  status: active
  sha256: 8d4e5ee9ef9f2f3c0f6d2f1f2b7f3f7ce1b6a8d1c4d6f2a90b7e5c3d1f0a9b8c
  published: { by: prompt-owner, at: 2026-09-14T08:20:00Z }
  sign_offs:
    - environment: production
      by: sales-lead
      at: 2026-09-21T13:05:00Z
      reason: reply rate two points above 2.1.0, no complaints
      evidence: 40 golden cases and 500 replayed leads, all passed

- version: 2.3.0
  status: draft
  sha256: 0e3cae3210ecfb0123456789abcdef0123456789abcdef0123456789abcdef01
",
];

#[test]
fn the_files_that_people_keep_are_in_the_subset() {
    for text in FILES {
        assert!(fast_subset::parse(text).is_some(), "{text}");
        check_agreement(text);
        check_agreement(&format!("---\n{text}"));
    }
}

#[test]
fn what_is_not_in_the_subset_is_left_to_full() {
    let texts = [
        "",
        "# note\n",
        "a: &b c\n",
        "a: |\n  b\n",
        "a: b\n  c\n",
        "a: \"b\\n\"\n",
        "a: b\n---\nc: d\n",
        "a: 1e5\n",
    ];
    for text in texts {
        assert_eq!(fast_subset::parse(text), None, "{text:?}");
    }
}

#[test]
fn a_list_may_stand_just_below_its_key() {
    let text = "a:\n- b\n- c: d\n  e:\n  - f\ng: h\n";
    assert!(fast_subset::parse(text).is_some());
    check_agreement(text);
}

/// Texts outside the subset, each with the same data in a form inside it.
const READ_BY_FULL: &[(&str, &str)] = &[
    ("a: &x {b: c}\nd: *x\n", "a: {b: c}\nd: {b: c}\n"),
    ("- &x a\n- &x b\n- *x\n", "- a\n- b\n- b\n"),
    (
        "- !!str 1\n- !!int \"2\"\n- !!seq [3]\n- !!map {a: !!null ''}\n",
        "- '1'\n- 2\n- [3]\n- {a: null}\n",
    ),
    ("a: |\n  b\n  c\n", "a: \"b\u{240a}c\u{240a}\"\n"),
    ("a: >-\n  b\n  c\n", "a: b c\n"),
    ("a: b\n  c\n", "a: b c\n"),
    ("? a\n: b\n", "a: b\n"),
    ("a: 1e3\nb: 0x1F\nc: +7\n", "a: 1000.0\nb: 31\nc: 7\n"),
];

#[test]
fn full_reads_what_is_not_in_the_subset() {
    for (text, plain) in READ_BY_FULL {
        assert_eq!(fast_subset::parse(text), None, "{text:?}");
        let read = full::parse(text).unwrap();
        let plain = fast_subset::parse(plain).unwrap();
        let spelt = outline(&plain).replace('\u{240a}', "\n");
        assert_eq!(outline(&read[0]), spelt, "{text:?}");
    }
}

/// The values of a tree without their places.
fn outline(node: &Node) -> String {
    let list = |parts: Vec<String>| parts.join(", ");
    match &node.value {
        Value::List(items) => format!("[{}]", list(items.iter().map(outline).collect())),
        Value::Map(entries) => {
            let entry =
                |entry: &Entry| format!("{}: {}", outline(&entry.key), outline(&entry.value));
            format!("{{{}}}", list(entries.iter().map(entry).collect()))
        }
        value => format!("{} {value}", value.kind()),
    }
}

/// Texts that are refused, each with the message.
#[test]
fn no_text_takes_all_memory() {
    let deep = "[".repeat(200) + &"]".repeat(200);
    let levels = (1..200).map(|level| format!("a{level}: &a{level} [*a{}, [[[]]]]\n", level - 1));
    let stairs = format!("a0: &a0 []\n{}", levels.collect::<String>());
    let doubled = (1..40).map(|level| format!("a{level}: &a{level} [*a{0}, *a{0}]\n", level - 1));
    let bomb = format!("a0: &a0 [laugh]\n{}", doubled.collect::<String>());
    let texts = [
        (deep, "more than 128 levels"),
        (stairs, "more than 128 levels"),
        (bomb, "anchors and aliases repeat too much"),
        (
            "a: &a [*a]".to_owned(),
            "the alias stands within its own anchor",
        ),
        (
            "a: *b".to_owned(),
            "a value cannot begin with `*`, unless it names an anchor above",
        ),
        ("a: !local b".to_owned(), "unexpected tag"),
        ("a: !!binary aGk=".to_owned(), "unexpected tag"),
        ("a: !!timestamp 2026-11-30".to_owned(), "unexpected tag"),
        (
            "a: !<tag:example.com,2026:b> c".to_owned(),
            "unexpected tag",
        ),
        ("a: !!seq b".to_owned(), "unexpected tag"),
        ("a: !!str [b]".to_owned(), "unexpected tag"),
        ("a: !!map [b]".to_owned(), "unexpected tag"),
        ("a: !!set {b, c}".to_owned(), "unexpected tag"),
        (
            "a: !!int b".to_owned(),
            "unexpected `b`, expected an integer as its tag says",
        ),
        ("a: \u{7}".to_owned(), "unexpected control character U+0007"),
    ];
    for (text, expected) in texts {
        let message = full::parse(&text).err().map(|error| error.message);
        assert_eq!(message.as_deref().unwrap_or_default(), expected, "{text:?}");
    }
}

/// Compares the readers.
fn check_agreement(text: &str) {
    let full = full::parse(text);
    if let Ok(documents) = &full {
        check_with_serde_yaml(text, documents);
    }
    let Some(fast) = fast_subset::parse(text) else {
        return;
    };
    match full {
        Ok(documents) => {
            assert_eq!(documents.len(), 1, "{text:?}");
            compare(text, &fast, &documents[0]);
        }
        Err(error) => panic!(
            "`fast_subset` reads what `full` refuses ({}): {text:?}",
            error.message
        ),
    }
}

fn compare(text: &str, fast: &Node, full: &Node) {
    if fast.value != Value::Null {
        assert_eq!(fast.mark, full.mark, "{:?} in {text:?}", fast.value);
    }
    match (&fast.value, &full.value) {
        (Value::List(a), Value::List(b)) => {
            assert_eq!(a.len(), b.len(), "{text:?}");
            a.iter().zip(b).for_each(|(a, b)| compare(text, a, b));
        }
        (Value::Map(a), Value::Map(b)) => {
            assert_eq!(a.len(), b.len(), "{text:?}");
            for (a, b) in a.iter().zip(b) {
                compare(text, &a.key, &b.key);
                compare(text, &a.value, &b.value);
            }
        }
        (a, b) => assert_eq!(a, b, "{text:?}"),
    }
}

/// Compares documents with those that `serde_yaml` reads, if it reads the text.
fn check_with_serde_yaml(text: &str, documents: &[Node]) {
    if is_other_in_yaml_1_1(text) {
        return;
    }
    let judged = serde_yaml::Deserializer::from_str(text)
        .map(serde_yaml::Value::deserialize)
        .collect::<Result<Vec<_>, _>>();
    let Ok(judged) = judged else {
        return;
    };
    let nothing = [serde_yaml::Value::Null];
    let judged = if documents.is_empty() && judged == nothing {
        &[]
    } else {
        &judged[..]
    };
    assert_eq!(judged.len(), documents.len(), "{text:?}");
    for (node, value) in documents.iter().zip(judged) {
        // YAML 1.1 takes the lines of a document that is one block scalar for comments if they
        // begin with `#`.
        let may_differ = matches!(node.value, Value::Text(_)) && text.contains("\n#");
        assert!(
            may_differ || is_same(node, value),
            "{node:?} beside {value:?} of {text:?}"
        );
    }
}

/// Returns `true` if YAML 1.1, which `serde_yaml` follows, differs from YAML 1.2 for a text: in
/// line ends, byte order marks, punctuation in the names of anchors, binary numbers, or signs before
/// hexadecimal and octal ones.
fn is_other_in_yaml_1_1(text: &str) -> bool {
    let other_numbers = ["0b", "-0x", "+0x", "-0o", "+0o"];
    if other_numbers.iter().any(|start| text.contains(start)) {
        return true;
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let mut names = text
        .match_indices(['&', '*'])
        .map(|(at, _)| text[at + 1..].trim_start_matches(is_name));
    text.contains(['\u{2028}', '\u{2029}', '\u{feff}'])
        || names.any(|rest| !rest.is_empty() && !rest.starts_with([' ', '\n']))
}

fn is_same(node: &Node, value: &serde_yaml::Value) -> bool {
    use serde_yaml::Value as Judged;

    match (&node.value, value) {
        (Value::Null, Judged::Null) => true,
        (Value::Bool(a), Judged::Bool(b)) => a == b,
        (Value::Text(a), Judged::String(b)) => a == b,
        (Value::Integer(a), Judged::Number(b)) => match (b.as_i64(), b.as_u64()) {
            (Some(b), _) => *a == b.into(),
            (_, Some(b)) => *a == b.into(),
            _ => false,
        },
        (Value::Float(a), Judged::Number(b)) => b
            .as_f64()
            .is_some_and(|b| a.total_cmp(&b).is_eq() || (a.is_nan() && b.is_nan())),
        (Value::List(a), Judged::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
        }
        (Value::Map(a), Judged::Mapping(b)) => {
            a.len() == b.len()
                && a.iter().zip(b).all(|(entry, (key, value))| {
                    is_same(&entry.key, key) && is_same(&entry.value, value)
                })
        }
        _ => false,
    }
}

/// Texts of a megabyte. A reader that searches the rest at each step would take minutes.
#[test]
fn large_texts_end_soon() {
    let texts = [
        format!("a: |\n{}", "  text\n".repeat(100_000)),
        format!("a: \"{}\"\n", "\\n".repeat(300_000)),
        format!("a: {}\n", "b ".repeat(300_000)),
        format!("# {}\na: |\n  b\n", "-".repeat(500_000)),
        format!("a: &b c\n{}", "- *b\n".repeat(100_000)),
        format!("- &a b\n{}", "- *a\n".repeat(100_000)),
        format!("a:\n{}", "\n".repeat(500_000)),
        format!("a: &x\n{}b: c\n", "# - d\n".repeat(100_000)),
        "[".repeat(500_000),
        "- ".repeat(300_000),
        "? ".repeat(300_000),
        "{a: ".repeat(200_000),
        "a: &b c\n".repeat(60_000),
        "!!str ".repeat(100_000),
        "a:\n- b\n---\n".repeat(50_000),
    ];
    for text in texts {
        let start = Instant::now();
        _ = full::parse(&text).is_ok();
        let time = start.elapsed();
        assert!(time < Duration::from_secs(20), "{text:.20}: {time:?}");
    }
}

/// The markers of a conflict can make one text of a file, which is YAML.
#[test]
fn a_conflict_in_one_text_is_one_finding() {
    for parse in [parse, parse_full] {
        let mut findings = Findings::default();
        let source = Source::new("a.yaml", "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main\n");
        assert_eq!(parse(&source, &mut findings), None);
        let codes = findings.iter().map(|finding| finding.code);
        assert_eq!(codes.collect::<Vec<_>>(), [Code::MergeConflict]);
    }
}

/// Texts with a merge key, or what looks like one; and the place of the finding.
#[test]
fn a_merge_key_is_one_finding() {
    let rows = [
        ("a: &a { b: c }\nd:\n  <<: *a\n  e: f\n<<: *a\n", Some(2)),
        ("- {<<: {a: b}}\n", Some(0)),
        ("<<: [a]\n", Some(0)),
        ("'<<': a\n\"<<\": b\n", None),
        ("a: <<\nb: |\n  <<: c\n", None),
    ];
    for (text, line) in rows {
        for parse in [parse, parse_full] {
            let mut findings = Findings::default();
            let source = Source::new("a.yaml", text);
            let root = parse(&source, &mut findings);
            let found = findings
                .iter()
                .filter(|finding| finding.code == Code::InvalidYaml)
                .map(|finding| source.line(finding.location.span().start).0)
                .collect::<Vec<_>>();
            assert_eq!(found, line.into_iter().collect::<Vec<_>>(), "{text}");
            assert_eq!(root.is_none(), line.is_some(), "{text}");
        }
    }
}
