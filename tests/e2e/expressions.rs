//! The expressions that a call accepts as values, in a crate that denies every warning.

use std::fmt::Write as _;

use crate::consumer::Consumer;

/// A text, a number, a truth value, a list, and loops that ask for nothing or for one thing of
/// many.
const PROMPT: &str = "---
input:
  schema:
    text: string
    number: number
    flag: boolean
    list(array): string
    note?: string
---
{{text}}|{{number}}|{{#if flag}}yes{{else}}no{{/if}}|{{#each list}}.{{/each}}|{{#each list}}{{@index}}{{this}}{{/each}}|{{#each list}}{{#if \
@first}}first{{/if}}{{../note}}{{/each}}
";

/// Values of each kind, with what they print.
const VALUES: &[(&str, &str, &str)] = &[
    ("text", "name", "Mara"),
    ("text", "&name", "Mara"),
    ("text", "name.clone() + \" L.\"", "Mara L."),
    ("text", "format!(\"{name}!\")", "Mara!"),
    ("text", "lead.city", "Ulm"),
    ("text", "if flag { \"a\" } else { \"b\" }", "a"),
    (
        "text",
        "match number { 2 => \"two\", _ => \"more\" }",
        "two",
    ),
    ("text", "(|| \"closure\")()", "closure"),
    ("text", "std::borrow::Cow::Borrowed(\"cow\")", "cow"),
    ("text", "std::rc::Rc::<str>::from(\"rc\")", "rc"),
    ("text", "loop { break \"loop\" }", "loop"),
    ("number", "1 + 1", "2"),
    ("number", "number as f64", "2"),
    ("number", "name.len() + 1", "5"),
    ("number", "-number", "-2"),
    ("number", "number % 2", "0"),
    ("number", "1 << 3", "8"),
    ("flag", "number == 2", "yes"),
    ("flag", "number < 1", "no"),
    ("flag", "flag && number > 1", "yes"),
    ("flag", "!flag", "no"),
    ("list", "[\"a\", \"b\"]", "..|0a1b|first"),
    ("list", "&words[1..]", ".|0y|first"),
    (
        "list",
        "words.iter().map(|word| word.to_uppercase()).collect::<Vec<_>>()",
        "..|0X1Y|first",
    ),
];

#[test]
fn every_expression_is_a_value() {
    let consumer = Consumer::new("expressions");
    consumer.write("prompts/welcome-note/local.prompt", PROMPT);
    consumer.edit(
        "prompts/environments.yaml",
        "    staging: \"1.1.0\"\n    production: \"1.0.0\"\n",
        "",
    );
    let mut calls = String::new();
    for (position, (input, value, expected)) in VALUES.iter().enumerate() {
        let default = |name: &str, value: &str| {
            if *input == name {
                String::new()
            } else {
                format!("{name} = {value}, ")
            }
        };
        let defaults = [
            default("text", "\"t\""),
            default("number", "0"),
            default("flag", "false"),
            default("list", "[\"\"; 0]"),
        ];
        let parts = [
            ("text", "t"),
            ("number", "0"),
            ("flag", "no"),
            ("list", "||"),
        ];
        let parts = parts.map(|(name, part)| if name == *input { *expected } else { part });
        let text = parts.join("|");
        writeln!(
            calls,
            "    assert_eq!(prompt!(\"welcome-note\", {}{input} = {value}).text(), {text:?}, \"{position}\");",
            defaults.concat()
        )
        .unwrap();
    }
    let program = format!(
        "#![deny(warnings)]
        use prompt_runtime::prompt;
        struct Lead {{ city: String }}
        // Methods that every type has, and that the expansion must not take for its own.
        #[allow(dead_code)]
        trait Everywhere {{
            fn len(&self) -> u8 {{ 1 }}
            fn push_str(&self, _: &str) -> u8 {{ 1 }}
            fn option(&self) -> u8 {{ 1 }}
            fn items(&self) -> u8 {{ 1 }}
            fn as_text(&self) -> u8 {{ 1 }}
        }}
        impl<T: ?Sized> Everywhere for T {{}}
        fn main() {{
            let (name, number, flag, words) = (String::from(\"Mara\"), 2, true, [\"x\", \"y\"]);
            let lead = Lead {{ city: \"Ulm\".to_owned() }};
        {calls}}}\n"
    );
    consumer.write("src/main.rs", program);
    consumer.output("cargo run");
}

/// The reference application passes inputs that not every environment's version declares.
#[test]
fn no_environment_warns_of_the_reference_application() {
    let sales_desk = Consumer::repository();
    for environment in ["development", "staging", "production"] {
        let run = sales_desk.run(&format!("cargo build --features {environment}"));
        assert!(
            run.success && !run.stderr.contains("warning"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_prompt_of_as_many_tags_as_there_may_be_compiles() {
    let consumer = Consumer::new("expressions-many");
    let schema = "---\ninput:\n  schema:\n    name: string\n    rows(array): string\n---\n";
    consumer.write(
        "prompts/welcome-note/local.prompt",
        format!("{schema}{}", "{{name}} and ".repeat(1_999)),
    );
    let rows = "{{#each rows}}{{this}} of {{../name}}, {{/each}}\n".repeat(100);
    // The compiler took a minute for these while they were in one function.
    let ifs = "{{#if name}}{{name}}{{/if}}".repeat(390);
    consumer.write(
        "prompts/status-page/local.prompt",
        format!("{schema}{}{rows}{ifs}.", "{{name}} and ".repeat(400)),
    );
    for pins in [
        "    staging: \"1.1.0\"\n    production: \"1.0.0\"\n",
        "    staging: \"^2.0\"\n    production: \"2.0.0\"\n",
    ] {
        consumer.edit("prompts/environments.yaml", pins, "");
    }
    let program = "use prompt_runtime::prompt;
        fn main() {
            let rows = [\"a\", \"b\"];
            println!(\"{}\", prompt!(\"welcome-note\", name = \"x\", rows).text().len());
            println!(\"{}\", prompt!(\"status-page\", name = \"x\", rows).text().len());
        }\n";
    consumer.write("src/main.rs", program);
    // Below a front matter the body is trimmed at its end.
    assert_eq!(
        consumer.output("cargo run"),
        format!(
            "{}\n{}\n",
            1_999 * 6 - 1,
            400 * 6 + 100 * (2 * 8 + 1) + 390 + 1
        )
    );
}

/// Names of inputs are the schema's: that Rust would have others is no matter of the caller's.
#[test]
fn names_that_rust_would_not_have_warn_nobody() {
    let consumer = Consumer::new("expressions-names");
    let file = "---\ninput:\n  schema:\n    customerName: string\n    openTickets(array): string\n---\n\
                {{customerName}}{{#each openTickets}}, {{this}}{{/each}}\n";
    consumer.write("prompts/welcome-note/local.prompt", file);
    consumer.edit(
        "prompts/environments.yaml",
        "    staging: \"1.1.0\"\n    production: \"1.0.0\"\n",
        "",
    );
    let program = "#![deny(warnings)]
        fn main() {
            let text = prompt_runtime::prompt!(\"welcome-note\", customerName = \"Mara\", openTickets = [\"login\"]);
            println!(\"{text}\");
        }\n";
    consumer.write("src/main.rs", program);
    assert_eq!(consumer.output("cargo run"), "Mara, login\n");
}
