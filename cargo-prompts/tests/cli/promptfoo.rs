//! To promptfoo and back. The report is made here of what is exported, in the form that promptfoo
//! 0.121.20 gave when the export was run in it.

use crate::desk::Desk;
use crate::sales::{GOLDEN, LEDGER, assert_recorded};
use serde_json::{Value, json};

const EXPORT: &str = "export promptfoo sales-email-007 --env staging";
const TEST: &str = "test sales-email-007 --env staging --evidence report.json";

fn exported(desk: &Desk) -> Value {
    let ran = desk.run(EXPORT);
    ran.expect(0, &[]);
    serde_yaml::from_str(&ran.stdout).expect("it is YAML")
}

/// The report of promptfoo for a run in which all passed.
pub fn report(desk: &Desk) -> Value {
    let config = exported(desk);
    let tests = config["tests"].as_array().expect("a list").clone();
    let result = |test: &Value| {
        let mut hidden = test.clone();
        // It takes hashes for secrets here, and writes texts that are JSON anew.
        hidden["metadata"]["sha256"] = "[REDACTED]".into();
        hidden["metadata"]["dataset"] = "[REDACTED]".into();
        let messages = test["vars"]["rendered_messages"].as_str().expect("a text");
        hidden["vars"]["rendered_messages"] = serde_json::from_str::<Value>(messages)
            .expect("it is JSON")
            .to_string()
            .into();
        json!({
            "success": true,
            "failureReason": 0,
            "gradingResult": { "pass": true, "score": 1, "reason": "All assertions passed" },
            "provider": { "id": "openai:chat:kimi-k2-5", "label": "" },
            "metadata": test["metadata"],
            "prompt": {
                "raw": hidden["vars"]["rendered_messages"],
                "label": config["prompts"][0]["label"],
                "config": test["options"],
            },
            "testCase": hidden,
        })
    };
    let results = tests.iter().map(result).collect::<Vec<_>>();
    json!({ "evalId": "eval-1", "results": { "version": 3, "results": results }, "config": config })
}

pub fn give(desk: &Desk, report: &Value) {
    desk.write("report.json", &report.to_string());
}

#[test]
fn what_is_exported() {
    let desk = Desk::of("desk");
    let config = exported(&desk);
    let provider = &config["providers"][0];
    assert_eq!(provider["id"], "openai:chat:kimi-k2-5");
    assert_eq!(provider["config"]["temperature"], 0.2);
    assert_eq!(
        provider["config"]["passthrough"]["response_format"]["type"],
        "json_schema"
    );
    assert!(provider["config"].get("apiBaseUrl").is_none());
    assert_eq!(config["env"]["OPENAI_TOP_P"], "");
    let test = &config["tests"][2];
    assert_eq!(
        (&test["options"]["disableVarExpansion"], &test["threshold"]),
        (&true.into(), &0.6.into())
    );
    assert_eq!(
        test["metadata"]["dataset"],
        prompt_build::hash::sha256(&desk.read(GOLDEN))
    );
    assert_eq!(
        (&test["metadata"]["version"], &test["metadata"]["case"]),
        (&"2.3.0".into(), &3.into())
    );
    assert_eq!(
        test["assert"][0],
        json!({ "type": "contains", "value": "Ayşe Demir" })
    );
    let messages = test["vars"]["rendered_messages"].as_str().expect("a text");
    assert!(
        !messages.contains("{{") && !messages.contains("{%"),
        "{messages}"
    );
    let messages: Value = serde_json::from_str(messages).expect("it is JSON");
    let roles = messages
        .as_array()
        .expect("a list")
        .iter()
        .map(|message| message["role"].as_str())
        .collect::<Vec<_>>();
    assert_eq!(roles, [Some("system"), Some("user")]);
    assert!(
        messages[1]["content"]
            .as_str()
            .is_some_and(|text| text.contains("{{company}} <GmbH>"))
    );
    let with_endpoint = desk.run(&format!("{EXPORT} --endpoint http://localhost:8080/v1"));
    with_endpoint.expect(0, &["\"apiBaseUrl\": \"http://localhost:8080/v1\""]);
    for url in [
        "https://me:pass@h/v1",
        "https://h/v1?key=pass",
        "https://h:99999/v1",
    ] {
        let run = desk.run(&format!("{EXPORT} --endpoint {url}"));
        assert_eq!(run.code, Some(2), "{url}: {}", run.said());
        assert!(!run.said().contains("pass@") && !run.said().contains("=pass"));
    }
}

