//! Sources, and the calls in them.

use std::collections::BTreeSet;

use prompt_build::config::Config;
use prompt_build::report::{Findings, Severity, render};
use prompt_build::source::Source;

use super::facts::SourceFacts;
use super::{Calls, Compiled};

/// A source, and the ids that it uses in order: `?` after what is not in every build, `*` for all,
/// `…` where a macro passes an id on.
const SOURCES: &[(&str, &str)] = &[
    ("fn f() { prompt!(\"a\"); }", "a"),
    ("fn f() { prompt!(\"a\", x = 1, ..); }", "a"),
    ("fn f() { prompt!{\"a\"} prompt![\"b\"]; }", "a b"),
    (
        "use prompt_runtime::try_prompt as t; fn f() { try_prompt!(\"a\", x)?; t!(\"b\", y)?; }",
        "a b",
    ),
    ("fn f() { prompt!(r\"a\"); prompt!(r#\"b\"#); }", "a b"),
    (
        "fn f() { prompt_runtime::prompt!(\"a\"); ::prompt_runtime::prompt!(\"b\"); crate::project::prompt!(\"c\"); }",
        "a b c",
    ),
    (
        "const A: &prompt_runtime::Prompt = prompt!(\"a\"); static B: T = prompt!(\"b\");",
        "a b",
    ),
    // Within the tokens of another macro.
    ("fn f() { println!(\"{}\", prompt!(\"a\")); }", "a"),
    (
        "fn f() { println!(\"{}\", x(&[prompt_runtime::prompt!(\"a\").text()])); }",
        "a",
    ),
    (
        "fn f() { prompt!(\"a\", b = prompt!(\"b\").text()); }",
        "a b",
    ),
    (
        "fn f() { assert_eq!(\"prompt!(1)\", '!', prompt ! (\"a\")); }",
        "a",
    ),
    (
        "fn f() { vec![other::prompt!(\"x\"), not.prompt, prompt, (\"y\")]; }",
        "",
    ),
    // Under another name.
    (
        "use prompt_runtime::prompt as p; fn f() { p!(\"a\"); print!(\"{}\", p!(\"b\")); }",
        "a b",
    ),
    (
        "use prompt_runtime::{flag, prompt as p, prompts as all}; fn f() { p!(\"a\"); all!(); }",
        "a *",
    ),
    (
        "fn f() { use prompt_runtime::prompt as p; p!(\"a\"); }",
        "a",
    ),
    (
        "use words::prompt; fn f() { prompt!(\"a\"); words::prompt!(\"b\"); }",
        "a b",
    ),
    (
        "use prompt_runtime as pr; fn f() { pr::prompt!(\"a\"); print!(\"{}\", pr::prompt!(\"b\")); pr::prompts!(); }",
        "a b *",
    ),
    (
        "use prompt_runtime::{self as pr, Prompt}; fn f() { pr::prompt!(\"a\"); }",
        "a",
    ),
    (
        "extern crate prompt_runtime as pr; use pr::prompt as p; fn f() { pr::prompt!(\"a\"); p!(\"b\"); }",
        "a b",
    ),
    ("use words as pr; fn f() { pr::prompt!(\"a\"); }", "a"),
    (
        "use inquire as pr; fn f() { pr::prompt!(\"Your name?\"); }",
        "",
    ),
    (
        "use prompt_runtime::history as pr; fn f() { pr::prompt!(\"x\"); }",
        "",
    ),
    // Of another crate, or one's own.
    (
        "use inquire::prompt; fn f() { prompt!(\"Your name?\"); prompt_runtime::prompt!(\"a\"); }",
        "a",
    ),
    ("fn f() { inquire::prompt!(\"Your name?\"); }", ""),
    (
        "macro_rules! prompt { () => {} } fn f() { prompt!(\"x\"); prompt_runtime::prompt!(\"a\"); }",
        "a",
    ),
    // All there are, or who knows which.
    ("fn f() { for p in prompts!() {} }", "*"),
    ("fn f() { print!(\"{}\", prompts!().len()); }", "*"),
    ("fn f(id: &str) { _ = catalog!().get(id); }", "*"),
    (
        "fn f(id: &str) { _ = prompt_runtime::catalog!().get(id).unwrap().render(&()); }",
        "*",
    ),
    (
        "macro_rules! ask { ($id:literal) => { prompt!($id) }; }",
        "…",
    ),
    (
        "macro_rules! ask { () => { prompt_runtime::prompt!(\"a\") }; }",
        "a?",
    ),
    (
        "fn f() { prompt!(id); prompt!(); prompt!(b\"a\"); prompt!(concat!(\"a\")); }",
        "",
    ),
    // Not in every build.
    (
        "#[cfg(test)] mod tests { fn f() { prompt!(\"a\"); } } fn f() { prompt!(\"b\"); }",
        "a? b",
    ),
    ("#![cfg(unix)]\nfn f() { prompt!(\"a\"); }", "a?"),
    ("#[cfg(feature = \"x\")] fn f() { prompt!(\"a\"); }", "a?"),
    (
        "#[test] fn f() { prompt!(\"a\"); } #[tokio::test] async fn g() { prompt!(\"b\"); }",
        "a? b?",
    ),
    (
        "fn f() { #[cfg(x)] prompt!(\"a\"); #[cfg(x)] let b = prompt!(\"b\"); #[cfg(x)] { g(prompt!(\"c\")); } }",
        "a? b? c?",
    ),
    (
        "fn f() { #[cfg(x)] g(prompt!(\"a\")); #[cfg(x)] g.h(prompt!(\"b\")); prompt!(\"c\"); }",
        "a? b? c",
    ),
    (
        "fn f() { match x { #[cfg(x)] 1 => prompt!(\"a\"), _ => prompt!(\"b\") }; }",
        "a? b",
    ),
    (
        "impl T { #[cfg(x)] fn f() { prompt!(\"a\"); } #[cfg(x)] const B: P = prompt!(\"b\"); }",
        "a? b?",
    ),
    (
        "fn f() { cfg_if! { if #[cfg(x)] { prompt!(\"a\"); } } cfg_select! { _ => prompt!(\"b\") } }",
        "a? b?",
    ),
    ("fn f() { if cfg!(x) { prompt!(\"a\"); } }", "a"),
    (
        "#[derive(Debug)] #[allow(x)] fn f() { prompt!(\"a\"); }",
        "a",
    ),
    // A first line for the shell.
    (
        "#!/usr/bin/env -S cargo +nightly -Zscript\nfn f() { prompt!(\"a\"); }",
        "a",
    ),
];

