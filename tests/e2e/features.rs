//! Cargo compiles a proc macro once for the build script and the program, with the features of
//! both.

use crate::consumer::Consumer;

const FEATURES: [&str; 9] = [
    "hot-reload",
    "json",
    "limit",
    "opentelemetry",
    "redis",
    "redis-tls",
    "sample",
    "serde",
    "tracing",
];

const CALL: &str = r#"fn main() {
    let rendered = prompt_runtime::prompt!("welcome-note", secret guest = "Mara");
    assert!(!format!("{rendered:?}").contains("Mara"), "`{{:?}}` shows a secret");
    print!("{}", rendered.text());
}
"#;

#[test]
fn a_feature_of_the_build_script_alone_leaves_the_program_as_it_is() {
    let consumer = consumer("features-of-build-script");
    let failures = FEATURES.map(|feature| failure(&consumer, "", feature));
    assert!(failures.concat().is_empty(), "{}", failures.concat());
}

#[test]
fn a_feature_of_the_program_alone_leaves_the_build_script_as_it_is() {
    let consumer = consumer("features-of-program");
    let failures = FEATURES.map(|feature| failure(&consumer, feature, ""));
    assert!(failures.concat().is_empty(), "{}", failures.concat());
}

#[test]
fn a_url_with_tls_names_the_feature_that_it_needs() {
    let consumer = consumer("features-redis-tls");
    let manifest = consumer.read("Cargo.toml");
    let with_redis = "/prompt-runtime\", features = [\"redis\"] }";
    consumer.write(
        "Cargo.toml",
        manifest.replacen("/prompt-runtime\" }", with_redis, 1),
    );
    let program = r#"fn main() {
    let builder = prompt_runtime::limit::Limiter::builder(prompt_runtime::environment!());
    print!("{}", builder.redis("rediss://127.0.0.1").build().unwrap_err());
}
"#;
    consumer.write("src/main.rs", program);
    let printed = consumer.output("cargo run");
    assert!(
        printed.contains("`rediss://` needs the feature `redis-tls` of `prompt-runtime`"),
        "{printed}"
    );
}

/// A greeter with an input, since only calls with inputs expand to other code with some features.
fn consumer(name: &str) -> Consumer {
    let consumer = Consumer::new(name);
    consumer.write(
        "prompts/welcome-note/local.prompt",
        "---\ninput:\n  schema:\n    guest: string\n---\nSay hello to {{guest}}.\n",
    );
    consumer.edit(
        "prompts/environments.yaml",
        "    staging: \"1.1.0\"\n    production: \"1.0.0\"\n",
        "",
    );
    consumer.write("src/main.rs", CALL);
    consumer
}

/// Builds and runs the consumer, whose program and build script have `prompt-runtime` with these
/// features; no feature is the empty text, as is no failure.
fn failure(consumer: &Consumer, of_program: &str, of_build_script: &str) -> String {
    let fixture = consumer.read("Cargo.toml");
    let dependency = fixture
        .lines()
        .find(|line| line.starts_with("prompt-runtime = "))
        .unwrap();
    let with = |feature: &str| {
        let features = match feature {
            "" => String::new(),
            feature => format!(", features = [\"{feature}\"]"),
        };
        dependency.replace(" }", &format!("{features} }}"))
    };
    let build_dependencies = format!("[build-dependencies]\n{}", with(of_build_script));
    let manifest = fixture
        .replace(dependency, &with(of_program))
        .replace("[build-dependencies]", &build_dependencies);
    consumer.write("Cargo.toml", manifest);
    let run = consumer.run("cargo run");
    consumer.write("Cargo.toml", fixture);
    if run.stdout == "Say hello to Mara." {
        return String::new();
    }
    format!(
        "program: `{of_program}`, build script: `{of_build_script}`\n{}{}\n",
        run.stdout, run.stderr
    )
}
