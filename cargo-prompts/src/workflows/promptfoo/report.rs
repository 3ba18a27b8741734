//! The report of `promptfoo eval -o results.json`, compared with the exported configuration.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use prompt_build::hash::sha256;
use prompt_build::report::{Code, Finding, Findings, quoted};
use prompt_build::source::{Location, Source};
use serde_json::Value;

use super::configuration::{MESSAGES, PromptfooConfiguration, SETTINGS};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::golden::Golden;
use crate::workflows::endpoint::without_keys;
use crate::workflows::runs::{RenderedDataset, RunResult};

/// The replacement for texts that look secret to promptfoo.
const HIDDEN: &str = "[REDACTED]";
/// The `failureReason` of a case that promptfoo could not judge.
const NO_ANSWER: u64 = 2;
/// The options of a provider that say where the model is and who pays, and not what is sent to it.
const ENDPOINT: [&str; 6] = [
    "apiBaseUrl",
    "apiHost",
    "apiKey",
    "apiKeyEnvar",
    "headers",
    "organization",
];
/// The members of a provider that change neither what is sent nor what is judged, or are compared.
const PROVIDER: [&str; 5] = ["id", "config", "label", "delay", "env"];
/// The members of a case by which promptfoo sends something else, or judges it in another way.
const CASE: [&str; 4] = [
    "provider",
    "providers",
    "providerOutput",
    "assertScoringFunction",
];
/// The members of a configuration that do the same to all cases.
const ADDED: [&str; 2] = ["defaultTest", "extensions"];
/// The largest report that is read, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;
/// The least length of a text that looks secret to promptfoo; it has no blanks.
const SECRET: usize = 20;

/// A report, as evidence.
pub struct PromptfooReport {
    /// The path as the user named it.
    path: String,
    value: Value,
}

impl PromptfooReport {
    pub fn read(file: &Path) -> Result<Self, Failure> {
        let path = file.display().to_string();
        let text = without_keys(text(file)?);
        let value = serde_json::from_str(&text).map_err(|error| {
            Failure::because(format!("`{path}` is not JSON"), error)
                .help("create it with `promptfoo eval -o results.json`")
        })?;
        Ok(Self { path, value })
    }

