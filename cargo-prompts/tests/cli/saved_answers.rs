//! The answers that `compare --save` keeps, and what `check` and `review` make of them.

use serde_json::{Value, json};

use crate::compare::{GOLDEN, LOCAL, MODELS, VERSIONS, server};
use crate::desk::Desk;
use crate::git::{begin, git};
use crate::loopback::{Reply, Server};
use crate::review::CONFIGURATION;

const LEDGER: &str = "prompts/visitor-greeting/releases.yaml";
const ANSWERS: &str = "prompts/visitor-greeting/answers.yaml";

#[test]
fn saved_answers_are_merged_by_their_calls() {
    let (desk, server) = (Desk::ready(), server());
    let ledger = desk.read(LEDGER);
    desk.run_against(&server, &format!("{VERSIONS} --save"))
        .expect(
            0,
            &["saved the golden answers in `prompts/visitor-greeting/answers.yaml`"],
        );
    let first = desk.read(ANSWERS);
    assert_eq!(first.matches("- case: ").count(), 4, "{first}");
    assert!(
        first.contains("  version: 1.0.0\n") && first.contains("  answer: |\n    Greet Mara"),
        "{first}"
    );
    // The same answers again change nothing.
    desk.run_against(&server, &format!("{VERSIONS} --save"))
        .expect(0, &[]);
    assert_eq!(desk.read(ANSWERS), first);
    // Those of another model are added, and other answers to the same calls take the places of the old.
    let other = Server::start(|_, _| Reply::answer("Mara, Ayşe: good evening."));
    desk.run_against(&other, &format!("{MODELS} --save"))
        .expect(0, &[]);
    let merged = desk.read(ANSWERS);
    assert_eq!(merged.matches("- case: ").count(), 6, "{merged}");
    assert_eq!(merged.matches("good evening").count(), 4, "{merged}");
    assert_eq!(desk.read(LEDGER), ledger);
    desk.run("check --deny-warnings").expect(0, &[]);
}

#[test]
fn a_file_of_answers_with_errors_is_found_and_never_written_over() {
    let (desk, server) = (Desk::ready(), server());
    desk.run_against(&server, &format!("{VERSIONS} --save"))
        .expect(0, &[]);
    let (good, sent) = (desk.read(ANSWERS), server.requests().len());
    for (old, new, code) in [
        ("passed: true", "passed: true\n  note: x", "unknown-key"),
        ("passed: true", "passed: perhaps", "unexpected-type"),
        ("version: 1.0.0", "version: one", "invalid-answers"),
        ("- case", "<<<<<<< HEAD\n- case", "merge-conflict"),
        ("  call: ", "  call: x", "invalid-answers"),
    ] {
        desk.write(ANSWERS, &good.replacen(old, new, 1));
        let code = format!("[{code}]");
        desk.run("check").expect(1, &[&code, "answers.yaml:"]);
        desk.run_against(&server, &format!("{VERSIONS} --save"))
            .expect(1, &[&code]);
        assert!(desk.read(ANSWERS) != good);
    }
    assert_eq!(server.requests().len(), sent);
    desk.write(ANSWERS, &good.replacen("offer", "of\u{200b}fer", 1));
    desk.run("check").expect(0, &["[hidden-characters]"]);
}

/// Without golden answers there is no file, and the page does not say that some were saved.
#[test]
fn nothing_is_saved_where_no_golden_answer_came() {
    let (desk, server) = (Desk::ready(), server());
    let replay = desk.run_against(&server, &format!("{VERSIONS} --save --only replay"));
    replay.expect(0, &["no golden answers to save\n"]);
    desk.edit(GOLDEN, "visitor: Mara Lindqvist,", "guest: Mara Lindqvist,");
    desk.edit(GOLDEN, "visitor: Ayşe Demir", "guest: Ayşe Demir");
    let golden = desk.run_against(&server, &format!("{VERSIONS} --save --only golden"));
    golden.expect(
        1,
        &[
            "no case that both sides take",
            "no golden answers to save\n",
        ],
    );
    for run in [replay, golden] {
        assert!(!run.said().contains("saved the golden answers"));
        assert!(!run.said().contains("0 runs"), "{}", run.said());
    }
    assert!(!desk.root().join(ANSWERS).exists());
    let json = format!("{VERSIONS} --save --only replay --format json");
    let said = desk.run_against(&server, &json).stdout;
    assert!(said.contains("\"saved\": null"), "{said}");
}

