use prompt_build::report::{Code, Findings};
use prompt_build::review::review;
use prompt_build::source::Source;
use semver::Version;

use super::{SavedAnswer, SavedAnswers};

const A: &str = "a83f4d51fd89569b154448658af333b983c5a82d1125033e44128457c65e4d41";
const B: &str = "c9eacb1f4380a74d854c159ecbca2955125c35f4b227d7a45db27da370bdf8fa";

fn answer(call: &str, text: &str) -> SavedAnswer {
    SavedAnswer {
        case: "a visitor: \"Mara\"".to_owned(),
        version: Some(Version::new(1, 1, 0)),
        sha256: A.to_owned(),
        model: "kimi-k2-5".to_owned(),
        call: call.to_owned(),
        passed: true,
        answer: text.to_owned(),
    }
}

fn read(text: &str) -> (Option<SavedAnswers>, Findings) {
    let mut findings = Findings::default();
    let source = Source::new("prompts/visitor-greeting/answers.yaml", text);
    let read = SavedAnswers::read(&source, &mut findings);
    (read, findings)
}

fn assert_kept(text: &str) {
    let mut working_copy = answer(B, text);
    working_copy.version = None;
    working_copy.passed = false;
    working_copy.case = text.to_owned();
    let saved = SavedAnswers {
        answers: vec![answer(A, text), working_copy],
    };
    let yaml = saved.to_yaml();
    let (read, findings) = read(&yaml);
    let findings = findings.iter().map(|finding| &finding.message);
    let findings = findings.collect::<Vec<_>>();
    assert_eq!(read, Some(saved), "{text:?}\n{yaml}\n{findings:?}");
    let source = Source::new("answers.yaml", yaml.clone());
    let seen = review(&source);
    assert!(seen.iter().next().is_none(), "{text:?}\n{yaml}");
}

#[test]
fn an_answer_is_read_as_it_was_written() {
    let texts = [
        "",
        "Dear Mara",
        "Dear Mara,\nyour badge is ready.",
        "Dear Mara,\n\n- one\n- two: \"three\" # four\n",
        "Dear Mara,\n\n",
        "\nDear Mara\nbye",
        "  indented\nless",
        "blank \nat the end",
        "tab\tin it\nand\t",
        "# no comment\n--- no document\n...",
        "{{name}} & *alias !tag %directive\n@at `tick`",
        "carriage\r\nreturn",
        "\u{1b}[2J\u{200b}\u{202e}\n\u{e0041}\u{feff}x",
        "\u{2028}\u{2029}\u{85}\n\u{a0}",
        "<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> other",
        "👩‍👩‍👧 שלום\nAyşe",
        "null",
        "true\n",
        "\\ \\n \"\n\\U0000200B",
        "\0",
    ];
    for text in texts {
        assert_kept(text);
    }
}

#[test]
fn any_answer_is_read_as_it_was_written() {
    let pieces = [
        "a", " ", "\n", "\t", "\"", "\\", ":", "#", "-", "|", ">", "'", "{", "é", "\u{200d}", "\r",
        "\u{85}", "🙂", "%", "\u{7f}",
    ];
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..2000 {
        let count = random.usize(..9);
        let text = (0..count).map(|_| pieces[random.usize(..pieces.len())]);
        assert_kept(&text.collect::<String>());
    }
}

#[test]
fn an_answer_replaces_that_to_the_same_call() {
    let mut saved = SavedAnswers::default();
    for (call, text) in [(A, "one"), (B, "two"), (A, "three")] {
        saved.put(answer(call, text));
    }
    let texts = saved.answers.iter().map(|answer| answer.answer.as_str());
    assert_eq!(texts.collect::<Vec<_>>(), ["three", "two"]);
    assert_eq!(
        saved.find(B).map(|answer| answer.answer.as_str()),
        Some("two")
    );
    assert_eq!(saved.find("c"), None);
}

#[test]
fn a_file_that_the_command_did_not_write_is_refused_at_its_place() {
    let good = SavedAnswers {
        answers: vec![answer(A, "Dear Mara")],
    };
    let good = good.to_yaml();
    let rows = [
        (
            "passed: true",
            "passed: maybe",
            Code::UnexpectedType,
            "expected `true` or `false`",
        ),
        (
            "version: 1.1.0",
            "version: first",
            Code::InvalidAnswers,
            "invalid `version` `first`",
        ),
        (
            "  call: a83f",
            "  call: A83F",
            Code::InvalidAnswers,
            "invalid `call`",
        ),
        (
            "  sha256: a83f4d",
            "  sha256: ",
            Code::InvalidAnswers,
            "invalid `sha256`",
        ),
        (
            "  passed: true",
            "  pased: true",
            Code::UnknownKey,
            "`pased`",
        ),
        ("  passed: true\n", "", Code::MissingKey, "`passed`"),
        (
            "answer: \"Dear Mara\"",
            "answer: [Dear]",
            Code::UnexpectedType,
            "a string for `answer`",
        ),
        ("- case", "case", Code::UnexpectedType, "a list of answers"),
    ];
    for (old, new, code, words) in rows {
        let text = good.replacen(old, new, 1);
        let text = if new == "case" {
            text.replace("\n  ", "\n")
        } else {
            text
        };
        let (read, findings) = read(&text);
        assert_eq!(read, None, "{text}");
        let found = findings.iter().next().expect("a finding");
        assert_eq!(found.code, code, "{}", found.message);
        assert!(found.message.contains(words), "{}", found.message);
    }
    let twice = good.clone() + good.split_once('\n').expect("a comment").1;
    let (read, findings) = read(&twice);
    assert_eq!(read, None);
    let found = findings.iter().next().expect("a finding");
    assert_eq!(found.code, Code::InvalidAnswers);
    assert_eq!(self::read("# nothing\n").0, Some(SavedAnswers::default()));
}
