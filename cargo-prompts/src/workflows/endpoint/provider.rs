use prompt_core::vocabulary::Api;

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
const GEMINI_VERSION: &str = "/v1beta";

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
                version: Some(GEMINI_VERSION),
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

    /// Returns the end of a base URL that is not part of it: the path of a call, by whatever API,
    /// or the version that is in the path of this one.
    pub fn path_end<'a>(&self, base: &'a str) -> Option<&'a str> {
        let lower = base.to_ascii_lowercase();
        let ends = PATHS.into_iter().chain(self.version);
        ends.into_iter()
            .find(|end| lower.ends_with(end))
            .map(|end| base.len() - end.len())
            .or_else(|| self.model_start(&lower))
            .map(|start| &base[start..])
    }

    /// The start of the model in the path of a call by Gemini's API, as in
    /// `/models/NAME:generateContent`.
    fn model_start(&self, base: &str) -> Option<usize> {
        let last = base.rfind('/')?;
        let models = base[..last].strip_suffix("/models").map(str::len);
        let is_call = METHODS.iter().any(|method| base.ends_with(method));
        let is_of_model = is_call || self.version == Some(GEMINI_VERSION) && models.is_some();
        is_of_model.then(|| models.unwrap_or(last))
    }

    /// Says what a base URL is.
    pub fn explanation(&self) -> String {
        format!(
            "the URL is the part before `{}`, as in `{}`",
            self.path, self.example
        )
    }
}
