//! Parameters, alone and beside each other.

use prompt_core::vocabulary::{Api, OutputTokensKey};

use super::super::Settings;
use super::{body, said, settings};
use crate::report::Severity;

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
        "tool_choice" | "parallel_tool_calls" => ",\"extra_body\":{\"tools\":[{}]}",
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
        "stop",
        "[\"END\",\"\\n\\n\"]",
        [
            "stop: [\"END\",\"\\n\\n\"]",
            "! `responses` has no `stop`",
            "stop_sequences: [\"END\",\"\\n\\n\"]; ! `anthropic-messages` takes no `stop` of whitespace alone: `\\n\\n`",
            "generationConfig: {\"stopSequences\":[\"END\",\"\\n\\n\"]}",
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
            "thinking: {\"type\":\"disabled\"}; ? `reasoning_effort: none` may be refused: some current models of this API always reason",
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
            "thinking: {\"type\":\"enabled\",\"budget_tokens\":2048}; ? `thinking_budget` may be refused: current models of this API refuse it",
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
            "thinking: {\"type\":\"enabled\",\"budget_tokens\":2147483648}; ? `thinking_budget` may be refused: current models of this API refuse it; ! `thinking_budget` must be less than `max_output_tokens`, which is 4096",
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

/// An API, parameters, and what is sent and said of them.
const BESIDE: &[(Api, &str, &str)] = &[
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
        "max_tokens: 4096; thinking: {\"type\":\"enabled\",\"budget_tokens\":4096}; ? `thinking_budget` may be refused: current models of this API refuse it; ! `thinking_budget` must be less than `max_output_tokens`, which is 4096",
    ),
    (
        Api::AnthropicMessages,
        r#"{"max_output_tokens":4096,"thinking_budget":2048,"reasoning_effort":"high"}"#,
        "max_tokens: 4096; output_config: {\"effort\":\"high\"}; thinking: {\"type\":\"enabled\",\"budget_tokens\":2048}; ? `thinking_budget` may be refused: current models of this API refuse it",
    ),
    (
        Api::AnthropicMessages,
        r#"{"max_output_tokens":4096,"thinking_budget":2048,"temperature":1,"top_p":0.95,"tool_choice":"auto","extra_body":{"tools":[{}]}}"#,
        "max_tokens: 4096; temperature: 1; thinking: {\"type\":\"enabled\",\"budget_tokens\":2048}; tool_choice: {\"type\":\"auto\"}; top_p: 0.95; tools: [{}]; ? `temperature` may be refused: current models of this API refuse it; ? `thinking_budget` may be refused: current models of this API refuse it; ? `top_p` may be refused: current models of this API refuse it",
    ),
    (
        Api::AnthropicMessages,
        r#"{"max_output_tokens":4096,"thinking_budget":2048,"tool_choice":"required","extra_body":{"tools":[{}]}}"#,
        "max_tokens: 4096; thinking: {\"type\":\"enabled\",\"budget_tokens\":2048}; tool_choice: {\"type\":\"any\"}; tools: [{}]; ? `thinking_budget` may be refused: current models of this API refuse it; ! beside `thinking_budget` this API takes the `tool_choice` `auto` or `none`, not `required`",
    ),
    (
        Api::AnthropicMessages,
        r#"{"max_output_tokens":4096,"tool_choice":"required","parallel_tool_calls":false,"extra_body":{"tools":[{}]}}"#,
        "max_tokens: 4096; tool_choice: {\"disable_parallel_tool_use\":true,\"type\":\"any\"}; tools: [{}]",
    ),
    (
        Api::AnthropicMessages,
        r#"{"max_output_tokens":4096,"tool_choice":"none","parallel_tool_calls":false,"extra_body":{"tools":[{}]}}"#,
        "max_tokens: 4096; tool_choice: {\"type\":\"none\"}; tools: [{}]; ? `parallel_tool_calls` is not sent: beside `tool_choice: none` this API has no place for it",
    ),
    (
        Api::ChatCompletions,
        r#"{"tool_choice":"auto"}"#,
        "tool_choice: \"auto\"; ? `tool_choice` may be refused: the call has no tools",
    ),
    (
        Api::ChatCompletions,
        r#"{"temperature":0.5,"reasoning_effort":"low","top_p":1,"presence_penalty":0}"#,
        "presence_penalty: 0; reasoning_effort: \"low\"; temperature: 0.5; top_p: 1; ? `temperature` may be refused: models that reason take it only beside `reasoning_effort: none`, not `low`",
    ),
    (
        Api::ChatCompletions,
        r#"{"reasoning_effort":"high","frequency_penalty":0.5}"#,
        "frequency_penalty: 0.5; reasoning_effort: \"high\"; ? `frequency_penalty` may be refused: models that reason take it only beside `reasoning_effort: none`, not `high`",
    ),
    (
        Api::ChatCompletions,
        r#"{"reasoning_effort":"high","stop":["END"]}"#,
        "reasoning_effort: \"high\"; stop: [\"END\"]; ? `stop` may be refused: models that reason do not take it, and `reasoning_effort` is `high`",
    ),
    (
        Api::ChatCompletions,
        r#"{"reasoning_effort":"none","stop":["END"]}"#,
        "reasoning_effort: \"none\"; stop: [\"END\"]",
    ),
    (
        Api::ChatCompletions,
        r#"{"tool_choice":"required","extra_body":{"tools":[]}}"#,
        "tool_choice: \"required\"; tools: []; ? `tool_choice` may be refused: the call has no tools",
    ),
    (
        Api::ChatCompletions,
        r#"{"tool_choice":"find","extra_body":{"tools":[{"type":"function","function":{"name":"look"}},{"custom":{"name":"find"}}]}}"#,
        "tool_choice: {\"type\":\"function\",\"function\":{\"name\":\"find\"}}; tools: [{\"type\":\"function\",\"function\":{\"name\":\"look\"}},{\"custom\":{\"name\":\"find\"}}]",
    ),
    (
        Api::ChatCompletions,
        r#"{"tool_choice":"find","extra_body":{"tools":[{"function":{"name":"look","parameters":{"name":"find"}}}]}}"#,
        "tool_choice: {\"type\":\"function\",\"function\":{\"name\":\"find\"}}; tools: [{\"function\":{\"name\":\"look\",\"parameters\":{\"name\":\"find\"}}}]; ? `tool_choice` may be refused: `extra_body` has no tool of the name `find`",
    ),
    (
        Api::Responses,
        r#"{"store":false,"tool_choice":"find","extra_body":{"tools":[{"name":"look"}]}}"#,
        "store: false; tool_choice: {\"type\":\"function\",\"name\":\"find\"}; tools: [{\"name\":\"look\"}]; ? `tool_choice` may be refused: `extra_body` has no tool of the name `find`",
    ),
    (
        Api::AnthropicMessages,
        r#"{"max_output_tokens":9,"tool_choice":"look","extra_body":{"tools":[{"name":"look"}]}}"#,
        "max_tokens: 9; tool_choice: {\"type\":\"tool\",\"name\":\"look\"}; tools: [{\"name\":\"look\"}]",
    ),
    (
        Api::Gemini,
        r#"{"tool_choice":"look","extra_body":{"tools":[{"function_declarations":[{"name":"look"}]}]}}"#,
        "toolConfig: {\"functionCallingConfig\":{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"look\"]}}; tools: [{\"function_declarations\":[{\"name\":\"look\"}]}]",
    ),
    (
        Api::Gemini,
        r#"{"tool_choice":"find","extra_body":{"tools":[{"functionDeclarations":[{"name":"look"}]}]}}"#,
        "toolConfig: {\"functionCallingConfig\":{\"mode\":\"ANY\",\"allowedFunctionNames\":[\"find\"]}}; tools: [{\"functionDeclarations\":[{\"name\":\"look\"}]}]; ? `tool_choice` may be refused: `extra_body` has no tool of the name `find`",
    ),
    (
        Api::Responses,
        r#"{"store":false,"temperature":1,"top_p":0.9,"reasoning_effort":"minimal"}"#,
        "reasoning: {\"effort\":\"minimal\"}; store: false; temperature: 1; top_p: 0.9; ? `top_p` may be refused: models that reason take it only beside `reasoning_effort: none`, not `minimal`",
    ),
    (
        Api::Responses,
        r#"{"store":false,"temperature":0.5,"reasoning_effort":"none"}"#,
        "reasoning: {\"effort\":\"none\"}; store: false; temperature: 0.5",
    ),
    (
        Api::Gemini,
        r#"{"thinking_budget":0,"reasoning_effort":"low"}"#,
        "generationConfig: {\"thinkingConfig\":{\"thinkingLevel\":\"LOW\",\"thinkingBudget\":0}}; ! this API takes either `reasoning_effort` or `thinking_budget`, not both",
    ),
];