#[test]
fn calls_of_a_source() {
    for (text, expected) in SOURCES {
        assert_eq!(shown(&calls(&[("src/main.rs", text)])), *expected, "{text}");
    }
}

/// The files of a package, and the ids that it uses.
type Package = (&'static [(&'static str, &'static str)], &'static str);

const PACKAGES: &[Package] = &[
    (
        &[
            ("src/a.rs", "fn f() { prompt!(\"a\"); }"),
            ("src/main.rs", "#[cfg(x)] mod a;"),
        ],
        "a?",
    ),
    (
        &[
            ("src/a/b.rs", "fn f() { prompt!(\"a\"); }"),
            ("src/main.rs", "#[cfg(x)] mod a;"),
        ],
        "a?",
    ),
    (
        &[
            ("src/a/b.rs", "fn f() { prompt!(\"a\"); }"),
            ("src/a.rs", "#[cfg(x)] mod b;"),
        ],
        "a?",
    ),
    (
        &[
            ("src/a/b.rs", "fn f() { prompt!(\"a\"); }"),
            ("src/main.rs", "#[cfg(x)] mod a { mod b; }"),
        ],
        "a?",
    ),
    (
        &[
            ("src/a.rs", "fn f() { prompt!(\"a\"); }"),
            ("src/main.rs", "mod a;"),
        ],
        "a",
    ),
    (
        &[
            ("tests/a.rs", "fn f() { prompt!(\"a\"); }"),
            ("examples/b.rs", "fn f() { prompt!(\"b\"); }"),
        ],
        "a? b?",
    ),
    // A name that one file gives is one in another.
    (
        &[
            ("src/a.rs", "pub use prompt_runtime::prompt as p;"),
            ("src/b.rs", "use crate::a::p; fn f() { p!(\"a\"); }"),
        ],
        "a",
    ),
    (
        &[
            (
                "src/a.rs",
                "use prompt_runtime as pr; fn f() { pr::prompt!(\"a\"); }",
            ),
            (
                "src/b.rs",
                "use inquire as pr; fn f() { pr::prompt!(\"Your name?\"); }",
            ),
        ],
        "a",
    ),
    (
        &[
            ("src/a.rs", "pub use prompt_runtime as pr;"),
            ("src/c.rs", "use prompt_runtime::prompt as words_of;"),
            (
                "src/b.rs",
                "use crate::a::pr; fn f() { pr::prompt!(\"a\"); }",
            ),
        ],
        "a",
    ),
    // What one file takes from elsewhere is that file's alone.
    (
        &[
            ("src/a.rs", "use inquire::prompt;"),
            ("src/b.rs", "fn f() { prompt!(\"a\"); }"),
        ],
        "a",
    ),
];

