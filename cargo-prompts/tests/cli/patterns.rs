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
fn a_pattern_of_another_dialect_is_found_with_the_way_out() {
    let rows = [
        ("(?P<x>a)", "write a group with a name as `(?<name>…)`"),
        ("(?i)a", "write `(?i:…)` around what the flag is for"),
        (r"\pL", r"write the property in braces: `\p{L}`"),
        (r"\h", "patterns are those of JavaScript with the flag `u`"),
        (
            r"\p{L}[",
            "patterns are those of JavaScript with the flag `u`",
        ),
    ];
    for (pattern, help) in rows {
        let shown = pattern.replace('\\', r"\\");
        let message = format!("[invalid-output] `{shown}` is no regular expression of ECMA 262");
        with_pattern(pattern)
            .run("check")
            .expect(1, &[&message, help]);
    }
}

#[test]
fn a_property_that_unicode_does_not_have_is_found() {
    with_pattern(r"\p{Nowhere}").run("check").expect(
        1,
        &[
            r"[invalid-output] `\\p{Nowhere}` is too large, or has an unknown property of Unicode",
            r"name the property as Unicode does: `\p{Script=Greek}`",
        ],
    );
}

#[test]
fn what_ecma_262_has_is_taken() {
    let desk = with_pattern(r"^(?!X)[A-Z]{2}(?<=Z)(?<x>a)\k<x>[^]\0[\b]\uD83D\uDE00$");
    let checked = desk.run("check");
    assert!(
        !checked.said().contains("invalid-output"),
        "{}",
        checked.said()
    );
}