#[test]
fn a_pins_model_and_temperature_are_exported_and_a_report_of_others_is_none_of_it() {
    let desk = Desk::of("desk");
    let before = report(&desk);
    desk.edit(
        "prompts/environments.yaml",
        "staging: \"2.3.0\"",
        "staging: { version: \"2.3.0\", model: kimi-k2-5-long, temperature: 0.1 }",
    );
    let provider = exported(&desk)["providers"][0].clone();
    assert_eq!(
        (&provider["id"], &provider["config"]["temperature"]),
        (&"openai:chat:kimi-k2-5-long".into(), &0.1.into())
    );
    give(&desk, &before);
    desk.run(TEST).expect(1, &["[invalid-report]"]);
    let mut now = report(&desk);
    for result in now["results"]["results"].as_array_mut().expect("a list") {
        result["provider"]["id"] = provider["id"].clone();
    }
    give(&desk, &now);
    desk.run(TEST).expect(
        0,
        &[
            "(`kimi-k2-5-long`, temperature 0.1)",
            "recorded as evidence",
        ],
    );
}

#[test]
fn a_text_that_promptfoo_would_change_is_refused() {
    let desk = Desk::of("desk");
    let pin = |parameters: &str| {
        format!("staging: {{ version: \"2.3.0\", parameters: {{ {parameters} }} }}")
    };
    let changed = pin("stop: [\"{{ env.HOME | upper }}\"]");
    desk.edit("prompts/environments.yaml", "staging: \"2.3.0\"", &changed);
    desk.run(EXPORT).expect(
        2,
        &[
            "promptfoo would put a variable of the environment in the place of the tag in `{{ env.HOME | upper }}`",
            "cargo prompts test sales-email-007 --env staging",
        ],
    );
    let unchanged = pin("stop: [\"{{HOME}} env.x\"]");
    desk.edit("prompts/environments.yaml", &changed, &unchanged);
    let stop = &exported(&desk)["providers"][0]["config"]["passthrough"]["stop"];
    assert_eq!(stop, &json!(["{{HOME}} env.x"]));
}

/// A setting that the API does not have is not in the export. A report of it would be evidence for
/// settings that nobody sent.
#[test]
fn a_setting_that_the_api_does_not_have_is_not_left_out_in_silence() {
    let desk = Desk::of("desk");
    give(&desk, &report(&desk));
    let pin = "staging: { version: \"2.3.0\", parameters: { top_k: 40 } }";
    desk.edit("prompts/environments.yaml", "staging: \"2.3.0\"", pin);
    let before = desk.read(LEDGER);
    let refusal = "`chat-completions` has no `top_k` (`sales-email-007` in `staging`)";
    desk.run(EXPORT).expect(2, &[refusal]);
    desk.run(TEST).expect(2, &[refusal]);
    assert_eq!(desk.read(LEDGER), before);
}

#[test]
fn messages_that_the_api_does_not_take_are_not_exported() {
    let desk = Desk::of("desk");
    desk.write(
        "prompts/sales-email-007/local.prompt",
        "What is this? {{media url=clip}}",
    );
    desk.write(
        GOLDEN,
        "- vars: { clip: \"https://example.com/tour.mp4\" }\n  assert: [{ type: contains, value: house }]\n",
    );
    desk.run("export promptfoo sales-email-007 --env development")
        .expect(
            2,
            &["case 1, `messages[0]`: `chat-completions` takes no video"],
        );
}

/// promptfoo looks up references from the root of its own file.
#[test]
fn references_are_left_to_the_model() {
    let desk = Desk::of("desk");
    let run = |desk: &Desk| desk.run(EXPORT);
    let off = "PROMPTFOO_DISABLE_REF_PARSER=true promptfoo eval";
    assert!(!run(&desk).stdout.contains(off));
    desk.edit(
        "prompts/environments.yaml",
        "staging: \"2.3.0\"",
        "staging: { version: \"2.3.0\", parameters: { extra_body: { tools: [{ function: { parameters: { $ref: \"#/$defs/a\" } } }] } } }",
    );
    run(&desk).expect(0, &[off]);
}

