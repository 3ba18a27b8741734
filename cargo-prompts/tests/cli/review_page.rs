//! The page of `review` in a real browser, and what the guide says about CI.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use regex::Regex;

use crate::browser::{node, screenshots};
use crate::consumer::repository;
use crate::desk::{Desk, Run};
use crate::loopback::{Reply, Server};
use crate::page::{absolute, blocks, read};
use crate::review::{CONFIGURATION, EXAMPLE, GOLDEN, HOSTILE, LOCAL, desk};

/// A long name without a place to break it, a text that runs from right to left, and one change of
/// everything.
fn wide() -> Desk {
    let desk = desk();
    let word = "Besuchermanagementsystem".repeat(12);
    desk.edit(LOCAL, "a glass of water", &format!("{word} שלום لضيف"));
    desk.edit(GOLDEN, "a visitor with an appointment", &word);
    desk.edit(
        CONFIGURATION,
        "production: \"1.0.0\"",
        "production: \"1.1.0\"",
    );
    desk.edit(
        CONFIGURATION,
        "model: kimi-k2-5-turbo",
        &format!("model: {}", &word[..120]),
    );
    desk
}

fn hostile() -> Desk {
    let desk = desk();
    let lines = HOSTILE.iter().map(|text| text.replace('{', "\\{") + "\n");
    let prompt = desk.read(LOCAL) + &lines.collect::<String>();
    desk.write(LOCAL, &prompt);
    for text in HOSTILE {
        let name = serde_json::to_string(text).unwrap();
        let case = format!(
            "- description: {name}\n  vars: {{ visitor: {name} }}\n  assert: [{{ type: contains, value: Mara }}]\n"
        );
        let golden = desk.read(GOLDEN);
        desk.write(GOLDEN, &format!("{golden}{case}"));
    }
    // Saved answers of two texts, and of two models.
    let server =
        Server::start(|_, number| Reply::answer(&format!("{number}\n{}", HOSTILE.join("\n"))));
    for sides in ["1.1.0 local --env development", "staging staging@other"] {
        let command = format!("compare visitor-greeting {sides} --save --only golden");
        desk.run_against(&server, &command).expect(0, &[]);
    }
    let pin = "staging: { version: \"1.1.0\", model: other }";
    desk.edit(CONFIGURATION, "staging: \"1.1.0\"", pin);
    desk
}

#[test]
fn a_browser_shows_the_page_and_does_nothing_else() {
    let desks = [("wide", wide()), ("hostile", hostile())];
    let mut pages = vec![screenshots(), absolute(EXAMPLE)];
    for (name, desk) in &desks {
        let page = format!("{name}.html");
        desk.succeed(&format!("review --base main --html {page}"));
        let has_answers = desk.read(&page).matches("answer before").count() > 2;
        assert_eq!(has_answers, *name == "hostile", "{name}");
        pages.push(desk.root().join(page));
    }
    if let Some(run) = node("a_browser_shows_the_page", "pages.mjs", &pages) {
        run.expect(0, &["3 pages, 0 faults"]);
    }
}

/// The checks of the browser find what they are for.
#[test]
fn a_page_with_faults_is_refused() {
    let desk = Desk::bare();
    desk.write(
        "faults.html",
        "<!DOCTYPE html><title>x</title><img src='https://example.com/x.png'><p style='color: #ccc'>low</p>\
         <div style='width: 3000px'>wide</div><script>console.log('said')</script>",
    );
    let arguments = [
        desk.root().join("screenshots"),
        desk.root().join("faults.html"),
    ];
    if let Some(run) = node("a_page_with_faults_is_refused", "pages.mjs", &arguments) {
        let faults = [
            "request: https://example.com/x.png",
            "console: said",
            "pixels wide",
            "1 scripts",
            "axe color-contrast",
        ];
        run.expect(1, &faults);
    }
}

#[test]
fn the_workflows_of_the_guide_are_sound() {
    let desk = Desk::bare();
    let mut files = Vec::new();
    for block in blocks(&read("docs/src/continuous-integration.md")) {
        if let Some(path) = block
            .path()
            .filter(|path| path.starts_with(".github/workflows/"))
        {
            desk.write(path, &block.text);
            files.push(desk.root().join(path));
        }
    }
    assert_eq!(files.len(), 3);
    if let Some(run) = node(
        "the_workflows_of_the_guide_are_sound",
        "workflows.mjs",
        &files,
    ) {
        run.expect(0, &[]);
    }
    desk.write("wrong.yml", "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{ run: \"echo ${{ github.nope }}\" }]\n");
    let wrong = [desk.root().join("wrong.yml")];
    if let Some(run) = node(
        "the_workflows_of_the_guide_are_sound",
        "workflows.mjs",
        &wrong,
    ) {
        run.expect(1, &["property \"nope\" is not defined"]);
    }
}

