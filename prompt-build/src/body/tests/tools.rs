//! The tools in each API.

use prompt_core::js::Json;
use prompt_core::vocabulary::{Api, Role};

use super::super::{Body, BodyQuery};
use super::{said, settings};
use crate::report::Code;
use crate::source::Mark;
use crate::template::{Message, Op, Output, Prefix, Tool};

const INPUT: &str = r#"{"type":"object","properties":{"order_id":{"type":"string","minLength":3},"lines":{"type":"boolean"}},"required":["order_id"]}"#;
const STRICT: &str = r#"{"type":"object","properties":{"order_id":{"type":"string"},"lines":{"type":["boolean","null"]}},"required":["order_id","lines"],"additionalProperties":false}"#;
const MAP: &str =
    r#"{"type":"object","properties":{"prices":{"type":"object"}},"required":["prices"]}"#;

fn tool(name: &str, input: &str) -> Tool {
    Tool {
        name: name.to_owned(),
        description: (name == "look-up-order").then(|| "Finds an order.".to_owned()),
        input: Json::parse(input).expect(input),
        patterns: Vec::new(),
        mark: Mark::at(0, 0),
    }
}

fn body(api: Api, parameters: &str, tools: &[Tool], texts: &[&str]) -> Body {
    let message = Message::Text {
        role: Role::User,
        ops: vec![Op::Text("Hi.".to_owned())],
        range: 0..3,
    };
    let texts = texts.iter().map(|text| (Role::User, (*text).to_owned()));
    let query = BodyQuery {
        id: "sales-email-007",
        settings: &settings(api, parameters),
        output: None,
        tools,
        messages: &[message],
        prefix: &Prefix {
            texts: texts.collect(),
            ..Prefix::default()
        },
    };
    query.body()
}

const LIMIT: &str = r#"{"max_output_tokens":9}"#;
const UNSTORED: &str = r#"{"store":false}"#;