#[test]
fn parameters_beside_each_other() {
    for (api, parameters, expected) in BESIDE {
        let body = body(&settings(*api, parameters), None, "");
        assert_eq!(said(&body), *expected, "{parameters}");
    }
}

#[test]
fn sampling_beside_thinking() {
    let expected = [
        "beside `KEY` this API takes a `temperature` of 1.0 alone, not `0.5`",
        "beside `KEY` this API takes no `top_k`",
        "beside `KEY` this API takes a `top_p` from 0.95 to 1.0, not `0.9`",
    ];
    let none = [""; 0];
    let rows = [
        (
            r#""thinking_budget":2048"#,
            "thinking_budget",
            &expected[..],
        ),
        (
            r#""extra_body":{"thinking":{"type":"adaptive"}}"#,
            "extra_body.thinking",
            &expected,
        ),
        (
            r#""extra_body":{"thinking":{"type":"disabled"}}"#,
            "",
            &none,
        ),
        (r#""extra_body":{"thinking":null}"#, "", &none),
    ];
    for (thinking, key, expected) in rows {
        let parameters = format!(
            r#"{{"max_output_tokens":4096,{thinking},"temperature":0.5,"top_p":0.9,"top_k":40}}"#
        );
        let body = body(&settings(Api::AnthropicMessages, &parameters), None, "");
        let errors = body
            .problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
            .map(|problem| problem.sentence.replace(&format!("`{key}`"), "`KEY`"));
        assert_eq!(errors.collect::<Vec<_>>(), expected, "{thinking}");
    }
}

#[test]
fn a_setting_that_could_not_be_read_is_not_missing() {
    for (api, name) in [
        (Api::AnthropicMessages, "max_output_tokens"),
        (Api::Responses, "store"),
    ] {
        let mut settings = settings(api, "{}");
        assert_eq!(body(&settings, None, "").problems.len(), 1);
        settings.unreadable.push(name);
        assert_eq!(body(&settings, None, "").problems, []);
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
