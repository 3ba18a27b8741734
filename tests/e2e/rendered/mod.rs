//! What prompts render to, beside an implementation that this project did not write: the same templates with the same
//! inputs through the macro and through the `handlebars` crate.

mod case;
mod judge;
mod random;
mod values;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::consumer::{Consumer, repository};
use case::Case;
use values::Writer;

#[test]
fn every_case_renders_as_handlebars_does() {
    let folder = repository().join("tests/rendered");
    let mut cases = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "case") {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            cases.push(Case::parse(&name, &fs::read_to_string(path).unwrap()));
        }
    }
    assert!(cases.len() > 20);
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    compare("rendered", &cases);
}

/// The repository's own working copies, with the inputs of their golden datasets.
#[test]
fn golden_cases_render_as_handlebars_does() {
    let library = repository().join("prompts");
    let mut cases = Vec::new();
    for folder in fs::read_dir(library).unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(golden) = fs::read_to_string(folder.join("golden.yaml")) else { continue };
        let golden = serde_yaml::from_str::<Vec<Value>>(&golden).unwrap();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let prompt = fs::read_to_string(folder.join("local.prompt")).unwrap();
        let inputs = golden.iter().map(|case| case["vars"].clone()).collect();
        cases.push(Case { name, prompt, inputs, ..Case::default() });
    }
    assert!(cases.len() > 1);
    compare("rendered-golden", &cases);
}

/// As many templates as `RANDOM_TEMPLATES` says, from the seed `RANDOM_SEED` on.
#[test]
fn random_templates_render_as_handlebars_does() {
    let number = |name: &str, default: u64| std::env::var(name).map_or(default, |text| text.parse().unwrap());
    let seed = number("RANDOM_SEED", 1);
    let cases = (seed..seed + number("RANDOM_TEMPLATES", 150)).map(random::case).collect::<Vec<_>>();
    compare("rendered-random", &cases);
}

/// Renders all cases in one program, and compares each with the judge's, and with what the same program renders without
/// its compiled form, from files that have changed.
fn compare(name: &str, cases: &[Case]) {
    let [rendered, reloaded] = render(name, cases);
    let mut differences = String::new();
    for case in cases {
        for (position, inputs) in case.inputs.iter().enumerate() {
            let key = (case.name.clone(), position);
            let Rendering { messages: ours, exactly, model } = &rendered[&key];
            let again = &reloaded[&key];
            assert_eq!((model.as_str(), again.model.as_str()), ("kimi-k2-5-turbo", "kimi-k2-5"), "not read again");
            if again.exactly != *exactly {
                let (name, prompt, inputs) = (&case.name, &case.prompt, judge::describe(inputs));
                let again = &again.exactly;
                writeln!(differences, "== {name} with {inputs}\n{prompt}\ncompiled {exactly}\nreloaded {again}\n")
                    .unwrap();
            }
            let theirs = match &case.instead {
                Some(instead) => serde_json::from_str::<Vec<Value>>(instead).unwrap()[position].clone(),
                None => judge::messages(case, inputs).unwrap_or_else(|error| Value::String(error.to_string())),
            };
            if *ours != theirs {
                let inputs = judge::describe(inputs);
                writeln!(
                    differences,
                    "== {} with {inputs}\n{}\nours   {ours}\ntheirs {theirs}\n",
                    case.name, case.prompt
                )
                .unwrap();
            }
        }
    }
    assert!(differences.is_empty(), "{differences}");
}

/// What a call gives.
struct Rendering {
    messages: Value,
    /// The same with all that Rust tells apart.
    exactly: String,
    model: String,
}

/// By case and position of the inputs.
type Renderings = BTreeMap<(String, usize), Rendering>;

