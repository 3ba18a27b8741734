//! The answers of chat completions, as `Answer` reads them.

use prompt_runtime::Answer;

/// The file, and what is read of it: the beginning of the text, the refusal, the reason why the
/// model stopped, and the tokens from the cache and of the reasoning.
type Row = (
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static str,
    [Option<u64>; 2],
);

const ROWS: [Row; 3] = [
    (
        include_str!("answers/chat-completions-text.json"),
        "{\"subject\": \"Your question\"",
        None,
        "stop",
        [Some(1280), Some(256)],
    ),
    (
        include_str!("answers/chat-completions-refusal.json"),
        "",
        Some("I can't help with that."),
        "stop",
        [Some(0), Some(0)],
    ),
    (
        include_str!("answers/chat-completions-truncated.json"),
        "The error rate of checkout rose",
        None,
        "length",
        [Some(0), Some(0)],
    ),
];

#[test]
fn each_answer_is_read() {
    for (json, text, refusal, finish_reason, tokens) in ROWS {
        let answer = serde_json::from_str::<Answer>(json).unwrap();
        assert!(answer.text.starts_with(text), "{answer:?}");
        assert_eq!(answer.text.is_empty(), text.is_empty(), "{answer:?}");
        assert_eq!(answer.refusal.as_deref(), refusal);
        assert_eq!(answer.finish_reason.as_deref(), Some(finish_reason));
        assert_eq!(answer.input_tokens, Some(1536));
        assert_eq!(answer.output_tokens, Some(412));
        assert_eq!([answer.cached_tokens, answer.reasoning_tokens], tokens);
    }
}
