//! The two readers agree: what `everyday` reads, `full` reads as the same tree with every node in
//! the same place.

use std::sync::Arc;

use proptest::prelude::*;

use super::{Node, Value, everyday, full};
use crate::report::{Findings, Source};

/// Pieces of lines: everyday ones, and all that looks like them and means something else.
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
    fn what_everyday_reads_full_reads_alike(
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
    fn no_text_makes_either_panic(text in "[-a-c0-3:{}\\[\\],#&*!|>'\"%@` \n\t.~é\u{feff}\u{0}]{0,80}") {
        check_agreement(&text);
        super::parse(&Source::new("any.yaml", text), &mut Findings::default());
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
fn the_files_that_people_keep_are_everyday() {
    for text in FILES {
        assert!(everyday::parse(text).is_some(), "{text}");
        check_agreement(text);
        check_agreement(&format!("---\n{text}"));
    }
}

#[test]
fn what_is_not_everyday_is_left_to_full() {
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
        assert_eq!(everyday::parse(text), None, "{text:?}");
    }
}

#[test]
fn a_list_may_stand_just_below_its_key() {
    let text = "a:\n- b\n- c: d\n  e:\n  - f\ng: h\n";
    assert!(everyday::parse(text).is_some());
    check_agreement(text);
}

/// Where `everyday` answers, `full` gives the same values in the same places.
fn check_agreement(text: &str) {
    let Some(everyday) = everyday::parse(text) else {
        return;
    };
    let source = Source::new("any.yaml", text);
    match full::parse(text) {
        Ok(documents) => {
            assert_eq!(documents.len(), 1, "{text:?}");
            compare(&source, &everyday, &documents[0]);
        }
        Err(error) => panic!(
            "everyday reads what full refuses ({}): {text:?}",
            error.message
        ),
    }
}

fn compare(source: &Arc<Source>, everyday: &Node, full: &Node) {
    let text = &source.text;
    if everyday.value != Value::Null {
        let places = (
            everyday.mark.span(source).start,
            full.mark.span(source).start,
        );
        assert_eq!(places.0, places.1, "{:?} in {text:?}", everyday.value);
    }
    match (&everyday.value, &full.value) {
        (Value::List(a), Value::List(b)) => {
            assert_eq!(a.len(), b.len(), "{text:?}");
            a.iter().zip(b).for_each(|(a, b)| compare(source, a, b));
        }
        (Value::Map(a), Value::Map(b)) => {
            assert_eq!(a.len(), b.len(), "{text:?}");
            for (a, b) in a.iter().zip(b) {
                compare(source, &a.key, &b.key);
                compare(source, &a.value, &b.value);
            }
        }
        (a, b) => assert_eq!(a, b, "{text:?}"),
    }
}