    /// Takes the report for a run. It is refused unless it is about exactly these cases, with this
    /// text and these settings, and each case has a verdict.
    pub fn result<'a>(
        &self,
        workspace: &Workspace,
        golden: &Golden,
        dataset: &'a RenderedDataset<'a>,
        judge: Option<&ResolvedPrompt>,
    ) -> Result<RunResult<'a>, Failure> {
        let mut findings = Findings::default();
        let configuration = PromptfooConfiguration::new(golden, dataset, None).judged_by(judge)?;
        let verdicts = self.verdicts(&configuration, dataset.dataset.repeat);
        for message in &verdicts.errors {
            let location = Location::file(&Source::without_text(&self.path));
            findings.push(Finding::error(Code::InvalidReport, location, message));
        }
        if findings.has_errors() {
            Err(findings.into())
        } else {
            let failed = verdicts.failed(dataset.dataset.repeat);
            RunResult::reported(workspace, dataset, &failed, self.evaluation())
        }
    }

    /// The hash of what names the evaluation. promptfoo can write one report several times, each
    /// with another time, and a person can change a verdict: it is the same run all the same.
    fn evaluation(&self) -> String {
        let name = self.value["evalId"]
            .as_str()
            .filter(|name| !name.is_empty());
        name.map_or_else(
            || sha256(&self.value["results"]["results"].to_string()),
            sha256,
        )
    }

    fn verdicts(&self, configuration: &PromptfooConfiguration<'_>, repeat: u32) -> Verdicts {
        let Some(results) = self.value["results"]["results"].as_array() else {
            return Verdicts::refused("not a report of promptfoo: no `results`".to_owned());
        };
        let tests = configuration.tests();
        let mut verdicts = Verdicts::default();
        for (position, result) in results.iter().enumerate() {
            match find(&tests, result) {
                Ok(number) => {
                    verdicts.begin(number);
                    let test = &tests[number];
                    let given = &self.value["config"]["tests"][number];
                    match case_error((number, test), given, result, configuration) {
                        Some(error) => verdicts.errors.push(error),
                        None => verdicts.judge(number, test, result),
                    }
                }
                // A report of another configuration is one error, not one for each result.
                Err(message) => {
                    return Verdicts::refused(format!("result {}: {message}", position + 1));
                }
            }
        }
        for (number, test) in tests.iter().enumerate() {
            let shortage = verdicts.shortage(number, repeat);
            let error = shortage.map(|shortage| format!("{} {shortage}", name(number, test)));
            verdicts.errors.extend(error);
        }
        verdicts.errors.extend(self.provider_error(configuration));
        verdicts
    }

    /// The settings that promptfoo called the model with. One that the export does not have is as
    /// wrong as another value: it was sent as well.
    fn provider_error(&self, configuration: &PromptfooConfiguration<'_>) -> Option<String> {
        let expected = configuration.provider();
        let config = &self.value["config"];
        let is_one = config["providers"]
            .as_array()
            .is_some_and(|providers| providers.len() == 1);
        if !is_one {
            return Some("it was run with other providers than the export".to_owned());
        }
        let provider = &config["providers"][0];
        let differs =
            |key: &&str| !same_or_hidden(&expected["config"][*key], &provider["config"][*key]);
        let settings = keys(&expected["config"]).chain(keys(&provider["config"]));
        let mut settings = settings.filter(|key| !ENDPOINT.contains(key));
        let mut others = keys(provider).filter(|key| !PROVIDER.contains(key));
        let mut added = ADDED.into_iter().filter(|key| !is_blank(&config[*key]));
        let differing = settings.find(differs).or_else(|| others.next());
        let has_settings =
            has_settings(&config["env"], true) || has_settings(&provider["env"], false);
        let differing = differing.or_else(|| added.next());
        let differing = differing.or_else(|| has_settings.then_some("env"));
        differing.map(|key| format!("it was run with another {} than the export", quoted(key)))
    }
}

/// Returns true if variables add a setting. Those that are not empty do; those of the configuration
/// have to be there, because promptfoo takes a missing one from its process.
fn has_settings(variables: &Value, must_exist: bool) -> bool {
    SETTINGS.into_iter().any(|name| match &variables[name] {
        Value::Null => must_exist,
        value => value != "",
    })
}

/// The names of the members of an object.
fn keys(value: &Value) -> impl Iterator<Item = &str> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, _)| key.as_str())
}

/// Returns true for nothing, and for lists and objects of nothing.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().all(is_blank),
        Value::Object(members) => members.values().all(is_blank),
        _ => false,
    }
}

/// What a report says of the cases.
#[derive(Default)]
struct Verdicts {
    /// The reasons why the report is no evidence.
    errors: Vec<String>,
    /// The results of each case, by its number counted from one.
    cases: BTreeMap<usize, CaseVerdicts>,
}

/// What a report says of one case.
#[derive(Default)]
struct CaseVerdicts {
    results: u32,
    passed: u32,
    /// The reason of the first result that failed.
    reason: Option<String>,
}

impl Verdicts {
    fn refused(error: String) -> Self {
        Self {
            errors: vec![error],
            cases: BTreeMap::new(),
        }
    }

    /// Takes a result of a case.
    fn begin(&mut self, number: usize) {
        self.cases.entry(number + 1).or_default().results += 1;
    }

    /// What is wrong with the number of results of a case, which the dataset runs so many times.
    fn shortage(&self, number: usize, repeat: u32) -> Option<String> {
        let results = self.cases.get(&(number + 1)).map_or(0, |case| case.results);
        match (results, repeat) {
            (0, _) => Some("is missing".to_owned()),
            (_, 1) => None,
            (results, repeat) => (results != repeat).then(|| {
                let times = match results {
                    1 => "once".to_owned(),
                    results => format!("{results} times"),
                };
                format!("was run {times}, but `repeat` is {repeat}: run `promptfoo eval` with `--repeat {repeat}`")
            }),
        }
    }