#[test]
fn no_key_and_no_hidden_character_is_saved_as_it_is() {
    const KEY: &str = "sk-loopback-5f2a-0123456789";
    let desk = Desk::ready();
    let secret = format!("ghp_{}", "k3Jd8fLq0ZxT5vBn2mWc7RyHs1GpUe4AiOtK");
    let told = format!("Mara, Ayşe: {KEY} {secret} \u{200b}\u{202e}\u{1b}[2J.\nBye");
    let server = Server::start(move |_, _| Reply::answer(&told));
    let command = format!(
        "{VERSIONS} --only golden --save --endpoint {}",
        server.url()
    );
    let run = desk.run_with(&command, &[("OPENAI_API_KEY", KEY)]);
    run.expect(0, &["2 cases pass with both"]);
    let saved = desk.read(ANSWERS);
    let said = run.said() + &saved;
    for text in [KEY, &secret[..20], "\u{200b}", "\u{202e}", "\u{1b}[2J"] {
        assert!(!said.contains(text), "{text:?}: {said}");
    }
    assert!(
        saved.contains("\\U0000200B\\U0000202E\\U0000001B[2J.\\nBye"),
        "{saved}"
    );
    desk.run("check --deny-warnings").expect(0, &[]);
}

/// Whoever edits the file by hand may leave a key in it.
#[test]
fn a_key_in_a_file_of_answers_is_shown_by_no_command() {
    let key = format!("ghp_{}", "k3Jd8fLq0ZxT5vBn2mWc7RyHs1GpUe4AiOtK");
    for (old, new) in [
        ("passed: true", "passed: KEY"),
        ("passed: true", "passed: true\n  KEY: 1"),
        ("version: 1.0.0", "version: KEY"),
        ("  call: ", "  call: KEY"),
        ("model: \"kimi-k2-5\"", "model: \"KEY\""),
        ("Say that", "KEY"),
    ] {
        let desk = compared();
        desk.edit(
            CONFIGURATION,
            "production: \"1.0.0\"",
            "production: \"1.1.0\"",
        );
        let before = desk.read(ANSWERS);
        desk.write(ANSWERS, &before.replace(old, &new.replace("KEY", &key)));
        let mut said = desk.run("check").said();
        assert!(said.contains("answers.yaml:"), "{new}: {said}");
        said += &desk.succeed("review --base main --html page.html");
        said += &desk.succeed("review --base main --markdown -");
        said += &desk.succeed("review --base main --format json");
        said += &desk.read("page.html");
        assert!(!said.contains(&key[..20]), "{new}: {said}");
    }
}

/// The fixture on a branch of its own, with what `compare --save` kept of two versions.
fn compared() -> Desk {
    let (desk, server) = (Desk::ready(), server());
    begin(desk.root());
    git(desk.root(), "checkout --quiet -b change");
    desk.run_against(&server, &format!("{VERSIONS} --save --only golden"))
        .expect(0, &[]);
    desk
}

#[test]
fn a_review_shows_the_answers_that_were_saved() {
    let desk = compared();
    desk.edit(
        CONFIGURATION,
        "production: \"1.0.0\"",
        "production: \"1.1.0\"",
    );
    let sentence = "saved answers: kimi-k2-5 passed before and after";
    let text = desk.succeed("review --base main");
    let expected = format!(
        "    {sentence}\n    Greet Mara Lindqvist, and offer a seat.\n  + Say that the facility manager is on the way.\n"
    );
    assert!(text.contains(&expected), "{text}");
    let page = desk.succeed("review --base main --markdown -");
    let sentence_there = sentence.replace(':', "\\:");
    let expected = format!(
        "\n{sentence_there}:\n\n```diff\n Greet Mara Lindqvist, and offer a seat.\n+Say that the facility manager is on the way.\n```"
    );
    assert!(page.contains(&expected), "{page}");
    desk.succeed("review --base main --html page.html");
    let page = desk.read("page.html");
    assert!(
        page.contains(sentence) && page.contains("answer before"),
        "{page}"
    );
    let review = serde_json::from_str::<Value>(&desk.succeed("review --base main --format json"));
    let case = &review.unwrap()["prompts"][0]["texts"][0]["cases"]["different"][0];
    let kept = json!({ "model": "kimi-k2-5", "passed": true });
    assert_eq!(
        (&case["answers"]["before"], &case["answers"]["after"]),
        (&kept, &kept)
    );
}

