//! The logs of a traced call in each environment, and the content that is never logged.

use serde_json::Value;

use crate::consumer::{Consumer, files_below, repository};

/// No timestamp and no duration holds one of them.
const SECRETS: [&str; 7] = [
    "Zefira Quandt",
    "ZEFIRA",
    "Zefira+Quandt",
    "Zefira\nQuandt",
    "Zefira%20Quandt",
    "Is \"SSO\"\nincluded, C:\\?",
    "KX-4711",
];
const SHOWN: [&str; 4] = ["Okeanos", "Orbit plan", "390 EUR", "brisk"];

const MANIFEST: &str = r#"
[dependencies.tracing]
version = "0.1"
default-features = false

[dependencies.tracing-subscriber]
version = "0.3"
default-features = false
features = ["fmt", "json"]

[dependencies.serde_json]
version = "1"
"#;

const PROGRAM: &str = r#"
#![forbid(unsafe_code)]

use prompt_runtime::{Answer, Message, Rendered, Role, prompt};
use tracing::field::Empty;
use tracing_subscriber::fmt::format::FmtSpan;

struct Product { name: &'static str, price: &'static str }

fn email() -> Rendered {
    let customer = "Zefira Quandt";
    let products = [Product { name: "Orbit plan", price: "390 EUR, for Zefira Quandt" }];
    let question = "Is \"SSO\"\nincluded, C:\\?";
    let history = [Message::new(Role::User, "My number is KX-4711"), Message::new(Role::Model, "KX-4711, noted.")];
    prompt!("sales-email-007", secret customer, company = "Okeanos", products, tone = "brisk", secret question,
        secret history = &history)
}