#[test]
fn calls_of_a_package() {
    for (files, expected) in PACKAGES {
        assert_eq!(shown(&calls(files)), *expected, "{files:?}");
    }
}

/// A text repeated so often, between others, and whether it is too deep to be read.
const DEEP: &[(&str, &str, usize, &str, &str)] = &[
    ("a(", "b", 200, ")", "a"),
    ("a(", "b", 1_000, ")", "a"),
    ("a(", "b", 100_000, ")", "…"),
    ("[", "b", 5_000, "]", "…"),
    ("", "b", 3_000, ".a()", "a"),
    ("", "b", 100_000, ".a()", "…"),
    ("", "1", 10_000, " + 1", "a"),
    ("", "1", 100_000, " + 1", "…"),
    ("!", "b", 24_000, "", "a"),
    ("return ", "b", 24_000, "", "a"),
    ("|| ", "b", 10_000, "", "a"),
    ("if a {} else ", "{}", 6_000, "", "a"),
    ("if a {} else ", "{}", 100_000, "", "…"),
    ("{ if a { b } else ", "{}", 500, "}", "a"),
    ("let a: ", "b = c", 1, "", "a"),
    ("A::<", "b", 4_000, ">", "a"),
    ("f(1); ", "b", 50_000, "", "a"),
    ("{} ", "b", 50_000, "", "a"),
];

#[test]
fn nesting_is_read_or_refused_and_never_overflows() {
    for (before, middle, times, after, expected) in DEEP {
        let nested = format!("{}{middle}{}", before.repeat(*times), after.repeat(*times));
        let text = format!("fn f() {{ prompt!(\"a\"); {nested}; }}");
        assert_eq!(
            shown(&calls(&[("src/main.rs", &text)])),
            *expected,
            "{before}{middle}{after}, {times} times"
        );
    }
}

#[test]
fn too_deep_is_found_at_its_place() {
    let text = format!(
        "fn f() {{\n    prompt!(\"a\");\n    b({}1); }}",
        "1 + ".repeat(20_000)
    );
    let calls = calls(&[("src/main.rs", &text)]);
    let shown = calls.unreadable.iter().map(render).collect::<String>();
    assert!(
        shown.starts_with("src/main.rs:3:") && shown.contains("it is nested too deeply"),
        "{}",
        &shown[..200]
    );
}

#[test]
fn an_id_stands_where_it_is_written() {
    let text = "#!/bin/ünsinn\n// Grüße 👋\nfn f() { println!(\"👋 {}\", prompt!(\"a-b\", x)); prompt!(\"c\"); }\n";
    let calls = calls(&[("src/main.rs", text)]);
    let places = calls
        .found
        .iter()
        .map(|call| &text[call.location.span()])
        .collect::<Vec<_>>();
    assert_eq!(places, ["\"a-b\"", "\"c\""]);
}

const CONFIGURATION: &str = "\
environments:
  development: { prompt_source: local, model: m, temperature: 0.2, logging: full, rate_limit: null }
  staging: { prompt_source: local, model: m, temperature: 0.2, logging: full, rate_limit: null }
prompts:
  both: { development: latest, staging: latest }
  one: { development: latest }
  none: {}
";

