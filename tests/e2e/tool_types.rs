//! `tool_type!` in packages: calls that are read, wherever the enum stands.

use crate::consumer::Consumer;

const WORKING_COPY: &str = "---
tools: [look-up-order]
toolDefs:
  - name: list_orders
---
Write an email.
";

/// What staging pins: another tool as well, and an argument more.
const RELEASED: &str = "---
toolDefs:
  - name: look-up-order
    inputSchema:
      order_id: string
      kind?(enum): [paid, open]
  - name: cancelOrder
    inputSchema:
      order_id: string
---
Write an email.
";

const TOOL: &str = "inputSchema:\n  order_id: string\n";

/// Without the prelude, under names that mean something else, without serde among the dependencies.
const PROGRAM: &str = r##"#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications)]

//! A program.

#[allow(dead_code)]
mod shadow {
    pub(crate) struct Option;
    pub(crate) struct Result;
    pub(crate) struct TryFrom;
    pub(crate) mod serde {}
    pub(crate) mod core {}
}
#[allow(unused_imports)]
use shadow::{Option, Result, TryFrom, serde};

::runtime::tool_type! {
    "welcome-note":
    /// What the model can ask for.
    #[derive(::core::fmt::Debug)]
    enum Tool {
        /// An order.
        LookUpOrder {
            /// Its number.
            order_id: ::std::string::String,
            kind: ::core::option::Option<Kind>,
        },
        ListOrders,
        CancelOrder(Cancelled),
        /// No version has it yet.
        #[allow(dead_code)]
        SendInvoice { address: ::std::string::String },
    }

    #[derive(::core::fmt::Debug)]
    #[serde(rename_all = "lowercase")]
    enum Kind { Paid, Open }

    #[derive(::core::fmt::Debug)]
    struct Cancelled { order_id: ::std::string::String }
}

fn main() {
    let body = r#"{"stop_reason":"tool_use","content":[
        {"type":"tool_use","id":"a","name":"look-up-order","input":{"order_id":"4711","kind":"open"}},
        {"type":"tool_use","id":"b","name":"list_orders"},
        {"type":"tool_use","id":"c","name":"cancelOrder","input":{"order_id":"4712"}},
        {"type":"tool_use","id":"d","name":"look-up-order","input":{}},
        {"type":"tool_use","id":"e","name":"send-invoice","input":{"address":"x"}},
        {"type":"tool_use","id":"f","name":"delete-order","input":{}}]}"#;
    let answer = ::serde_json::from_str::<::runtime::Answer>(body).unwrap();
    for call in answer.tool_calls() {
        match call.parse::<Tool>() {
            ::core::result::Result::Ok(Tool::LookUpOrder { order_id, kind }) => ::std::println!("{order_id} {kind:?}"),
            ::core::result::Result::Ok(Tool::CancelOrder(Cancelled { order_id })) => ::std::println!("not {order_id}"),
            ::core::result::Result::Ok(tool) => ::std::println!("{tool:?}"),
            ::core::result::Result::Err(error) => ::std::println!("{error}"),
        }
    }
}
"##;

const PRINTED: &str = "4711 Some(Open)
ListOrders
not 4712
missing field `order_id`
SendInvoice { address: \"x\" }
the type has no variant for the tool
";

fn consumer(name: &str) -> Consumer {
    let consumer = Consumer::new(name);
    consumer.write("prompts/tools/look-up-order.yaml", TOOL);
    consumer.write("prompts/welcome-note/local.prompt", WORKING_COPY);
    consumer.write("prompts/welcome-note/1.1.0.prompt", RELEASED);
    let of_fixture = "f727aa2f6f6661d7c1b8c66c8199c908fc584de53a562552e9a0ae397cf95a68";
    let sha256 = prompt_build::hash::sha256(RELEASED);
    consumer.edit("prompts/welcome-note/releases.yaml", of_fixture, &sha256);
    let production = "    production: \"1.0.0\"\n";
    consumer.edit("prompts/environments.yaml", production, "");
    let manifest = consumer.read("Cargo.toml");
    let renamed = manifest
        .replacen(
            "prompt-runtime = {",
            "runtime = { package = \"prompt-runtime\", features = [\"serde\"],",
            1,
        )
        .replacen(
            "[dependencies]\n",
            "[dependencies]\nserde_json = \"1\"\n",
            1,
        );
    consumer.write("Cargo.toml", renamed);
    consumer.write("src/main.rs", PROGRAM);
    consumer
}

#[test]
fn calls_are_read_and_the_tools_are_those_of_all_environments() {
    let consumer = consumer("tool-types");
    assert_eq!(consumer.output("cargo run"), PRINTED);
    assert_eq!(consumer.output("cargo run --features staging"), PRINTED);
    // An environment that pins nothing of the prompt.
    assert_eq!(consumer.output("cargo run --features production"), PRINTED);
}

#[test]
fn the_enum_that_show_prints_compiles() {
    let consumer = consumer("tool-types-shown");
    consumer.edit(
        "Cargo.toml",
        "runtime = { package = \"prompt-runtime\",",
        "prompt-runtime = {",
    );
    consumer.write("src/main.rs", "fn main() {}\n");
    consumer.output("cargo build");
    let files = consumer.build_script_output();
    let mut files = files.iter();
    let file = files.find(|(path, _)| path.ends_with("tools/welcome-note"));
    let tools = prompt_core::wire::read_tools(&file.unwrap().1).unwrap();
    let types = crate::answer_types::rust_types("welcome-note", &[], &tools).unwrap();
    for variant in ["LookUpOrder {", "ListOrders,", "CancelOrder {"] {
        assert!(types.contains(variant), "{types}");
    }
    consumer.write("src/lib.rs", format!("#![deny(warnings)]\n{types}"));
    consumer.output("cargo build");
}

/// An editor gets the types of a program without an error, and each error at its place.
#[test]
fn an_editor_sees_the_types_and_their_errors() {
    let consumer = consumer("tool-types-editor");
    let run = consumer.run("RA_RUSTC_WRAPPER=1 cargo check");
    assert!(
        run.success && !run.messages().contains("error"),
        "{}",
        run.stderr
    );
    consumer.edit(
        "src/main.rs",
        "struct Cancelled { order_id:",
        "struct Cancelled { id:",
    );
    let messages = consumer.run("RA_RUSTC_WRAPPER=1 cargo check").messages();
    let place = PROGRAM
        .lines()
        .position(|line| line.contains("struct Cancelled"));
    let place = format!("src/main.rs:{}:24", place.unwrap() + 1);
    assert!(messages.contains(&place), "{messages}");
    assert!(messages.contains("[unknown-answer-field]"), "{messages}");
}
