use super::words;

words! {
    /// The interface of a model's provider: the form of the body, the path and the answer.
    ///
    /// ```
    /// # use prompt_core::vocabulary as prompt_runtime;
    /// use prompt_runtime::Api;
    ///
    /// assert_eq!(Api::AnthropicMessages.as_str(), "anthropic-messages");
    /// assert_eq!(Api::default(), Api::ChatCompletions);
    /// ```
    #[derive(Default)]
    pub enum Api {
        /// `OpenAI`'s chat completions, which many other servers take as well.
        #[default]
        ChatCompletions = "chat-completions",
        /// `OpenAI`'s responses.
        Responses = "responses",
        /// Anthropic's messages.
        AnthropicMessages = "anthropic-messages",
        /// Google's Gemini API: `generateContent`.
        Gemini = "gemini",
    }
}
