//! The members that the user adds.

use prompt_core::vocabulary::Api;

use super::{EMAIL, Subject, body, output, said, settings};
use crate::report::Severity;

#[test]
fn what_the_user_adds_never_replaces_what_is_written() {
    let rows = [
        (
            r#"{"temperature":0.5,"extra_body":{"temperature":1}}"#,
            "temperature: 0.5; ! `extra_body` has `temperature`, which the parameter `temperature` sets",
        ),
        (
            r#"{"extra_body":{"top_p":1}}"#,
            "! `extra_body` has `top_p`, which the parameter `top_p` sets",
        ),
        (
            r#"{"extra_body":{"max_tokens":3}}"#,
            "! `extra_body` has `max_tokens`, which the parameter `max_output_tokens` sets",
        ),
        (
            r#"{"extra_body":{"messages":[]}}"#,
            "! `extra_body` has `messages`, which is set elsewhere",
        ),
        (
            r#"{"extra_body":{"two words":1}}"#,
            "! `extra_body` has the key `two words`, which no API has",
        ),
        (
            r#"{"extra_body":{"stream":true}}"#,
            "! `extra_body` has `stream`, which is set elsewhere",
        ),
    ];
    for (parameters, expected) in rows {
        let body = body(&settings(Api::ChatCompletions, parameters), None, "");
        assert_eq!(said(&body), expected, "{parameters}");
    }
    let rows = [
        (
            r#"{"temperature":0.5,"extra_body":{"generationConfig":{"responseModalities":["TEXT"]}}}"#,
            "generationConfig: {\"temperature\":0.5,\"responseModalities\":[\"TEXT\"]}; ? `temperature` may be refused: current models of this API refuse it",
        ),
        (
            r#"{"extra_body":{"safety_settings":[]}}"#,
            "safety_settings: []",
        ),
        (
            r#"{"extra_body":{"safety_settings":[],"safetySettings":[]}}"#,
            "safetySettings: []; ! `extra_body` has `safety_settings`, a second spelling of `safetySettings`",
        ),
        (
            r#"{"extra_body":{"system_instruction":{}}}"#,
            "! `extra_body` has `system_instruction`, a second spelling of `systemInstruction`",
        ),
        (
            r#"{"extra_body":{"service_tier":"flex"}}"#,
            "! `extra_body` has `service_tier`, which the build spells `serviceTier`",
        ),
        (
            r#"{"extra_body":{"generationConfig":{"thinkingConfig":{"thinkingBudget":1}}}}"#,
            "! `extra_body` has `generationConfig.thinkingConfig.thinkingBudget`, which the parameter `thinking_budget` sets",
        ),
        (
            r#"{"extra_body":{"generation_config":{"topK":1}}}"#,
            "! `extra_body` has `generation_config`, which the build spells `generationConfig`",
        ),
        (
            r#"{"top_k":1,"extra_body":{"generation_config":{"candidateCount":1}}}"#,
            "generationConfig: {\"topK\":1}; ? `top_k` may be refused: current models of this API refuse it; ! `extra_body` has `generation_config`, a second spelling of `generationConfig`",
        ),
        (
            r#"{"extra_body":{"generationConfig":{"top_k":1}}}"#,
            "! `extra_body` has `generationConfig.top_k`, which the build spells `generationConfig.topK`",
        ),
        (
            r#"{"extra_body":{"generationConfig":{"thinkingConfig":{},"thinking_config":{}}}}"#,
            "! `extra_body` has `generationConfig.thinking_config`, a second spelling of `generationConfig.thinkingConfig`",
        ),
        (
            r#"{"extra_body":{"generationConfig":{"thinkingConfig":{"thinking_level":1}}}}"#,
            "! `extra_body` has `generationConfig.thinkingConfig.thinking_level`, which the build spells `generationConfig.thinkingConfig.thinkingLevel`",
        ),
        // Without an output, the build does not write its form.
        (
            r#"{"extra_body":{"labels":{"cost_centre":"7"},"generationConfig":{"response_mime_type":"text/plain"}}}"#,
            "labels: {\"cost_centre\":\"7\"}; generationConfig: {\"response_mime_type\":\"text/plain\"}",
        ),
    ];
    for (parameters, expected) in rows {
        let body = body(&settings(Api::Gemini, parameters), None, "");
        assert_eq!(said(&body), expected, "{parameters}");
    }
}

