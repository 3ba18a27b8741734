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
}

/// All known reasons. A word that is not here is one of a server that says more than the APIs: the
/// answer counts as complete.
const ENDINGS: &[(&str, Ending)] = &[
    // Chat completions, those of OpenAI and of other servers.
    ("stop", Ending::Complete),
    ("tool_calls", Ending::Complete),
    ("function_call", Ending::Complete),
    // Servers of open models.
    ("eos_token", Ending::Complete),
    ("length", Ending::CutOff),
    // Mistral's.
    ("model_length", Ending::CutOff),
    ("content_filter", Ending::Filtered),
    // OpenRouter's and Mistral's, DeepSeek's, vLLM's.
    ("error", Ending::Failed),
    ("insufficient_system_resource", Ending::Failed),
    ("abort", Ending::Failed),
    // Responses: the status, or the reason why one is incomplete.
    ("completed", Ending::Complete),
    ("max_output_tokens", Ending::CutOff),
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
];

impl Ending {
    /// Returns the meaning of a reason.
    pub(super) fn of(reason: &str) -> Self {
        let row = ENDINGS.iter().find(|(word, _)| *word == reason);
        row.map_or(Self::Complete, |(_, ending)| *ending)
    }
}

/// Returns a reason that is known beforehand: one that no endpoint made up.
#[cfg(feature = "tracing")]
pub(crate) fn known(reason: &str) -> Option<&'static str> {
    let row = ENDINGS.iter().find(|(word, _)| *word == reason);
    row.map(|(word, _)| *word)
}
