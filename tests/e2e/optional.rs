//! `optional_prompt!`: a prompt on its way, which not every environment pins.

use crate::consumer::Consumer;

const PROMPT: &str = "---
input:
  schema:
    guest: string
    tone?(enum): [warm, formal]
    seats?(array):
      row: integer
---
Lead {{guest}} to a seat{{#if tone}} in a {{tone}} tone{{/if}}.{{#each seats}} {{row}}{{/each}}
";

/// A value that must not be computed where there is nothing to render.
const PROGRAM: &str = r#"#![deny(warnings)]
use prompt_runtime::{Prompt, Rendered, optional_prompt};

static PLAIN: Option<&Prompt> = optional_prompt!("seat-plan");

struct Seat {
    row: u32,
}

fn guest() -> String {
    println!("computed");
    "Mara".to_owned()
}

fn seated(seats: &[Seat]) -> Result<Option<Rendered>, std::num::ParseIntError> {
    let _: i32 = "7".parse()?;
    Ok(optional_prompt!("seat-plan", secret guest = guest(), tone = "warm", seats))
}

fn main() {
    println!("{:?}", PLAIN.map(|prompt| prompt.version));
    let rendered = seated(&[Seat { row: 4 }]).unwrap();
    println!("{:?}", rendered.map(|rendered| rendered.text().trim().to_owned()));
    let everywhere = optional_prompt!("welcome-note", ..);
    println!("{}", everywhere.is_some());
}
"#;

#[test]
fn a_prompt_that_is_not_pinned_is_none() {
    let consumer = with_seat_plan("optional-prompt");
    consumer.write("src/main.rs", PROGRAM);
    let expected = [
        (
            "development",
            "Some(\"local\")\ncomputed\nSome(\"Lead Mara to a seat in a warm tone. 4\")\ntrue\n",
        ),
        ("production", "None\nNone\ntrue\n"),
    ];
    for (environment, expected) in expected {
        let output = consumer.output(&format!("PROMPT_ENV={environment} cargo run"));
        assert_eq!(output, expected, "{environment}");
    }
    let program = consumer.binary("debug");
    let contains = |text: &str| {
        program
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    let released = consumer.read("prompts/welcome-note/1.0.0.prompt");
    let (_, body) = released.rsplit_once("---\n").unwrap();
    assert!(contains(body.trim()), "this is not production's program");
    assert!(!contains("to a seat"), "another environment's text");
}

/// Where another environment's version cannot be read, the inputs of a call are not checked.
#[test]
fn inputs_that_are_not_known_are_not_checked() {
    let consumer = with_seat_plan("optional-unknown");
    consumer.write(
        "prompts/seat-plan/local.prompt",
        "Lead {{guest to a seat.\n",
    );
    let call = "optional_prompt!(\"seat-plan\", guest = \"Mara\", colour = 3)";
    consumer.write(
        "src/main.rs",
        format!("fn main() {{\n    print!(\"{{}}\", prompt_runtime::{call}.is_none());\n}}\n"),
    );
    let run = consumer.run("PROMPT_ENV=production cargo run");
    assert!(run.success && run.stdout == "true", "{}", run.stderr);
    assert!(run.stderr.contains("[unchecked-inputs]"), "{}", run.stderr);
}

fn with_seat_plan(name: &str) -> Consumer {
    let consumer = Consumer::new(name);
    consumer.write("prompts/seat-plan/local.prompt", PROMPT);
    consumer.edit(
        "prompts/environments.yaml",
        "prompts:\n",
        "prompts:\n  seat-plan:\n    development: latest\n",
    );
    consumer
}