    /// The cases with a call that failed, by their numbers. A case that the dataset runs once, and
    /// promptfoo several times, must pass each time.
    fn failed(self, repeat: u32) -> BTreeMap<usize, (u32, String)> {
        let failed = self.cases.into_iter().filter_map(|(number, case)| {
            let passed = if repeat > 1 { case.passed } else { 0 };
            Some((number, (passed, case.reason?)))
        });
        failed.collect()
    }

    /// Takes the verdict of a result.
    fn judge(&mut self, number: usize, test: &Value, result: &Value) {
        let name = name(number, test);
        let reason = reason(result);
        let verdict = result["success"].as_bool();
        let case = self.cases.entry(number + 1).or_default();
        match verdict.filter(|verdict| result["gradingResult"]["pass"] == *verdict) {
            Some(true) => case.passed += 1,
            Some(false) if result["failureReason"] != NO_ANSWER && !lacks_verdict(result) => {
                let failure = format!("{name} did not pass{reason}");
                case.reason.get_or_insert(failure);
            }
            _ => self.errors.push(format!("{name} has no verdict{reason}")),
        }
    }
}

/// The reason that a result gives, for the end of a sentence.
fn reason(result: &Value) -> String {
    let given = result["error"]
        .as_str()
        .or(result["gradingResult"]["reason"].as_str());
    let first = given.and_then(|given| given.lines().next());
    first.map_or(String::new(), |reason| format!(": {}", quoted(reason)))
}

/// The text of a regular file.
fn text(file: &Path) -> Result<String, Failure> {
    let cannot = |error| Failure::cannot("read", file, &error);
    let metadata = fs::metadata(file).map_err(cannot)?;
    // To read a pipe would mean to wait for a writer. Some devices never end.
    if !metadata.is_file() && !metadata.is_dir() {
        return Err(Failure::new(format!(
            "cannot read `{}`: it is not a regular file",
            file.display()
        )));
    }
    let mut text = String::new();
    File::open(file)
        .and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text))
        .map_err(cannot)?;
    if u64::try_from(text.len()).is_ok_and(|length| length <= LARGEST) {
        return Ok(text);
    }
    let most = LARGEST / (1024 * 1024);
    Err(Failure::new(format!(
        "`{}` is larger than the limit of {most} MiB",
        file.display()
    )))
}

/// Finds the case of a result; `Err` describes a result of another configuration.
fn find(tests: &[Value], result: &Value) -> Result<usize, String> {
    let metadata = &result["metadata"];
    let number = metadata["case"]
        .as_u64()
        .and_then(|number| usize::try_from(number).ok());
    let test = number
        .and_then(|number| number.checked_sub(1))
        .filter(|number| *number < tests.len());
    let expected = &tests[test.unwrap_or_default()]["metadata"];
    for (key, value) in expected.as_object().into_iter().flatten() {
        if metadata.get(key).is_none() {
            return Err(format!(
                "its metadata has no `{key}`; `cargo prompts export promptfoo` writes it"
            ));
        }
        let is_hidden = metadata[key] == HIDDEN;
        if key != "case" && (is_hidden || !same(value, &metadata[key])) {
            return Err(format!(
                "its `{key}` is {}, expected {}",
                shown(&metadata[key]),
                shown(value)
            ));
        }
    }
    test.ok_or_else(|| "its metadata does not name a case of the dataset".to_owned())
}

