//! The binary contains the pinned texts, byte for byte, and no others.

use crate::consumer::Consumer;

#[test]
fn a_production_binary_holds_the_pinned_texts_and_no_others() {
    let consumer = Consumer::new("embedded");
    consumer.output("cargo build --release --features production");
    let binary = consumer.binary("release");
    let holds = |text: &str| {
        binary
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    };

    for pinned in [
        "prompts/welcome-note/1.0.0.prompt",
        "prompts/status-page/2.0.0.prompt",
    ] {
        assert!(
            holds(&body(&consumer.read(pinned))),
            "{pinned} is not embedded"
        );
    }
    let others = [
        "prompts/welcome-note/1.1.0.prompt",
        "prompts/welcome-note/local.prompt",
        "prompts/status-page/2.1.0.prompt",
    ];
    for other in others {
        for sentence in body(&consumer.read(other)).split_inclusive(". ") {
            assert!(!holds(sentence.trim()), "of {other} there is: {sentence}");
        }
    }
    assert!(
        !holds("First message to someone"),
        "the front matter is embedded"
    );
    assert!(!holds("people-lead"), "the ledger is embedded");
}

#[test]
fn a_development_binary_holds_the_working_copy() {
    let consumer = Consumer::new("embedded-development");
    consumer.output("cargo build");
    let binary = consumer.binary("debug");
    let text = body(&consumer.read("prompts/welcome-note/local.prompt"));
    assert!(
        binary
            .windows(text.len())
            .any(|window| window == text.as_bytes())
    );
}

#[test]
fn a_branch_that_a_flag_turns_off_is_not_in_the_binary() {
    let consumer = Consumer::new("embedded-flag");
    let source = r#"fn main() {
        println!("{}", if prompt_runtime::flag!("short_greeting") { "Hello in brief." } else { "A hearty welcome." });
    }"#;
    consumer.write("src/main.rs", source);
    for (features, on, off) in [
        ("development", "Hello in brief.", "A hearty welcome."),
        ("production", "A hearty welcome.", "Hello in brief."),
    ] {
        consumer.output(&format!("cargo build --release --features {features}"));
        let binary = consumer.binary("release");
        let holds = |text: &str| {
            binary
                .windows(text.len())
                .any(|window| window == text.as_bytes())
        };
        assert!(holds(on) && !holds(off), "{features}");
    }
}

/// The compiled program is there for `catalog!` alone: neither `prompt!` nor the feature brings it.
#[test]
fn programs_are_embedded_for_the_catalog_alone() {
    let consumer = Consumer::new("embedded-program");
    let prompt = "---\ninput:\n  schema: { guest: string }\n---\nGreet {{guest}}.\n";
    consumer.write("prompts/welcome-note/local.prompt", prompt);
    let fixture = consumer.read("Cargo.toml");
    let with_feature = fixture.replace(
        "/prompt-runtime\" }",
        "/prompt-runtime\", features = [\"dynamic\"] }",
    );
    let call = r#"prompt_runtime::prompt!("welcome-note", guest = "Mara")"#;
    let by_id = r#"prompt_runtime::catalog!().get("welcome-note").unwrap().render(&std::collections::BTreeMap::from([("guest", "Mara")])).unwrap()"#;
    for (manifest, expression, is_there) in [
        (&fixture, call, false),
        (&with_feature, call, false),
        (&with_feature, by_id, true),
    ] {
        consumer.write("Cargo.toml", manifest);
        let source = format!("fn main() {{ print!(\"{{}}\", {expression}); }}\n");
        consumer.write("src/main.rs", source);
        assert_eq!(consumer.output("cargo run").trim(), "Greet Mara.");
        let binary = consumer.binary("debug");
        let program = b"(print 0 (input 5:guest))";
        let holds = binary
            .windows(program.len())
            .any(|window| window == program);
        assert_eq!(holds, is_there, "{expression}");
    }
}

#[test]
fn line_ends_and_byte_order_marks_change_neither_hash_nor_text() {
    let consumer = Consumer::new("embedded-line-ends");
    let command = "PROMPT_ENV=staging cargo run";
    let before = consumer.output(command);
    for file in [
        "environments.yaml",
        "welcome-note/releases.yaml",
        "welcome-note/1.1.0.prompt",
    ] {
        let file = format!("prompts/{file}");
        let text = consumer.read(&file).replace('\n', "\r\n");
        consumer.write(&file, format!("\u{feff}{text}"));
    }
    assert_eq!(consumer.output(command), before);
}

#[test]
fn odd_characters_are_embedded_as_they_are() {
    let consumer = Consumer::new("embedded-odd");
    let text = "Quote \"####, r#\"raw\"#, back\\slash, {braces} and {{more}}, \u{202e}right to left\u{202c}, zero\u{200b}width, \
                NUL \0 and \u{1F600}, no line end";
    consumer.write("prompts/welcome-note/local.prompt", text);
    assert!(consumer.output("cargo run").ends_with(text));
}

fn body(file: &str) -> String {
    file.splitn(3, "---\n").last().unwrap().to_owned()
}