fn main() {
    let before = email();
    tracing_subscriber::fmt().json().with_max_level(tracing::Level::TRACE).with_span_events(FmtSpan::CLOSE).init();
    let call = email();
    let call = call.trace().server_address("api.example.com").server_port(443).conversation_id("to-zefira quandt");
    let mut answer = serde_json::from_value::<Answer>(serde_json::json!({
        "id": "chatcmpl-81", "model": "kimi-k2-5-0711",
        "choices": [{ "message": { "content":
            "{\"body\": \"Dear Zefira Quandt of Okeanos, you ask: Is \\\"SSO\\\"\\nincluded, C:\\\\? My number is KX-4711\"}" },
            "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 1187, "completion_tokens": 4403 },
    })).unwrap();
    call.in_scope(|| tracing::info!("sent"));
    call.answered(&answer);
    drop(call);
    let call = before.trace();
    answer.text = "It was rendered for Zefira Quandt while nobody listened.".into();
    call.answered(&answer);
    call.failed("timeout", "no answer to Okeanos, ZEFIRA\n QUANDT: https://x.example/?to=Zefira%20Quandt&n=KX-4711");
    let call = email();
    let call = call.trace();
    answer.model = Some("for Zefira Quandt".into());
    answer.id = Some("what the endpoint sends may be content".into());
    call.answered(&answer);
    drop(call);
    // An endpoint may put anything into a field that is one word.
    let call = email();
    let call = call.trace();
    answer.id = Some("id-Zefira+Quandt".into());
    answer.model = Some("model-ZEFIRA%20QUANDT".into());
    answer.finish_reason = Some("finish-Okeanos".into());
    call.answered(&answer);
    call.failed(400, "{\"error\": \"bad request: Dear Zefira\\nQuandt\"}");
    // Nor is it known beforehand where nothing is secret.
    let plain = prompt!("sales-email-007", customer = "Okeanos", company = "Okeanos",
        products = [Product { name: "Orbit plan", price: "390 EUR" }]);
    let call = plain.trace().server_address("api.example.com").server_port(443).conversation_id("conv-81");
    answer.text = "Okeanos it is.".into();
    answer.id = Some("id-Okeanos".into());
    answer.model = Some("model-Okeanos".into());
    call.answered(&answer);
    call.failed("refused", "Okeanos is not known");
    drop(call);
    // A client has a span of its own, with some of the attributes.
    for rendered in [plain, email()] {
        let span = tracing::info_span!("client", gen_ai.prompt.name = Empty, gen_ai.prompt.version = Empty,
            gen_ai.prompt.variable.company = Empty, gen_ai.prompt.variable.customer = Empty);
        span.in_scope(|| rendered.annotate_current_span());
    }
    println!("{:?}", format!("{:?} {:?}", email(), email().request()));
}
"#;

#[test]
fn each_environment_logs_what_it_says_and_no_secret() {
    let consumer = consumer("logging");
    for (environment, levels) in [
        ("development", "verbose"),
        ("staging", "full"),
        ("production", "structured"),
    ] {
        let log = Log::parse(&consumer.output(&format!("cargo run --features {environment}")));
        for secret in SECRETS {
            assert!(!log.says(secret), "{levels}: {secret}\n{}", log.printed);
        }
        let (inputs, messages, answers) = (
            log.all("gen_ai.prompt.variable.company"),
            log.all("gen_ai.input.messages"),
            log.all("gen_ai.output.messages"),
        );
        match levels {
            "verbose" => assert_eq!((inputs.len(), messages.len(), answers.len()), (4, 5, 5)),
            "full" => assert_eq!((inputs.len(), messages.len(), answers.len()), (0, 5, 5)),
            _ => assert_eq!((inputs.len(), messages.len(), answers.len()), (0, 0, 0)),
        }
        // What is held is no log, but it is printed into some.
        assert!(
            !log.says("may be content") && !log.says("for Z"),
            "{levels}\n{}",
            log.printed
        );
        for shown in SHOWN {
            assert_eq!(
                log.says(shown),
                levels != "structured",
                "{levels}: {shown}\n{}",
                log.printed
            );
        }
        insta::assert_snapshot!(format!("{levels}"), log.normal());
    }
}

/// One program for all environments logs what programs for one of them each log.
#[test]
fn a_program_for_three_environments_logs_what_the_chosen_one_says() {
    let consumer = consumer("logging-several");
    let main = "fn main() {\n";
    let chosen = format!("{main}    prompt_runtime::choose_environment!().unwrap();\n");
    let program = PROGRAM.replacen(main, &chosen, 1);
    assert_ne!(program, PROGRAM);
    consumer.write("src/main.rs", program);
    consumer.output("PROMPT_ENVS=development,staging,production cargo build");
    let program = consumer.target().join("debug/logging-several");
    for (environment, levels) in [
        ("development", "verbose"),
        ("staging", "full"),
        ("production", "structured"),
    ] {
        let run = format!("PROMPT_ENV={environment} {}", program.display());
        let log = Log::parse(&consumer.output(&run));
        for secret in SECRETS {
            assert!(!log.says(secret), "{levels}: {secret}\n{}", log.printed);
        }
        insta::assert_snapshot!(levels, log.normal());
    }
}

/// Not a word of any input, of the prompts or of the answers, of three letters or more.
#[test]
fn structured_logs_hold_no_word_of_content() {
    let consumer = consumer("logging-metadata");
    let log = Log::parse(&consumer.output("cargo run --features production"));
    let prompt = consumer.read("prompts/sales-email-007/2.2.1.prompt");
    let body = prompt.splitn(3, "---\n").last().unwrap();
    let content = [
        &SECRETS.join(" "),
        &SHOWN.join(" "),
        body,
        "listened number noted Dear",
    ]
    .join(" ");
    let words = content
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 2)
        .collect::<Vec<_>>();
    assert!(words.len() > 80, "{words:?}");
    // What the attributes themselves are called, and the few words that this code says.
    let ours = [
        "the", "model", "answered", "call", "system", "chat", "text", "sales", "email", "openai",
        "time", "close", "other",
    ];
    let mut strings = Vec::new();
    log.lines
        .iter()
        .filter(|line| line.is_object())
        .for_each(|line| collect(line, &mut strings));
    let said = strings.join(" ").to_lowercase();
    let said = said
        .split(|c: char| !c.is_alphanumeric())
        .collect::<Vec<_>>();
    for word in words
        .into_iter()
        .filter(|word| !ours.contains(&&*word.to_lowercase()))
    {
        assert!(
            !said.contains(&&*word.to_lowercase()),
            "{word}\n{}",
            log.printed
        );
    }
}

fn consumer(name: &str) -> Consumer {
    let consumer = Consumer::new(name);
    consumer.remove("prompts");
    for path in files_below(&repository().join("prompts")) {
        let text = std::fs::read(repository().join("prompts").join(&path)).unwrap();
        consumer.write(std::path::Path::new("prompts").join(path), text);
    }
    let dependency = "prompt-runtime = {";
    let manifest = consumer
        .read("Cargo.toml")
        .replace(dependency, "prompt-runtime = { features = [\"tracing\"],");
    assert!(manifest.contains("features = [\"tracing\"],"), "{manifest}");
    consumer.write("Cargo.toml", format!("{manifest}{MANIFEST}"));
    consumer.write("src/main.rs", PROGRAM);
    consumer
}

/// A log: its lines, and every text in them.
struct Log {
    printed: String,
    lines: Vec<Value>,
    strings: Vec<String>,
}

impl Log {
    fn parse(printed: &str) -> Self {
        let lines = printed
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect::<Vec<Value>>();
        let mut strings = Vec::new();
        for line in &lines {
            collect(line, &mut strings);
        }
        Self {
            printed: printed.to_owned(),
            lines,
            strings,
        }
    }

    fn says(&self, text: &str) -> bool {
        self.strings.iter().any(|string| string.contains(text))
    }

    /// The values of all fields of this name.
    fn all(&self, field: &str) -> Vec<&Value> {
        self.lines
            .iter()
            .filter_map(|line| line.get("fields")?.get(field))
            .collect()
    }

    /// The lines for reading: what each says, and of each span what it came to in the end.
    fn normal(&self) -> String {
        let line = |line: &Value| {
            let Some(fields) = line.get("fields") else {
                return format!("{line}\n");
            };
            let mut fields = fields.as_object().unwrap().clone();
            fields.retain(|name, _| !name.starts_with("time."));
            let (level, message) = (
                line["level"].as_str().unwrap(),
                fields.remove("message").unwrap(),
            );
            let more = if message == "close" {
                &line["span"]
            } else {
                &Value::Object(fields)
            };
            let more = more
                .as_object()
                .unwrap()
                .iter()
                .map(|(name, value)| format!("  {name} = {value}\n"));
            format!(
                "{level} {}\n{}",
                message.as_str().unwrap(),
                more.collect::<String>()
            )
        };
        self.lines.iter().map(line).collect()
    }
}

/// All texts in a value, and those in texts that are JSON themselves.
fn collect(value: &Value, strings: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            strings.push(text.clone());
            if let Ok(inner @ (Value::Array(_) | Value::Object(_))) = serde_json::from_str(text) {
                collect(&inner, strings);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, strings)),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, strings)),
        value => strings.push(value.to_string()),
    }
}
