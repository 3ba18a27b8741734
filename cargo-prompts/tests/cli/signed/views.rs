//! What an inspection and a build say of signatures.

use super::keys::is_there;
use super::{LEDGER, edit_last, signed};
use crate::consumer::Consumer;
use crate::images::{elf, marker};

/// A program says which version it carries, and the ledger who signed it.
#[test]
fn an_inspection_says_who_signed() {
    if !is_there() {
        return;
    }
    let desk = signed();
    desk.write("Cargo.toml", "[package]\nname = \"front-desk\"\n");
    let sha256 = "a83f4d51fd89569b154448658af333b983c5a82d1125033e44128457c65e4d41";
    let fields = [
        "front-desk",
        "visitor-greeting",
        "1.1.0",
        "active",
        "production",
        sha256,
    ];
    let program = elf(&marker(&fields.join("\n")));
    std::fs::write(desk.root().join("program"), program).unwrap();
    desk.run("inspect program")
        .expect(0, &["  signed by\n", "  pinned  front-desk-lead\n"]);
    let json = r#""signed_off_by":[{"by":"front-desk-lead","signature":"valid"}]"#;
    let run = desk.run("inspect program --format json");
    let said = run.stdout.split_whitespace().collect::<String>();
    assert!(said.contains(json), "{}", run.stdout);
    let ledger = desk.read(LEDGER);
    let edits = [
        (
            "hosts are named\n      model",
            "hosts are rude\n      model",
        ),
        // The signature is right, and a run that it rests on was changed.
        ("passed: 2", "passed: 1"),
    ];
    for (old, new) in edits {
        edit_last(&desk, LEDGER, old, new);
        let run = desk.run("inspect program");
        desk.write(LEDGER, &ledger);
        assert!(
            run.stdout.contains("front-desk-lead (invalid)"),
            "{old}: {}",
            run.stdout
        );
    }
}

/// The build verifies what it embeds.
#[test]
fn a_build_verifies_signatures_and_does_not_build_without_the_feature() {
    if !is_there() {
        return;
    }
    let desk = signed();
    let consumer = Consumer::new("signed-desk");
    for (path, bytes) in desk.all_files() {
        if path.starts_with("prompts/") {
            consumer.write(&path, bytes);
        }
    }
    consumer.write(
        "src/main.rs",
        "fn main() { print!(\"{}\", prompt_runtime::prompt!(\"visitor-greeting\").version); }\n",
    );
    for path in ["prompts/welcome-note", "prompts/status-page"] {
        _ = std::fs::remove_dir_all(consumer.path(path));
    }
    let build = "PROMPT_ENV=production cargo run";
    let without = consumer.run(build);
    assert!(!without.success);
    let words = "[missing-feature] `production` asks for signatures, but `prompt-build` is built without the feature `signatures`";
    assert!(without.stderr.contains(words), "{}", without.stderr);
    let manifest = consumer.read("Cargo.toml");
    let with = manifest.replace(
        "/prompt-build\" }",
        "/prompt-build\", features = [\"signatures\"] }",
    );
    assert_ne!(with, manifest);
    consumer.write("Cargo.toml", with);
    assert_eq!(consumer.output(build), "1.1.0");
    let ledger = consumer.read(LEDGER);
    consumer.write(
        LEDGER,
        ledger.replace(
            "hosts are named\n      model",
            "hosts are rude\n      model",
        ),
    );
    let forged = consumer.run(build);
    assert!(!forged.success);
    assert!(
        forged.stderr.contains("[missing-signature]"),
        "{}",
        forged.stderr
    );
}
