//! What we send: each parameter in each API, all parameters together, messages of each kind, and the
//! mark of the cache, held against the providers' types.

use prompt_build::body::{BodyQuery, Subject};
use prompt_build::pins::{Origin, Setting, Settings};
use prompt_build::report::Severity;
use prompt_build::source::Mark;
use prompt_build::template::{Output, Prefix, Tool};
use prompt_core::header::HeaderWriter;
use prompt_core::js::Json;
use prompt_core::message::{Content, Message, Part};
use prompt_core::parameters::{AcceptedValues, Kind, Parameter, TABLE, find};
use prompt_core::program::{self, Op};
use prompt_core::vocabulary::{Api, OutputTokensKey, Role};
use serde_json::{Value, json};

use crate::check::{check, violations};

const SYSTEM: &str = "You write first-contact sales email. Answer in JSON.";

/// Values of a parameter, in JSON, of which each API takes one at least, unless it has no such
/// parameter.
fn values(parameter: &Parameter, api: Api) -> Vec<String> {
    match (parameter.name, parameter.kind) {
        ("service_tier", _) if api == Api::Gemini => vec!["\"standard\"".to_owned()],
        ("service_tier", _) => vec!["\"auto\"".to_owned()],
        ("tool_choice", _) => ["auto", "none", "required", "look-up-order"]
            .map(|choice| format!("\"{choice}\""))
            .to_vec(),
        ("thinking_budget", _) => vec!["1024".to_owned()],
        ("max_output_tokens", _) => vec!["16".to_owned()],
        ("stop", _) => vec!["[\"END\"]".to_owned()],
        ("extra_body", _) => vec!["{}".to_owned()],
        (_, Kind::Choice(words)) => words.iter().map(|word| format!("\"{word}\"")).collect(),
        (_, Kind::Bool) => vec!["true".to_owned(), "false".to_owned()],
        (_, Kind::Number { .. }) => vec!["0.5".to_owned()],
        _ => vec!["7".to_owned()],
    }
}

fn settings(api: Api, given: &[(&str, &str)]) -> Settings {
    let entries = given.iter().map(|(name, value)| {
        let parameter = find(name).expect(name);
        let value = parameter.parse(value).expect(name);
        let setting = Setting {
            value,
            origin: Origin::Pin,
            mark: None,
            keys: Vec::new(),
        };
        (parameter, setting)
    });
    Settings {
        api,
        output_tokens_key: OutputTokensKey::default(),
        model: Setting {
            value: "kimi-k2-5".to_owned(),
            origin: Origin::Environment,
            mark: None,
            keys: Vec::new(),
        },
        parameters: entries.collect(),
        unreadable: Vec::new(),
    }
}

/// The body of a call, and the errors of the build about it.
fn sent(
    settings: &Settings,
    output: Option<&Output>,
    messages: &[Message],
) -> (Value, Vec<(Subject, String)>) {
    sent_with(settings, output, &[], messages)
}

/// The body of a call with tools, and the errors of the build about it.
fn sent_with(
    settings: &Settings,
    output: Option<&Output>,
    tools: &[Tool],
    messages: &[Message],
) -> (Value, Vec<(Subject, String)>) {
    let fixed = program::Message::Text {
        role: Role::User,
        ops: vec![Op::Text(SYSTEM.to_owned())],
        range: 0..SYSTEM.len(),
    };
    let query = BodyQuery {
        id: "sales-email-007",
        settings,
        output,
        tools,
        messages: &[fixed],
        prefix: &Prefix {
            texts: vec![(Role::System, SYSTEM.to_owned())],
            ..Prefix::default()
        },
    };
    let body = query.body();
    let errors = body
        .problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| (problem.subject, problem.sentence.clone()))
        .collect();
    let mut header = HeaderWriter::default();
    body.write(settings, &mut header);
    let header = header.finish();
    let request = prompt_runtime::__private::request(&header, messages);
    let json = serde_json::from_str(&request.to_json()).expect("the body is JSON");
    (json, errors)
}

fn messages() -> Vec<Message> {
    vec![
        Message::new(Role::System, SYSTEM),
        Message::new(Role::User, "Write to Mara Lindqvist."),
    ]
}

/// Anthropic requires a limit of tokens.
fn with_limit(name: &'static str, value: &str) -> Vec<(&'static str, String)> {
    let mut given = vec![(name, value.to_owned())];
    if name != "max_output_tokens" {
        given.push(("max_output_tokens", "4096".to_owned()));
    }
    given
}

