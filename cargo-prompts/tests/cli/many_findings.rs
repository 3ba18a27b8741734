//! The number of findings that `check` shows of one file, whatever they are about.

use crate::desk::Desk;

#[test]
fn warnings_about_calls_are_capped_with_the_others() {
    let desk = Desk::ready();
    desk.write("Cargo.toml", "[package]\nname = \"front-desk\"\n");
    desk.write("src/main.rs", "fn main() {}\n");
    for number in 0..150 {
        desk.write(&format!("prompts/note-{number}/local.md"), "Be kind.\n");
    }
    let pins = (0..150).map(|number| format!("  note-{number}: {{ development: latest }}\n"));
    let pins = pins.collect::<String>();
    let configuration = desk.read("prompts/environments.yaml");
    desk.write(
        "prompts/environments.yaml",
        &configuration.replace("\nprompts:\n", &format!("\nprompts:\n{pins}")),
    );
    let said = desk.run("check").said();
    assert_eq!(said.matches("[unused-pin]").count(), 100, "{said}");
    assert!(
        said.contains("[too-many-findings] and 51 more warnings in this file"),
        "{said}"
    );
}
