//! The four APIs: a prompt with every parameter set, sent through each to a server on the loopback.

use prompt_core::vocabulary::Api;
use serde_json::{Value, json};

use crate::body_check::check;
use crate::desk::{Desk, Run};
use crate::loopback::{Reply, Server};

const KEY: &str = "sk-loopback-5f2a";
const CONFIGURATION: &str = "prompts/environments.yaml";
const ANSWER: &str = r#"{"subject":"Your question","note":null}"#;

/// An environment for each API, with all parameters that it takes.
const ENVIRONMENTS: &str = "
environments:
  chat-completions:
    prompt_source: local
    model: kimi-k2-5
    temperature: 0.5
    parameters:
      max_output_tokens: 900
      top_p: 0.9
      stop: [END]
      seed: 7
      presence_penalty: 0.5
      frequency_penalty: -0.5
      reasoning_effort: low
      verbosity: low
      service_tier: flex
      tool_choice: auto
      parallel_tool_calls: false
      store: false
      cache: true
      extra_body: { safety_identifier: crm-7 }
    logging: structured
    rate_limit: null
  responses:
    prompt_source: local
    model: gpt-5.2
    api: responses
    temperature: 0.5
    parameters:
      max_output_tokens: 900
      top_p: 0.9
      reasoning_effort: low
      verbosity: low
      service_tier: flex
      tool_choice: auto
      parallel_tool_calls: false
      store: false
      cache: true
      extra_body: { truncation: auto }
    logging: structured
    rate_limit: null
  anthropic-messages:
    prompt_source: local
    model: claude-sonnet-5
    api: anthropic-messages
    temperature: 1.0
    parameters:
      max_output_tokens: 4096
      top_p: 0.95
      stop: [END]
      reasoning_effort: low
      thinking_budget: 1024
      service_tier: auto
      tool_choice: auto
      parallel_tool_calls: false
      cache: true
      extra_body: { metadata: { user_id: crm-7 } }
    logging: structured
    rate_limit: null
  gemini:
    prompt_source: local
    model: gemini-3-pro
    api: gemini
    temperature: 0.5
    parameters:
      max_output_tokens: 900
      top_p: 0.9
      top_k: 40
      stop: [END]
      seed: 7
      presence_penalty: 0.5
      frequency_penalty: -0.5
      reasoning_effort: low
      service_tier: flex
      tool_choice: auto
      store: false
      extra_body: { generationConfig: { candidateCount: 1 } }
    logging: structured
    rate_limit: null
prompts:
  first-email:
    chat-completions: latest
    responses: latest
    anthropic-messages: latest
    gemini: latest
";

const PROMPT: &str = r#"---
input: { schema: { customer: string } }
output: { schema: { subject: string, note?: string } }
---
{{role "system"}}
You write first-contact sales email.
{{role "user"}}
Write to {{customer}}.
"#;

const GOLDEN: &str = "- description: a lead
  vars: { customer: Mara Lindqvist }
  assert: [{ type: contains, value: question }]
";

/// An API, its variables, and where the system's and the user's text arrive, as JSON pointers.
const APIS: [(Api, [&str; 2], [&str; 2]); 4] = [
    (
        Api::ChatCompletions,
        ["OPENAI_BASE_URL", "OPENAI_API_KEY"],
        ["/messages/0/content", "/messages/1/content/0/text"],
    ),
    (
        Api::Responses,
        ["OPENAI_BASE_URL", "OPENAI_API_KEY"],
        ["/instructions", "/input/0/content/0/text"],
    ),
    (
        Api::AnthropicMessages,
        ["ANTHROPIC_BASE_URL", "ANTHROPIC_API_KEY"],
        ["/system", "/messages/0/content/0/text"],
    ),
    (
        Api::Gemini,
        ["GOOGLE_GEMINI_BASE_URL", "GEMINI_API_KEY"],
        [
            "/systemInstruction/parts/0/text",
            "/contents/0/parts/0/text",
        ],
    ),
];

fn desk() -> Desk {
    let desk = Desk::of("desk");
    desk.write(CONFIGURATION, ENVIRONMENTS);
    desk.write("prompts/first-email/local.prompt", PROMPT);
    desk.write("prompts/first-email/golden.yaml", GOLDEN);
    desk
}

/// An answer in the form of an API.
fn answer(api: Api, text: &str) -> Value {
    match api {
        Api::ChatCompletions => json!({
            "choices": [{ "message": { "content": text }, "finish_reason": "stop" }],
        }),
        Api::Responses => json!({
            "object": "response",
            "status": "completed",
            "output": [{ "type": "message", "content": [{ "type": "output_text", "text": text }] }],
        }),
        Api::AnthropicMessages => json!({
            "type": "message",
            "content": [{ "type": "text", "text": text }],
            "stop_reason": "end_turn",
        }),
        Api::Gemini => json!({
            "candidates": [{ "content": { "parts": [{ "text": text }] }, "finishReason": "STOP" }],
        }),
    }
}

