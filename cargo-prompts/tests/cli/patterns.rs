//! Regular expressions in the schema of an answer: a build does not read them, the command does.

use crate::desk::Desk;

const WORKING_COPY: &str = "prompts/visitor-greeting/local.prompt";

/// The sample library, whose working copy asks for JSON with this pattern.
fn with_pattern(pattern: &str) -> Desk {
    let desk = Desk::ready();
    let text = desk.read(WORKING_COPY);
    let output = format!(
        "output: {{ schema: {{ type: object, properties: {{ code: {{ type: string, pattern: '{pattern}' }} }} }} }}"
    );
    let text = text.replacen("---\n", &format!("---\n{output}\n"), 1);
    assert!(text.contains(&output), "{text}");
    desk.write(WORKING_COPY, &text);
    desk
}

#[test]
fn an_invalid_pattern_is_found_by_check_and_publish() {
    let desk = with_pattern("^[");
    let finding = [
        "local.prompt:2:",
        "[invalid-output] `^[` is no regular expression of ECMA 262",
    ];
    desk.run("check").expect(1, &finding);
    let before = desk.files();
    desk.run("publish visitor-greeting --by editor --bump major")
        .expect(1, &finding);
    assert_eq!(desk.files(), before);
}

#[test]
fn look_around_is_taken() {
    let desk = with_pattern("^(?!X)[A-Z]{2}(?<=Z)$");
    let checked = desk.run("check");
    assert!(
        !checked.said().contains("invalid-output"),
        "{}",
        checked.said()
    );
}
