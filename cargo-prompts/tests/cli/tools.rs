//! Working copies with tools: a release has the definitions, and what a user is shown has them as
//! well.

use crate::desk::Desk;

const WORKING_COPY: &str = "prompts/badge-notice/local.prompt";
const TOOL: &str = "prompts/tools/find-visitor.yaml";
const COPY: &str = "\
---
# As the front desk works.
tools: [find-visitor, open-door]
input:
  schema:
    name: string
---
Write a badge notice for {{name}}.
";
const RELEASE: &str = "\
---
# As the front desk works.
toolDefs:
  - name: find-visitor
    description: Finds a visitor by the name on the badge
    inputSchema:
      name: string, as on the badge
      office?: string
  - name: open_door
    inputSchema:
      floor: integer
input:
  schema:
    name: string
---
Write a badge notice for {{name}}.
";

fn desk() -> Desk {
    let desk = Desk::ready();
    desk.write(WORKING_COPY, COPY);
    desk.write(
        TOOL,
        "# Whom the front desk greets.\ndescription: Finds a visitor by the name on the badge\ninputSchema:\n  name: string, as on the badge\n  office?: string\n",
    );
    desk.write(
        "prompts/tools/open-door.yaml",
        "name: open_door\ninputSchema: Door\n",
    );
    desk.write("prompts/schemas/Door.yaml", "floor: integer\n");
    desk.succeed("new badge-notice");
    desk
}

#[test]
fn a_release_has_the_definitions() {
    let desk = desk();
    desk.succeed("publish badge-notice --version 1.0.0 --by prompt-owner");
    assert_eq!(desk.read("prompts/badge-notice/1.0.0.prompt"), RELEASE);
    desk.run("publish badge-notice --by prompt-owner")
        .expect(1, &["[nothing-to-publish]", "is identical to `1.0.0`"]);
    desk.run("check").expect(0, &[]);
    let listed = desk.succeed("list");
    let line = listed.lines().find(|line| line.contains("badge-notice"));
    assert!(line.is_some_and(|line| line.contains("same")), "{listed}");
    assert!(
        line.is_some_and(|line| line.contains("B, 2 tools")),
        "{listed}"
    );
    let listed = desk.succeed("list --format json");
    assert!(listed.contains("\"open_door\""), "{listed}");
}

/// The release is what it was, and the next one has the change.
#[test]
fn a_change_of_a_tool_is_one_of_the_working_copy() {
    let desk = desk();
    desk.succeed("publish badge-notice --version 1.0.0 --by prompt-owner");
    let tool = desk.read(TOOL);
    desk.write(TOOL, &tool.replace("on the badge\n", "on the desk\n"));
    desk.run("check").expect(0, &[]);
    assert_eq!(desk.read("prompts/badge-notice/1.0.0.prompt"), RELEASE);
    desk.run("diff badge-notice").expect(
        0,
        &[
            "a patch version, 1.0.1 or higher",
            "patch  the description of the tool `find-visitor` was changed",
            "-    description: Finds a visitor by the name on the badge",
            "must be cached again: the tools stand before it, and change",
        ],
    );
    desk.write(TOOL, &tool.replace("office?", "office"));
    let expected = "major  the argument `office` of the tool `find-visitor` is now required";
    desk.run("diff badge-notice").expect(0, &[expected]);
    desk.write(TOOL, &format!("{tool}  floor?: integer\n"));
    let run = desk.run("publish badge-notice --by prompt-owner");
    let expected = "published badge-notice 1.1.0, a draft (minor since 1.0.0)";
    run.expect(0, &[expected]);
}

#[test]
fn what_is_shown_has_the_tools() {
    let desk = desk();
    let shown = desk.succeed("show badge-notice");
    let tools = "\
tools
  find-visitor  Finds a visitor by the name on the badge
    {\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"description\":\"as on the badge\"},\"office\":{\"type\":[\"string\",\"null\"]}},\"required\":[\"name\"],\"additionalProperties\":false}
  open_door
    {\"type\":\"object\",\"properties\":{\"floor\":{\"type\":\"integer\"}},\"required\":[\"floor\"],\"additionalProperties\":false}
";
    assert!(shown.contains(tools), "{shown}");
    let request = desk.succeed("render badge-notice --request");
    let function = "\"name\": \"find-visitor\"";
    assert!(
        request.contains("\"tools\"") && request.contains(function),
        "{request}"
    );
    assert!(request.contains("\"strict\": true"), "{request}");
    let exported = desk.succeed("export promptfoo badge-notice");
    assert!(exported.contains("find-visitor"), "{exported}");
}

#[test]
fn the_file_of_a_tool_is_reviewed() {
    let desk = desk();
    let tool = desk.read(TOOL);
    desk.write(TOOL, &tool.replace("Finds", "Fi\u{202e}nds"));
    let place = "prompts/tools/find-visitor.yaml:2:";
    desk.run("check --deny-warnings")
        .expect(1, &["[hidden-characters]", place]);
    let key = "sk-proj-4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c";
    desk.write(TOOL, &tool.replace("by the name", key));
    desk.run("check --deny-warnings")
        .expect(1, &["[secret-in-prompt]", place]);
    desk.write(
        TOOL,
        &format!("<<<<<<< HEAD\n{tool}=======\n>>>>>>> main\n"),
    );
    desk.run("check").expect(
        1,
        &["[merge-conflict]", "prompts/tools/find-visitor.yaml:1:"],
    );
    desk.write(TOOL, &format!("{tool}# {}\n", "x".repeat(1024 * 1024)));
    desk.run("check").expect(
        1,
        &["[file-too-large]", "prompts/badge-notice/local.prompt:3:"],
    );
}

#[test]
fn a_tool_that_is_missing_is_no_release() {
    let desk = desk();
    std::fs::remove_file(desk.root().join(TOOL)).unwrap();
    let before = desk.files();
    desk.run("publish badge-notice --by prompt-owner").expect(
        1,
        &[
            "[unknown-tool]",
            "no tool `find-visitor`",
            "put a tool of this name at `prompts/tools/find-visitor.yaml`",
        ],
    );
    assert_eq!(desk.files(), before);
}
