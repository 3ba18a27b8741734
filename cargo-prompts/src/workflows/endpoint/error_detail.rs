use serde_json::Value;

use super::answer::error_message;

/// The part of an endpoint's error that may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorDetail {
    /// The message. It may repeat what was sent.
    Message,
    /// The code, if it is one that endpoints have in common.
    Code,
}

/// The values of `error.code` and `error.type` that are shown: an endpoint could put anything there.
const CODES: [&str; 30] = [
    "api_error",
    "authentication_error",
    "billing_error",
    "billing_hard_limit_reached",
    "content_filter",
    "content_policy_violation",
    "context_length_exceeded",
    "insufficient_quota",
    "internal_error",
    "internal_server_error",
    "invalid_api_key",
    "invalid_request_error",
    "invalid_type",
    "invalid_value",
    "missing_required_parameter",
    "model_not_found",
    "not_found",
    "not_found_error",
    "overloaded",
    "overloaded_error",
    "permission_denied",
    "permission_error",
    "rate_limit_error",
    "rate_limit_exceeded",
    "request_too_large",
    "server_error",
    "timeout_error",
    "unknown_parameter",
    "unsupported_parameter",
    "unsupported_value",
];

impl ErrorDetail {
    /// Reads the body of an error: JSON, or one line of text. Web pages are ignored.
    pub fn of_body(self, body: &[u8]) -> Option<String> {
        match serde_json::from_slice(body) {
            Ok(value) => self.of_json(&value),
            Err(_) if self == Self::Code => None,
            Err(_) => Some(String::from_utf8_lossy(body).trim().to_owned()),
        }
        .filter(|text| !text.is_empty() && !text.starts_with(['<', '{', '[']))
    }

    /// Returns a word of the endpoint's own.
    pub fn of_word(self, word: &str) -> Option<&str> {
        (self == Self::Message).then_some(word)
    }

    pub fn of_json(self, value: &Value) -> Option<String> {
        match self {
            Self::Message => error_message(value),
            Self::Code => code(value).map(str::to_owned),
        }
    }
}

fn code(value: &Value) -> Option<&'static str> {
    let said = ["code", "type"].map(|key| value["error"][key].as_str());
    let mut said = said.into_iter().flatten();
    said.find_map(|said| CODES.into_iter().find(|known| *known == said))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::ErrorDetail;

    #[test]
    fn a_code_is_shown_if_it_is_a_common_one() {
        let of = |body: &serde_json::Value| ErrorDetail::Code.of_body(body.to_string().as_bytes());
        let error =
            |code, kind| json!({ "error": { "message": "Mara", "code": code, "type": kind } });
        let known = |text: &str| Some(text.to_owned());
        assert_eq!(
            of(&error("model_not_found", "Mara")),
            known("model_not_found")
        );
        assert_eq!(of(&error("Mara", "server_error")), known("server_error"));
        assert_eq!(of(&error("Mara", "Mara")), None);
        assert_eq!(of(&json!({ "detail": "Mara" })), None);
        assert_eq!(of(&json!(["Mara"])), None);
        assert_eq!(ErrorDetail::Code.of_body(b"Mara"), None);
        assert_eq!(ErrorDetail::Message.of_body(b"busy\n"), known("busy"));
        assert_eq!(ErrorDetail::Message.of_body(b"<p>busy"), None);
    }
}