fn run(desk: &Desk, api: Api, server: &Server) -> Run {
    let endpoint = format!("http://127.0.0.1:{}", server.port());
    let (_, [url, key], _) = APIS.into_iter().find(|(known, ..)| *known == api).unwrap();
    desk.run_with(
        &format!("test first-email --env {api}"),
        &[(url, &endpoint), (key, KEY)],
    )
}

#[test]
fn every_parameter_arrives_as_the_providers_types_have_it() {
    let desk = desk();
    for (api, _, [system, user]) in APIS {
        let server = Server::start(move |_, _| Reply::json(200, &answer(api, ANSWER)));
        run(&desk, api, &server).expect(0, &["1 of 1 case passed"]);
        let requests = server.requests();
        let body = &requests[0].body;
        check(api, body);
        let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str);
        assert!(
            text(system).unwrap().contains("You write first-contact"),
            "{body:#}"
        );
        let user = text(user).unwrap();
        assert!(user.contains("Write to"), "{body:#}");
        // The mark of the cache stands at the end of the fixed text.
        let marks = body.to_string();
        let marks = marks.matches("cache_control").count()
            + marks.matches("prompt_cache_breakpoint").count();
        assert_eq!(marks, usize::from(api != Api::Gemini), "{body:#}");
        let is_marked = api != Api::Gemini;
        assert_eq!(user.trim() == "Write to", is_marked, "{user:?}");
    }
}

#[test]
fn an_answer_that_the_schema_refuses_fails_the_case() {
    let desk = desk();
    for (api, ..) in APIS {
        for wrong in ["a question", r#"{"note":"question"}"#, r#"["question"]"#] {
            let server = Server::start(move |_, _| Reply::json(200, &answer(api, wrong)));
            let run = run(&desk, api, &server);
            run.expect(1, &["0 of 1 case passed", "the answer"]);
        }
    }
}

/// The run would be evidence for a parameter that was not sent.
#[test]
fn settings_that_an_api_does_not_take_are_not_sent() {
    let desk = desk();
    desk.edit(
        CONFIGURATION,
        "    chat-completions: latest",
        "    chat-completions: { version: latest, api: responses }",
    );
    let server = Server::start(|_, _| Reply::json(200, &answer(Api::Responses, ANSWER)));
    let sentence = "`responses` has no `frequency_penalty` (`first-email` in `chat-completions`)";
    for command in [
        "test first-email --env chat-completions",
        "render first-email --env chat-completions --request",
    ] {
        let endpoint = if command.starts_with("test") {
            format!(" --endpoint http://127.0.0.1:{}", server.port())
        } else {
            String::new()
        };
        desk.run(&format!("{command}{endpoint}"))
            .expect(2, &[sentence, "`cargo prompts check` shows the place"]);
    }
    assert!(server.requests().is_empty());
}

#[test]
fn inputs_with_media_that_an_api_does_not_take_are_refused() {
    let desk = desk();
    desk.edit(
        "prompts/first-email/local.prompt",
        "Write to {{customer}}.",
        "Write to {{media url=customer}}.",
    );
    desk.edit(
        "prompts/first-email/golden.yaml",
        "Mara Lindqvist",
        "https://crm.example/greeting.mp3",
    );
    let server = Server::start(|_, _| Reply::json(200, &answer(Api::Responses, ANSWER)));
    let sentence = "case 1, `messages[1]`: `responses` takes no sound";
    run(&desk, Api::Responses, &server).expect(2, &[sentence]);
    // As a text, the case is what the inputs make of the prompt, whatever an API takes.
    desk.run("render first-email --env responses")
        .expect(0, &["greeting.mp3"]);
    let run = desk.run("render first-email --env responses --request");
    run.expect(2, &[sentence]);
    assert_eq!(run.stdout, "");
    assert!(server.requests().is_empty());
}

/// A check finds a case that no environment's API takes, as a run does.
#[test]
fn cases_whose_messages_no_api_takes_are_found_by_a_check() {
    let desk = desk();
    desk.edit(
        "prompts/first-email/local.prompt",
        "Write to {{customer}}.",
        "{{history}}{{role \"user\"}}Write to {{customer}}.",
    );
    let history = |message: &str| {
        desk.write(
            "prompts/first-email/golden.yaml",
            &format!(
                "- vars:\n    customer: Mara\n    history: [{message}]\n  \
                 options: {{ disableVarExpansion: true }}\n  assert: [{{ type: contains, value: Mara }}]\n"
            ),
        );
    };
    history("{ role: user, content: Hello. }");
    desk.run("check").expect(0, &[]);
    history("{ role: tool, content: '12' }");
    desk.run("check").expect(
        1,
        &[
            "golden.yaml:1:3: [unsupported-message] `messages[1]`: `chat-completions` takes no message of the role `tool` without the id of a call",
            "change the inputs of the case, or use another API for this prompt",
        ],
    );
    history("{ role: user, content: Hello. }");
    desk.write(
        "prompts/first-email/replay.jsonl",
        "{\"customer\": \"Mara\"}\n{\"customer\": \"Mara\", \"history\": [{\"role\": \"tool\", \"content\": \"12\"}]}\n",
    );
    desk.run("check").expect(
        1,
        &["replay.jsonl:2:1: [unsupported-message] `messages[1]`: `chat-completions` takes no message of the role `tool`"],
    );
}