/// A stand-in for `gh`: it knows one pull request, notes what it is told to write, and has the comments of
/// a file.
const GH: &str = r#"#!/usr/bin/env bash
case "$*" in
  "pr list"*) [[ "$*" == *'"c0ffee"'* ]] && echo 7 ;;
  *"--paginate"*) cat "$COMMENTS" ;;
  *) echo "$*" | sed 's/body=@.*/BODY/' >> "$LOG"; last=${@: -1}; cat "${last#body=@}" >> "$LOG" ;;
esac
exit 0
"#;

/// The commit, the ids of the comments that are there, and what is written.
const POSTED: &[(&str, &str, &str)] = &[
    (
        "c0ffee",
        "",
        "api --silent --method POST repos/you/desk/issues/7/comments --field BODY\n<!-- cargo prompts review -->\nthe review\n",
    ),
    (
        "c0ffee",
        "12\n13\n",
        "api --silent --method PATCH repos/you/desk/issues/comments/12 --field BODY\n<!-- cargo prompts review -->\nthe review\n",
    ),
    ("badcafe", "", ""),
];

#[cfg(unix)]
#[test]
fn the_comment_is_posted_once_and_then_changed() {
    use std::os::unix::fs::PermissionsExt as _;
    for (commit, comments, expected) in POSTED {
        let desk = Desk::bare();
        desk.write("bin/gh", GH);
        let gh = desk.root().join("bin/gh");
        fs::set_permissions(&gh, fs::Permissions::from_mode(0o755)).unwrap();
        for (file, text) in [
            ("comments", *comments),
            ("comment.md", "the review\n"),
            ("log", ""),
        ] {
            desk.write(file, text);
        }
        let path = |file: &str| desk.root().join(file);
        let paths = std::env::var("PATH").unwrap();
        let mut command = Command::new("bash");
        command
            .arg(absolute("github-action/comment/post.sh"))
            .env("PATH", format!("{}:{paths}", path("bin").display()))
            .envs([("REPOSITORY", "you/desk"), ("COMMIT", *commit)])
            .envs([
                ("COMMENTS", path("comments")),
                ("LOG", path("log")),
                ("COMMENT", path("comment.md")),
            ]);
        Run::of(&command.output().unwrap()).expect(0, &[]);
        assert_eq!(desk.read("log"), *expected, "{commit} {comments:?}");
    }
}

/// What the actions and the hook run are commands that there are.
#[test]
fn the_actions_can_be_read() {
    for path in [
        "github-action/action.yml",
        "github-action/comment/action.yml",
        ".pre-commit-hooks.yaml",
    ] {
        let text = fs::read_to_string(repository().join(PathBuf::from(path))).unwrap();
        let value = serde_yaml::from_str::<serde_yaml::Value>(&text).unwrap();
        assert!(value.is_mapping() || value.is_sequence(), "{path}");
    }
}

/// A file that `check` reads and the hook passes over could be committed with an error.
#[test]
fn the_hook_runs_for_each_file_that_the_check_reads() {
    let hooks = fs::read_to_string(repository().join(".pre-commit-hooks.yaml")).unwrap();
    let hooks = serde_yaml::from_str::<serde_yaml::Value>(&hooks).unwrap();
    let files = Regex::new(hooks[0]["files"].as_str().unwrap()).unwrap();
    for path in [
        "prompts/environments.yaml",
        "prompts/allowed_signers",
        "prompts/note/local.prompt",
        "prompts/note/local.md",
        "prompts/note/1.0.0.txt",
        "prompts/note/releases.yaml",
        "prompts/note/golden.yaml",
        "prompts/note/replay.jsonl",
        "prompts/note/checks.yaml",
        "prompts/note/answers.yaml",
        "prompts/note/judge.yaml",
        "prompts/partials/house-style.prompt",
        "prompts/schemas/Product.yaml",
        "prompts/tools/look-up-order.yaml",
        "src/main.rs",
    ] {
        assert!(files.is_match(path), "{path}");
    }
    assert!(!files.is_match("logo.svg"));
}
