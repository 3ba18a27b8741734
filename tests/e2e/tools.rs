//! Tools in a program: what it reads of them, what it sends, and the rebuilds that a change causes.

use prompt_core::program::{AnswerClass, PinnedTools};

use crate::consumer::Consumer;

const WORKING_COPY: &str = "prompts/welcome-note/local.prompt";
const TOOL: &str = "prompts/tools/look-up-order.yaml";
const DEFINITION: &str = r#"description: Finds an "order"
inputSchema:
  order_id: string
"#;
const PROGRAM: &str = r#"fn main() {
    let prompt = prompt_runtime::prompt!("welcome-note");
    for tool in prompt.tools() {
        println!("{} {:?} {}", tool.name, tool.description, tool.input_schema);
    }
    let messages = [prompt_runtime::Message::new(prompt_runtime::Role::User, "Hi.")];
    println!("{}", prompt_runtime::Request::new(prompt, &messages).to_json());
}
"#;

fn consumer(name: &str) -> Consumer {
    let consumer = Consumer::new(name);
    let manifest = consumer.read("Cargo.toml");
    let features = "/prompt-runtime\", features = [\"serde\"] }";
    consumer.write(
        "Cargo.toml",
        manifest.replacen("/prompt-runtime\" }", features, 1),
    );
    consumer.write("src/main.rs", PROGRAM);
    consumer.write(
        WORKING_COPY,
        "---\ntools: [look-up-order]\n---\nSay hello.\n",
    );
    consumer.write(TOOL, DEFINITION);
    consumer
}

#[test]
fn a_program_has_the_tools_and_a_changed_file_is_read_again() {
    let consumer = consumer("tools");
    let schema = r#"{"type":"object","properties":{"order_id":{"type":"string"}},"required":["order_id"],"additionalProperties":false}"#;
    let printed = consumer.output("cargo run");
    let tool = format!("look-up-order \"Finds an \\\"order\\\"\" {schema}\n");
    assert!(printed.starts_with(&tool), "{printed}");
    let sent = format!(
        r#""tools":[{{"type":"function","function":{{"name":"look-up-order","description":"Finds an \"order\"","parameters":{schema},"strict":true}}}}]"#
    );
    assert!(printed.contains(&sent), "{printed}");
    assert_eq!(pinned(&consumer)[0].tools.len(), 1);

    consumer.edit(
        TOOL,
        "  order_id: string\n",
        "  order_id: string\n  lines?: boolean\n",
    );
    let printed = consumer.output("cargo run");
    assert!(
        printed.contains(r#""lines":{"type":["boolean","null"]}"#),
        "{printed}"
    );

    // The tools of other versions are those of the build as well.
    consumer.write(WORKING_COPY, "Say hello.\n");
    assert_eq!(
        consumer
            .output("cargo run")
            .matches("look-up-order")
            .count(),
        0
    );
}

/// The working copy has the tool, and the releases that other environments pin have none.
#[test]
fn the_macros_are_given_the_tools_of_all_versions() {
    let consumer = consumer("tools-pinned");
    consumer.output("cargo build");
    let versions = pinned(&consumer);
    let counts = versions
        .iter()
        .map(|version| (version.pin.version.as_str(), version.tools.len()));
    let counts = counts.collect::<Vec<_>>();
    assert_eq!(counts, [("local", 1), ("1.1.0", 0), ("1.0.0", 0)]);
    let tool = &versions[0].tools[0];
    assert_eq!(tool.name, "look-up-order");
    let AnswerClass::Object(fields) = &tool.input.class else {
        panic!("{tool:?}");
    };
    let fields = fields
        .iter()
        .map(|field| (field.name.as_str(), field.is_required));
    assert_eq!(fields.collect::<Vec<_>>(), [("order_id", true)]);
}

fn pinned(consumer: &Consumer) -> Vec<PinnedTools> {
    let files = consumer.build_script_output();
    let mut files = files.iter();
    let file = files.find(|(path, _)| path.ends_with("tools/welcome-note"));
    prompt_core::wire::read_tools(&file.unwrap().1).unwrap()
}