#[test]
fn inputs_that_leave_the_system_alone_are_refused() {
    let desk = desk();
    desk.edit(
        "prompts/first-email/local.prompt",
        "Write to {{customer}}.",
        "{{customer}}",
    );
    desk.edit("prompts/first-email/golden.yaml", "Mara Lindqvist", "\"\"");
    desk.run("render first-email --env gemini").expect(
        1,
        &[
            "these inputs leave no message but the system's",
            "golden.yaml",
        ],
    );
}

#[test]
fn a_response_that_was_not_completed_is_no_answer() {
    let desk = desk();
    let server = Server::start(|_, _| {
        let failed = json!({
            "object": "response",
            "status": "failed",
            "error": { "code": "server_error", "message": "the model is overloaded" },
            "output": [{ "type": "message", "content": [{ "type": "output_text", "text": ANSWER }] }],
        });
        Reply::json(200, &failed)
    });
    let run = run(&desk, Api::Responses, &server);
    run.expect(2, &["a response with an error", "the model is overloaded"]);
}

#[test]
fn the_option_comes_before_the_variable() {
    let desk = desk();
    let server = Server::start(|_, _| Reply::json(200, &answer(Api::Gemini, ANSWER)));
    let variables = [("GOOGLE_GEMINI_BASE_URL", "http://127.0.0.1:9")];
    let port = server.port();
    let command = format!("test first-email --env gemini --endpoint http://127.0.0.1:{port}");
    desk.run_with(&command, &variables).expect(0, &[]);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn the_same_request_is_printed_as_is_sent() {
    let desk = desk();
    for (api, ..) in APIS {
        let server = Server::start(move |_, _| Reply::json(200, &answer(api, ANSWER)));
        run(&desk, api, &server).expect(0, &[]);
        let printed = desk.succeed(&format!("render first-email --env {api} --request"));
        let printed = serde_json::from_str::<Value>(&printed).unwrap();
        let sent = &server.requests()[0];
        assert_eq!(printed["body"], sent.body);
        assert_eq!(
            format!("POST {}", printed["path"].as_str().unwrap()),
            sent.line
        );
    }
}

#[test]
fn a_case_is_printed_as_text() {
    let desk = desk();
    let text = desk.succeed("render first-email --env gemini");
    let expected =
        "system\n\nYou write first-contact sales email.\n\nuser\n\nWrite to Mara Lindqvist.\n";
    assert_eq!(text, expected);
    let run = desk.run("render first-email --env gemini --case 2");
    run.expect(2, &["`first-email` has no golden case 2", "it has 1 case"]);
}

#[test]
fn other_tools_get_chat_completions_alone() {
    let desk = desk();
    let run = desk.run("export promptfoo first-email --env gemini");
    run.expect(
        2,
        &[
            "`gemini` uses `gemini`, and the export is for `chat-completions` alone",
            "`cargo prompts test first-email --env gemini` runs the dataset through `gemini`",
            "name an environment that uses `chat-completions` with `--env`",
        ],
    );
    let exported = desk.succeed("export promptfoo first-email --env chat-completions");
    for words in [
        "\"max_completion_tokens\": 900",
        "\"reasoning_effort\": \"low\"",
        "\"top_p\": 0.9",
    ] {
        assert!(exported.contains(words), "{exported}");
    }
}

/// Each command names the parameters.
#[test]
fn commands_show_the_parameters() {
    let desk = desk();
    let rows = [
        (
            "show first-email --env anthropic-messages",
            "thinking_budget     1024",
        ),
        (
            "show first-email --env anthropic-messages",
            "prefix              48 bytes",
        ),
        (
            "show first-email --env anthropic-messages",
            "api                 anthropic-messages",
        ),
        ("list", "48 B"),
        ("list --format json", "\"prefix_bytes\": 48"),
    ];
    for (command, words) in rows {
        let said = desk.succeed(command);
        assert!(said.contains(words), "{command}:\n{said}");
    }
    desk.edit(
        CONFIGURATION,
        "gemini: latest",
        "gemini: { version: latest, parameters: { top_k: 7, seed: null } }",
    );
    let said = desk.succeed("list --format json");
    assert!(said.contains("\"top_k\": 7"), "{said}");
    let said = desk.succeed("diff first-email chat-completions gemini");
    for words in [
        "working copy (gemini, api gemini, top_k 7) have the same text, and other settings",
        "\n  setting  api: gemini instead of chat-completions\n",
        "\n  setting  top_k: 7 instead of unset\n",
        "\n  setting  seed: unset instead of 7\n",
    ] {
        assert!(said.contains(words), "{said}");
    }
    let said = desk.succeed("diff first-email gemini gemini");
    assert!(said.contains("are identical"), "{said}");
}
