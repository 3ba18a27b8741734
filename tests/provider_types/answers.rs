//! Answers in the providers' types, as `Answer` reads them.

use std::fs;
use std::path::Path;

use prompt_runtime::Answer;

const TEXT: &str =
    r#"{"subject": "Your question", "body": "Good morning.", "follow_up_in_days": 3}"#;
const CUT: &str =
    "The error rate of checkout rose to 30 % at 09:12. The payments team turned the new card";
const REFUSED: &str = "I can't help with that.";

/// A file, and what is read of it: the text, the refusal, the reason why the model stopped, and
/// whether the answer was cut off or filtered.
type Row = (
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static str,
    [bool; 2],
);

const ROWS: &[Row] = &[
    ("chat-completions-text", TEXT, None, "stop", [false, false]),
    (
        "chat-completions-refusal",
        "",
        Some(REFUSED),
        "stop",
        [false, false],
    ),
    (
        "chat-completions-truncated",
        CUT,
        None,
        "length",
        [true, false],
    ),
    ("responses-text", TEXT, None, "completed", [false, false]),
    (
        "responses-refusal",
        "",
        Some(REFUSED),
        "completed",
        [false, false],
    ),
    (
        "responses-truncated",
        CUT,
        None,
        "max_output_tokens",
        [true, false],
    ),
    (
        "anthropic-messages-text",
        TEXT,
        None,
        "end_turn",
        [false, false],
    ),
    (
        "anthropic-messages-refusal",
        "",
        Some(REFUSED),
        "refusal",
        [false, false],
    ),
    (
        "anthropic-messages-truncated",
        CUT,
        None,
        "max_tokens",
        [true, false],
    ),
    ("gemini-text", TEXT, None, "STOP", [false, false]),
    (
        "gemini-refusal",
        "",
        Some("PROHIBITED_CONTENT"),
        "PROHIBITED_CONTENT",
        [false, true],
    ),
    ("gemini-truncated", CUT, None, "MAX_TOKENS", [true, false]),
    (
        "gemini-blocked",
        "",
        Some("SAFETY"),
        "SAFETY",
        [false, true],
    ),
    (
        "chat-completions-tool-calls",
        "",
        None,
        "tool_calls",
        [false, false],
    ),
    (
        "responses-tool-calls",
        "",
        None,
        "completed",
        [false, false],
    ),
    (
        "anthropic-messages-tool-calls",
        "",
        None,
        "tool_use",
        [false, false],
    ),
    ("gemini-tool-calls", "", None, "STOP", [false, false]),
];

pub fn json(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/provider_types/answers");
    fs::read_to_string(folder.join(format!("{name}.json"))).expect(name)
}

fn read(name: &str) -> Answer {
    serde_json::from_str(&json(name)).expect(name)
}

#[test]
fn each_answer_is_read() {
    for (name, text, refusal, finish_reason, [is_truncated, is_filtered]) in ROWS {
        let answer = read(name);
        assert_eq!(answer.text, *text, "{name}");
        assert_eq!(answer.refusal.as_deref(), *refusal, "{name}");
        assert_eq!(
            answer.finish_reason.as_deref(),
            Some(*finish_reason),
            "{name}"
        );
        assert_eq!(answer.is_truncated(), *is_truncated, "{name}");
        assert_eq!(answer.is_filtered(), *is_filtered, "{name}");
        assert!(answer.id.is_some() && answer.model.is_some(), "{name}");
        assert_eq!(answer.input_tokens, Some(1536), "{name}");
    }
}

/// The same call costs the same tokens, whatever a provider adds up.
#[test]
fn tokens_mean_the_same_in_each_api() {
    let apis = [
        "chat-completions",
        "responses",
        "anthropic-messages",
        "gemini",
    ];
    for api in apis {
        let answer = read(&format!("{api}-text"));
        assert_eq!(answer.output_tokens, Some(412), "{api}");
        assert_eq!(answer.cached_tokens, Some(1280), "{api}");
        assert_eq!(answer.reasoning_tokens, Some(256), "{api}");
    }
    let written = read("anthropic-messages-text").cache_write_tokens;
    assert_eq!(written, Some(128));
}

#[test]
fn each_file_has_a_row() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/provider_types/answers");
    assert_eq!(
        fs::read_dir(folder).expect("the folder").count(),
        ROWS.len()
    );
}
