//! The reference application in every environment: what it prints, every prompt that it carries,
//! and the messages that the inputs of the golden datasets come to.

use std::fs;

use serde_yaml::{Mapping, Value};

use crate::consumer::{Consumer, repository};

const ENVIRONMENTS: [&str; 3] = ["development", "staging", "production"];
/// Each prompt with the command that renders it.
const PROMPTS: [(&str, &str); 2] = [
    ("ops-summarize-001", "summarize"),
    ("sales-email-007", "email"),
];

#[test]
fn overview_and_prompts_in_every_environment() {
    let sales_desk = Consumer::repository();
    for environment in ENVIRONMENTS {
        let by_variable = sales_desk.output(&format!("PROMPT_ENV={environment} cargo run"));
        let by_feature = sales_desk.output(&format!("cargo run --features {environment}"));
        assert_eq!(by_variable, by_feature);
        insta::assert_snapshot!(format!("{environment}"), by_variable);
        for (id, _) in PROMPTS {
            let prompt =
                sales_desk.output(&format!("cargo run --features {environment} -- show {id}"));
            insta::assert_snapshot!(format!("{environment}-{id}"), prompt);
        }
    }
}

#[test]
fn golden_inputs_in_every_environment() {
    for environment in ENVIRONMENTS {
        check_golden_inputs(
            environment,
            &format!("cargo run --features {environment} --"),
        );
    }
}

/// One program prints for each of its environments what a build for that one prints.
#[test]
fn a_build_for_several_environments_is_as_those_for_one() {
    let sales_desk = Consumer::repository();
    let run = |environment: &str| {
        let runner = format!("target.'cfg(all())'.runner=['env','PROMPT_ENV={environment}']");
        format!("PROMPT_ENVS=staging,production cargo run --config \"{runner}\" --")
    };
    for environment in ["staging", "production"] {
        let run = run(environment);
        insta::assert_snapshot!(environment, sales_desk.output(&run));
        for (id, _) in PROMPTS {
            let prompt = sales_desk.output(&format!("{run} show {id}"));
            insta::assert_snapshot!(format!("{environment}-{id}"), prompt);
        }
        check_golden_inputs(environment, &run);
    }
    let refused = sales_desk.run(&run("development"));
    assert_eq!(refused.code, Some(1));
    let expected = "error: the variable `PROMPT_ENV` is `development`, and the package `sales-desk` is built for \
                    `staging`, `production`\n";
    assert!(refused.stderr.ends_with(expected), "{}", refused.stderr);
    assert!(sales_desk.run(&format!("{} --help", run(""))).success);
}

/// Compares the messages of all golden cases with their snapshots. `run` runs the program.
fn check_golden_inputs(environment: &str, run: &str) {
    let sales_desk = Consumer::repository();
    for (id, command) in PROMPTS {
        let transcript = golden_cases(id).into_iter().map(|case| {
            let arguments = arguments(case["vars"].as_mapping().unwrap());
            let line = format!("{run} {command} {arguments}");
            let description = case["description"].as_str().unwrap();
            format!("== {description}\n{}\n", sales_desk.output(&line))
        });
        insta::assert_snapshot!(
            format!("{environment}-{id}-golden"),
            transcript.collect::<String>()
        );
    }
}

fn golden_cases(id: &str) -> Vec<Value> {
    let text = fs::read_to_string(repository().join(format!("prompts/{id}/golden.yaml"))).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// A word of a command line.
fn quote(word: &str) -> String {
    shlex::try_quote(word).unwrap().into_owned()
}

/// Inputs as the arguments of a command: a list is its singular, once for each item.
fn arguments(inputs: &Mapping) -> String {
    let mut arguments = Vec::new();
    for (name, value) in inputs {
        let name = name.as_str().unwrap();
        match value {
            Value::Sequence(items) => {
                let name = name.strip_suffix('s').unwrap();
                arguments.extend(
                    items
                        .iter()
                        .map(|item| format!("--{name} {}", quote(&item_argument(item)))),
                );
            }
            value => arguments.push(format!("--{name} {}", quote(value.as_str().unwrap()))),
        }
    }
    arguments.join(" ")
}

/// A product as `NAME=PRICE`, a line of a channel as `TIME AUTHOR: TEXT`.
fn item_argument(item: &Value) -> String {
    let field = |name: &str| item[name].as_str().unwrap();
    if item.get("price").is_some() {
        format!("{}={}", field("name"), field("price"))
    } else {
        format!("{} {}: {}", field("at"), field("author"), field("text"))
    }
}

#[test]
fn wrong_arguments_get_the_usage_and_a_wrong_id_gets_the_right_ones() {
    let sales_desk = Consumer::repository();
    let usage = sales_desk.run("cargo run -q -- serve");
    assert!(!usage.success);
    assert!(
        usage.stderr.contains("Usage: sales-desk"),
        "{}",
        usage.stderr
    );
    let wrong_id = sales_desk.run("cargo run -q -- show sales-email-700");
    assert!(!wrong_id.success);
    assert_eq!(
        wrong_id.stderr,
        "error: no prompt `sales-email-700` in this build; there are: ops-summarize-001, sales-email-007\n"
    );
    let wrong_product =
        sales_desk.run("cargo run -q -- email --customer x --company y --product Team");
    assert!(!wrong_product.success);
    assert!(
        wrong_product.stderr.contains("expected NAME=PRICE"),
        "{}",
        wrong_product.stderr
    );
}