#[test]
fn a_file_that_is_there_is_overwritten_if_it_was_made_here_and_not_without_a_word() {
    let desk = Desk::of("desk");
    let export = format!("{EXPORT} --output prompts/out");
    desk.run(&export)
        .expect(0, &["promptfooconfig.yaml was written"]);
    desk.run(&export)
        .expect(0, &["promptfooconfig.yaml is unchanged"]);
    desk.edit(GOLDEN, "5 EUR", "6 EUR");
    desk.run(&export)
        .expect(0, &["promptfooconfig.yaml was overwritten"]);
    desk.write("prompts/out/promptfooconfig.yaml", "prompts: []\n");
    desk.run(&export).expect(
        2,
        &[
            "was not written by this command",
            "choose another folder with `--output FOLDER`",
        ],
    );
    assert_eq!(
        desk.read("prompts/out/promptfooconfig.yaml"),
        "prompts: []\n"
    );
}

#[test]
fn a_report_in_which_all_passed_is_evidence() {
    let desk = Desk::of("desk");
    give(&desk, &report(&desk));
    desk.run(TEST)
        .expect(0, &["3 of 3 cases passed", "recorded as evidence in"]);
    let hash = prompt_build::hash::sha256("eval-1");
    assert!(
        desk.read(LEDGER).contains(&format!("report: {hash}")),
        "{}",
        desk.read(LEDGER)
    );
    desk.run("check").expect(0, &[]);
}

/// The second case does not pass.
fn fail(report: &mut Value) {
    result(report)["success"] = false.into();
    result(report)["failureReason"] = 1.into();
    result(report)["gradingResult"] =
        json!({ "pass": false, "reason": "Expected output to contain" });
}

/// promptfoo keeps the endpoint's words. They can repeat the key of any API, as it stands or escaped.
#[test]
fn the_api_key_in_a_report_is_shown_nowhere() {
    const KEY: &str = "prov-7f3kQ2mZ9xWvB4";
    let desk = Desk::of("desk");
    for (variable, told) in [
        ("OPENAI_API_KEY", KEY),
        ("ANTHROPIC_API_KEY", "\\u0070rov-7F3kQ2mZ9xWvB4"),
        ("GEMINI_API_KEY", "PROV-7f3kQ2mZ9xWvB4"),
    ] {
        for reason in [1, 2] {
            let mut report = report(&desk);
            result(&mut report)["success"] = false.into();
            result(&mut report)["failureReason"] = reason.into();
            result(&mut report)["error"] = "no key: TOLD.".into();
            let report = report.to_string().replace("TOLD", told);
            desk.write("report.json", &report);
            let command = format!("{TEST} --junit results.xml");
            let run = desk.run_with(&command, &[(variable, KEY)]);
            run.expect(1, &["no key: ***.`"]);
            let results = desk.root().join("results.xml");
            let junit = std::fs::read_to_string(&results).unwrap_or_default();
            assert!(!junit.to_lowercase().contains("prov-"), "{junit}");
            _ = std::fs::remove_file(results);
        }
    }
}

/// A dataset that sends each case twice takes no report of cases that ran once.
#[test]
fn a_report_has_each_case_as_often_as_the_dataset_says() {
    let desk = Desk::of("desk");
    let cases = desk.read(GOLDEN);
    let lines = cases.lines().map(|line| format!("  {line}\n"));
    let text = format!("repeat: 2\ntests:\n{}", lines.collect::<String>());
    desk.write(GOLDEN, &text);
    let mut once = report(&desk);
    give(&desk, &once);
    desk.run(TEST).expect(
        1,
        &["was run once, but `repeat` is 2: run `promptfoo eval` with `--repeat 2`"],
    );
    let results = &mut once["results"]["results"];
    let again = results.as_array().cloned().unwrap_or_default();
    results.as_array_mut().unwrap().extend(again);
    fail(&mut once);
    give(&desk, &once);
    desk.run(TEST)
        .expect(1, &["5 of 6 calls passed (3 cases, 2 times each)"]);
}

/// It counts together with other runs.
#[test]
fn a_report_in_which_a_case_failed_is_entered() {
    let desk = Desk::of("desk");
    let (mut report, before) = (report(&desk), desk.read(LEDGER));
    fail(&mut report);
    give(&desk, &report);
    desk.run(TEST).expect(
        1,
        &[
            "did not pass: `Expected output to contain`\n2 of 3 cases passed",
            "a promotion counts it together with later runs",
        ],
    );
    assert_recorded(&desk, &before, &["cases: 3", "passed: 2", "report: "]);
}

