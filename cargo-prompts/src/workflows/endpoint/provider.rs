use prompt_core::vocabulary::Api;

use super::plain_path::plain_path;

/// The ends of the paths of calls, in lower case, the longer ones first.
const PATHS: [&str; 5] = [
    "/chat/completions",
    "/responses",
    "/v1/messages",
    "/messages",
    "/models",
];
/// The ends of the paths of calls of a model by Gemini's API, in lower case.
const METHODS: [&str; 2] = [":generatecontent", ":streamgeneratecontent"];

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
    /// Set if the path of a call begins with the version of the interface.
    pub has_version: bool,
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
                has_version: true,
            },
            Api::Gemini => Self {
                url_variable: "GOOGLE_GEMINI_BASE_URL",
                key_variable: "GEMINI_API_KEY",
                default_url: Some("https://generativelanguage.googleapis.com"),
                example: "https://generativelanguage.googleapis.com",
                path: "/v1beta/models/…",
                has_version: true,
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
            has_version: false,
        }
    }

    /// Returns the end of the path of a base URL that is not part of it: the path of a call, by
    /// whatever API, or the version that is in the path of this one. The end is in its plain spelling.
    pub fn path_end(&self, base: &str) -> Option<String> {
        let path = plain_path(base);
        let lower = path.to_ascii_lowercase();
        let of_call = PATHS.into_iter().find(|end| lower.ends_with(end));
        let start = of_call
            .map(|end| path.len() - end.len())
            .or_else(|| self.version_start(&lower))
            .or_else(|| self.model_start(&lower))?;
        Some(path[start..].to_owned())
    }

    /// The start of a version at the end of a path, as in `/v1` and `/v1beta`.
    fn version_start(&self, path: &str) -> Option<usize> {
        let start = path.rfind('/')?;
        let number = path[start..].strip_prefix("/v")?;
        let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
        let stage = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_version = number.len() > rest.len() && ["", "alpha", "beta"].contains(&stage);
        (self.has_version && is_version).then_some(start)
    }

    /// The start of the model in the path of a call by Gemini's API, as in
    /// `/models/NAME:generateContent`.
    fn model_start(&self, path: &str) -> Option<usize> {
        let last = path.rfind('/')?;
        let models = path[..last].strip_suffix("/models").map(str::len);
        let is_call = METHODS.iter().any(|method| path.ends_with(method));
        let is_of_model = is_call || self.is_of_models() && models.is_some();
        is_of_model.then(|| models.unwrap_or(last))
    }

    /// Returns whether the model stands in the path of a call.
    fn is_of_models(&self) -> bool {
        self.path.contains("/models/")
    }

    /// Says what a base URL is.
    pub fn explanation(&self) -> String {
        format!(
            "the URL is the part before `{}`, as in `{}`",
            self.path, self.example
        )
    }
}
