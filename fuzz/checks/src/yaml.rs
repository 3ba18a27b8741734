//! The fast reader of YAML returns the tree that the full reader returns, with the same places and
//! the same findings, or leaves the text to it.

use std::sync::Arc;

use prompt_build::report::{Finding, Findings};
use prompt_build::source::Source;
use prompt_build::yaml::{self, Node, Value};

use crate::places;

/// Reads a document with both readers.
pub fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let source = Source::new("any.yaml", text);
    let (fast, of_fast) = read(yaml::parse, &source);
    let (full, of_full) = read(yaml::parse_full, &source);
    assert_eq!(of_fast, of_full);
    match (&fast, &full) {
        (Some(fast), Some(full)) => compare(text, fast, full),
        (None, None) => {}
        _ => panic!("one reader refuses what the other reads: {fast:?} and {full:?}"),
    }
}

type Reader = fn(&Arc<Source>, &mut Findings) -> Option<Node>;

fn read(reader: Reader, source: &Arc<Source>) -> (Option<Node>, Vec<String>) {
    let mut findings = Findings::default();
    let node = reader(source, &mut findings);
    places::check(findings.iter());
    (node, findings.iter().map(describe).collect())
}

/// The finding without its source, which holds the whole text.
fn describe(finding: &Finding) -> String {
    let related = finding.related.as_ref();
    let related = related.map(|(location, label)| (location.span(), *label));
    let span = finding.location.span();
    format!("{span:?} {}: {} {related:?}", finding.code, finding.message)
}

fn compare(text: &str, fast: &Node, full: &Node) {
    for node in [fast, full] {
        assert!(text.get(node.mark.span()).is_some(), "no place: {node:?}");
    }
    // Findings about nothing point at its key.
    assert!(
        fast.value == Value::Null || fast.mark == full.mark,
        "{fast:?} beside {full:?}"
    );
    match (&fast.value, &full.value) {
        (Value::List(a), Value::List(b)) => {
            assert_eq!(a.len(), b.len());
            a.iter().zip(b).for_each(|(a, b)| compare(text, a, b));
        }
        (Value::Map(a), Value::Map(b)) => {
            assert_eq!(a.len(), b.len());
            for (a, b) in a.iter().zip(b) {
                compare(text, &a.key, &b.key);
                compare(text, &a.value, &b.value);
            }
        }
        // As text, since NaN is not equal to itself.
        (a, b) => assert_eq!(format!("{a:?}"), format!("{b:?}")),
    }
}