/// Otherwise a report of a run that passed could be recorded until it outweighs one that failed.
#[test]
fn a_report_counts_once() {
    let desk = Desk::of("desk");
    let (mut failed, passed) = (report(&desk), report(&desk));
    give(&desk, &passed);
    desk.run(TEST).expect(0, &["recorded as evidence in"]);
    let before = desk.read(LEDGER);
    let again = "nothing was recorded: this report is in `prompts/sales-email-007/releases.yaml`, and a run counts once";
    desk.run(TEST).expect(0, &["3 of 3 cases passed", again]);
    failed["evalId"] = "eval-2".into();
    fail(&mut failed);
    give(&desk, &failed);
    desk.run(TEST)
        .expect(1, &["a promotion counts it together"]);
    let both = desk.read(LEDGER);
    desk.run(TEST).expect(1, &["2 of 3 cases passed", again]);
    assert_ne!(before, both);
    assert_eq!(desk.read(LEDGER), both);
}

/// promptfoo writes the report of an evaluation as often as it is asked to, with another time each
/// time, and people can change verdicts in its viewer.
#[test]
fn an_evaluation_counts_once_however_its_report_was_written() {
    let desk = Desk::of("desk");
    let mut report = report(&desk);
    give(&desk, &report);
    desk.run(TEST).expect(0, &["recorded as evidence in"]);
    let once = desk.read(LEDGER);
    let again = "and a run counts once";
    let spaced = serde_json::to_string_pretty(&report).expect("it is JSON");
    desk.write("report.json", &spaced);
    desk.run(TEST).expect(0, &[again]);
    report["metadata"] = json!({ "exportedAt": "2026-12-01T01:16:46.527Z" });
    give(&desk, &report);
    desk.run(TEST).expect(0, &[again]);
    fail(&mut report);
    give(&desk, &report);
    desk.run(TEST).expect(1, &[again]);
    assert_eq!(desk.read(LEDGER), once);
}

/// Without the name of the evaluation, its results say which one it is.
#[test]
fn a_report_without_a_name_counts_once() {
    let desk = Desk::of("desk");
    let mut report = report(&desk);
    report["evalId"] = Value::Null;
    give(&desk, &report);
    desk.run(TEST).expect(0, &["recorded as evidence in"]);
    report["metadata"] = json!({ "exportedAt": "2026-12-01T01:16:46.527Z" });
    give(&desk, &report);
    desk.run(TEST).expect(0, &["and a run counts once"]);
    fail(&mut report);
    give(&desk, &report);
    desk.run(TEST)
        .expect(1, &["a promotion counts it together"]);
}

/// Where the model is, and who pays, is for those who run it to say.
#[test]
fn a_report_of_another_endpoint_is_evidence() {
    let desk = Desk::of("desk");
    let mut report = report(&desk);
    let provider = &mut report["config"]["providers"][0];
    provider["config"]["apiBaseUrl"] = "https://llm.example.com/v1".into();
    provider["config"]["headers"] = json!({ "x-team": "sales" });
    provider["delay"] = 100.into();
    provider["env"] = json!({ "OPENAI_BASE_URL": "https://llm.example.com/v1" });
    report["config"]["env"]["OPENAI_API_KEY"] = "[REDACTED]".into();
    // In this form promptfoo reports nothing.
    report["config"]["defaultTest"] = json!({ "vars": {}, "assert": [], "options": {} });
    report["config"]["extensions"] = json!([]);
    give(&desk, &report);
    desk.run(TEST).expect(0, &["recorded as evidence in"]);
}

