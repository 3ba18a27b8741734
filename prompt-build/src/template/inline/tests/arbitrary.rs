//! Whatever stands in a working copy and its partials: the text that stands alone renders the same,
//! or there is none, and a finding says why.

use proptest::prelude::*;

use super::inlined;
use super::render::render;
use crate::template::Json;

/// The pieces of all files.
const PIECES: &[&str] = &[
    "{{a}}",
    "{{~a}}",
    "{{a~}}",
    "{{{a}}}",
    "{{this.b}}",
    "{{lead.a}}",
    "{{item}}",
    "{{@root.a}}",
    "{{json lead}}",
    "{{@index}}",
    "{{#if a}}",
    "{{#if (eq a item)}}",
    "{{upper a}}",
    "{{concat a (lower item) b}}",
    "{{lookup lead \"a\"}}",
    "{{lookup list 0}}",
    "{{lookup (lookup list 0) \"a\"}}",
    "{{json (default a item)}}",
    "{{len list}}",
    "{{~#if b~}}",
    "{{else}}",
    "{{~else~}}",
    "{{else if b}}",
    "{{/if}}",
    "{{~/if~}}",
    "{{#each list}}",
    "{{#each list as |item i|}}",
    "{{/each}}",
    "{{#with lead}}",
    "{{#with lead as |item|}}",
    "{{#with this}}",
    "{{#lead}}",
    "{{^lead}}",
    "{{#list}}",
    "{{^list}}",
    "{{#a}}",
    "{{^if b}}",
    "{{../a}}",
    "{{/with}}",
    "{{! remark }}",
    "{{~! remark ~}}",
    "{{role \"system\"}}",
    "{{role \"user\"}}",
    "x",
    "y.",
    " ",
    "  ",
    "\t",
    "\n",
    "\n",
    "\n\n",
    "\r",
    "\\",
    "\\\\",
    "\\{{ ",
    "{ ",
    "}",
    "#",
    "---\n",
    "é",
];
/// Calls of the partials `p` and `q`, NAME in place of the name.
const CALLS: &[&str] = &[
    "{{> NAME}}",
    "{{> NAME}}",
    "{{> NAME}}\n",
    "\n{{> NAME}}\n",
    "\n  {{> NAME}}\n",
    "{{~> NAME}}",
    "{{> NAME ~}}",
    "{{> NAME a=b}}",
    "{{> NAME lead}}",
    "{{> NAME this}}",
    "{{> NAME @root}}",
    "{{> NAME a=\"x\\n\" b=1}}",
    "{{> NAME a=\"{\"}}",
    "{{> NAME b=@index}}",
    "{{> NAME lead a=../b}}",
    "{{> NAME lead.lead b=lead.a}}",
    "{{> NAME ../lead}}",
    "{{> NAME a=item}}",
    "{{> NAME a=(upper a)}}",
    "{{> NAME a=(concat a item) b=(len list)}}",
    "{{> NAME lead=(lookup list 0)}}",
    "{{> NAME a=(upper \"x\")}}",
];

/// Fields within fields, three deep, so that most paths lead somewhere.
fn front_matter() -> String {
    format!("---\ninput:\n  schema:\n{}---\n", fields(2, 3))
}

fn fields(depth: usize, more: usize) -> String {
    let indent = "  ".repeat(depth);
    let own = format!("{indent}a: string\n{indent}b: number\n{indent}item: string\n");
    if more == 0 {
        return own;
    }
    let inner = fields(depth + 1, more - 1);
    format!("{own}{indent}lead:\n{inner}{indent}list(array):\n{inner}")
}

/// Values for these fields, of several lines or none.
fn values(text: &str, number: &str, count: usize, more: usize) -> Json {
    let field = |name: &str, value: Json| (name.to_owned(), value);
    let mut fields = vec![
        field("a", Json::text(text)),
        field("b", Json::parse(number).unwrap()),
        field("item", Json::text("item")),
    ];
    if more > 0 {
        let inner = |text: &str| values(text, number, count, more - 1);
        fields.push(field("lead", inner("lead")));
        fields.push(field(
            "list",
            Json::List((0..count).map(|at| inner(&format!("{at}\n"))).collect()),
        ));
    }
    Json::Object(fields)
}

/// Pieces with some calls among them, in an order in which every block is closed.
fn file(calls: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    let piece =
        prop_oneof![4 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => call(calls)];
    prop::collection::vec(piece, 0..most).prop_map(|pieces| closed(&pieces))
}

fn call(names: &'static [&'static str]) -> BoxedStrategy<String> {
    if names.is_empty() {
        return Just(String::new()).boxed();
    }
    let call = (prop::sample::select(CALLS), prop::sample::select(names));
    call.prop_map(|(call, name)| call.replace("NAME", name))
        .boxed()
}

fn closed(pieces: &[String]) -> String {
    let mut text = String::new();
    let mut open = Vec::new();
    for piece in pieces {
        let words = piece.trim_matches(['{', '}', '~']);
        let name = words.split(' ').next().unwrap_or_default();
        match name.chars().next() {
            Some('#' | '^') if name.len() > 1 => open.push(name[1..].to_owned()),
            Some('/') if piece.len() > 4 => {
                let Some(name) = open.pop() else { continue };
                let tilde = if piece.contains('~') { "~" } else { "" };
                text.extend(["{{", tilde, "/", &name, "}}"]);
                continue;
            }
            _ if name == "else" && open.is_empty() => continue,
            _ => {}
        }
        text.push_str(piece);
    }
    text.extend(open.iter().rev().flat_map(|name| ["{{/", name, "}}"]));
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_text_that_stands_alone_renders_the_same(
        file in file(&["p", "q"], 12),
        p in file(&["q"], 8),
        q in file(&[], 6),
        is_declared in prop::bool::weighted(0.7),
    ) {
        let file = if is_declared { front_matter() + &file } else { file };
        let (inlined, findings) = inlined(&file, &[("p", &p), ("q", &q)]);
        prop_assert!(inlined.is_some() || findings.has_errors(), "neither a text nor a finding");
        let Some(inlined) = inlined else { return Ok(()) };
        for (text, number, count) in [("one\ntwo", "0", 2), ("", "7", 0), ("one\n", "1", 1)] {
            let inputs = values(text, number, count, 3);
            prop_assert_eq!(render(&inlined.before, &inputs), render(&inlined.after, &inputs), "{}", inlined.text);
        }
    }
}
