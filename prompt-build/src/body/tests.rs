mod schemas;

use prompt_core::parameters::{Parameters, find};
use prompt_core::vocabulary::{OutputTokensKey, Role};

use super::*;
use crate::pins::{Origin, Setting};
use crate::report::Severity;
use crate::source::Mark;
use crate::template::{Message, Op, Output, Prefix};

/// The settings of calls with these parameters, a JSON object.
fn settings(api: Api, parameters: &str) -> Settings {
    let Some(Json::Object(entries)) = Json::parse(parameters) else {
        panic!("no object: {parameters}");
    };
    let setting = |value| Setting {
        value,
        origin: Origin::Pin,
        mark: Some(Mark::at(0, 0)),
    };
    let entries = entries.into_iter().map(|(name, value)| {
        let parameter = find(&name).expect(&name);
        (parameter, setting(parameter.read(&value).expect(&name)))
    });
    Settings {
        api,
        output_tokens_key: OutputTokensKey::default(),
        model: Setting {
            value: "m".to_owned(),
            origin: Origin::Environment,
            mark: None,
        },
        parameters: entries.collect::<Parameters<_>>(),
        unreadable: Vec::new(),
    }
}

fn output(schema: Option<&str>) -> Output {
    Output {
        schema: schema.map(|text| Json::parse(text).expect(text)),
        patterns: Vec::new(),
        mark: Mark::at(0, 0),
    }
}

fn body(settings: &Settings, output: Option<&Output>, text: &str) -> Body {
    let message = Message::Text {
        role: Role::User,
        ops: vec![Op::Text(text.to_owned())],
        range: 0..text.len(),
    };
    let query = BodyQuery {
        id: "sales-email-007",
        settings,
        output,
        messages: &[message],
        prefix: &Prefix {
            texts: vec![(Role::System, "You write first-contact email.".to_owned())],
        },
    };
    query.body()
}

/// The members beside the model, then a line for each objection: `!` for an error, `?` for a
/// warning.
fn said(body: &Body) -> String {
    let members = body.members.iter().filter(|(key, _)| key != "model");
    let members = members.map(|(key, value)| format!("{key}: {value}"));
    let objections = body.objections.iter().map(|objection| {
        let sign = match objection.severity {
            Severity::Error => '!',
            Severity::Warning => '?',
        };
        format!("{sign} {}", objection.sentence)
    });
    let lines = members.chain(objections).collect::<Vec<_>>();
    lines.join("; ")
}

/// A parameter alone, in one API. What Anthropic requires and what responses want is given, and not
/// shown.
fn cell(api: Api, name: &str, value: &str) -> String {
    let own = format!("\"{name}\":{value}");
    let beside = match (api, name) {
        (Api::AnthropicMessages, name) if name != "max_output_tokens" => {
            ",\"max_output_tokens\":4096"
        }
        (Api::Responses, name) if name != "store" => ",\"store\":false",
        _ => "",
    };
    let tools = match name {
        "tool_choice" | "parallel_tool_calls" => ",\"extra_body\":{\"tools\":[]}",
        _ => "",
    };
    let settings = settings(api, &format!("{{{own}{beside}{tools}}}"));
    let mut body = body(&settings, None, "");
    body.members.retain(|(key, _)| match key.as_str() {
        "max_tokens" | "store" => beside.is_empty(),
        "tools" => tools.is_empty(),
        _ => true,
    });
    said(&body)
}