/// The reason why a result is not of its case. `given` is the case in the report's configuration.
fn case_error(
    (number, test): (usize, &Value),
    given: &Value,
    result: &Value,
    configuration: &PromptfooConfiguration<'_>,
) -> Option<String> {
    let name = name(number, test);
    if result["provider"]["id"] != configuration.provider_id().as_str() {
        return Some(format!(
            "{name} was sent to {}",
            shown(&result["provider"]["id"])
        ));
    }
    let ran = &result["testCase"];
    let is_same = |key: &&str| match *key {
        "assert" => same(&test[*key], &without_endpoints(&ran[*key])),
        _ => same(&test[*key], &ran[*key]),
    };
    let differing = ["vars", "assert", "threshold"]
        .into_iter()
        .find(|key| !is_same(key));
    // promptfoo loads what the dataset has itself, and reports a function as nothing.
    let is_added =
        |key: &&str| test[*key].is_null() && !(ran[*key].is_null() && given[*key].is_null());
    let differing = differing.or_else(|| CASE.into_iter().find(is_added));
    let differing = differing.or_else(|| options_error(test, result));
    differing.map(|key| format!("{name} was run with another `{key}` than the export"))
}

/// The assertions of a case without the addresses of their judges: they say where a judge is, and
/// not what it is.
fn without_endpoints(assertions: &Value) -> Value {
    let mut assertions = assertions.clone();
    for assertion in assertions.as_array_mut().into_iter().flatten() {
        let config = assertion.pointer_mut("/provider/config");
        if let Some(Value::Object(config)) = config {
            config.retain(|key, _| !ENDPOINT.contains(&key.as_str()));
        }
    }
    assertions
}

/// Returns `true` if promptfoo could not read the verdict of a judge: then it fails the answer, also
/// where the assertion has `not-`.
fn lacks_verdict(result: &Value) -> bool {
    let parts = result["gradingResult"]["componentResults"].as_array();
    let mut parts = parts.into_iter().flatten();
    parts.any(|part| part["metadata"]["graderError"] == true)
}

/// The place of options that differ, or of another text: the messages of the case were sent with
/// something before or behind them, or the prompt had settings of its own, which promptfoo prefers
/// to the provider's.
fn options_error(test: &Value, result: &Value) -> Option<&'static str> {
    let (expected, ran, prompt) = (
        &test["options"],
        &result["testCase"]["options"],
        &result["prompt"],
    );
    let is_file = |key: &str| {
        expected[key]
            .as_str()
            .is_some_and(|text| text.starts_with("file://"))
    };
    let is_option =
        |options: &Value, key: &str| is_file(key) || same(&expected[key], &options[key]);
    if !keys(expected)
        .chain(keys(ran))
        .all(|key| is_option(ran, key))
    {
        return Some("options");
    }
    let is_prompt = same(&test["vars"][MESSAGES], &prompt["raw"])
        && keys(&prompt["config"]).all(|key| is_option(&prompt["config"], key));
    (!is_prompt).then_some("prompt")
}

fn name(number: usize, test: &Value) -> String {
    let description = test["description"].as_str().unwrap_or_default();
    let default = format!("case {}", number + 1);
    if description == default {
        default
    } else {
        format!("{default} ({})", quoted(description))
    }
}

fn shown(value: &Value) -> String {
    quoted(
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
            .as_str(),
    )
}

/// Returns true if two settings are equal, or promptfoo has hidden the text.
fn same_or_hidden(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::String(secret), Value::String(text)) if text == HIDDEN => looks_secret(secret),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_or_hidden(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| same_or_hidden(a, b)))
        }
        (a, b) => same(a, b),
    }
}

fn looks_secret(text: &str) -> bool {
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || "+/=_.-".contains(c);
    text.len() >= SECRET && text.chars().all(is_of_key)
}

/// Returns true if two values are equal. promptfoo reformats texts that are JSON.
fn same(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::String(a), Value::String(b)) => {
            let parse = |text: &str| {
                serde_json::from_str::<Value>(text)
                    .ok()
                    .filter(|value| !value.is_string())
            };
            a == b || parse(a).zip(parse(b)).is_some_and(|(a, b)| same(&a, &b))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        (a, b) => a == b,
    }
}
