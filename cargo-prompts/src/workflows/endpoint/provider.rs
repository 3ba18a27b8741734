use prompt_core::vocabulary::Api;

/// The variables and the address of the provider whose API a call uses.
#[derive(Debug, Clone, Copy)]
pub struct Provider {
    /// The variable with the base URL.
    pub url_variable: &'static str,
    /// The variable with the API key.
    pub key_variable: &'static str,
    /// The base URL where nobody names one. Many servers speak OpenAI's interfaces, so there is
    /// none for them.
    pub default_url: Option<&'static str>,
    /// A base URL.
    pub example: &'static str,
    /// The path after the base URL.
    pub path: &'static str,
    /// An end of a base URL that the path has already, apart from the whole path.
    pub version: Option<&'static str>,
}

impl Provider {
    pub const fn of(api: Api) -> Self {
        match api {
            Api::ChatCompletions => Self::openai("/chat/completions"),
            Api::Responses => Self::openai("/responses"),
            Api::AnthropicMessages => Self {
                url_variable: "ANTHROPIC_BASE_URL",
                key_variable: "ANTHROPIC_API_KEY",
                default_url: Some("https://api.anthropic.com"),
                example: "https://api.anthropic.com",
                path: "/v1/messages",
                version: Some("/v1"),
            },
            Api::Gemini => Self {
                url_variable: "GOOGLE_GEMINI_BASE_URL",
                key_variable: "GEMINI_API_KEY",
                default_url: Some("https://generativelanguage.googleapis.com"),
                example: "https://generativelanguage.googleapis.com",
                path: "/v1beta/models/…",
                version: Some("/v1beta"),
            },
        }
    }

    const fn openai(path: &'static str) -> Self {
        Self {
            url_variable: "OPENAI_BASE_URL",
            key_variable: "OPENAI_API_KEY",
            default_url: None,
            example: "https://api.example.com/v1",
            path,
            version: None,
        }
    }

    /// Returns the end of a base URL that is added to it in any case.
    pub fn repeated_end(&self, base: &str) -> Option<&'static str> {
        let ends = [Some(self.path), self.version].into_iter().flatten();
        ends.into_iter().find(|end| base.ends_with(end))
    }

    /// Says what a base URL is.
    pub fn explanation(&self) -> String {
        format!(
            "the URL is the part before `{}`, as in `{}`",
            self.path, self.example
        )
    }
}