/// A row for each parameter: its name, a value, and what chat completions, responses, Anthropic's
/// messages and Gemini make of it. More rows of the same parameter have other values.
const CELLS: &[(&str, &str, [&str; 4])] = &[
    (
        "temperature",
        "0.5",
        [
            "temperature: 0.5",
            "temperature: 0.5",
            "temperature: 0.5; ? `temperature` may be refused: current models of this API refuse it",
            "generationConfig: {\"temperature\":0.5}; ? `temperature` may be refused: current models of this API refuse it",
        ],
    ),
    (
        "temperature",
        "1.5",
        [
            "temperature: 1.5",
            "temperature: 1.5",
            "! `anthropic-messages` takes a `temperature` of at most 1.0, not `1.5`",
            "generationConfig: {\"temperature\":1.5}; ? `temperature` may be refused: current models of this API refuse it",
        ],
    ),
    (
        "max_output_tokens",
        "900",
        [
            "max_completion_tokens: 900",
            "max_output_tokens: 900",
            "max_tokens: 900",
            "generationConfig: {\"maxOutputTokens\":900}",
        ],
    ),
    (
        "max_output_tokens",
        "4294967296",
        [
            "max_completion_tokens: 4294967296",
            "max_output_tokens: 4294967296",
            "max_tokens: 4294967296",
            "! `gemini` takes a `max_output_tokens` from 1 to 2147483647, not `4294967296`",
        ],
    ),
    (
        "max_output_tokens",
        "15",
        [
            "max_completion_tokens: 15",
            "! `responses` takes a `max_output_tokens` of at least 16, not `15`",
            "max_tokens: 15",
            "generationConfig: {\"maxOutputTokens\":15}",
        ],
    ),
    (
        "top_p",
        "0.9",
        [
            "top_p: 0.9",
            "top_p: 0.9",
            "top_p: 0.9; ? `top_p` may be refused: current models of this API refuse it",
            "generationConfig: {\"topP\":0.9}; ? `top_p` may be refused: current models of this API refuse it",
        ],
    ),
    (
        "top_k",
        "40",
        [
            "! `chat-completions` has no `top_k`",
            "! `responses` has no `top_k`",
            "top_k: 40; ? `top_k` may be refused: current models of this API refuse it",
            "generationConfig: {\"topK\":40}; ? `top_k` may be refused: current models of this API refuse it",
        ],
    ),
    (
        "top_k",
        "4294967296",
        [
            "! `chat-completions` has no `top_k`",
            "! `responses` has no `top_k`",
            "top_k: 4294967296; ? `top_k` may be refused: current models of this API refuse it",
            "! `gemini` takes a `top_k` from 1 to 2147483647, not `4294967296`",
        ],
    ),
    (
        "stop",
        "[\"END\"]",
        [
            "stop: [\"END\"]",
            "! `responses` has no `stop`",
            "stop_sequences: [\"END\"]",
            "generationConfig: {\"stopSequences\":[\"END\"]}",
        ],
    ),
    (
        "stop",
        "[\"1\",\"2\",\"3\",\"4\",\"5\"]",
        [
            "! `chat-completions` takes at most 4 items in `stop`, not 5",
            "! `responses` has no `stop`",
            "stop_sequences: [\"1\",\"2\",\"3\",\"4\",\"5\"]",
            "generationConfig: {\"stopSequences\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}",
        ],
    ),
    (
        "stop",
        "[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]",
        [
            "! `chat-completions` takes at most 4 items in `stop`, not 6",
            "! `responses` has no `stop`",
            "stop_sequences: [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\"]",
            "! `gemini` takes at most 5 items in `stop`, not 6",
        ],
    ),
    (
        "seed",
        "7",
        [
            "seed: 7",
            "! `responses` has no `seed`",
            "! `anthropic-messages` has no `seed`",
            "generationConfig: {\"seed\":7}",
        ],
    ),
    (
        "seed",
        "-2147483649",
        [
            "seed: -2147483649",
            "! `responses` has no `seed`",
            "! `anthropic-messages` has no `seed`",
            "! `gemini` takes a `seed` from -2147483648 to 2147483647, not `-2147483649`",
        ],
    ),
    (
        "presence_penalty",
        "0.5",
        [
            "presence_penalty: 0.5",
            "! `responses` has no `presence_penalty`",
            "! `anthropic-messages` has no `presence_penalty`",
            "generationConfig: {\"presencePenalty\":0.5}; ? `presence_penalty` may be refused: current models of this API refuse it",
        ],
    ),
    (
        "frequency_penalty",
        "-0.5",
        [
            "frequency_penalty: -0.5",
            "! `responses` has no `frequency_penalty`",
            "! `anthropic-messages` has no `frequency_penalty`",
            "generationConfig: {\"frequencyPenalty\":-0.5}; ? `frequency_penalty` may be refused: current models of this API refuse it",
        ],
    ),
    (
        "reasoning_effort",
        "\"low\"",
        [
            "reasoning_effort: \"low\"",
            "reasoning: {\"effort\":\"low\"}",
            "output_config: {\"effort\":\"low\"}",
            "generationConfig: {\"thinkingConfig\":{\"thinkingLevel\":\"LOW\"}}",
        ],
    ),
    (
        "reasoning_effort",
        "\"none\"",
        [
            "reasoning_effort: \"none\"",
            "reasoning: {\"effort\":\"none\"}",
            "thinking: {\"type\":\"disabled\"}",
            "! `gemini` takes `minimal`, `low`, `medium`, `high`, `xhigh` for `reasoning_effort`, not `none`",
        ],
    ),
    (
        "reasoning_effort",
        "\"minimal\"",
        [
            "reasoning_effort: \"minimal\"",
            "reasoning: {\"effort\":\"minimal\"}",
            "! `anthropic-messages` takes `none`, `low`, `medium`, `high`, `xhigh`, `max` for `reasoning_effort`, not `minimal`",
            "generationConfig: {\"thinkingConfig\":{\"thinkingLevel\":\"MINIMAL\"}}",
        ],
    ),
    (
        "thinking_budget",
        "2048",
        [
            "! `chat-completions` has no `thinking_budget`",
            "! `responses` has no `thinking_budget`",
            "thinking: {\"type\":\"enabled\",\"budget_tokens\":2048}",
            "generationConfig: {\"thinkingConfig\":{\"thinkingBudget\":2048}}",
        ],
    ),
    (
        "thinking_budget",
        "100",
        [
            "! `chat-completions` has no `thinking_budget`",
            "! `responses` has no `thinking_budget`",
            "! `anthropic-messages` takes a `thinking_budget` of at least 1024, not `100`",
            "generationConfig: {\"thinkingConfig\":{\"thinkingBudget\":100}}",
        ],
    ),
    (
        "thinking_budget",
        "2147483648",
        [
            "! `chat-completions` has no `thinking_budget`",
            "! `responses` has no `thinking_budget`",
            "thinking: {\"type\":\"enabled\",\"budget_tokens\":2147483648}; ! `thinking_budget` must be less than `max_output_tokens`, which is 4096",
            "! `gemini` takes a `thinking_budget` from -1 to 2147483647, not `2147483648`",
        ],
    ),
    (
        "verbosity",
        "\"high\"",
        [
            "verbosity: \"high\"",
            "text: {\"verbosity\":\"high\"}",
            "! `anthropic-messages` has no `verbosity`",
            "! `gemini` has no `verbosity`",
        ],
    ),
    (
        "service_tier",
        "\"flex\"",
        [
            "service_tier: \"flex\"",
            "service_tier: \"flex\"",
            "! `anthropic-messages` takes `auto`, `standard_only` for `service_tier`, not `flex`",
            "serviceTier: \"flex\"",
        ],
    ),
    (
        "service_tier",
        "\"gold\"",
        [
            "service_tier: \"gold\"; ? `service_tier` may be refused: the provider lists `auto`, `default`, `flex`, `scale`, `priority`, `fast`, not `gold`",
            "service_tier: \"gold\"; ? `service_tier` may be refused: the provider lists `auto`, `default`, `flex`, `scale`, `priority`, `fast`, `ultrafast`, not `gold`",
            "! `anthropic-messages` takes `auto`, `standard_only` for `service_tier`, not `gold`",
            "! `gemini` takes `flex`, `standard`, `priority` for `service_tier`, not `gold`",
        ],
    ),
    (
        "tool_choice",
        "\"required\"",
        [
            "tool_choice: \"required\"",
            "tool_choice: \"required\"",
            "tool_choice: {\"type\":\"any\"}",
            "toolConfig: {\"functionCallingConfig\":{\"mode\":\"ANY\"}}",
        ],
    ),
    (
        "tool_choice",
        "\"look-up-order\"",
        [
            "tool_choice: {\"type\":\"function\",\"function\":{\"name\":\"look-up-order\"}}",
            "tool_choice: {\"type\":\"function\",\"name\":\"look-up-order\"}",
            "tool_choice: {\"type\":\"tool\",\"name\":\"look-up-order\"}",
            "toolConfig: {\"functionCallingConfig\":{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"look-up-order\"]}}",
        ],
    ),
    (
        "tool_choice",
        "\"none\"",
        [
            "tool_choice: \"none\"",
            "tool_choice: \"none\"",
            "tool_choice: {\"type\":\"none\"}",
            "toolConfig: {\"functionCallingConfig\":{\"mode\":\"NONE\"}}",
        ],
    ),
    (
        "parallel_tool_calls",
        "false",
        [
            "parallel_tool_calls: false",
            "parallel_tool_calls: false",
            "tool_choice: {\"type\":\"auto\",\"disable_parallel_tool_use\":true}",
            "! `gemini` has no `parallel_tool_calls`",
        ],
    ),
    (
        "store",
        "false",
        ["store: false", "store: false", "", "store: false"],
    ),
    (
        "store",
        "true",
        [
            "store: true",
            "store: true",
            "! `anthropic-messages` has no `store`",
            "store: true",
        ],
    ),
    ("cache", "true", ["", "", "", "! `gemini` has no `cache`"]),
    ("cache", "false", ["", "", "", ""]),
    ("extra_body", "{\"user\":\"crm\"}", ["user: \"crm\""; 4]),
];

