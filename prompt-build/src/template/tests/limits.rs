//! Extreme files give a template or a finding within seconds, and exhaust neither stack nor memory.

use super::{read, sound};
use crate::template::{Message, Op};

// A read that takes quadratic time takes minutes, and the tests with it: `cargo run --example large`
// measures that.

/// The name of a row, a file, and the codes of the findings; empty if it is a template.
type Large = (&'static str, fn() -> String, &'static str);

const FILES: &[Large] = &[
    (
        "as deep as it goes",
        || nested("{{#if urgent}}", "{{/if}}", 100),
        "",
    ),
    (
        "one block deeper",
        || nested("{{#if urgent}}", "{{/if}}", 101),
        "nested-too-deep",
    ),
    (
        "blocks in blocks",
        || nested("{{#if urgent}}", "{{/if}}", 10_000),
        "nested-too-deep",
    ),
    (
        "blocks that are never closed",
        || nested("{{#if urgent}}", "", 99),
        "unclosed-block",
    ),
    (
        "loops in loops",
        || nested("{{#each teams}}", "{{/each}}", 50),
        "",
    ),
    (
        "a chain of `else if`",
        || {
            format!(
                "{{{{#if a}}}}{}{{{{/if}}}}",
                "{{else if b}}x".repeat(10_000)
            )
        },
        "nested-too-deep",
    ),
    (
        "as many tags as there may be",
        || "{{guest}}\n".repeat(2_000),
        "",
    ),
    (
        "one tag more",
        || "{{guest}}\n".repeat(2_001),
        "too-many-tags",
    ),
    (
        "tags over and over",
        || "{{guest}}\n".repeat(1_000_000),
        "too-many-tags",
    ),
    (
        "as many words as a tag may have",
        || format!("{{{{note{}}}}}", " a".repeat(999)),
        "unknown-helper",
    ),
    (
        "words over and over",
        || format!("{{{{note{}}}}}", " a=1".repeat(4_000_000)),
        "too-many-tags",
    ),
    (
        "comments over and over",
        || format!("Hi.{}", "{{! later }}".repeat(500_000)),
        "",
    ),
    (
        "escaped tags over and over",
        || r"\{{guest}} ".repeat(500_000),
        "",
    ),
    (
        "a text of 10 MB",
        || "The same sentence over and over again.\n".repeat(260_000),
        "",
    ),
    ("a text of single braces", || "{ ".repeat(5_000_000), ""),
    ("a text of backslashes", || "\\".repeat(10_000_000), ""),
    (
        "a tag that begins and begins",
        || "{".repeat(10_000_001),
        "unclosed-tag",
    ),
    (
        "a tag without an end",
        || format!("{{{{{}", "guest ".repeat(1_500_000)),
        "unclosed-tag",
    ),
    (
        "a tag of brackets",
        || format!("{{{{{}}}}}", "[".repeat(1_000_000)),
        "invalid-tag",
    ),
    (
        "a tag of escaped quotes",
        || format!("{{{{{}}}}}", "\\\"".repeat(1_000_000)),
        "invalid-tag",
    ),
    (
        "a comment of dashes",
        || format!("{{{{!{}", "-".repeat(10_000_000)),
        "unclosed-tag",
    ),
    (
        "a name of 10 MB",
        || format!("{{{{{}}}}}", "guest".repeat(2_000_000)),
        "invalid-name",
    ),
    (
        "a name as long as it may be",
        || format!("{{{{{}}}}}", "guest".repeat(40)),
        "",
    ),
    (
        "one byte more",
        || format!("{{{{{}s}}}}", "guest".repeat(40)),
        "invalid-name",
    ),
    (
        "long names around many tags",
        || {
            let name = "guest".repeat(4_000);
            let tags = "{{seat}}".repeat(1_800);
            format!(
                "{}{tags}{}",
                format!("{{{{#with {name}}}}}").repeat(90),
                "{{/with}}".repeat(90)
            )
        },
        "invalid-name",
    ),
    (
        "as many different tags as there may be, in as many objects",
        || {
            let tags = (0..1_800).map(|at| format!("{{{{seat{at}}}}}"));
            let tags = tags.collect::<String>();
            format!(
                "{}{tags}{}",
                "{{#with guest}}".repeat(99),
                "{{/with}}".repeat(99)
            )
        },
        "",
    ),
    (
        "many inputs in few objects",
        || objects(10, 100, "seat"),
        "",
    ),
    (
        "many inputs in deep objects with long names",
        || objects(100, 900, &"seat".repeat(48)),
        "invalid-schema",
    ),
    (
        "an answer of many values in deep objects with long names",
        || objects(100, 900, &"seat".repeat(48)).replacen("input", "output", 1),
        "invalid-schema",
    ),
    (
        "a choice of many values in deep objects with long names",
        || {
            let choices = (0..900)
                .map(|at| format!("c{at}"))
                .collect::<Vec<_>>()
                .join(", ");
            let schema = objects(100, 1, &"seat".repeat(48)).replacen("input", "output", 1);
            schema.replacen("n0: string", &format!("n0(enum): [{choices}]"), 1)
        },
        "",
    ),
    (
        "a long name in an answer",
        || {
            format!(
                "---\noutput:\n  schema:\n    ? {}\n    : string\n---\nHi.\n",
                "a".repeat(1_001)
            )
        },
        "invalid-schema",
    ),
    (
        "a name in an answer that is as long as it may be",
        || {
            format!(
                "---\noutput:\n  schema:\n    ? {}\n    : string\n---\nHi.\n",
                "a".repeat(1_000)
            )
        },
        "",
    ),
    (
        "a path out of all blocks",
        || format!("{{{{{}guest}}}}", "../".repeat(400)),
        "undeclared-variable",
    ),
    (
        "a path far out",
        || format!("{{{{{}guest}}}}", "../".repeat(100_000)),
        "too-many-tags",
    ),
    (
        "a path into many objects",
        || format!("{{{{guest{}}}}}", ".guest".repeat(400)),
        "nested-too-deep",
    ),
    (
        "a path far in",
        || format!("{{{{guest{}}}}}", ".guest".repeat(100_000)),
        "too-many-tags",
    ),
    (
        "paths far in within each other",
        || nested("{{#with this.a.b.c.d.e.f.g.h.i.j.k.l}}", "{{/with}}", 100),
        "nested-too-deep",
    ),
    (
        "expressions as deep as they go",
        || format!("{{{{upper {}a{}}}}}", "(upper ".repeat(99), ")".repeat(99)),
        "",
    ),
    (
        "one expression deeper",
        || {
            format!(
                "{{{{upper {}a{}}}}}",
                "(upper ".repeat(101),
                ")".repeat(101)
            )
        },
        "nested-too-deep",
    ),
    (
        "parentheses over and over",
        || format!("{{{{upper {}", "(upper ".repeat(100_000)),
        "unclosed-tag",
    ),
    (
        "as many values as expressions may have",
        || format!("{{{{concat{}}}}}\n", " guest".repeat(499)).repeat(4),
        "",
    ),
    (
        "one value more",
        || {
            let most = format!("{{{{concat{}}}}}\n", " guest".repeat(499)).repeat(4);
            format!("{most}{{{{upper guest}}}}")
        },
        "too-many-tags",
    ),
    ("all inputs in some tags", || all_inputs("", 100, 10), ""),
    (
        "all inputs in many tags",
        || all_inputs("", 100, 11),
        "too-many-tags",
    ),
    (
        "many inputs with a comma that depends on those before",
        || all_inputs("?", 62, 1),
        "too-many-tags",
    ),
    (
        "arguments over and over",
        || format!("{{{{guest{}}}}}", " guest".repeat(500_000)),
        "too-many-tags",
    ),
    (
        "block parameters over and over",
        || format!("{{{{#each a as |{}|}}}}{{{{/each}}}}", " b".repeat(100_000)),
        "too-many-tags",
    ),
    (
        "as many names as tags",
        || numbered(2_000, |number| format!("{{{{guest_{number}}}}}\n")),
        "",
    ),
    (
        "a misspelt name in each tag",
        misspelt,
        "undeclared-variable",
    ),
];

