//! The reference application with a tool: a whole round in each API, against an endpoint that refuses
//! what the providers refuse.

use std::fs;
use std::path::Path;

use prompt_core::vocabulary::Api;
use serde_json::Value;

use crate::consumer::{Consumer, Run, files_below, repository};
use crate::loopback::{Reply, Server};
use crate::second_turn::refusal;

const LEAD: &str = "--customer 'Mara Lindqvist' --company Nordlicht --product 'Team plan=49 EUR a month' \
                    --question 'Where are my orders 4711 and 4712?'";

/// A copy of the application, whose environments can be changed.
fn desk() -> Consumer {
    let desk = Consumer::empty("desk-tools");
    for folder in ["src", "prompts"] {
        for path in files_below(&repository().join(folder)) {
            let path = Path::new(folder).join(path);
            desk.write(&path, fs::read(repository().join(&path)).unwrap());
        }
    }
    desk.write("build.rs", fs::read(repository().join("build.rs")).unwrap());
    desk.write("Cargo.toml", manifest());
    desk
}

/// The application's manifest without its tests, whose libraries are those of the repository.
fn manifest() -> String {
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).unwrap();
    let (before, rest) = manifest.split_once("[dev-dependencies]").unwrap();
    let (_, after) = rest.split_once("[lints]").unwrap();
    let members = before.lines().find(|line| line.starts_with("members"));
    let library = format!("path = \"{}/prompt-", repository().display());
    let before = before
        .replace(members.unwrap(), "members = []")
        .replace("path = \"prompt-", &library)
        .replace("name = \"sales-desk\"", "name = \"desk-tools\"");
    format!("{before}[lints]{after}")
}

fn answer(api: Api, kind: &str) -> Value {
    let path = format!("tests/provider_types/answers/{api}-{kind}.json");
    serde_json::from_str(&fs::read_to_string(repository().join(path)).unwrap()).unwrap()
}

/// An endpoint whose first answer has calls. It takes a second turn only as the provider does.
fn endpoint(api: Api) -> Server {
    Server::start(move |request, position| {
        let first = answer(api, "tool-calls");
        if position == 0 {
            return Reply::json(200, &first);
        }
        match refusal(api, &first, &request.body) {
            Some(message) => Reply::error(400, &message),
            None => Reply::json(200, &answer(api, "text")),
        }
    })
}

/// What the environments of each API take, by the ends of their names: a working copy and a release,
/// each with the tool.
const SOURCES: [(&str, &str, [&str; 2]); 2] = [
    ("drafts", "local", ["latest", "latest"]),
    ("releases", "library:draft", ["3.0.0", "2.1.0"]),
];

/// Adds two environments for each API, and returns their names.
fn add_environments(desk: &Consumer) -> Vec<(Api, String)> {
    let mut names = Vec::new();
    let [mut blocks, mut emails, mut summaries] = [const { Vec::new() }; 3];
    for api in Api::ALL {
        for (end, source, [email, summary]) in SOURCES {
            let name = format!("{api}-{end}");
            blocks.push(format!(
                "  {name}:\n    prompt_source: \"{source}\"\n    model: kimi-k2-5\n    api: {api}\n    \
                 parameters: {{ max_output_tokens: 900 }}\n    logging: structured\n    rate_limit: null\n    \
                 feature_flags: {{ new_output_schema: true }}\n"
            ));
            emails.push(format!("    {name}: \"{email}\"\n"));
            summaries.push(format!("    {name}: \"{summary}\"\n"));
            names.push((*api, name));
        }
    }
    let file = "prompts/environments.yaml";
    let added = [
        ("environments:\n", blocks),
        ("  sales-email-007:\n", emails),
        ("  ops-summarize-001:\n", summaries),
    ];
    for (line, lines) in added {
        let lines = lines.concat();
        desk.edit(file, &format!("\n{line}"), &format!("\n{line}{lines}"));
    }
    names
}

/// Asks in an environment of the program that was built.
fn ask(desk: &Consumer, api: Api, environment: &str, server: &Server) -> Run {
    let version = match api {
        Api::ChatCompletions | Api::Responses => "/v1",
        // The path of the call has it.
        Api::AnthropicMessages | Api::Gemini => "",
    };
    let url = format!("http://127.0.0.1:{}{version}", server.port());
    let variables =
        "RUST_LOG=off OPENAI_BASE_URL= ANTHROPIC_BASE_URL= GOOGLE_GEMINI_BASE_URL= REDIS_URL=";
    let program = desk.target().join("debug").join(desk.name());
    desk.run(&format!(
        "{variables} PROMPT_ENV={environment} {} email {LEAD} --endpoint {url}",
        program.display()
    ))
}

/// All rounds are those of one program.
#[test]
fn a_round_with_a_tool_in_each_api_from_one_program_in_two_environments() {
    let desk = desk();
    let environments = add_environments(&desk);
    let names = environments.iter().map(|(_, name)| name.as_str());
    let names = names.collect::<Vec<_>>().join(",");
    desk.output(&format!("PROMPT_ENVS={names} cargo build -q"));
    for (api, environment) in &environments {
        let server = endpoint(*api);
        let run = ask(&desk, *api, environment, &server);
        let expected = "Subject: Your question\n\nGood morning.\n\n(follow up in 3 days)\n";
        assert_eq!(run.stdout, expected, "{environment}: {}", run.stderr);
        let [first, second] = &server.requests()[..] else {
            panic!("two calls")
        };
        assert!(
            first.body["tools"].to_string().contains("look-up-order"),
            "{environment}"
        );
        assert!(second.body["tools"] == first.body["tools"], "{environment}");
        let results = second.body.to_string();
        for order in [
            "2 × Team plan, paid, active since Monday",
            "1 × Solo plan, waiting for payment",
        ] {
            assert!(results.contains(order), "{environment}: {results}");
        }
    }
    for (api, environment) in &environments[environments.len() - 2..] {
        a_model_that_calls_tools_again_and_again_is_stopped(&desk, *api, environment);
    }
}

/// A model that never answers is not asked forever.
fn a_model_that_calls_tools_again_and_again_is_stopped(
    desk: &Consumer,
    api: Api,
    environment: &str,
) {
    let server = Server::start(move |_, _| Reply::json(200, &answer(api, "tool-calls")));
    let run = ask(desk, api, environment, &server);
    assert!(!run.success);
    let error = run.stderr.lines().last().unwrap();
    let expected = "error: no answer after 5 calls: the model called tools each time";
    assert_eq!(error, expected);
    assert_eq!(server.requests().len(), 5);
}
