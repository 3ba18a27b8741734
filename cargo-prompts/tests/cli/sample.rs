//! `cargo prompts sample`, and the patterns of personal data.

use std::fs;

use crate::desk::Desk;

const DATASET: &str = "prompts/visitor-greeting/replay.jsonl";

/// The fixture `ready` with calls in a file.
fn desk(calls: &[&str]) -> Desk {
    let desk = Desk::ready();
    desk.write("calls.jsonl", &calls.join("\n"));
    desk
}

fn call(vars: &str) -> String {
    format!(r#"{{"prompt":"visitor-greeting","vars":{vars}}}"#)
}

#[test]
fn calls_are_added_after_the_lines_that_are_there() {
    let new = call(r#"{"visitor":"Visitor \u0034", "host" : "mara@nordlicht.de"}"#);
    let desk = desk(&[&new, "", &call(r#"{"visitor":"Visitor one"}"#)]);
    let before = desk.read(DATASET).trim_end().to_owned();
    desk.write(DATASET, &before);
    let dry = desk.run("sample calls.jsonl --dry-run");
    dry.expect(
        0,
        &["visitor-greeting: 1 would be added, 1 there already, 0 refused"],
    );
    assert_eq!(desk.read(DATASET), before);
    let said = [
        "2 lines read\nvisitor-greeting: 1 added, 1 there already, 0 refused\n  replaced: 1 email address\n",
        "`prompts/visitor-greeting/replay.jsonl` has 4 lines now\n",
        "no names or postal addresses",
    ];
    desk.run("sample calls.jsonl").expect(0, &said);
    let line = r#"{"visitor":"Visitor \u0034", "host" : "<email-1>"}"#;
    assert_eq!(desk.read(DATASET), format!("{before}\n{line}\n"));
    desk.run("check").expect(0, &[]);
    let again = desk.run("sample calls.jsonl");
    again.expect(
        0,
        &["visitor-greeting: 0 added, 2 there already, 0 refused"],
    );
    assert!(!again.stdout.contains("postal"), "{}", again.stdout);
}

#[test]
fn a_call_is_the_same_whatever_its_order_and_the_numbers_of_its_placeholders() {
    let desk = desk(&[
        &call(r#"{"host":"jb@vingt.fr","visitor":"Visitor 9"}"#),
        &call(r#"{"visitor":"Visitor 9","host":"mara@nordlicht.de"}"#),
        &call(r#"{"visitor":"<email-7>, jb@vingt.fr"}"#),
        &call(r#"{"visitor":"jb@vingt.fr, <email-7>"}"#),
        &call(r#"{"visitor":"jb@vingt.fr, jb@vingt.fr"}"#),
    ]);
    desk.run("sample calls.jsonl")
        .expect(0, &["3 added, 2 there already"]);
}

#[test]
fn a_line_that_is_no_call_is_reported_with_its_place_and_without_its_words() {
    let desk = desk(&[
        r#"{"prompt":"visitor-greeting","vars":{"visitor":"Mara"},"at":"Monday"}"#,
        &call(r#"{"visitor":"Mara","visitor":"Jonas"}"#),
        &call(r#"{"visitor":"Ines"}"#),
        r#"["Leon"]"#,
        r#"{"prompt":"visitor-greeting","vars":{"visitor":"Mar"#,
    ]);
    let run = desk.run("sample calls.jsonl");
    let said = [
        "calls.jsonl:1:1: [invalid-replay] the line is no call, expected an object with `prompt`",
        "calls.jsonl:2:55: [invalid-replay] duplicate key in an object",
        "calls.jsonl:4:1: [invalid-replay] unexpected list",
        "[invalid-replay] invalid JSON: it is cut off",
        "5 lines read\n4 lines left out: no calls\nvisitor-greeting: 1 added",
    ];
    run.expect(0, &said);
    for word in ["Mar", "Jonas", "Ines", "Leon", "Monday"] {
        assert!(!(run.stdout.clone() + &run.stderr).contains(word), "{word}");
    }
}

#[test]
fn a_call_that_does_not_fit_is_refused_with_the_reason_and_without_its_words() {
    let desk = desk(&[
        &call(r#"{"host":"Mara"}"#),
        &call(r#"{"visitor":4711}"#),
        &call(r#"{"visitor":4712}"#),
        &call(r#"{"visitor":"Ines","tone":"Jonas"}"#),
        &call(r#"{"visitor":"Ines","+49 30 901820":1,"+4930901820":2}"#),
        &call(r#"{"visitor":"ghp_QbYwKdRxHsLmTnPvZcJfGkWqXtBrNgDhAbCd"}"#),
        r#"{"prompt":"visitor-farewell","vars":{}}"#,
        r#"{"prompt":"Greet Mara Jonas.","vars":{}}"#,
        r#"{"prompt":"mara@nordlicht.de","vars":{}}"#,
    ]);
    let before = desk.read(DATASET);
    let run = desk.run("sample calls.jsonl");
    let said = [
        "1 line left out: the library has no prompt `visitor-farewell`\n",
        "2 lines left out: `prompt` is not the id of a prompt\n",
        "visitor-greeting: 0 added, 0 there already, 6 refused\n",
        "  1 line refused: the input `visitor` is missing\n",
        "  2 lines refused: `visitor` is a number, expected a string\n",
        "  1 line refused: the prompt has no input `*`\n",
        "  1 line refused: two keys of an object are the same personal data\n",
        "  1 line refused: `cargo prompts check` would find `secret-in-prompt`\n",
    ];
    run.expect(1, &said);
    assert_eq!(desk.read(DATASET), before);
    for word in ["Mara", "Ines", "4711", "tone", "Jonas", "ghp_"] {
        assert!(!run.stdout.contains(word), "{word}: {}", run.stdout);
    }
}

#[test]
fn parts_of_inputs_that_the_prompt_does_not_use_need_not_be_there() {
    let desk = desk(&[
        &call(r#"{"visitor":{"name":"Mara"},"seats":[null,null]}"#),
        &call(r#"{"visitor":{"badge":"7"},"seats":[]}"#),
    ]);
    let prompt = "---\ninput:\n  schema:\n    visitor(object): { name: string, badge: string }\n    \
                  seats(array): string\n---\nGreet {{visitor.name}}.{{#each seats}} A seat.{{/each}}\n";
    desk.write("prompts/visitor-greeting/local.prompt", prompt);
    fs::remove_file(desk.root().join(DATASET)).unwrap();
    let said =
        ["1 added, 0 there already, 1 refused\n  1 line refused: `visitor` has no field `name`"];
    desk.run("sample calls.jsonl").expect(0, &said);
}

#[test]
fn lines_of_inputs_are_calls_of_the_prompt_that_is_named() {
    let other = r#"{"prompt":"badge-return","vars":{}}"#;
    let desk = desk(&[r#"{"visitor":"Visitor nine"}"#, other]);
    desk.run("sample calls.jsonl")
        .expect(1, &["`--prompt ID` takes lines of inputs alone"]);
    let said = [
        "1 line left out: they are calls of other prompts",
        "visitor-greeting: 1 added",
    ];
    desk.run("sample calls.jsonl --prompt visitor-greeting")
        .expect(0, &said);
    desk.run("sample calls.jsonl --prompt visitor-greting")
        .expect(2, &["did you mean `visitor-greeting`?"]);
    desk.run("sample calls.jsonl --prompt visitor-greeting --env here")
        .expect(2, &["unknown environment `here`"]);
    desk.run("sample none.jsonl").expect(2, &["none.jsonl"]);
}

#[test]
fn a_dataset_that_cannot_be_read_is_left_as_it_is() {
    let desk = desk(&[&call(r#"{"visitor":"Visitor nine"}"#)]);
    desk.write(DATASET, "[1]\n");
    desk.run("sample calls.jsonl")
        .expect(1, &["replay.jsonl:1:1: [invalid-replay]"]);
    assert_eq!(desk.read(DATASET), "[1]\n");
    desk.write("empty.jsonl", "\n");
    desk.run("sample empty.jsonl").expect(0, &["0 lines read"]);
}

#[cfg(unix)]
#[test]
fn a_dataset_is_as_private_as_the_calls_that_it_is_made_of() {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;

    for is_there in [false, true] {
        let desk = desk(&[&call(r#"{"visitor":"Visitor nine"}"#)]);
        let path = desk.root().join(DATASET);
        if !is_there {
            fs::remove_file(&path).unwrap();
        }
        let calls = desk.root().join("calls.jsonl");
        fs::set_permissions(calls, Permissions::from_mode(0o600)).unwrap();
        desk.run("sample calls.jsonl").expect(0, &["1 added"]);
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{is_there}");
    }
}

const PATTERNS: &str =
    "personal_data: { patterns: [{ name: badge, regex: '\\bB-[0-9]{6}\\b' }] }\nprompts:";

#[test]
fn a_pattern_is_looked_for_by_each_command_that_reads_a_dataset() {
    let desk = desk(&[&call(r#"{"visitor":"Visitor nine, B-204118"}"#)]);
    desk.edit("prompts/environments.yaml", "prompts:", PATTERNS);
    let line = "{\"visitor\": \"Visitor ten, B-204119, call +49 30 901820\"}\n";
    desk.write(DATASET, line);
    let refused = [":1:27: [personal-data] this looks like a match of `badge`"];
    desk.run("check").expect(1, &refused);
    let validate = "validate visitor-greeting --env staging --endpoint http://127.0.0.1:9/v1";
    desk.run(validate).expect(1, &refused);
    desk.run("anonymise visitor-greeting")
        .expect(0, &["replaced 1 phone number and 1 match of `badge`"]);
    desk.run("sample calls.jsonl")
        .expect(0, &["replaced: 1 match of `badge`"]);
    let expected = "{\"visitor\": \"Visitor ten, <badge-1>, call <phone-1>\"}\n{\"visitor\":\"Visitor nine, <badge-2>\"}\n";
    assert_eq!(desk.read(DATASET), expected);
    let sent = [
        "names and postal addresses in them are sent",
        "connection refused",
    ];
    desk.run(validate).expect(2, &sent);
}

/// Matches each name of the prompt, each key of a conversation, and the role of a user.
const NAMES: &str = "personal_data: { patterns: [{ name: word, regex: '(?i)visitor|guest|host|history|role|content|user|limits|seats' }] }\nprompts:";
/// The names of inputs, of the fields in them, and of a map, whose keys callers choose.
const DECLARING: &str = "---
input:
  schema:
    visitor: string
    guest(object): { host: string }
    limits?(object):
      (*): integer
---
{{history}}{{role \"user\"}}Greet {{visitor}} of {{guest.host}}.{{#each limits}} {{@key}} {{this}}{{/each}}
";
const NAMED: &str = r#"{"visitor":"Visitor nine","guest":{"host":"Ines"},"limits":{"seats":2},"history":[{"role":"user","content":"user"}]}"#;
const NAMED_ANONYMISED: &str = r#"{"visitor":"<word-1> nine","guest":{"host":"Ines"},"limits":{"<word-2>":2},"history":[{"role":"user","content":"<word-3>"}]}"#;
/// The text that findings show of the line.
const NAMED_MASKED: &str = r#"{"visitor":"xxxxxxx xxxx","guest":{"host":"xxxx"},"limits":{"xxxxx":x},"history":[{"role":"xxxx","content":"xxxx"}]}"#;

/// The fixture with a prompt and a pattern that matches its names.
fn desk_of_names(calls: &[&str]) -> Desk {
    let desk = desk(calls);
    desk.edit("prompts/environments.yaml", "prompts:", NAMES);
    desk.write("prompts/visitor-greeting/local.prompt", DECLARING);
    desk
}

#[test]
fn sample_keeps_the_names_that_a_prompt_declares() {
    let desk = desk_of_names(&[&call(NAMED)]);
    desk.write(DATASET, "");
    desk.run("sample calls.jsonl").expect(
        0,
        &["visitor-greeting: 1 added, 0 there already, 0 refused\n  replaced: 3 matches of `word`"],
    );
    assert_eq!(desk.read(DATASET), format!("{NAMED_ANONYMISED}\n"));
    desk.run("check").expect(0, &[]);
}

#[test]
fn anonymise_keeps_the_names_that_a_prompt_declares() {
    let desk = desk_of_names(&[]);
    desk.write(DATASET, NAMED);
    desk.run("anonymise visitor-greeting")
        .expect(0, &["replaced 3 matches of `word`"]);
    assert_eq!(desk.read(DATASET), NAMED_ANONYMISED);
    desk.run("anonymise visitor-greeting")
        .expect(0, &["no personal data found"]);
    // What the working copy declares is not known.
    let broken = DECLARING.replace("{{visitor}} of", "{{visitor of");
    desk.write("prompts/visitor-greeting/local.prompt", &broken);
    desk.run("anonymise visitor-greeting")
        .expect(1, &["local.prompt:9:33: [unclosed-tag]"]);
    assert_eq!(desk.read(DATASET), NAMED_ANONYMISED);
}

#[test]
fn validate_check_and_compare_search_no_name_that_a_prompt_declares() {
    let desk = desk_of_names(&[]);
    let commands = [
        "check",
        "validate visitor-greeting --env development --endpoint http://127.0.0.1:9/v1",
        "compare visitor-greeting 1.1.0 local --only replay --endpoint http://127.0.0.1:9/v1",
    ];
    desk.write(DATASET, NAMED);
    let found = ["Visitor nine", "seats", "user\"}]}"].map(|word| {
        let column = NAMED.find(word).expect("it is in the line") + 1;
        format!("replay.jsonl:1:{column}: [personal-data] this looks like a match of `word`")
    });
    for command in commands {
        let run = desk.run(command);
        run.expect(1, &found.each_ref().map(String::as_str));
        run.expect(1, &[NAMED_MASKED]);
        let count = run.said().matches("[personal-data]").count();
        assert_eq!(count, found.len(), "{}", run.said());
    }
    desk.write(DATASET, NAMED_ANONYMISED);
    desk.run(commands[0]).expect(0, &[]);
    desk.run(commands[1]).expect(2, &["connection refused"]);
    let compared = desk.run(commands[2]);
    assert!(
        !compared.said().contains("[personal-data]"),
        "{}",
        compared.said()
    );
}

/// A dataset may be of a version that another environment pins, or that none pins any more.
#[test]
fn the_names_of_each_version_are_kept() {
    let desk = desk(&[]);
    let pattern = NAMES.replace("|limits", "|tone");
    desk.edit("prompts/environments.yaml", "prompts:", &pattern);
    let prompt = "Greet {{visitor}} in a {{tone}}.\n";
    desk.write("prompts/visitor-greeting/local.prompt", prompt);
    let lines =
        "{\"visitor\":\"Ines\",\"tone\":\"low\"}\n{\"visitor\":\"Mara\",\"host\":\"Jonas\"}\n";
    desk.write(DATASET, lines);
    desk.run("anonymise visitor-greeting")
        .expect(0, &["no personal data found"]);
    assert_eq!(desk.read(DATASET), lines);
}

#[test]
fn a_pattern_that_cannot_be_compiled_is_refused_at_its_place() {
    let desk = desk(&[&call(r#"{"visitor":"Visitor nine"}"#)]);
    let patterns = PATTERNS.replace("{6}", "{6");
    desk.edit("prompts/environments.yaml", "prompts:", &patterns);
    let said = ["environments.yaml:22:51: [invalid-personal-pattern] invalid regular expression: "];
    for command in [
        "check",
        "anonymise visitor-greeting",
        "sample calls.jsonl",
        "validate visitor-greeting --env staging --endpoint http://127.0.0.1:9/v1",
    ] {
        desk.run(command).expect(1, &said);
    }
    // A build compiles no pattern, and the other commands do not need it.
    desk.run("show visitor-greeting").expect(0, &[]);
}

#[test]
fn a_review_shows_the_patterns_that_were_changed() {
    let desk = Desk::ready();
    crate::git::begin(desk.root());
    desk.edit("prompts/environments.yaml", "prompts:", PATTERNS);
    let said = ["personal_data\n", "badge: \\bB-[0-9]{6}\\b"];
    desk.run("review --base HEAD").expect(0, &said);
    let said = ["The patterns of personal data were changed"];
    desk.run("review --base HEAD --markdown -").expect(0, &said);
}