#[test]
fn a_text_at_the_provider_is_doubtful() {
    let rows = [
        (Api::Responses, "prompt", r#"{"id":"pmpt_1"}"#, true),
        (Api::Responses, "conversation", "\"conv_1\"", true),
        (Api::Responses, "previous_response_id", "\"resp_1\"", true),
        (Api::Responses, "previous_response_id", "null", false),
        (Api::Responses, "prompt_cache_key", "\"a\"", false),
        (Api::Gemini, "cachedContent", "\"cachedContents/1\"", true),
        (Api::Gemini, "cached_content", "\"cachedContents/1\"", true),
        // Another server may have it.
        (Api::ChatCompletions, "prompt", "\"a\"", false),
        (Api::AnthropicMessages, "conversation", "\"a\"", false),
    ];
    for (api, key, value, is_doubtful) in rows {
        let extra = format!(r#"{{"max_output_tokens":99,"extra_body":{{"{key}":{value}}}}}"#);
        let body = body(&settings(api, &extra), None, "");
        let sentence = format!(
            "`extra_body` has `{key}`, by which the model reads a text that is not in the prompt"
        );
        let mut problems = body.problems.iter();
        let found = problems
            .any(|problem| problem.sentence == sentence && problem.severity == Severity::Warning);
        assert_eq!(found, is_doubtful, "{key}");
        assert!(said(&body).contains(&format!("{key}: {value}")), "{key}");
    }
}

#[test]
fn a_refused_member_is_the_subject() {
    let rows = [
        (r#"{"extra_body":{"user":1,"messages":[]}}"#, Some(2)),
        (
            r#"{"extra_body":{"user":{"id":1},"tool_choice":{"type":"auto"}}}"#,
            Some(3),
        ),
        (r#"{"extra_body":{"user":1}}"#, None),
    ];
    for (parameters, expected) in rows {
        let body = body(&settings(Api::ChatCompletions, parameters), None, "");
        let key = body.problems.first().map(|problem| match problem.subject {
            Subject::Key(_, mark) => mark.span().start,
            _ => 0,
        });
        assert_eq!(key, expected, "{parameters}");
    }
}

#[test]
fn nothing_is_added_to_the_form_of_the_answer() {
    let extra = r#"{"extra_body":{"response_format":{"json_schema":{"description":"an email"}}}}"#;
    let settings = settings(Api::ChatCompletions, extra);
    let with_schema = body(&settings, Some(&output(Some(EMAIL))), "");
    let sentence = "`extra_body` has `response_format`, which is set elsewhere";
    assert_eq!(with_schema.problems[0].sentence, sentence);
    assert_eq!(body(&settings, None, "").problems, []);
}

#[test]
fn the_form_of_the_answer_has_one_spelling() {
    let rows = [
        (
            "response_schema",
            "which the build spells `generationConfig.responseSchema`",
        ),
        (
            "response_mime_type",
            "a second spelling of `generationConfig.responseMimeType`",
        ),
        ("responseSchema", "which is set elsewhere"),
        ("responseMimeType", "which is set elsewhere"),
    ];
    for (key, reason) in rows {
        let extra = format!(r#"{{"extra_body":{{"generationConfig":{{"{key}":{{}}}}}}}}"#);
        let settings = settings(Api::Gemini, &extra);
        let body = body(&settings, Some(&output(Some(EMAIL))), "");
        let sentence = format!("`extra_body` has `generationConfig.{key}`, {reason}");
        assert_eq!(body.problems[0].sentence, sentence);
    }
}