/// An answer is shown for the call that it was the answer to, and for no other.
#[test]
fn a_review_shows_no_answer_to_another_call() {
    for (file, old, new, expected) in [
        // Another model, and other parameters, before and after.
        (
            CONFIGURATION,
            "model: kimi-k2-5\n    temperature: 0.2\n    logging: structured",
            "model: other\n    temperature: 0.2\n    logging: structured",
            "saved answer: kimi-k2-5 passed before; none is saved after",
        ),
        (
            CONFIGURATION,
            "temperature: 0.2\n    logging: structured",
            "temperature: 0.3\n    logging: structured",
            "saved answer: kimi-k2-5 passed before; none is saved after",
        ),
        // Other inputs.
        (GOLDEN, "Mara Lindqvist", "Mara Lind", ""),
        (
            ANSWERS,
            "  passed: true",
            "  passed: false",
            "saved answers: kimi-k2-5 failed before, kimi-k2-5 passed after",
        ),
    ] {
        let desk = compared();
        desk.edit(
            CONFIGURATION,
            "production: \"1.0.0\"",
            "production: \"1.1.0\"",
        );
        desk.edit(file, old, new);
        let text = desk.succeed("review --base main");
        if expected.is_empty() {
            assert!(!text.contains("saved answer"), "{new}: {text}");
        } else {
            assert!(text.contains(expected), "{new}: {text}");
        }
    }
}

/// A reviewer must not take a file that cannot be read for one without answers.
#[test]
fn a_review_says_what_it_cannot_show() {
    const LABELLED: &str = "prompts/visitor-greeting/judge.yaml";
    for (file, old, new, problem, parts) in [
        (
            ANSWERS,
            "- case",
            "- cases",
            "[unknown-key] ",
            "saved answers",
        ),
        (
            ANSWERS,
            "version: 1.0.0",
            "version: one",
            "[invalid-answers] invalid `version` `one`",
            "saved answers",
        ),
        (
            ANSWERS,
            "- case",
            "<<<<<<< HEAD\n- case",
            "[merge-conflict] ",
            "saved answers",
        ),
        (
            GOLDEN,
            "  assert",
            "  asert",
            "[unknown-key] ",
            "next steps, golden cases",
        ),
        (
            LABELLED,
            "",
            "cases: []\n",
            "[invalid-judge] no case with `pass: true`",
            "next steps",
        ),
    ] {
        let desk = compared();
        desk.edit(
            CONFIGURATION,
            "production: \"1.0.0\"",
            "production: \"1.1.0\"",
        );
        let before = if file == LABELLED {
            String::new()
        } else {
            desk.read(file)
        };
        desk.write(file, &before.replacen(old, new, 1));
        assert_told(&desk, problem, parts);
    }
    // Also where nothing else is changed, and where the model is.
    for (old, new) in [("", ""), ("model: kimi-k2-5", "model: small-model")] {
        let desk = compared();
        desk.edit(CONFIGURATION, old, new);
        desk.edit(ANSWERS, "version: 1.0.0", "version: one");
        assert_told(&desk, "[invalid-answers] ", "saved answers");
    }
    // A file can be no text at all.
    let desk = compared();
    std::fs::write(desk.root().join(ANSWERS), [0xff]).unwrap();
    assert_told(&desk, "answers.yaml:", "saved answers");
    let review = compared().succeed("review --base main --format json");
    assert!(!review.contains("\"problem\""), "{review}");
}

/// Each form of a review names the parts, with the words of `check`.
fn assert_told(desk: &Desk, problem: &str, parts: &str) {
    let check = desk.run("check").said();
    let line = check.lines().find(|line| line.contains(problem));
    let line = line.unwrap_or_else(|| panic!("{problem}: {check}"));
    let line = line.strip_prefix("error: ").expect("an error");
    let text = desk.succeed("review --base main");
    let comment = desk.succeed("review --base main --markdown -");
    let comment = comment.replace('\\', "");
    desk.succeed("review --base main --html page.html");
    let page = desk.read("page.html");
    for part in parts.split(", ") {
        let expected = format!("  no {part} are shown: {line}\n");
        assert!(text.contains(&expected), "{expected}: {text}");
        let expected = format!("\n:x: visitor-greeting: no {part} are shown: ");
        assert!(comment.contains(&expected), "{expected}: {comment}");
        let expected = format!("<p class=\"problem\"><strong>no {part} are shown:</strong> ");
        assert!(page.contains(&expected), "{expected}: {page}");
    }
    assert!(comment.contains(problem.trim()), "{problem}: {comment}");
    let review = desk.succeed("review --base main --format json");
    let review = serde_json::from_str::<Value>(&review).expect("JSON");
    let parts = parts.split(", ");
    let expected = parts.map(|part| json!({ "what": part, "problem": line }));
    let not_shown = review["prompts"][0]["not_shown"].as_array();
    assert_eq!(not_shown, Some(&expected.collect::<Vec<_>>()), "{review}");
    let schema = serde_json::from_str(&desk.succeed("schema review-output")).unwrap();
    let errors = jsonschema::validator_for(&schema)
        .unwrap()
        .validate(&review);
    assert!(errors.is_ok(), "{errors:?}");
}