/// A change of a report, and the message about it.
type Change = fn(&mut Value);
const REFUSED: &[(Change, &str)] = &[
    (|report| *report = json!([]), "not a report of promptfoo"),
    (
        |report| result(report)["success"] = false.into(),
        "case 2 (`a lead who left nothing but a name",
    ),
    (
        |report| {
            fail(report);
            result(report)["failureReason"] = 2.into();
        },
        "has no verdict: `Expected output to contain`",
    ),
    (
        |report| result(report)["gradingResult"] = Value::Null,
        "has no verdict",
    ),
    (
        |report| {
            result(report)["gradingResult"] =
                json!({ "pass": false, "reason": "Expected output to contain" });
        },
        "has no verdict: `Expected output to contain`",
    ),
    (
        |report| result(report)["provider"]["id"] = "openai:chat:other".into(),
        "was sent to `openai:chat:other`",
    ),
    (
        |report| result(report)["metadata"]["sha256"] = "8d4e".into(),
        "result 2: its `sha256` is `8d4e`, expected `3cae",
    ),
    (
        |report| result(report)["metadata"]["sha256"] = "[REDACTED]".into(),
        "its `sha256` is `[REDACTED]`",
    ),
    (
        |report| result(report)["metadata"]["dataset"] = "0".into(),
        "result 2: its `dataset` is `0`",
    ),
    (
        |report| result(report)["metadata"]["temperature"] = 0.3.into(),
        "its `temperature` is `0.3`, expected `0.2`",
    ),
    (
        |report| result(report)["metadata"] = json!({}),
        "its metadata has no `",
    ),
    (
        |report| result(report)["metadata"]["case"] = 4.into(),
        "its metadata does not name a case of the dataset",
    ),
    (
        |report| result(report)["metadata"]["case"] = 1.into(),
        "case 1 (`a lead with a concrete question`) was run with another",
    ),
    (
        |report| result(report)["testCase"]["assert"] = json!([]),
        "was run with another `assert` than the export",
    ),
    (
        |report| result(report)["testCase"]["threshold"] = 0.1.into(),
        "was run with another `threshold`",
    ),
    // What is hidden could be anything.
    (
        |report| result(report)["testCase"]["threshold"] = "[REDACTED]".into(),
        "was run with another `threshold`",
    ),
    (
        |report| result(report)["testCase"]["assert"] = "[REDACTED]".into(),
        "was run with another `assert`",
    ),
    (
        |report| result(report)["testCase"]["assert"][0]["value"] = "[REDACTED]".into(),
        "was run with another `assert`",
    ),
    (
        |report| result(report)["testCase"]["vars"] = "[REDACTED]".into(),
        "was run with another `vars`",
    ),
    (
        |report| result(report)["testCase"]["vars"]["rendered_messages"] = "[REDACTED]".into(),
        "was run with another `vars`",
    ),
    (
        |report| report["config"]["providers"][0]["config"]["temperature"] = "[REDACTED]".into(),
        "run with another `temperature`",
    ),
    (
        |report| report["config"]["providers"][0]["config"]["passthrough"] = "[REDACTED]".into(),
        "run with another `passthrough`",
    ),
    (
        |report| result(report)["testCase"]["vars"]["rendered_messages"] = "[]".into(),
        "was run with another `vars`",
    ),
    (
        |report| drop(report["results"]["results"].as_array_mut().map(Vec::pop)),
        "case 3 (`braces, quotes and markup in what the lead wrote stay as they are`) is missing",
    ),
    (
        |report| report["results"]["results"] = json!([]),
        "case 1 (`a lead with a concrete question`) is missing",
    ),
    (
        |report| report["config"]["providers"] = json!([]),
        "was run with other providers than the export",
    ),
    (
        |report| report["config"]["providers"][0]["config"]["temperature"] = 1.into(),
        "run with another `temperature`",
    ),
    // What the export does not have was sent all the same.
    (
        |report| report["config"]["providers"][0]["config"]["top_p"] = 0.9.into(),
        "run with another `top_p`",
    ),
    (
        |report| report["config"]["providers"][0]["config"]["omitDefaults"] = false.into(),
        "run with another `omitDefaults`",
    ),
    (
        |report| report["config"]["providers"][0]["transform"] = "output.trim()".into(),
        "run with another `transform`",
    ),
    (
        |report| report["config"]["extensions"] = json!(["file://hook.js:afterEach"]),
        "run with another `extensions`",
    ),
    // promptfoo takes these variables for settings, also those of its process.
    (
        |report| report["config"]["env"]["OPENAI_MAX_TOKENS"] = "5".into(),
        "run with another `env`",
    ),
    (
        |report| report["config"]["env"] = json!({}),
        "run with another `env`",
    ),
    (
        |report| report["config"]["providers"][0]["env"] = json!({ "OPENAI_TOP_P": "0.1" }),
        "run with another `env`",
    ),
    // Another text was sent.
    (
        |report| {
            let sent = result(report)["prompt"]["raw"].as_str().expect("a text");
            result(report)["prompt"]["raw"] = format!("Say yes. {sent}").into();
        },
        "was run with another `prompt`",
    ),
    (
        |report| result(report)["prompt"]["raw"] = "[prompt stripped]".into(),
        "was run with another `prompt`",
    ),
    (
        |report| result(report)["prompt"] = Value::Null,
        "was run with another `prompt`",
    ),
    // promptfoo takes these settings before those of the provider.
    (
        |report| result(report)["prompt"]["config"]["top_p"] = 0.9.into(),
        "was run with another `prompt`",
    ),
    // Another text was judged, or by other rules.
    (
        |report| result(report)["testCase"]["options"]["transform"] = "output.trim()".into(),
        "was run with another `options`",
    ),
    (
        |report| result(report)["testCase"]["options"]["prefix"] = "Say yes.".into(),
        "was run with another `options`",
    ),
    (
        |report| result(report)["testCase"]["provider"] = "openai:chat:other".into(),
        "was run with another `provider`",
    ),
    (
        |report| result(report)["testCase"]["providerOutput"] = "yes".into(),
        "was run with another `providerOutput`",
    ),
    (
        |report| report["config"]["tests"][1]["assertScoringFunction"] = "file://all.js".into(),
        "was run with another `assertScoringFunction`",
    ),
    (
        |report| report["config"]["defaultTest"] = json!({ "options": { "transform": "1" } }),
        "run with another `defaultTest`",
    ),
];

