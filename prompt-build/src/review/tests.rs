use super::review;
use crate::report::render;
use crate::source::Source;

/// Texts, and what is said of them: the findings' codes and messages.
const TEXTS: &[(&str, &[&str])] = &[
    ("Say hello.\n\tBye.", &[]),
    ("Family: 👨\u{200d}👩\u{200d}👧, می\u{200c}خواهم", &[]),
    ("a\u{200b}b", &["hidden-characters hidden character U+200B"]),
    (
        "a\u{200b}b\u{202e}\u{2066}",
        &[
            "hidden-characters hidden character U+200B",
            "hidden-characters hidden characters U+202E, U+2066",
        ],
    ),
    (
        "ok\u{e0048}\u{e0069}\u{e0020}\u{e0059}\u{e006f}",
        &[
            "hidden-characters 5 hidden characters, U+E0048, U+E0069, U+E0020, U+E0059 and so on: a model can read them as `Hi Yo`",
        ],
    ),
    ("AKIAIOSFODNN7EXAMPLE", &[]),
    (
        "sk-your-key-here, sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx1",
        &[],
    ),
    ("task-1234567890abcdefghijklmnopqrstuvwxyz", &[]),
    (
        "key AKIA2E0A8F3B244C9986.",
        &["secret-in-prompt an AWS access key in the text"],
    ),
    (
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        &["secret-in-prompt a GitHub token in the text"],
    ),
    (
        "sk-ant-REDACTED",
        &["secret-in-prompt an Anthropic key in the text"],
    ),
    (
        "OPENAI=sk-proj-4f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c",
        &["secret-in-prompt an OpenAI key in the text"],
    ),
    (
        "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOHBrzbqgy",
        &["secret-in-prompt a Slack token in the text"],
    ),
    (
        "xoxp-482910573846-593820164857-6172839405162-7f3a9c2e8b1d4f6a0c5e7b9d2f4a6c8e",
        &["secret-in-prompt a Slack token in the text"],
    ),
    ("xoxp-your-token-goes-in-here-please", &[]),
    (
        "AIzaSyD9Zk3qWm1nB7vXcL5tR8yUoP2aSdFgHjK",
        &["secret-in-prompt a Google API key in the text"],
    ),
    (
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk=\n",
        &["secret-in-prompt a private key in the text"],
    ),
    (
        "A long text before it, and then: AKIA2E0A8F3B244C9986\n-----BEGIN RSA PRIVATE KEY-----\nb3BlbnNzaC1rZXk=\nAKIA2E0A8F3B244C9987",
        &[
            "secret-in-prompt an AWS access key in the text",
            "secret-in-prompt a private key in the text",
            "secret-in-prompt an AWS access key in the text",
        ],
    ),
    (
        "xAKIA2E0A8F3B244C9986 x-----BEGIN RSA PRIVATE KEY-----",
        &[],
    ),
    ("-----BEGIN CERTIFICATE-----\n", &[]),
    ("-----BEGIN ", &[]),
];

#[test]
fn what_a_review_says() {
    for (text, expected) in TEXTS {
        let text = text.replace("REDACTED", "api03-R2D2c3poBB8abcdefgh1234");
        let findings = review(&Source::new("note.prompt", text.as_str()));
        let said = findings
            .iter()
            .map(|finding| format!("{} {}", finding.code.as_str(), finding.message));
        assert_eq!(said.collect::<Vec<_>>(), *expected, "{text:?}");
    }
}

#[test]
fn a_secret_is_not_shown() {
    let key = "sk-ant-api03-R2D2c3poBB8abcdefgh1234";
    let (first, second) = (
        format!("one {key}"),
        "-----BEGIN RSA PRIVATE KEY-----\\nMIIEowIB",
    );
    let text = format!("{first}, and {second}\n");
    for finding in review(&Source::new("note.prompt", text)).iter() {
        let shown = render(finding);
        assert!(shown.contains("sk-ant-***"), "{shown}");
        assert!(
            !shown.contains("R2D2") && !shown.contains("MIIE"),
            "{shown}"
        );
    }
}

/// A text that repeats them has a few findings, so the work does not grow with their number.
#[test]
fn of_many_hidden_characters_and_secrets_the_first_are_told() {
    let key = "AKIA2E0A8F3B244C9986 ";
    for (text, expected) in [
        ("a\u{200b}".repeat(50), 50),
        ("a\u{200b}".repeat(51), 51),
        ("a\u{200b}".repeat(100_000), 51),
        (key.repeat(50), 50),
        (key.repeat(51), 51),
        (key.repeat(100_000), 51),
        ("sk-".repeat(100_000), 0),
        ("-----BEGIN ".repeat(100_000), 0),
    ] {
        let findings = review(&Source::new("note.prompt", text.as_str()));
        assert_eq!(findings.iter().count(), expected, "{text:.20}");
    }
}

#[test]
fn the_secrets_that_are_not_told_are_counted() {
    let key = "AKIA2E0A8F3B244C9986\n";
    for (count, expected) in [
        (51, "one more secret from here on"),
        (90, "40 more secrets from here on"),
    ] {
        let findings = review(&Source::new("note.prompt", key.repeat(count)));
        let last = findings.sorted().pop().expect("a finding");
        assert_eq!(last.message, expected);
        assert_eq!(last.location.locate().line, 51);
    }
}

/// A key of another form within a private key is covered by it.
#[test]
fn secrets_within_a_private_key_are_told() {
    let key = "AKIA2E0A8F3B244C9986";
    let text = format!("-----BEGIN RSA PRIVATE KEY-----\\n{key} {key}\n");
    let findings = review(&Source::new("note.prompt", text));
    assert_eq!(findings.iter().count(), 3);
    for finding in findings.iter() {
        let shown = render(finding);
        assert!(!shown.contains("2E0A8F3B"), "{shown}");
    }
}
