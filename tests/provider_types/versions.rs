//! The data is of the versions that `requirements.txt` names.

use prompt_core::vocabulary::Api;
use serde_json::Value;

use crate::check::schema;

#[test]
fn each_schema_is_of_the_version_that_is_required() {
    let required = include_str!("requirements.txt").replace("==", " ");
    for api in [
        Api::ChatCompletions,
        Api::Responses,
        Api::AnthropicMessages,
        Api::Gemini,
    ] {
        let schema = serde_json::from_str::<Value>(schema(api)).unwrap();
        let comment = schema["$comment"].as_str().unwrap();
        let (version, _) = comment.split_once(':').unwrap();
        assert!(required.lines().any(|line| line == version), "{comment}");
    }
}