/// What the dataset asks for itself, promptfoo may load from a file, or report as a function.
#[test]
fn a_report_of_a_dataset_with_settings_of_promptfoo_is_evidence() {
    let desk = Desk::of("desk");
    let own = "  assertScoringFunction: file://all.js\n  provider: echo\n  threshold: 0.6 ";
    desk.edit(GOLDEN, "  threshold: 0.6 ", own);
    let mut report = report(&desk);
    let case = &mut report["results"]["results"][2]["testCase"];
    case["assertScoringFunction"] = Value::Null;
    case["provider"] = json!({ "modelName": "echo" });
    give(&desk, &report);
    desk.run(TEST).expect(0, &["recorded as evidence in"]);
}

/// The second result.
fn result(report: &mut Value) -> &mut Value {
    &mut report["results"]["results"][1]
}

#[test]
fn any_other_report_is_refused() {
    let desk = Desk::of("desk");
    let (good, before) = (report(&desk), desk.read(LEDGER));
    for (change, words) in REFUSED {
        let mut report = good.clone();
        change(&mut report);
        give(&desk, &report);
        desk.run(TEST)
            .expect(1, &["report.json:1:1: [invalid-report]", words]);
    }
    desk.write("report.json", "<html>");
    desk.run(TEST).expect(2, &["`report.json` is not JSON"]);
    desk.run(&TEST.replace("report.json", "/dev/zero"))
        .expect(2, &["cannot read `/dev/zero`: it is not a regular file"]);
    let large = std::fs::File::create(desk.root().join("report.json")).expect("it can be written");
    large
        .set_len(64 * 1024 * 1024 + 1)
        .expect("it can be made longer");
    desk.run(TEST)
        .expect(2, &["`report.json` is larger than the limit of 64 MiB"]);
    // Another version, another dataset: another run.
    give(&desk, &good);
    desk.run("test sales-email-007 --env production --evidence report.json")
        .expect(1, &["its `version` is `2.3.0`"]);
    desk.edit(GOLDEN, "5 EUR", "6 EUR");
    desk.run(TEST).expect(1, &["result 1: its `dataset` is"]);
    assert_eq!(desk.read(LEDGER), before);
}

#[test]
fn what_only_promptfoo_knows_is_evidence_by_its_report_alone() {
    let desk = Desk::of("desk");
    let rubric = "type: llm-rubric, value: \"polite to {{customer}}\"";
    desk.edit(GOLDEN, "type: not-contains, value: \"!\"", rubric);
    desk.run("test sales-email-007 --env staging --endpoint http://127.0.0.1:1")
        .expect(1, &["[unsupported-golden]"]);
    let test = &exported(&desk)["tests"][1];
    assert_eq!(
        test["assert"][1],
        json!({ "type": "llm-rubric", "value": "polite to {{customer}}" })
    );
    assert_eq!(test["vars"]["customer"], "Jean-Baptiste O'Rourke");
    give(&desk, &report(&desk));
    desk.run(TEST).expect(0, &["recorded as evidence in"]);
}