#[test]
fn the_tools_in_each_api() {
    let rows = [
        (
            Api::ChatCompletions,
            "{}",
            format!(
                r#"tools: [{{"type":"function","function":{{"name":"look-up-order","description":"Finds an order.","parameters":{STRICT},"strict":true}}}},{{"type":"function","function":{{"name":"ping","parameters":{MAP}}}}}]; ? the tool `ping` is not sent strict: `prices` is an object with any keys"#
            ),
        ),
        (
            Api::Responses,
            UNSTORED,
            format!(
                r#"store: false; tools: [{{"type":"function","name":"look-up-order","description":"Finds an order.","parameters":{STRICT},"strict":true}},{{"type":"function","name":"ping","parameters":{MAP},"strict":false}}]; ? the tool `ping` is not sent strict: `prices` is an object with any keys"#
            ),
        ),
        (
            Api::AnthropicMessages,
            LIMIT,
            format!(
                r#"max_tokens: 9; tools: [{{"name":"look-up-order","description":"Finds an order.","input_schema":{INPUT}}},{{"name":"ping","input_schema":{MAP}}}]"#
            ),
        ),
        (
            Api::Gemini,
            "{}",
            format!(
                r#"tools: [{{"functionDeclarations":[{{"name":"look-up-order","description":"Finds an order.","parametersJsonSchema":{}}},{{"name":"ping","parametersJsonSchema":{MAP}}}]}}]"#,
                INPUT.replace(r#","minLength":3"#, "")
            ),
        ),
    ];
    let tools = [tool("look-up-order", INPUT), tool("ping", MAP)];
    for (api, parameters, expected) in rows {
        let body = body(api, parameters, &tools, &["Hi."]);
        assert_eq!(said(&body), expected, "{api}");
        let judged = body.tools[0].validation_schema.to_string();
        assert!(judged.contains("minLength"), "{judged}");
    }
}

/// With `store: false` a turn goes back with its reasoning, which the API sends only if it is asked to.
#[test]
fn reasoning_that_is_not_stored_is_asked_for() {
    const ASKED: &str = r#"include: ["reasoning.encrypted_content"]"#;
    let tools = [tool("look-up-order", INPUT)];
    let asks = |api, parameters, tools: &[Tool]| {
        said(&body(api, parameters, tools, &["Hi."])).contains(ASKED)
    };
    let effort = r#"{"store":false,"reasoning_effort":"low"}"#;
    assert!(asks(Api::Responses, effort, &tools));
    assert!(!asks(Api::Responses, effort, &[]));
    assert!(!asks(Api::ChatCompletions, effort, &tools));
    for parameters in [
        // Models that do not reason refuse it.
        UNSTORED,
        r#"{"store":false,"reasoning_effort":"none"}"#,
        r#"{"store":true,"reasoning_effort":"low"}"#,
        r#"{"reasoning_effort":"low"}"#,
    ] {
        assert!(!asks(Api::Responses, parameters, &tools), "{parameters}");
    }
    // What the user adds counts.
    for include in ["null", r#"["message.output_text.logprobs"]"#] {
        let parameters = format!(
            r#"{{"store":false,"reasoning_effort":"low","extra_body":{{"include":{include}}}}}"#
        );
        let said = said(&body(Api::Responses, &parameters, &tools, &["Hi."]));
        assert!(said.contains(&format!("include: {include}")), "{said}");
        assert!(!said.contains("set elsewhere"), "{said}");
    }
}

#[test]
fn models_before_gemini_3_take_no_tools_beside_an_output() {
    let tools = [tool("look-up-order", INPUT)];
    let output = Output {
        schema: Json::parse(INPUT),
        patterns: Vec::new(),
        mark: Mark::at(0, 0),
    };
    let warns = |api, model: &str, output: Option<&Output>, tools: &[Tool]| {
        let mut settings = settings(api, UNSTORED);
        settings.model.value = model.to_owned();
        let query = BodyQuery {
            id: "sales-email-007",
            settings: &settings,
            output,
            tools,
            messages: &[],
            prefix: &Prefix::default(),
        };
        said(&query.body()).contains("before version 3")
    };
    for (model, is_old) in [
        ("gemini-2.5-flash", true),
        ("gemini-1.5-pro", true),
        ("models/gemini-2.0-flash", true),
        ("gemini-3-pro-preview", false),
        ("gemini-flash-latest", false),
    ] {
        assert_eq!(
            warns(Api::Gemini, model, Some(&output), &tools),
            is_old,
            "{model}"
        );
        assert!(!warns(Api::Gemini, model, None, &tools), "{model}");
        assert!(!warns(Api::Gemini, model, Some(&output), &[]), "{model}");
        assert!(
            !warns(Api::ChatCompletions, model, Some(&output), &tools),
            "{model}"
        );
    }
}

#[test]
fn what_an_api_refuses_of_a_tool() {
    let long = "a".repeat(65);
    let any_of = r#"{"type":"object","anyOf":[{"required":["a"]}]}"#;
    let not = r#"{"type":"object","properties":{"a":{"type":"string"}},"not":{"required":["b"]}}"#;
    let spaced = r#"{"type":"object","properties":{"order id":{"type":"string"}}}"#;
    let [chat, responses, anthropic, gemini] = [
        Api::ChatCompletions,
        Api::Responses,
        Api::AnthropicMessages,
        Api::Gemini,
    ];
    let rows = [
        ("look_up-7", INPUT, vec![]),
        ("7up", INPUT, vec![gemini]),
        ("crm.find", INPUT, vec![chat, responses, anthropic]),
        ("crm:find", INPUT, vec![chat, responses, anthropic]),
        (&long, INPUT, vec![chat, responses]),
        ("a", any_of, vec![chat, responses, anthropic]),
        ("a", not, vec![chat, responses]),
        ("a", spaced, vec![anthropic]),
    ];
    for (name, input, refusing) in rows {
        for api in [chat, responses, anthropic, gemini] {
            let parameters = if api == anthropic { LIMIT } else { UNSTORED };
            let said = said(&body(api, parameters, &[tool(name, input)], &["Hi."]));
            assert_eq!(
                said.contains("; ! "),
                refusing.contains(&api),
                "{name}: {said}"
            );
        }
    }
}

#[test]
fn a_choice_is_one_of_the_tools() {
    let tools = [tool("look-up-order", INPUT), tool("ping", MAP)];
    let rows = [
        ("auto", &tools[..], ""),
        ("none", &tools, ""),
        ("required", &tools, ""),
        ("ping", &tools, ""),
        (
            "look-up-ordr",
            &tools,
            "! `tool_choice` names `look-up-ordr`, which the prompt does not have",
        ),
        (
            "find",
            &tools,
            "! `tool_choice` names `find`, which the prompt does not have",
        ),
        (
            "required",
            &[],
            "? `tool_choice` may be refused: the call has no tools",
        ),
        (
            "ping",
            &[],
            "? `tool_choice` may be refused: the call has no tools",
        ),
    ];
    for api in Api::ALL {
        for (choice, tools, expected) in &rows {
            let parameters = format!(r#"{{"tool_choice":"{choice}","max_output_tokens":9}}"#);
            let body = body(*api, &parameters, tools, &["Hi."]);
            let problems = body.problems.iter().map(|problem| &problem.sentence);
            let found = problems.filter(|sentence| sentence.contains("tool_choice"));
            let expected = expected.get(2..).unwrap_or_default();
            assert_eq!(
                found.cloned().collect::<String>(),
                expected,
                "{api} {choice}"
            );
            let mut problems = body.problems.iter();
            let unknown = problems.find(|problem| problem.code == Code::UnknownTool);
            let help = unknown.and_then(|problem| problem.help.as_deref());
            let expected = match *choice {
                "look-up-ordr" => Some("did you mean `look-up-order`?"),
                "find" => Some("its tools are `look-up-order`, `ping`"),
                _ => None,
            };
            assert_eq!(help, expected, "{choice}");
        }
    }
}

#[test]
fn tools_of_the_user_beside_them_are_refused() {
    let tools = [tool("ping", INPUT)];
    for api in Api::ALL {
        let parameters =
            r#"{"max_output_tokens":9,"extra_body":{"tools":[{"type":"web_search"}]}}"#;
        let said = said(&body(*api, parameters, &tools, &["Hi."]));
        let expected = "! `extra_body` has `tools`, which is set elsewhere";
        assert!(said.contains(expected), "{api}: {said}");
    }
}

#[test]
fn a_mark_on_the_last_tool_where_no_text_is_fixed() {
    let tools = [tool("look-up-order", INPUT), tool("ping", INPUT)];
    let four = r#"{"max_output_tokens":9,"cache":true,"extra_body":{"a":[{"cache_control":1},{"cache_control":1},{"cache_control":1},{"cache_control":1}]}}"#;
    let cached = r#"{"max_output_tokens":9,"cache":true}"#;
    let rows = [
        (cached, &tools[..], &[][..], 1, false),
        (cached, &tools, &["Hi."], 0, false),
        (cached, &[], &[], 0, true),
        (four, &tools, &[], 4, true),
    ];
    for (parameters, tools, texts, marks, is_told) in rows {
        let body = body(Api::AnthropicMessages, parameters, tools, texts);
        let said = said(&body);
        assert_eq!(said.matches("cache_control").count(), marks, "{said}");
        assert_eq!(said.contains("`cache` has no effect"), is_told, "{said}");
        let ends_marked = said.contains(r#","cache_control":{"type":"ephemeral"}}]"#);
        assert_eq!(ends_marked, marks == 1, "{said}");
    }
}