/// What is rendered as compiled, and what by the same program once the environment has another model: with that every
/// prompt is another one.
fn render(name: &str, cases: &[Case]) -> [Renderings; 2] {
    let consumer = Consumer::new(name);
    consumer.remove("prompts");
    consumer.write("prompts/environments.yaml", configuration(cases));
    for case in cases {
        consumer.write(format!("prompts/{}/local.prompt", case.name), &case.prompt);
        for (partial, text) in &case.partials {
            consumer.write(format!("prompts/partials/{partial}.prompt"), text);
        }
    }
    let manifest = consumer.read("Cargo.toml").replace("/prompt-runtime\" }", "/prompt-runtime\", features = [\"hot-reload\", \"json\"] }\nserde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"");
    consumer.write("Cargo.toml", manifest);
    consumer.write("src/main.rs", program(cases));
    let compiled = read(&consumer.output("cargo run"));
    consumer.edit("prompts/environments.yaml", "kimi-k2-5-turbo", "kimi-k2-5");
    let program = consumer.target().join("debug").join(name);
    [compiled, read(&consumer.output(program.to_str().unwrap()))]
}

fn read(output: &str) -> Renderings {
    let lines =
        output.lines().map(|line| serde_json::from_str::<(String, usize, Value, String, String)>(line).unwrap());
    let renderings = lines
        .map(|(name, position, messages, exactly, model)| ((name, position), Rendering { messages, exactly, model }));
    renderings.collect()
}

fn configuration(cases: &[Case]) -> String {
    let mut text = "default_environment: development
environments:
  development: { prompt_source: local, model: kimi-k2-5-turbo, temperature: 0.7, logging: verbose, rate_limit: null, feature_flags: {} }
prompts:
".to_owned();
    for case in cases {
        writeln!(text, "  {}: {{ development: latest }}", case.name).unwrap();
    }
    text
}

/// A program that prints the messages of every case, one set of inputs a line.
fn program(cases: &[Case]) -> String {
    let mut structs = String::new();
    let mut calls = String::new();
    for (number, case) in cases.iter().enumerate() {
        let prefix = format!("T{number}x");
        let mut writer = Writer::new(&prefix, &case.maps, &case.inputs);
        writeln!(calls, "fn case_{number}() {{").unwrap();
        for (position, inputs) in case.inputs.iter().enumerate() {
            let mut arguments = writer.arguments(inputs.as_object().unwrap());
            if !case.history.is_empty() {
                let messages = case
                    .history
                    .iter()
                    .map(|(role, text)| format!("Message::new(Role::parse({role:?}).unwrap(), {text:?})"));
                write!(arguments, ", history = [{}]", messages.collect::<Vec<_>>().join(", ")).unwrap();
            }
            writeln!(calls, "    show({:?}, {position}, &prompt!({:?}{arguments}, ..));", case.name, case.name)
                .unwrap();
        }
        calls.push_str("}\n");
        structs.push_str(&writer.structs);
    }
    let main = (0..cases.len()).map(|number| format!("    case_{number}();\n")).collect::<Vec<_>>().concat();
    format!("{PRELUDE}\n{structs}\n{calls}\nfn main() {{\n{main}}}\n")
}

const PRELUDE: &str = r#"#![allow(unused_imports, dead_code)]
#![forbid(unsafe_code)]

use prompt_runtime::{Content, Message, Number, Part, Rendered, Role, Scalar, prompt};
use serde_json::{Value, json};

fn show(name: &str, position: usize, rendered: &Rendered) {
    let messages = rendered.messages().iter().map(message).collect::<Vec<_>>();
    let exactly = format!("{:?}", rendered.messages());
    println!("{}", json!([name, position, messages, exactly, rendered.prompt().model()]));
}

fn message(message: &Message) -> Value {
    let parts = match &message.content {
        Content::Text(text) => vec![json!({ "text": text })],
        Content::Parts(parts) => parts.iter().map(part).collect(),
    };
    json!({ "role": message.role.as_str(), "parts": parts })
}

fn part(part: &Part) -> Value {
    match part {
        Part::Text(text) => json!({ "text": text }),
        Part::Media { url, content_type } => json!({ "media": { "url": url, "contentType": content_type } }),
        Part::Section(name) => json!({ "section": name }),
        _ => unreachable!(),
    }
}
"#;
