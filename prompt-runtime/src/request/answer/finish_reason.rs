//! The words with which providers say why a model stopped.

/// What a finish reason means for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// The model said all that it had to say, or called a tool.
    Complete,
    /// A limit of tokens cut the answer off.
    CutOff,
    /// A filter of the provider stopped the answer.
    Filtered,
    /// The model refused.
    Refused,
    /// The model gave no answer, or not all of it. The same call may have one later.
    Failed,
    /// The reason is not in the table, so the answer does not count as complete.
    Unknown,
}

/// All known reasons, in the spelling of those who send them. The guide has them as a table.
const ENDINGS: &[(&str, Ending)] = &[
    // Chat completions, those of OpenAI and of other servers.
    ("stop", Ending::Complete),
    ("tool_calls", Ending::Complete),
    ("function_call", Ending::Complete),
    ("length", Ending::CutOff),
    ("content_filter", Ending::Filtered),
    // Servers of open models, such as Text Generation Inference, vLLM and Ollama.
    ("eos", Ending::Complete),
    ("eos_token", Ending::Complete),
    ("abort", Ending::Failed),
    ("load", Ending::Failed),
    // Mistral's and OpenRouter's.
    ("model_length", Ending::CutOff),
    ("error", Ending::Failed),
    // Cohere's.
    ("complete", Ending::Complete),
    ("error_limit", Ending::CutOff),
    ("error_toxic", Ending::Filtered),
    ("timeout", Ending::Failed),
    // DeepSeek's and Zhipu's.
    ("insufficient_system_resource", Ending::Failed),
    ("network_error", Ending::Failed),
    ("sensitive", Ending::Filtered),
    // Bedrock's.
    ("content_filtered", Ending::Filtered),
    ("guardrail_intervened", Ending::Filtered),
    ("malformed_model_output", Ending::Failed),
    ("malformed_tool_use", Ending::Failed),
    // Responses: the status, or the reason why one is incomplete.
    ("completed", Ending::Complete),
    ("max_output_tokens", Ending::CutOff),
    ("max_messages", Ending::CutOff),
    ("steered", Ending::Failed),
    ("incomplete", Ending::Failed),
    ("failed", Ending::Failed),
    ("cancelled", Ending::Failed),
    ("queued", Ending::Failed),
    ("in_progress", Ending::Failed),
    // Anthropic's messages.
    ("end_turn", Ending::Complete),
    ("stop_sequence", Ending::Complete),
    ("tool_use", Ending::Complete),
    ("max_tokens", Ending::CutOff),
    ("model_context_window_exceeded", Ending::CutOff),
    ("refusal", Ending::Refused),
    // The turn goes on in the next call.
    ("pause_turn", Ending::Failed),
    ("compaction", Ending::Failed),
    // Gemini: candidates, and prompts that were blocked.
    ("STOP", Ending::Complete),
    ("MAX_TOKENS", Ending::CutOff),
    ("CONTINUATION", Ending::CutOff),
    ("SAFETY", Ending::Filtered),
    ("RECITATION", Ending::Filtered),
    ("LANGUAGE", Ending::Filtered),
    ("BLOCKLIST", Ending::Filtered),
    ("PROHIBITED_CONTENT", Ending::Filtered),
    ("SPII", Ending::Filtered),
    ("IMAGE_SAFETY", Ending::Filtered),
    ("IMAGE_PROHIBITED_CONTENT", Ending::Filtered),
    ("IMAGE_RECITATION", Ending::Filtered),
    ("ESCALATION", Ending::Filtered),
    ("MODEL_ARMOR", Ending::Filtered),
    ("JAILBREAK", Ending::Filtered),
    ("FINISH_REASON_UNSPECIFIED", Ending::Failed),
    ("OTHER", Ending::Failed),
    ("IMAGE_OTHER", Ending::Failed),
    ("NO_IMAGE", Ending::Failed),
    ("MALFORMED_FUNCTION_CALL", Ending::Failed),
    ("MALFORMED_RESPONSE", Ending::Failed),
    ("UNEXPECTED_TOOL_CALL", Ending::Failed),
    ("TOO_MANY_TOOL_CALLS", Ending::Failed),
    ("MISSING_THOUGHT_SIGNATURE", Ending::Failed),
    ("PUP_LIMITED_DISABLED", Ending::Failed),
];

impl Ending {
    /// Returns the meaning of a reason.
    pub(super) fn of(reason: &str) -> Self {
        row(reason).map_or(Self::Unknown, |(_, ending)| *ending)
    }
}

/// Returns the table's spelling of a reason that is in it, which no endpoint made up.
#[doc(hidden)]
#[must_use]
pub fn known(reason: &str) -> Option<&'static str> {
    row(reason).map(|(word, _)| *word)
}

/// Finds a reason. Some words are those of two APIs, in other spellings.
fn row(reason: &str) -> Option<&'static (&'static str, Ending)> {
    let exact = ENDINGS.iter().find(|(word, _)| *word == reason);
    exact.or_else(|| ENDINGS.iter().find(|(word, _)| is_same(word, reason)))
}

/// Compares words in any case, with hyphens for underscores.
pub(super) fn is_same(word: &str, other: &str) -> bool {
    let letter = |byte: u8| match byte {
        b'-' => b'_',
        _ => byte.to_ascii_lowercase(),
    };
    word.bytes().map(letter).eq(other.bytes().map(letter))
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;
    use std::path::Path;

    use super::{ENDINGS, Ending, is_same, known};

    #[test]
    fn words_that_are_equal_mean_the_same() {
        for (word, ending) in ENDINGS {
            assert_eq!(known(word), Some(*word));
            for spelling in [
                word.to_uppercase(),
                word.to_lowercase(),
                word.replace('_', "-"),
            ] {
                assert_eq!(Ending::of(&spelling), *ending, "{spelling}");
            }
        }
        for unknown in ["", " stop", "stopped", "not_finished"] {
            assert_eq!(Ending::of(unknown), Ending::Unknown, "{unknown}");
        }
    }

    /// The rows of the guide: what begins each, and the meaning of its words.
    const ROWS: [(&str, Ending); 5] = [
        ("| complete |", Ending::Complete),
        ("| cut off |", Ending::CutOff),
        ("| filtered |", Ending::Filtered),
        ("| refused |", Ending::Refused),
        ("| failed |", Ending::Failed),
    ];

    #[test]
    fn each_reason_is_in_the_guide() {
        let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/src/parameters.md");
        let page = std::fs::read_to_string(page).unwrap();
        for (start, ending) in ROWS {
            let row = page.lines().find(|line| line.starts_with(start));
            let reasons = row.expect(start).split(" | ").last().unwrap_or_default();
            let said = reasons.split('`').skip(1).step_by(2).collect::<Vec<_>>();
            let mut words = Vec::<&str>::new();
            for (word, _) in ENDINGS.iter().filter(|(_, other)| *other == ending) {
                if !words.iter().any(|other| is_same(other, word)) {
                    words.push(word);
                }
            }
            assert_eq!(said, words, "{start}");
        }
    }
}