/// A change of the model alone has answers too, where the environment changes and where its pin does.
#[test]
fn a_review_of_another_model_shows_its_answers() {
    let staging = "model: kimi-k2-5\n    temperature: 0.2\n    logging: full";
    for (old, new) in [
        (staging, staging.replace("kimi-k2-5", "small-model")),
        (
            "staging: \"1.1.0\"",
            "staging: { version: \"1.1.0\", model: small-model }".to_owned(),
        ),
    ] {
        let (desk, server) = (Desk::ready(), server());
        desk.run_against(&server, &format!("{MODELS} --save --only golden"))
            .expect(0, &[]);
        begin(desk.root());
        git(desk.root(), "checkout --quiet -b change");
        desk.edit(CONFIGURATION, old, &new);
        let sentence = "saved answers: kimi-k2-5 passed before, small-model failed after";
        let text = desk.succeed("review --base main");
        let expected = format!(
            "    a visitor who just walks in\n    {sentence}\n  - Greet Ayşe Demir, and offer a seat.\n  + Good morning.\n"
        );
        assert!(text.contains(&expected), "{text}");
        assert_eq!(text.matches("saved answers").count(), 2, "{text}");
        let comment = desk.succeed("review --base main --markdown -");
        assert!(
            comment.contains("<summary>visitor-greeting in staging: saved answers</summary>")
                && comment.contains("\n+Good morning.\n"),
            "{comment}"
        );
        desk.succeed("review --base main --html page.html");
        let page = desk.read("page.html");
        let summary = "<details>\n<summary>a visitor who just walks in</summary>";
        assert!(page.contains(summary) && page.contains(sentence), "{page}");
        let review =
            serde_json::from_str::<Value>(&desk.succeed("review --base main --format json"));
        let answers = &review.unwrap()["environments"][0]["pins"][0]["answers"];
        assert_eq!(answers[1]["answers"]["after"]["passed"], false);
    }
}

/// What is published from a working copy makes the same calls: its partials were inlined.
#[test]
fn the_answers_of_a_working_copy_are_those_of_the_release_that_it_becomes() {
    let (desk, server) = (Desk::ready(), server());
    begin(desk.root());
    git(desk.root(), "checkout --quiet -b change");
    let command = "compare visitor-greeting production local --save --only golden";
    desk.run_against(&server, command).expect(0, &[]);
    assert!(desk.read(LOCAL).contains("{{>"));
    desk.succeed("publish visitor-greeting --by prompt-owner");
    let version = desk.read(LEDGER);
    let version = version
        .rsplit("- version: ")
        .next()
        .unwrap()
        .lines()
        .next()
        .unwrap()
        .to_owned();
    desk.edit(
        CONFIGURATION,
        "production: \"1.0.0\"",
        &format!("production: \"{version}\""),
    );
    let text = desk.succeed("review --base main");
    assert!(
        text.contains("saved answers: kimi-k2-5 passed before and after"),
        "{text}"
    );
}

#[test]
fn what_an_answer_holds_is_no_markup_and_no_command() {
    let desk = Desk::ready();
    begin(desk.root());
    git(desk.root(), "checkout --quiet -b change");
    let hostile =
        "Mara, Ayşe </table><script>alert(1)</script> ``` \u{1b}[31m @octocat\n::error::x\n";
    let server = Server::start(move |request, number| {
        let said = request.last_message();
        Reply::answer(&format!("{hostile}{number} {said}"))
    });
    desk.run_against(&server, &format!("{VERSIONS} --save --only golden"))
        .expect(0, &[]);
    desk.edit(
        CONFIGURATION,
        "production: \"1.0.0\"",
        "production: \"1.1.0\"",
    );
    desk.succeed("review --base main --html page.html");
    let page = desk.read("page.html");
    assert!(
        page.contains("saved answers") && !page.contains("<script"),
        "{page}"
    );
    let comment = desk.succeed("review --base main --markdown -");
    assert!(comment.contains("\n````diff\n"), "{comment}");
    for text in [desk.succeed("review --base main"), comment, page] {
        assert!(
            !text.contains('\u{1b}') && !text.contains("\n::error"),
            "{text}"
        );
    }
}