/// A schema of so many texts, and tags that print them all.
fn all_inputs(mark: &str, inputs: usize, tags: usize) -> String {
    let schema = numbered(inputs, |number| format!("    a{number}{mark}: string\n"));
    let tags = "{{json this}}\n".repeat(tags);
    format!("---\ninput:\n  schema:\n{schema}---\n{tags}")
}

fn nested(open: &str, close: &str, depth: usize) -> String {
    format!(
        "{}Call them back.{}",
        open.repeat(depth),
        close.repeat(depth)
    )
}

fn numbered(count: usize, text: impl Fn(usize) -> String) -> String {
    (0..count).map(text).collect()
}

fn misspelt() -> String {
    let inputs = numbered(900, |number| format!("    guest_{number}: string\n"));
    let tags = numbered(1_900, |number| format!("{{{{gest_{number}}}}}\n"));
    format!("---\ninput:\n  schema:\n{inputs}---\n{tags}")
}

#[test]
fn large_files_end_soon() {
    for (what, file, expected) in FILES {
        let file = file();
        let found = sound(read(&file, &[])).map_or_else(|codes| codes, |_| String::new());
        let mut found = found.split(' ').collect::<Vec<_>>();
        found.dedup();
        assert_eq!(found.join(" "), *expected, "{what}");
    }
}

/// The name of a row, the partials, and the codes of the findings of a prompt that calls the first
/// partial.
type Calls = (&'static str, fn() -> Vec<(String, String)>, &'static str);