/// The files of a package, and what it is told: code, severity, and place.
const FINDINGS: &[Package] = &[
    (
        &[("main.rs", "fn f() { prompt!(\"both\"); prompts!(); }")],
        "",
    ),
    (&[], ""),
    (
        &[("main.rs", "fn f() { prompt!(\"both\"); }")],
        "unused-pin@environments.yaml? unused-pin@environments.yaml?",
    ),
    (
        &[("main.rs", "fn f() { prompts!(); prompt!(\"one\"); }")],
        "not-pinned@main.rs",
    ),
    (
        &[("main.rs", "fn f() { prompts!(); prompt!(\"none\"); }")],
        "not-pinned@main.rs",
    ),
    (
        &[(
            "main.rs",
            "fn f() { prompts!(); prompt!(\"one\"); prompt!(\"one\"); }",
        )],
        "not-pinned@main.rs",
    ),
    (
        &[(
            "main.rs",
            "fn f() { prompts!(); #[cfg(x)] prompt!(\"one\"); }",
        )],
        "not-pinned@main.rs?",
    ),
    (
        &[
            ("a.rs", "fn f() { #[cfg(x)] prompt!(\"one\"); prompts!(); }"),
            ("b.rs", "fn f() { prompt!(\"one\"); }"),
        ],
        "not-pinned@b.rs",
    ),
    (
        &[(
            "main.rs",
            "fn f() { prompts!(); optional_prompt!(\"one\"); #[cfg(x)] optional_prompt!(\"one\"); }",
        )],
        "not-pinned@main.rs~",
    ),
    (
        &[
            ("a.rs", "fn f() { optional_prompt!(\"one\"); prompts!(); }"),
            (
                "b.rs",
                "use prompt_runtime::prompt as p; fn f() { p!(\"one\"); }",
            ),
        ],
        "not-pinned@b.rs",
    ),
    (
        &[(
            "main.rs",
            "use prompt_runtime::optional_prompt as o; fn f() { prompts!(); o!(\"none\"); o!(\"both\"); }",
        )],
        "not-pinned@main.rs~",
    ),
    (
        &[(
            "main.rs",
            "fn f() { prompts!(); optional_prompt!(\"bath\"); }",
        )],
        "unknown-prompt@main.rs",
    ),
    (
        &[(
            "main.rs",
            "fn f() { prompts!(); prompt!(\"bath\"); prompt!(\"bath\"); }",
        )],
        "unknown-prompt@main.rs",
    ),
    (
        &[(
            "main.rs",
            "fn f() { prompts!(); #[cfg(x)] prompt!(\"bath\"); }",
        )],
        "unknown-prompt@main.rs?",
    ),
    (
        &[("main.rs", "fn f() {}"), ("bad.rs", "fn prompt(")],
        "unreadable-source@bad.rs?",
    ),
    (
        &[
            ("main.rs", "fn f() { prompt!(\"both\"); }"),
            ("bad.rs", "fn ("),
        ],
        "unused-pin@environments.yaml? unused-pin@environments.yaml?",
    ),
    (
        &[(
            "main.rs",
            "macro_rules! m { ($i:literal) => { prompt!($i) }; }",
        )],
        "",
    ),
];

#[test]
fn calls_against_pins() {
    let mut faults = Findings::default();
    let source = Source::new("environments.yaml", CONFIGURATION);
    let config = Config::read(&source, &mut faults).unwrap();
    assert!(!faults.has_errors());
    for (files, expected) in FINDINGS {
        let findings = calls(files).against(&config, &[], &BTreeSet::new());
        let shown = findings.sorted().into_iter().map(|finding| {
            let mark = match finding.severity {
                Severity::Error => "",
                Severity::Warning => "?",
                Severity::Note => "~",
            };
            format!(
                "{}@{}{mark}",
                finding.code.as_str(),
                finding.location.source.path
            )
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), *expected, "{files:?}");
    }
}

fn calls(files: &[(&str, &str)]) -> Calls {
    let file = |(path, text): &(&str, &str)| ((*path).to_owned(), Ok(Source::new(*path, *text)));
    let files = files.iter().map(file).collect::<Vec<_>>();
    Calls::of("", SourceFacts::all(&files), vec!["words".to_owned()])
}

fn shown(calls: &Calls) -> String {
    let mark = |compiled| {
        if compiled == Compiled::Sometimes {
            "?"
        } else {
            ""
        }
    };
    let mut shown = calls
        .found
        .iter()
        .map(|call| format!("{}{}", call.id, mark(call.compiled)))
        .collect::<Vec<_>>();
    shown.extend(calls.uses_all.then(|| "*".to_owned()));
    shown.extend((!calls.is_complete).then(|| "…".to_owned()));
    shown.join(" ")
}

/// The arguments of a call, and the names of the inputs that are read.
const NAMES: &[(&str, &str)] = &[
    ("\"a\"", "none"),
    ("\"a\",", "none"),
    ("\"a\", ..", ""),
    ("\"a\", x", "x"),
    ("\"a\", x, y = 1 + 2, ..,", "x y"),
    (
        "\"a\", secret x, secret y = z, secret = 1, secret",
        "x y secret secret",
    ),
    (
        "\"a\", x = f::<A, B>(c, d), y = |a, b| a, history = &turns",
        "x y history",
    ),
    ("\"a\", r#type = 1, größe", "type größe"),
    // The compiler refuses the call, or a macro fills it in.
    ("\"a\", x =", "none"),
    ("\"a\" x", "none"),
    ("\"a\", $x", "none"),
    ("$a, x", "none"),
];

#[test]
fn names_of_inputs_are_read() {
    for (arguments, expected) in NAMES {
        let tokens = arguments.parse().unwrap();
        let names = super::arguments::input_names(&tokens).map_or("none".to_owned(), |names| {
            let names = names.into_iter().map(|(name, _)| name);
            names.collect::<Vec<_>>().join(" ")
        });
        assert_eq!(names, *expected, "{arguments}");
    }
}
