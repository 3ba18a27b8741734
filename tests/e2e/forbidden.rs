//! A crate that forbids every lint there is: an expansion that allowed one would be an error there.

use std::process::Command;

use crate::hygiene::{consumer, with_features};

const PROGRAM: &str = r#"//! Every form of call.

use prompt_runtime::{Message, Role, environment, flag, prompt, prompts};

/// A plan.
struct Product {
    name: &'static str,
    price: Option<f64>,
    tags: [&'static str; 2],
    stock: u8,
}

/// A person.
struct Lead {
    name: &'static str,
    note: Option<&'static str>,
    city: &'static str,
}

impl serde::Serialize for Product {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([("stock", self.stock)])
    }
}

impl serde::Serialize for Lead {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([("name", self.name)])
    }
}

static ALONE: &prompt_runtime::Prompt = prompt!("status-page");
const TEXT: &str = prompt!("status-page").text();

macro_rules! by_literal {
    ($id:literal, $($name:ident = $value:expr),*) => { prompt!($id, $($name = $value,)* ..) };
}

fn main() {
    let products = [Product { name: "Team", price: Some(49.5), tags: ["a", "b"], stock: 3 }];
    let limits = [("seats", 25), ("team", 2)];
    let lead = Lead { name: "Mara", note: None, city: "Ulm" };
    let history = [Message::new(Role::User, "before")];
    let (number, whole, flag, anything) = (2.5_f32, -3_i64, true, 12_u8);
    let list = ["x", "y"];
    let all = prompt!("welcome-note", text = "Hi", tone = "warm", number, whole, flag, anything, list, products = &products,
        limits, lead = &lead, plan = Some("team"), seats = 4, approved = true, names = ["n"], company = Some(&lead),
        site = "https://x.example/a.png", size = 9, history = &history);
    let few = prompt!("welcome-note", text = "Hi", tone = "warm", number, whole, flag, anything, list, products = &products, limits, lead = &lead, ..);
    let secret = prompt!("welcome-note", secret text = "Hi", tone = "warm", secret number, secret whole, flag, secret anything, secret list,
        secret products = &products, secret limits, secret lead = &lead, secret plan = Some("team"), secret seats = 4, approved = true,
        secret names = Some(["n"]), secret company = &lead, secret site = "https://x.example/a.png", secret history = &history);
    let cased = prompt!("camel-case", userName = "Mara", unusedInput = 3, itemList = [1, 2], mapOfAll = [("a", 1)]);
    let by_macro = by_literal!("camel-case", userName = "Mara", unusedInput = 3, itemList = [1, 2], mapOfAll = [("a", 1)]);
    let fixed = prompt!("status-page", ..);
    let parts = [all.messages().len(), few.messages().len(), secret.messages().len(), fixed.messages().len()];
    println!("{parts:?} {} {}", cased.text(), by_macro.text() == cased.text());
    println!("{} {} {}", ALONE.id, TEXT.len() == ALONE.text().len(), prompts!().len());
    if flag!("short_greeting") {
        println!("{}", environment!().name);
    }
}
"#;

/// A prompt whose names are not those of Rust, with inputs and loops that use little of what they
/// have.
const CAMEL_CASE: &str = "---
input:
  schema:
    userName: string
    unusedInput: integer
    itemList(array): integer
    mapOfAll(object):
      (*): integer
---
{{userName}}:{{#each itemList}}{{@index}}{{/each}}{{#each itemList}}x{{/each}}{{#each mapOfAll}}{{@key}}{{#if @last}}.{{/if}}{{/each}}
";

/// The macros of `tracing` allow `unused_imports` where they are used, so a call that logs its inputs does.
const OF_TRACING: &[&str] = &["unused", "unused_imports", "warnings"];

#[test]
fn a_crate_may_forbid_every_lint() {
    let consumer = consumer("forbidden");
    consumer.write("prompts/camel-case/local.prompt", CAMEL_CASE);
    consumer.edit(
        "prompts/environments.yaml",
        "prompts:\n",
        "prompts:\n  camel-case: { development: latest }\n",
    );
    let lints = lints();
    assert!(lints.len() > 150, "{lints:?}");
    let fixture = consumer.read("Cargo.toml");
    for (features, others) in [
        ("json", &[][..]),
        ("json,hot-reload,sample", &[]),
        ("json,tracing", OF_TRACING),
        ("json,hot-reload,tracing", OF_TRACING),
    ] {
        with_features(&consumer, &fixture, features);
        consumer.write("src/main.rs", forbidding(&lints, others));
        let printed = consumer.output("cargo run");
        assert_eq!(
            printed, "[3, 2, 3, 1] Mara:01xxa. true\nstatus-page true 3\ndevelopment\n",
            "{features}"
        );
    }
}

/// The program, in a crate that forbids all lints but these.
fn forbidding(lints: &[String], others: &[&str]) -> String {
    let forbidden = lints.iter().filter(|lint| !others.contains(&lint.as_str()));
    let forbidden = forbidden.map(|lint| format!("#![forbid({lint})]\n"));
    let (documentation, code) = PROGRAM.split_once('\n').unwrap();
    // Some lints are those of a later compiler.
    format!(
        "{documentation}\n#![allow(unknown_lints)]\n{}{code}",
        forbidden.collect::<String>()
    )
}

/// The names of the lints and of their groups, as this compiler has them.
fn lints() -> Vec<String> {
    let help = Command::new("rustc").args(["-W", "help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let (lints, groups) = help.split_once("Lint groups provided by rustc:").unwrap();
    let words = |line: &'_ str| {
        line.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let is_lint = |words: &Vec<String>| {
        words.len() > 2 && ["allow", "warn", "deny"].contains(&words[1].as_str())
    };
    let lints = lints.lines().map(words).filter(is_lint);
    let groups = groups.lines().map(words).filter(|words| words.len() > 1);
    let groups = groups.filter(|words| !["name", "----", "Lint"].contains(&words[0].as_str()));
    let names = lints.chain(groups).map(|words| words[0].replace('-', "_"));
    names.filter(|name| name != "unknown_lints").collect()
}
