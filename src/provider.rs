//! The variables of the provider whose API a call uses.

use std::env;

use prompt_runtime::Api;

/// The names of the variables with the base URL and with the key.
fn variables(api: Api) -> (&'static str, &'static str) {
    match api {
        Api::ChatCompletions | Api::Responses => ("OPENAI_BASE_URL", "OPENAI_API_KEY"),
        Api::AnthropicMessages => ("ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY"),
        Api::Gemini => ("GOOGLE_GEMINI_BASE_URL", "GEMINI_API_KEY"),
    }
}

/// Returns the base URL in the variable of an API's provider.
pub(crate) fn base_url(api: Api) -> Option<String> {
    given(variables(api).0, |name| env::var(name).ok())
}

/// Returns the key in the variable of an API's provider.
pub(crate) fn key(api: Api) -> Option<String> {
    given(variables(api).1, |name| env::var(name).ok())
}

/// A variable that is empty counts as not set.
fn given(name: &str, read: impl Fn(&str) -> Option<String>) -> Option<String> {
    let value = read(name)?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_api_has_variables_of_its_own() {
        let read = |name: &str| match name {
            "ANTHROPIC_BASE_URL" => Some(" http://localhost:1\n".to_owned()),
            "GOOGLE_GEMINI_BASE_URL" => Some("http://localhost:2".to_owned()),
            "GEMINI_API_KEY" => Some("k".to_owned()),
            "OPENAI_BASE_URL" => Some(" ".to_owned()),
            _ => None,
        };
        let rows = [
            (Api::ChatCompletions, None, None),
            (Api::Responses, None, None),
            (Api::AnthropicMessages, Some("http://localhost:1"), None),
            (Api::Gemini, Some("http://localhost:2"), Some("k")),
        ];
        for (api, url, key) in rows {
            let (url_variable, key_variable) = variables(api);
            assert_eq!(given(url_variable, read).as_deref(), url, "{api}");
            assert_eq!(given(key_variable, read).as_deref(), key, "{api}");
        }
    }
}