const PARTIALS: &[Calls] = &[
    (
        "an argument that each partial doubles",
        || {
            chain(60, |next| {
                format!("{{{{> {next} a=(concat a a)}}}}{{{{a}}}}")
            })
        },
        "too-many-tags",
    ),
    (
        "a known argument that each partial doubles",
        || {
            let first = |next: &str| format!("{{{{> {next} a=(concat a a)}}}}");
            let mut partials = chain(60, first);
            partials[0].1 = "{{> p1 a=\"Regards\"}}".to_owned();
            partials
        },
        "prompt-too-large",
    ),
    (
        "an argument that is deeper in each partial",
        || {
            let (open, close) = ("(upper ".repeat(20), ")".repeat(20));
            chain(90, |next| format!("{{{{> {next} a={open}a{close}}}}}"))
        },
        "nested-too-deep",
    ),
    (
        "a partial in a partial",
        || chain(2, |next| format!("Regards, {{{{> {next}}}}}")),
        "",
    ),
    (
        "as deep as it goes",
        || chain(100, |next| format!("{{{{> {next}}}}}")),
        "",
    ),
    (
        "one partial deeper",
        || chain(101, |next| format!("{{{{> {next}}}}}")),
        "nested-too-deep",
    ),
    (
        "a partial after the other",
        || chain(2_000, |next| format!("{{{{> {next}}}}}")),
        "nested-too-deep",
    ),
    (
        "blocks in each partial",
        || {
            chain(20, |next| {
                format!(
                    "{}{{{{> {next}}}}}{}",
                    "{{#if a}}".repeat(90),
                    "{{/if}}".repeat(90)
                )
            })
        },
        "nested-too-deep",
    ),
    (
        "each partial ten times in the one before",
        || chain(10, |next| format!("{{{{> {next}}}}}").repeat(10)),
        "too-many-tags",
    ),
    (
        "the same without anything to say",
        || {
            chain(10, |next| {
                format!("{{{{! later }}}}{{{{> {next}}}}}").repeat(10)
            })
        },
        "too-many-tags",
    ),
    (
        "texts that double with each partial",
        || {
            chain(10, |next| {
                format!(
                    "{}{{{{> {next}}}}}{{{{> {next}}}}}",
                    "Regards. ".repeat(4_000)
                )
            })
        },
        "prompt-too-large",
    ),
    (
        "indents of indents",
        || {
            chain(60, |next| {
                format!(
                    "{}\n{}{{{{> {next}}}}}\n",
                    "Bye.\n".repeat(2_000),
                    " ".repeat(2_000)
                )
            })
        },
        "prompt-too-large",
    ),
    (
        "contexts that hold all contexts before",
        || chain(60, |next| format!("{{{{> {next} a=this b=this}}}}")),
        "",
    ),
    (
        "a partial that calls itself",
        || vec![partial(0, "{{> p0}}")],
        "recursive-partial",
    ),
    (
        "two that call each other",
        || vec![partial(0, "{{> p1}}"), partial(1, "{{> p0}}{{> p0}}")],
        "recursive-partial recursive-partial",
    ),
    (
        "one that calls itself in a block",
        || vec![partial(0, "{{#if a}}{{> p0}}{{/if}}")],
        "recursive-partial",
    ),
];

#[test]
fn partials_of_partials_end_soon() {
    for (what, partials, expected) in PARTIALS {
        let partials = partials();
        let found = sound(read("Dear team,\n{{> p0}}\n", &partials));
        assert_eq!(
            found.map_or_else(|codes| codes, |_| String::new()),
            *expected,
            "{what}"
        );
    }
}

/// The finding stands in the prompt, at the tag that leads to too much, and not somewhere in the
/// partials.
#[test]
fn too_much_is_told_where_the_prompt_asks_for_it() {
    let (_, findings) = read(
        "Dear team,\n{{> p0}}\n",
        &chain(10, |next| format!("{{{{> {next}}}}}").repeat(10)),
    );
    let location = &findings.iter().next().unwrap().location;
    assert_eq!(
        (
            location.source.path.as_str(),
            &location.source.text[location.span()]
        ),
        ("note.prompt", "{{> p0}}")
    );
}

/// A large text is kept whole.
#[test]
fn a_large_text_is_what_it_was() {
    let text = "The same sentence over and over again.\n".repeat(260_000);
    let template = read(&text, &[]).0.unwrap();
    assert!(
        matches!(template.messages.as_slice(), [Message::Text { ops, .. }] if *ops == [Op::Text(text)])
    );
}

/// Partials in a row, each made from the name of the next; the last one is a text.
fn chain(length: usize, text: impl Fn(&str) -> String) -> Vec<(String, String)> {
    let last = [partial(length - 1, "Your sales desk")];
    (0..length - 1)
        .map(|number| partial(number, &text(&format!("p{}", number + 1))))
        .chain(last)
        .collect()
}

fn partial(number: usize, text: &str) -> (String, String) {
    (format!("p{number}"), text.to_owned())
}

/// A prompt whose inputs stand in objects within each other, with so many fields in the innermost.
fn objects(depth: usize, fields: usize, name: &str) -> String {
    let indent = |level: usize| " ".repeat(4 + level);
    let outer = (0..depth).map(|level| format!("{}{name}:\n", indent(level)));
    let inner = (0..fields).map(|at| format!("{}n{at}: string\n", indent(depth)));
    let schema = outer.chain(inner).collect::<String>();
    format!("---\ninput:\n  schema:\n{schema}---\nHi.\n")
}