#[test]
fn each_parameter_alone() {
    for api in Api::ALL {
        for parameter in TABLE {
            let mut is_taken = false;
            for value in values(parameter, *api) {
                let given = with_limit(parameter.name, &value);
                let given = given
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect::<Vec<_>>();
                let (body, errors) = sent(&settings(*api, &given), None, &messages());
                let use_there = parameter.in_api(*api);
                let is_refused = match use_there.accepted {
                    AcceptedValues::Words(words) => !words.contains(&value.trim_matches('"')),
                    AcceptedValues::Only(harmless) => value != harmless.to_string(),
                    _ => use_there.path().is_none(),
                };
                assert_eq!(!errors.is_empty(), is_refused, "{value}: {errors:?}");
                if errors.is_empty() {
                    check(*api, &body);
                    is_taken = true;
                }
            }
            let use_there = parameter.in_api(*api);
            let has =
                use_there.path().is_some() || matches!(use_there.accepted, AcceptedValues::Only(_));
            assert_eq!(is_taken, has, "{} in {api}", parameter.name);
        }
    }
}

/// All parameters that an API takes together.
pub const ALL: [(Api, &[(&str, &str)]); 4] = [
    (
        Api::ChatCompletions,
        &[
            ("temperature", "0.5"),
            ("max_output_tokens", "900"),
            ("top_p", "0.9"),
            ("stop", "[\"END\"]"),
            ("seed", "7"),
            ("presence_penalty", "0.5"),
            ("frequency_penalty", "-0.5"),
            ("reasoning_effort", "\"low\""),
            ("verbosity", "\"low\""),
            ("service_tier", "\"flex\""),
            ("tool_choice", "\"auto\""),
            ("parallel_tool_calls", "false"),
            ("store", "false"),
            ("cache", "true"),
            ("extra_body", "{\"safety_identifier\":\"crm-7\"}"),
        ],
    ),
    (
        Api::Responses,
        &[
            ("temperature", "0.5"),
            ("max_output_tokens", "900"),
            ("top_p", "0.9"),
            ("reasoning_effort", "\"low\""),
            ("verbosity", "\"low\""),
            ("service_tier", "\"flex\""),
            ("tool_choice", "\"auto\""),
            ("parallel_tool_calls", "false"),
            ("store", "false"),
            ("cache", "true"),
            ("extra_body", "{\"truncation\":\"auto\"}"),
        ],
    ),
    (
        Api::AnthropicMessages,
        &[
            ("temperature", "1"),
            ("max_output_tokens", "4096"),
            ("top_p", "0.95"),
            ("stop", "[\"END\"]"),
            ("reasoning_effort", "\"low\""),
            ("thinking_budget", "1024"),
            ("service_tier", "\"auto\""),
            ("tool_choice", "\"auto\""),
            ("parallel_tool_calls", "false"),
            ("cache", "true"),
            ("extra_body", "{\"metadata\":{\"user_id\":\"crm-7\"}}"),
        ],
    ),
    (
        Api::Gemini,
        &[
            ("temperature", "0.5"),
            ("max_output_tokens", "900"),
            ("top_p", "0.9"),
            ("top_k", "40"),
            ("stop", "[\"END\"]"),
            ("seed", "7"),
            ("presence_penalty", "0.5"),
            ("frequency_penalty", "-0.5"),
            ("reasoning_effort", "\"low\""),
            ("service_tier", "\"flex\""),
            ("tool_choice", "\"auto\""),
            ("store", "false"),
            ("cache", "false"),
            (
                "extra_body",
                "{\"generationConfig\":{\"candidateCount\":1}}",
            ),
        ],
    ),
];

fn output(schema: Option<&str>) -> Output {
    Output {
        schema: schema.map(|text| Json::parse(text).expect(text)),
        patterns: Vec::new(),
        mark: Mark::at(0, 0),
    }
}

const EMAIL: &str = r#"{"type":"object","properties":{"subject":{"type":"string","maxLength":80},"note":{"type":"string"}},"required":["subject"]}"#;

#[test]
fn all_parameters_together() {
    for (api, given) in ALL {
        let output = output(Some(EMAIL));
        let (body, errors) = sent(&settings(api, given), Some(&output), &messages());
        assert_eq!(errors, [], "{api}");
        check(api, &body);
    }
}

