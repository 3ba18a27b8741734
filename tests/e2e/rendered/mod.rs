//! Four renderers beside an implementation that this project did not write: the same templates
//! with the same inputs through the macro, the catalog, the interpreter, hot reload, and the
//! `handlebars` crate.

mod case;
mod interpreted;
mod judge;
mod judge_functions;
mod logged;
mod program;
mod random;
mod random_expressions;
mod secrets;
mod template;
mod values;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use serde::Deserialize;
use serde_json::Value;

use crate::consumer::{Consumer, repository};
use crate::sections;
use case::Case;

/// The variable that names the only case to run.
const ONE_CASE: &str = "RENDERED_CASE";

#[test]
fn every_case_renders_as_handlebars_does() {
    let mut cases = Case::all(repository());
    if let Ok(wanted) = std::env::var(ONE_CASE) {
        cases.retain(|case| case.name == wanted);
        assert_eq!(cases.len(), 1, "no case has the name {wanted}");
    }
    compare("rendered", &cases);
}

/// The repository's own working copies, with the inputs of their golden datasets.
#[test]
fn golden_cases_render_as_handlebars_does() {
    let library = repository().join("prompts");
    let mut cases = Vec::new();
    for folder in fs::read_dir(library)
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        let Ok(golden) = fs::read_to_string(folder.join("golden.yaml")) else {
            continue;
        };
        let golden = serde_yaml::from_str::<Vec<Value>>(&golden).unwrap();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let prompt = fs::read_to_string(folder.join("local.prompt")).unwrap();
        let inputs = golden.iter().map(|case| case["vars"].clone()).collect();
        cases.push(Case {
            name,
            prompt,
            inputs,
            ..Case::default()
        });
    }
    assert!(cases.len() > 1);
    // The tools that the prompts name.
    let tools = fs::read_dir(repository().join("prompts/tools")).unwrap();
    let tools = tools.map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        (format!("tools/{name}"), fs::read_to_string(&path).unwrap())
    });
    let tools = tools.collect::<Vec<_>>();
    for case in &mut cases {
        case.shared.clone_from(&tools);
    }
    compare("rendered-golden", &cases);
}

#[test]
fn random_templates_render_as_handlebars_does() {
    compare("rendered-random", &random::cases());
}

/// Renders all cases in one program, and compares each with the judge's, with what the same program
/// renders without its compiled form, from files that have changed, and with what is logged of it.
fn compare(name: &str, cases: &[Case]) {
    let [compiled, reloaded] = &render(name, cases);
    let mut report = String::new();
    for case in cases {
        for (position, inputs) in case.inputs.iter().enumerate() {
            let set = Set {
                case,
                position,
                inputs,
                compiled,
                reloaded,
            };
            let differences = set.rendered().into_iter().chain(set.logged());
            let differences = differences.chain(set.of_catalog());
            for Difference { what, ours, theirs } in differences {
                let (name, prompt, inputs) = (&case.name, &case.prompt, judge::describe(inputs));
                writeln!(
                    report,
                    "== {name} with {inputs}: {what}\n{prompt}\nours   {ours}\ntheirs {theirs}\n"
                )
                .unwrap();
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

/// A difference between the actual and the expected result.
struct Difference {
    what: String,
    ours: String,
    theirs: String,
}

impl Difference {
    /// `None` where there is none.
    fn between(what: &str, ours: &Value, theirs: &Value) -> Option<Self> {
        (ours != theirs).then(|| Self {
            what: what.to_owned(),
            ours: ours.to_string(),
            theirs: theirs.to_string(),
        })
    }
}

/// A set of inputs of a case, and what the program made of all of them.
struct Set<'a> {
    case: &'a Case,
    position: usize,
    inputs: &'a Value,
    compiled: &'a Renderings,
    reloaded: &'a Renderings,
}

impl Set<'_> {
    /// The call in which this input is marked as secret, or none where it has no name: as compiled,
    /// and from files.
    fn calls(&self, secret: &str) -> [&Rendering; 2] {
        let key = (self.case.name.clone(), self.position, secret.to_owned());
        let [compiled, reloaded] = [self.compiled, self.reloaded].map(|run| &run[&key]);
        let models = (compiled.model.as_str(), reloaded.model.as_str());
        assert_eq!(models, ("kimi-k2-5-turbo", "kimi-k2-5"), "not read again");
        [compiled, reloaded]
    }

    /// Holds the renderings of `catalog!` and their logs against those of `prompt!`.
    fn of_catalog(&self) -> Vec<Difference> {
        let mut differences = Vec::new();
        let secrets = self.case.secrets(self.position);
        for secret in [String::new()].into_iter().chain(secrets) {
            let name = format!("{}{}", program::DYNAMIC, self.case.name);
            let dynamic = &self.compiled[&(name, self.position, secret.clone())];
            let [compiled, _] = self.calls(&secret);
            let between = |what, ours, theirs| {
                Difference::between(&format!("{what}, secret {secret:?}"), ours, theirs)
            };
            differences.extend(between("catalog", &dynamic.exactly, &compiled.exactly));
            differences.extend(between(
                "catalog's inputs in logs",
                &dynamic.inputs,
                &compiled.inputs,
            ));
            differences.extend(between("catalog's log", &dynamic.shown, &compiled.shown));
        }
        differences
    }

    fn rendered(&self) -> Vec<Difference> {
        let [compiled, reloaded] = self.calls("");
        let theirs = judge::expected(self.case, self.position);
        let interpreted = interpreted::messages(self.case, self.inputs);
        let differences = [
            Difference::between("rendered", &compiled.messages, &theirs),
            Difference::between("interpreted", &interpreted, &theirs),
            Difference::between("reloaded", &reloaded.exactly, &compiled.exactly),
        ];
        differences.into_iter().flatten().collect()
    }
}

/// The rendering of a call, and its logs.
#[derive(Deserialize)]
struct Rendering {
    messages: Value,
    /// The same with all that Rust tells apart.
    exactly: Value,
    model: String,
    /// The text of each `gen_ai.prompt.variable.<name>`, by name.
    inputs: Value,
    /// `gen_ai.input.messages`
    shown: Value,
}

/// By case, position of the inputs, and the input that is marked as secret.
type Renderings = BTreeMap<(String, usize, String), Rendering>;

/// Renders the cases twice: as compiled, and by the same program after the environment's model has
/// changed, which changes every prompt.
fn render(name: &str, cases: &[Case]) -> [Renderings; 2] {
    let consumer = Consumer::new(name);
    consumer.remove("prompts");
    consumer.write("prompts/environments.yaml", program::configuration(cases));
    for case in cases {
        consumer.write(format!("prompts/{}/local.prompt", case.name), &case.prompt);
        for (path, text) in &case.shared {
            consumer.write(format!("prompts/{path}"), text);
        }
    }
    consumer.write(
        "Cargo.toml",
        program::manifest(&consumer.read("Cargo.toml")),
    );
    consumer.write("src/main.rs", program::program(cases));
    let compiled = read(&consumer.output("cargo run"));
    consumer.edit("prompts/environments.yaml", "kimi-k2-5-turbo", "kimi-k2-5");
    let program = consumer.target().join("debug").join(name);
    [compiled, read(&consumer.output(program.to_str().unwrap()))]
}

fn read(output: &str) -> Renderings {
    let lines = output
        .lines()
        .map(|line| serde_json::from_str::<(String, usize, String, Rendering)>(line).unwrap());
    lines
        .map(|(name, position, secret, call)| ((name, position, secret), call))
        .collect()
}
