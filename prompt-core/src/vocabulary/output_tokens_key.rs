use super::words;

words! {
    /// The key of a chat-completions body for the most tokens of the answer.
    #[derive(Default)]
    pub enum OutputTokensKey {
        #[default]
        MaxCompletionTokens = "max_completion_tokens",
        /// The old name, which many compatible servers still take alone.
        MaxTokens = "max_tokens",
    }
}