#[test]
fn each_parameter_in_each_api() {
    for parameter in prompt_core::parameters::TABLE {
        let has_row = CELLS.iter().any(|(name, ..)| *name == parameter.name);
        assert!(has_row, "no row for {}", parameter.name);
    }
    for (name, value, expected) in CELLS {
        for (api, expected) in Api::ALL.iter().zip(expected) {
            assert_eq!(
                cell(*api, name, value),
                *expected,
                "{name} {value} in {api}"
            );
        }
    }
}

#[test]
fn parameters_beside_each_other() {
    let rows = [
        (
            Api::Responses,
            "{}",
            "? `store` is not set: this API keeps each answer for 30 days",
        ),
        (
            Api::AnthropicMessages,
            "{}",
            "! `max_output_tokens` is missing: this API requires it",
        ),
        (
            Api::AnthropicMessages,
            r#"{"max_output_tokens":4096,"thinking_budget":4096}"#,
            "max_tokens: 4096; thinking: {\"type\":\"enabled\",\"budget_tokens\":4096}; ! `thinking_budget` must be less than `max_output_tokens`, which is 4096",
        ),
        (
            Api::AnthropicMessages,
            r#"{"max_output_tokens":4096,"thinking_budget":2048,"reasoning_effort":"high"}"#,
            "max_tokens: 4096; output_config: {\"effort\":\"high\"}; thinking: {\"type\":\"enabled\",\"budget_tokens\":2048}",
        ),
        (
            Api::AnthropicMessages,
            r#"{"max_output_tokens":4096,"thinking_budget":2048,"temperature":1,"top_p":0.95,"tool_choice":"auto","extra_body":{"tools":[]}}"#,
            "max_tokens: 4096; temperature: 1; thinking: {\"type\":\"enabled\",\"budget_tokens\":2048}; tool_choice: {\"type\":\"auto\"}; top_p: 0.95; tools: []; ? `temperature` may be refused: current models of this API refuse it; ? `top_p` may be refused: current models of this API refuse it",
        ),
        (
            Api::AnthropicMessages,
            r#"{"max_output_tokens":4096,"thinking_budget":2048,"tool_choice":"required","extra_body":{"tools":[]}}"#,
            "max_tokens: 4096; thinking: {\"type\":\"enabled\",\"budget_tokens\":2048}; tool_choice: {\"type\":\"any\"}; tools: []; ! beside `thinking_budget` this API takes the `tool_choice` `auto` or `none`, not `required`",
        ),
        (
            Api::AnthropicMessages,
            r#"{"max_output_tokens":4096,"tool_choice":"required","parallel_tool_calls":false,"extra_body":{"tools":[]}}"#,
            "max_tokens: 4096; tool_choice: {\"disable_parallel_tool_use\":true,\"type\":\"any\"}; tools: []",
        ),
        (
            Api::AnthropicMessages,
            r#"{"max_output_tokens":4096,"tool_choice":"none","parallel_tool_calls":false,"extra_body":{"tools":[]}}"#,
            "max_tokens: 4096; tool_choice: {\"type\":\"none\"}; tools: []",
        ),
        (
            Api::ChatCompletions,
            r#"{"tool_choice":"auto"}"#,
            "tool_choice: \"auto\"; ? `tool_choice` may be refused: the call has no tools",
        ),
        (
            Api::Gemini,
            r#"{"thinking_budget":0,"reasoning_effort":"low"}"#,
            "generationConfig: {\"thinkingConfig\":{\"thinkingLevel\":\"LOW\",\"thinkingBudget\":0}}; ! this API takes either `reasoning_effort` or `thinking_budget`, not both",
        ),
    ];
    for (api, parameters, expected) in rows {
        let body = body(&settings(api, parameters), None, "");
        assert_eq!(said(&body), expected, "{parameters}");
    }
}

