//! Whatever an endpoint sends, the readers of the application and of the command return an answer
//! or an error. A text that the command takes for the answer is the text of the application, where
//! the answer is complete.

#[expect(
    clippy::module_inception,
    reason = "`error_detail` knows it by this name"
)]
#[path = "../../../cargo-prompts/src/workflows/endpoint/answer.rs"]
mod answer;
#[path = "../../../cargo-prompts/src/workflows/endpoint/error_detail.rs"]
mod error_detail;

use std::time::Duration;

use answer::{Answer, InvalidBody, Reply};
use error_detail::ErrorDetail;

/// Reads a body.
pub fn check(data: &[u8]) {
    let of_application = serde_json::from_slice::<prompt_runtime::Answer>(data);
    let of_command = Reply::read(data, ErrorDetail::Message, Duration::ZERO);
    match (of_command.map(|reply| reply.answer), of_application) {
        (Ok(Answer::Text(text)), Ok(answer)) => {
            assert_eq!(answer.text, text);
            assert!(answer.is_complete(), "{answer:?}");
        }
        (Ok(answer), Err(error)) => panic!("{answer:?}, but the application has: {error}"),
        (Ok(_) | Err(_), _) => {}
    }
    _ = ErrorDetail::Message.of_body(data);
    check_code(ErrorDetail::Code.of_body(data).as_deref());
    match Reply::read(data, ErrorDetail::Code, Duration::ZERO) {
        Err(InvalidBody::OtherShape(_, shown)) => check_code(shown.as_deref()),
        Err(InvalidBody::UnknownEnd(shown)) => assert_eq!(shown, None),
        Ok(_) | Err(_) => {}
    }
}

/// Checks that a code is one of those that endpoints have in common, which are words.
fn check_code(code: Option<&str>) {
    let is_word = |code: &str| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    assert!(code.is_none_or(is_word), "{code:?} is shown");
}
