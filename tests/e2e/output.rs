//! What the build script left in `OUT_DIR` is verified when a call reads it.

use std::fs;
use std::path::PathBuf;

use crate::consumer::Consumer;

const PROGRAM: &str = "fn main() { println!(\"{}{}\", prompt_runtime::prompt!(\"welcome-note\", guest = \"Mara\"), prompt_runtime::environment!().name); }";

/// A change in `OUT_DIR`, and the code of the error.
type Change = (&'static str, fn(PathBuf), &'static str);

const CHANGES: &[Change] = &[
    (
        "header",
        |folder| edit(folder.join("header/welcome-note"), "kimi", "kimo"),
        "stale-data",
    ),
    (
        "text",
        |folder| edit(folder.join("text/welcome-note"), "Hello", "Adieu"),
        "stale-data",
    ),
    (
        "program",
        |folder| edit(folder.join("program/welcome-note"), "Hello", "Adieu"),
        "stale-data",
    ),
    (
        "environment",
        |folder| edit(folder.join("environment"), "verbose", "full"),
        "stale-data",
    ),
    (
        "index",
        |folder| edit(folder.join("index"), "welcome", "welcomf"),
        "stale-data",
    ),
    (
        "gone",
        |folder| fs::remove_file(folder.join("header/welcome-note")).unwrap(),
        "stale-data",
    ),
    (
        "all gone",
        |folder| fs::remove_dir_all(folder).unwrap(),
        "stale-data",
    ),
    (
        "release",
        |folder| edit(folder.join("index"), "format ", "format 1"),
        "version-mismatch",
    ),
];

#[test]
fn a_file_that_was_changed_afterwards_is_refused() {
    for (name, change, code) in CHANGES {
        let consumer = greeting("output-changed");
        consumer.output("cargo clean -p output-changed");
        consumer.output("cargo build");
        change(output_folder(&consumer));
        consumer.write("src/main.rs", format!("// {name}\n{PROGRAM}\n"));
        let run = consumer.run("cargo build");
        let code = format!("[{code}]");
        assert!(
            !run.success && run.stderr.contains(&code),
            "{name}: {}",
            run.stderr
        );
    }
}

/// A variable of the same name in the shell stands in for the one that the script would set.
#[test]
fn a_script_that_checks_nothing_any_more_leaves_nothing() {
    let consumer = greeting("output-left");
    consumer.output("cargo build");
    consumer.write("build.rs", "fn main() {}\n");
    for variable in ["", "PROMPT_DIGEST=1 "] {
        let run = consumer.run(&format!("{variable}cargo build"));
        assert!(
            !run.success && run.stderr.contains("[stale-data]") != variable.is_empty(),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_script_that_checks_two_folders_fails() {
    let consumer = greeting("output-twice");
    let twice = "prompt_build::run();\n    prompt_build::Build::new().prompts(\"others\").run();";
    consumer.edit("build.rs", "prompt_build::run();", twice);
    consumer.write("others/note/local.prompt", "Note.\n");
    let configuration = consumer.read("prompts/environments.yaml");
    consumer.write(
        "others/environments.yaml",
        configuration.replace("welcome-note", "note"),
    );
    let run = consumer.run("cargo build");
    assert!(
        !run.success && run.stderr.contains("must run once in a build script"),
        "{}",
        run.stderr
    );
}

fn greeting(name: &str) -> Consumer {
    equipped(Consumer::new(name))
}

fn equipped(consumer: Consumer) -> Consumer {
    consumer.write("prompts/welcome-note/local.prompt", "Hello {{guest}}.\n");
    consumer.write("src/main.rs", PROGRAM);
    consumer
}

/// The folder of the one build of the package.
fn output_folder(consumer: &Consumer) -> PathBuf {
    let output = consumer.build_script_output();
    let (index, _) = output
        .iter()
        .find(|(path, _)| path.ends_with("index"))
        .unwrap();
    consumer
        .target()
        .join("debug/build")
        .join(index.parent().unwrap())
}

fn edit(file: PathBuf, from: &str, to: &str) {
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(from), "{from:?} in {text}");
    fs::write(file, text.replace(from, to)).unwrap();
}

/// Cargo takes two checkouts of a package for one where they share a target folder.
#[test]
fn a_checkout_does_not_take_the_prompts_of_another() {
    // Cargo names files below the target folder in another way, so they lie elsewhere.
    let folder = tempfile::tempdir().unwrap();
    let [one, other] = ["one", "other"].map(|checkout| {
        let root = folder.path().join(checkout);
        equipped(Consumer::at("output-checkout", root))
    });
    other.edit("prompts/welcome-note/local.prompt", "Hello", "Adieu");
    // The prompts of the other checkout are older than the last build of this one.
    one.output("cargo clean -p output-checkout");
    std::thread::sleep(std::time::Duration::from_secs(1));
    one.edit("prompts/welcome-note/local.prompt", "Hello", "Welcome");
    assert!(one.output("cargo run").contains("Welcome"));
    other.edit("src/main.rs", "fn main", "\nfn main");
    let run = other.run("cargo run");
    assert!(!run.success, "{}\n{}", run.stdout, run.stderr);
    assert!(
        run.messages()
            .contains("[foreign-data] the prompts in `OUT_DIR` are those of the checkout")
    );
    other.write("build.rs", format!("{}\n", other.read("build.rs")));
    assert!(other.output("cargo run").contains("Adieu"));
}