#[test]
fn sampling_beside_thinking() {
    let parameters = r#"{"max_output_tokens":4096,"thinking_budget":2048,"temperature":0.5,"top_p":0.9,"top_k":40}"#;
    let body = body(&settings(Api::AnthropicMessages, parameters), None, "");
    let errors = body
        .objections
        .iter()
        .filter(|objection| objection.severity == Severity::Error)
        .map(|objection| objection.sentence.as_str());
    let expected = [
        "beside `thinking_budget` this API takes a `temperature` of 1.0 alone, not `0.5`",
        "beside `thinking_budget` this API takes no `top_k`, not `40`",
        "beside `thinking_budget` this API takes a `top_p` from 0.95 to 1.0, not `0.9`",
    ];
    assert_eq!(errors.collect::<Vec<_>>(), expected);
}

#[test]
fn a_setting_that_could_not_be_read_is_not_missing() {
    for (api, name) in [
        (Api::AnthropicMessages, "max_output_tokens"),
        (Api::Responses, "store"),
    ] {
        let mut settings = settings(api, "{}");
        assert_eq!(body(&settings, None, "").objections.len(), 1);
        settings.unreadable.push(name);
        assert_eq!(body(&settings, None, "").objections, []);
    }
}

#[test]
fn what_the_user_adds_never_replaces_what_is_written() {
    let rows = [
        (
            r#"{"temperature":0.5,"extra_body":{"temperature":1}}"#,
            "temperature: 0.5; ! `extra_body` has the place of the parameter `temperature`",
        ),
        (
            r#"{"extra_body":{"top_p":1}}"#,
            "! `extra_body` has the place of the parameter `top_p`",
        ),
        (
            r#"{"extra_body":{"max_tokens":3}}"#,
            "! `extra_body` has the place of the parameter `max_output_tokens`",
        ),
        (
            r#"{"extra_body":{"messages":[]}}"#,
            "! `extra_body` has `messages`, which is written anyway",
        ),
        (
            r#"{"extra_body":{"two words":1}}"#,
            "! `extra_body` has the key `two words`, which no API has",
        ),
        (
            r#"{"extra_body":{"stream":true}}"#,
            "! `extra_body` has `stream`, which is written anyway",
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
            "! `extra_body` has `safety_settings`, and the keys of this API are in camel case",
        ),
        (
            r#"{"extra_body":{"generationConfig":{"thinkingConfig":{"thinkingBudget":1}}}}"#,
            "! `extra_body` has the place of the parameter `thinking_budget`",
        ),
        (
            r#"{"extra_body":{"generation_config":{"topK":1}}}"#,
            "! `extra_body` has `generation_config`, and the keys of this API are in camel case",
        ),
        (
            r#"{"extra_body":{"generationConfig":{"top_k":1}}}"#,
            "! `extra_body` has `generationConfig.top_k`, and the keys of this API are in camel case",
        ),
        (
            r#"{"extra_body":{"generationConfig":{"thinkingConfig":{},"thinking_config":{}}}}"#,
            "! `extra_body` has `generationConfig.thinking_config`, and the keys of this API are in camel case",
        ),
        (
            r#"{"extra_body":{"generationConfig":{"thinkingConfig":{"thinking_level":1}}}}"#,
            "! `extra_body` has `generationConfig.thinkingConfig.thinking_level`, and the keys of this API are in camel case",
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
fn the_old_name_of_the_most_output_tokens() {
    let settings = Settings {
        output_tokens_key: OutputTokensKey::MaxTokens,
        ..settings(Api::ChatCompletions, r#"{"max_output_tokens":900}"#)
    };
    assert_eq!(said(&body(&settings, None, "")), "max_tokens: 900");
}

const EMAIL: &str = r#"{"type":"object","properties":{"subject":{"type":"string","minLength":1},"note":{"type":"string"}},"required":["subject"]}"#;
const STRICT: &str = r#"{"type":"object","properties":{"subject":{"type":"string"},"note":{"type":["string","null"]}},"required":["subject","note"],"additionalProperties":false}"#;

#[test]
fn the_schema_of_the_answer_in_each_api() {
    let rows = [
        (
            Api::ChatCompletions,
            r#"{"store":false}"#,
            format!(
                r#"store: false; response_format: {{"type":"json_schema","json_schema":{{"name":"sales-email-007","schema":{STRICT},"strict":true}}}}"#
            ),
        ),
        (
            Api::Responses,
            r#"{"store":false,"verbosity":"low"}"#,
            format!(
                r#"store: false; text: {{"verbosity":"low","format":{{"type":"json_schema","name":"sales-email-007","schema":{STRICT},"strict":true}}}}"#
            ),
        ),
        (
            Api::AnthropicMessages,
            r#"{"max_output_tokens":900}"#,
            format!(
                r#"max_tokens: 900; output_config: {{"format":{{"type":"json_schema","schema":{STRICT}}}}}"#
            ),
        ),
        (
            Api::Gemini,
            "{}",
            format!(
                r#"generationConfig: {{"responseMimeType":"application/json","responseJsonSchema":{}}}"#,
                EMAIL.replace(r#","minLength":1"#, "")
            ),
        ),
    ];
    for (api, parameters, expected) in rows {
        let output = output(Some(EMAIL));
        let body = body(&settings(api, parameters), Some(&output), "");
        assert_eq!(said(&body), expected, "{api}");
        let judged = body.judged.unwrap().to_string();
        assert!(judged.contains("minLength"), "{judged}");
    }
}

#[test]
fn json_without_a_schema_in_each_api() {
    let word = "takes `format: json` without a schema only if the text has the word JSON";
    let rows = [
        (
            Api::ChatCompletions,
            "Answer in JSON.",
            "response_format: {\"type\":\"json_object\"}".to_owned(),
        ),
        (
            Api::ChatCompletions,
            "Answer.",
            format!("response_format: {{\"type\":\"json_object\"}}; ! `chat-completions` {word}"),
        ),
        (
            Api::Responses,
            "Answer as json.",
            "store: true; text: {\"format\":{\"type\":\"json_object\"}}".to_owned(),
        ),
        (
            Api::Responses,
            "Answer.",
            format!(
                "store: true; text: {{\"format\":{{\"type\":\"json_object\"}}}}; ! `responses` {word}"
            ),
        ),
        (
            Api::AnthropicMessages,
            "Answer in JSON.",
            "max_tokens: 9; ! `anthropic-messages` takes no `format: json` without a schema"
                .to_owned(),
        ),
        (
            Api::Gemini,
            "Answer.",
            "generationConfig: {\"responseMimeType\":\"application/json\"}".to_owned(),
        ),
    ];
    for (api, text, expected) in rows {
        let parameters = match api {
            Api::Responses => r#"{"store":true}"#,
            Api::AnthropicMessages => r#"{"max_output_tokens":9}"#,
            _ => "{}",
        };
        let output = output(None);
        let body = body(&settings(api, parameters), Some(&output), text);
        assert_eq!(said(&body), expected, "{api} {text}");
        assert_eq!(body.judged, None);
    }
}

/// A schema, and its strict form or the reason why it has none.
const STRICT_FORMS: &[(&str, &str)] = &[
    (
        r#"{"type":"object","properties":{"a":{"type":"integer","minimum":1}},"required":["a"],"title":"A"}"#,
        r#"{"type":"object","properties":{"a":{"type":"integer","minimum":1}},"title":"A","required":["a"],"additionalProperties":false}"#,
    ),
    (
        r#"{"type":"object","properties":{"a":{"enum":["x"]},"b":{"type":["string","null"]},"c":{"const":1}}}"#,
        r#"{"type":"object","properties":{"a":{"enum":["x",null],"type":["string","null"]},"b":{"type":["string","null"]},"c":{"anyOf":[{"const":1,"type":"integer"},{"type":"null"}]}},"required":["a","b","c"],"additionalProperties":false}"#,
    ),
    (
        r#"{"type":"object","properties":{"list":{"type":"array","items":{"type":"object","properties":{"x":{"type":"number"}}}}},"required":["list"]}"#,
        r#"{"type":"object","properties":{"list":{"type":"array","items":{"type":"object","properties":{"x":{"type":["number","null"]}},"required":["x"],"additionalProperties":false}}},"required":["list"],"additionalProperties":false}"#,
    ),
    (
        r##"{"type":"object","properties":{"n":{"$ref":"#/$defs/n"}},"$defs":{"n":{"type":"object","properties":{"v":{"type":"null"}}}}}"##,
        r##"{"type":"object","properties":{"n":{"anyOf":[{"$ref":"#/$defs/n"},{"type":"null"}]}},"$defs":{"n":{"type":"object","properties":{"v":{"type":"null"}},"required":["v"],"additionalProperties":false}},"required":["n"],"additionalProperties":false}"##,
    ),
    (
        r#"{"type":"object","properties":{"a":{"type":["string","null"],"enum":["x"]},"b":{"type":"string","enum":["x",null]},"c":{"enum":[1,2.5]}},"required":["c"]}"#,
        r#"{"type":"object","properties":{"a":{"type":["string","null"],"enum":["x",null]},"b":{"type":["string","null"],"enum":["x",null]},"c":{"enum":[1,2.5],"type":["integer","number"]}},"required":["a","b","c"],"additionalProperties":false}"#,
    ),
    (
        r#"{"type":"object","properties":{"a":{"type":"string"}},"required":["a","b"]}"#,
        "the output schema is not sent strict: the answer requires a property without a schema",
    ),
    (
        r##"{"type":"object","properties":{"a":{"type":"string"},"b":{"$ref":"#/properties/a"}}}"##,
        "the output schema is not sent strict: `b` refers to a place outside `$defs`",
    ),
    (
        r#"{"type":"object","properties":{"any":{"description":"anything"}}}"#,
        "the output schema is not sent strict: `any` may be anything",
    ),
    (
        r#"{"type":"object","properties":{"map":{"type":"object","additionalProperties":{"type":"string"}}}}"#,
        "the output schema is not sent strict: `map` is an object with any keys",
    ),
    (
        r#"{"type":"object","properties":{"list":{"type":"array"}}}"#,
        "the output schema is not sent strict: `list` is a list of anything",
    ),
    (
        r#"{"type":"object","properties":{"list":{"type":"array","items":{"oneOf":[]}}}}"#,
        "the output schema is not sent strict: `list.items` has `oneOf`",
    ),
    (
        r#"{"type":"object","properties":{"a":{"type":"string"}},"anyOf":[{"required":["a"]}]}"#,
        "the output schema is not sent strict: the answer has `anyOf`",
    ),
    (
        r#"{"type":"object"}"#,
        "the output schema is not sent strict: the answer is an object with any keys",
    ),
    (
        r#"{"type":"object","properties":{"a":true}}"#,
        "the output schema is not sent strict: `a` is a schema of anything",
    ),
];

#[test]
fn schemas_in_their_strict_form() {
    for (schema, expected) in STRICT_FORMS {
        let output = output(Some(schema));
        let body = body(&settings(Api::ChatCompletions, "{}"), Some(&output), "");
        let format = &body.members[1].1;
        let sent = format.field("json_schema").field("schema").to_string();
        match body.objections.first() {
            Some(objection) => {
                assert_eq!(objection.sentence, *expected, "{schema}");
                assert_eq!(objection.severity, Severity::Warning);
                assert_eq!(sent, *schema);
                assert_eq!(format.field("json_schema").field("strict"), &Json::Null);
            }
            None => assert_eq!(sent, *expected, "{schema}"),
        }
    }
}

#[test]
fn a_loose_schema_is_taken_by_all_but_one_api() {
    let schema = r#"{"type":"object","properties":{"a":{"type":"array"}}}"#;
    for api in Api::ALL {
        let output = output(Some(schema));
        let body = body(
            &settings(*api, r#"{"max_output_tokens":9}"#),
            Some(&output),
            "",
        );
        let errors = body
            .objections
            .iter()
            .filter(|objection| objection.code == crate::report::Code::UnsupportedOutput);
        let is_refused = *api == Api::AnthropicMessages;
        assert_eq!(errors.count(), usize::from(is_refused), "{api}");
    }
}

#[test]
fn the_form_of_the_answer_has_one_spelling() {
    let rows = [
        (
            "response_schema",
            "and the keys of this API are in camel case",
        ),
        (
            "response_mime_type",
            "and the keys of this API are in camel case",
        ),
        ("responseSchema", "which is written anyway"),
        ("responseMimeType", "which is written anyway"),
    ];
    for (key, reason) in rows {
        let extra = format!(r#"{{"extra_body":{{"generationConfig":{{"{key}":{{}}}}}}}}"#);
        let settings = settings(Api::Gemini, &extra);
        let body = body(&settings, Some(&output(Some(EMAIL))), "");
        let sentence = format!("`extra_body` has `generationConfig.{key}`, {reason}");
        assert_eq!(body.objections[0].sentence, sentence);
    }
}

#[test]
fn nothing_is_added_to_the_form_of_the_answer() {
    let extra = r#"{"extra_body":{"response_format":{"json_schema":{"description":"an email"}}}}"#;
    let settings = settings(Api::ChatCompletions, extra);
    let with_schema = body(&settings, Some(&output(Some(EMAIL))), "");
    let sentence = "`extra_body` has `response_format`, which is written anyway";
    assert_eq!(with_schema.objections[0].sentence, sentence);
    assert_eq!(body(&settings, None, "").objections, []);
}

#[test]
fn a_schema_of_one_value_is_taken_by_no_api() {
    for api in Api::ALL {
        let output = output(Some(r#"{"type":"array","items":{"type":"string"}}"#));
        let body = body(&settings(*api, "{}"), Some(&output), "");
        let sentence = "the output schema is not that of an object: no API takes it";
        assert!(
            body.objections
                .iter()
                .any(|objection| objection.sentence == sentence)
        );
    }
}
