//! Prompts that are chosen at run time: the recipe of the guide, and what `catalog!` leaves in a program.

use crate::consumer::{Consumer, Run};
use crate::page::{blocks, read};

const HEADING: &str = "## A prompt chosen at run time\n";

/// The features and the crate of the recipe.
fn with_dynamic(consumer: &Consumer) {
    let manifest = consumer.read("Cargo.toml");
    let features = "/prompt-runtime\", features = [\"dynamic\"] }\nserde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";
    consumer.write(
        "Cargo.toml",
        manifest.replace("/prompt-runtime\" }\n", features),
    );
}

fn greetings(name: &str) -> Consumer {
    let consumer = Consumer::new(name);
    with_dynamic(&consumer);
    let prompt = |text: &str| format!("---\ninput:\n  schema: {{ guest: string }}\n---\n{text}\n");
    consumer.write(
        "prompts/greeting-de/local.prompt",
        prompt("Begrüße {{guest}}."),
    );
    consumer.write(
        "prompts/greeting-en/local.prompt",
        prompt("Greet {{guest}}."),
    );
    let pins = "prompts:\n  greeting-de: { development: latest }\n  greeting-en: { development: latest }\n";
    consumer.edit("prompts/environments.yaml", "prompts:\n", pins);
    consumer
}

/// The blocks of the recipe: a `match`, the catalog, and the test of both.
#[test]
fn the_recipe_of_the_guide() {
    let page = read("docs/src/application.md");
    let (_, section) = page.split_once(HEADING).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let [known, by_id, test] = &blocks(section)[..] else {
        panic!("three blocks")
    };
    let consumer = greetings("catalog-recipe");
    let main = r#"
fn main() {
    let [german, english] = [Language::German, Language::English].map(|language| known::greeting(language, "Mara"));
    println!("{german} {english}");
    for language in ["de", "en", "fr"] {
        match by_id::greeting(language, "Mara") {
            Ok(greeting) => println!("{} {greeting}", greeting.prompt().id),
            Err(error) => println!("{error}"),
        }
    }
}
"#;
    let public = |text: &str| text.replace("fn greeting(", "pub fn greeting(");
    let program = format!(
        "enum Language {{ German, English }}\nmod known {{ use super::Language;\n{} }}\nmod by_id {{ {} }}\n{}\n{main}",
        public(&known.text),
        public(&by_id.text),
        test.text,
    );
    consumer.write("src/main.rs", program);
    assert_eq!(
        consumer.output("cargo run"),
        "Begrüße Mara. Greet Mara.\n\
         greeting-de Begrüße Mara.\n\
         greeting-en Greet Mara.\n\
         no prompt `greeting-fr`: did you mean `greeting-de`?\n"
    );
    consumer.output("cargo test");
    consumer.edit(
        "prompts/greeting-en/local.prompt",
        "{ guest: string }",
        "{ guest: string, room: string }",
    );
    // The `match` would not compile any more.
    consumer.write("src/main.rs", format!("fn main() {{}}\n{}", test.text));
    let Run {
        success, stdout, ..
    } = consumer.run("cargo test");
    assert!(
        !success && stdout.contains("greeting-en beside greeting-de"),
        "{stdout}"
    );
}

const BY_ENVIRONMENT: &str = r#"
use prompt_runtime::catalog;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    prompt_runtime::choose_environment!()?;
    for entry in catalog!().iter() {
        let inputs = entry.prompt().inputs().map(|input| (input.name, "Mara"));
        let inputs = inputs.collect::<std::collections::BTreeMap<_, _>>();
        println!("{} {} {}", entry.prompt().id, entry.prompt().version, entry.render(&inputs)?.text().len());
    }
    println!("{}", catalog!().get("only-here")?.render(&serde_json::json!({ "room": "7" }))?.text().trim());
    Ok(())
}
"#;

/// In a build for several environments the catalog is that of the chosen one.
#[test]
fn the_catalog_is_that_of_the_chosen_environment() {
    let consumer = Consumer::new("catalog-several");
    with_dynamic(&consumer);
    consumer.write(
        "prompts/only-here/local.prompt",
        "---\ninput:\n  schema: { room?: string }\n---\nRoom {{room}} is free.\n",
    );
    consumer.edit(
        "prompts/environments.yaml",
        "prompts:\n",
        "prompts:\n  only-here: { development: latest }\n",
    );
    consumer.write("src/main.rs", BY_ENVIRONMENT);
    consumer.output("PROMPT_ENVS=development,production cargo build");
    let program = consumer.target().join("debug/catalog-several");
    let run = |name: &str| consumer.run(&format!("PROMPT_ENV={name} {}", program.display()));
    let development = run("development");
    assert!(development.success, "{}", development.stderr);
    assert!(
        development.stdout.ends_with("Room 7 is free.\n"),
        "{}",
        development.stdout
    );
    assert!(
        development.stdout.contains("welcome-note local "),
        "{}",
        development.stdout
    );
    let production = run("production");
    assert!(
        production.stdout.contains("welcome-note 1.0.0 "),
        "{}",
        production.stdout
    );
    assert!(
        !production.stdout.contains("only-here"),
        "{}",
        production.stdout
    );
    assert!(
        !production.success && production.stderr.contains("only-here"),
        "{}",
        production.stderr
    );
}