#[test]
fn json_of_any_form() {
    for (api, given) in ALL {
        let (body, errors) = sent(&settings(api, given), Some(&output(None)), &messages());
        if api == Api::AnthropicMessages {
            assert_eq!(errors.len(), 1);
        } else {
            assert_eq!(errors, []);
            check(api, &body);
        }
    }
}

/// A tool whose input has a strict form, one without, and one that takes nothing.
fn tools() -> [Tool; 3] {
    let map =
        r#"{"type":"object","properties":{"prices":{"type":"object"}},"required":["prices"]}"#;
    let nothing = r#"{"type":"object","properties":{},"additionalProperties":false}"#;
    let inputs = [
        ("look-up-order", EMAIL),
        ("set_prices", map),
        ("ping", nothing),
    ];
    inputs.map(|(name, input)| Tool {
        name: name.to_owned(),
        description: (name != "ping").then(|| "What it does.".to_owned()),
        input: Json::parse(input).expect(input),
        patterns: Vec::new(),
        mark: Mark::at(0, 0),
    })
}

#[test]
fn tools_with_each_choice() {
    for (api, given) in ALL {
        for choice in ["auto", "none", "required", "look-up-order"] {
            let choice = format!("\"{choice}\"");
            let given = given.iter().map(|(name, value)| match *name {
                "tool_choice" => ("tool_choice", choice.as_str()),
                // A choice is not forced where Anthropic's model thinks.
                "thinking_budget" => ("max_output_tokens", "4096"),
                _ => (*name, *value),
            });
            let given = given.collect::<Vec<_>>();
            let (body, errors) = sent_with(&settings(api, &given), None, &tools(), &messages());
            assert_eq!(errors, [], "{api} {choice}");
            check(api, &body);
            let body = body.to_string();
            assert!(
                body.contains("look-up-order") && body.contains("ping"),
                "{body}"
            );
        }
    }
}

/// What an answer holds back without `include`, and the second turn needs.
#[test]
fn reasoning_that_is_not_stored_is_asked_for() {
    for (store, effort, is_asked) in [
        ("false", "\"low\"", true),
        ("false", "\"none\"", false),
        ("true", "\"low\"", false),
    ] {
        let given = [("store", store), ("reasoning_effort", effort)];
        let settings = settings(Api::Responses, &given);
        let output = output(Some(EMAIL));
        let (body, errors) = sent_with(&settings, Some(&output), &tools(), &messages());
        assert_eq!(errors, [], "{given:?}");
        check(Api::Responses, &body);
        let asked = json!(["reasoning.encrypted_content"]);
        assert_eq!(body.get("include"), is_asked.then_some(&asked), "{given:?}");
    }
}

fn media(url: &'static str, content_type: Option<&'static str>) -> Part {
    Part::Media {
        url: url.into(),
        content_type: content_type.map(Into::into),
    }
}

/// A media part, and the APIs that take it.
fn media_rows() -> Vec<(Part, Vec<Api>)> {
    let all = Api::ALL.to_vec();
    vec![
        (media("https://example.com/plan.png", None), all.clone()),
        (
            media("data:image/png;base64,iVBORw0KGgo=", None),
            all.clone(),
        ),
        (
            media("https://example.com/offer.pdf", Some("application/pdf")),
            all.clone(),
        ),
        (media("data:application/pdf;base64,JVBERi0=", None), all),
        (
            media("data:audio/wav;base64,UklGRg==", None),
            vec![Api::ChatCompletions, Api::Responses, Api::Gemini],
        ),
        (media("data:text/plain,Room%207", None), Api::ALL.to_vec()),
        (media("data:image/png,%89PNG", None), Api::ALL.to_vec()),
        (
            media("data:;base64,iVBORw0KGgo=", Some("image/jpg")),
            Api::ALL.to_vec(),
        ),
    ]
}

#[test]
fn messages_of_each_kind() {
    for (api, given) in ALL {
        for (part, apis) in media_rows() {
            let shown = format!("{part:?}");
            let parts = vec![Part::Text("What is this?".into()), part];
            let messages = [
                Message::new(Role::System, SYSTEM),
                Message::new(Role::System, "Be brief."),
                Message::new(Role::User, "Which floor?"),
                Message::new(Role::Model, "The second."),
                Message {
                    role: Role::User,
                    content: Content::Parts(parts),
                },
            ];
            let (body, _) = sent(&settings(api, given), None, &messages);
            if apis.contains(&api) {
                check(api, &body);
            } else {
                assert!(!violations(api, &body).is_empty(), "{shown}");
            }
        }
    }
}
