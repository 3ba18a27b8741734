//! A dataset as a configuration of promptfoo.
//!
//! The messages of each case are rendered here and passed as one variable, because promptfoo
//! renders prompts differently. The variables of assertions are replaced as well.

use prompt_build::template::Json;
use serde_json::{Map, Value, json};

use super::judge::ExportedJudge;
use super::templates::{braceless, has_reference, protected, with_variable};
use super::yaml_text;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::report::failure::Failure;
use crate::rules::golden::{Assertion, Case, Golden};
use crate::rules::render::to_serde;
use crate::workflows::endpoint::Request;
use crate::workflows::runs::RenderedDataset;
use prompt_core::message::Message;

/// The fields of a body for which the configuration has a place of its own.
const OPTIONS: [&str; 3] = ["model", "messages", "temperature"];

/// The variables from which promptfoo takes settings that the configuration lacks.
pub(super) const SETTINGS: [&str; 6] = [
    "OPENAI_FREQUENCY_PENALTY",
    "OPENAI_MAX_COMPLETION_TOKENS",
    "OPENAI_MAX_TOKENS",
    "OPENAI_PRESENCE_PENALTY",
    "OPENAI_TEMPERATURE",
    "OPENAI_TOP_P",
];

/// The variable that holds the messages.
pub(super) const MESSAGES: &str = "rendered_messages";

/// The configuration for promptfoo, and the expected contents of its report.
pub struct PromptfooConfiguration<'a> {
    golden: &'a Golden,
    dataset: &'a RenderedDataset<'a>,
    /// The base URL of the endpoint; promptfoo has its own ways to find one.
    endpoint: Option<&'a str>,
    /// The judge of the answers, if an assertion needs one.
    judge: Option<&'a ResolvedPrompt>,
}

impl<'a> PromptfooConfiguration<'a> {
    pub fn new(
        golden: &'a Golden,
        dataset: &'a RenderedDataset<'a>,
        endpoint: Option<&'a str>,
    ) -> Self {
        Self {
            golden,
            dataset,
            endpoint,
            judge: None,
        }
    }

    /// Has answers judged by this prompt. Fails where promptfoo would send it something else.
    pub fn judged_by(mut self, judge: Option<&'a ResolvedPrompt>) -> Result<Self, Failure> {
        if let Some(judge) = judge {
            for case in &self.dataset.cases {
                ExportedJudge::new(judge, &case.messages).check()?;
            }
        }
        self.judge = judge;
        Ok(self)
    }

    /// The file.
    pub fn text(&self) -> String {
        let prompt = self.dataset.prompt;
        let (id, environment) = (&prompt.id, &prompt.environment.name);
        let version = prompt
            .version
            .as_ref()
            .map(|version| format!(" --version {version}"))
            .unwrap_or_default();
        let options = format!("{id} --env {environment}{version}");
        let evidence = if prompt.version.is_some() {
            format!(
                "# To record a pass as evidence: cargo prompts test {options} --evidence results.json\n"
            )
        } else {
            "# A working copy can change: a pass is no evidence.\n".to_owned()
        };
        // Where promptfoo looks up references, it finds none of a schema's.
        let variable = if has_reference(&self.provider()) {
            "PROMPTFOO_DISABLE_REF_PARSER=true "
        } else {
            ""
        };
        format!(
            "# Made by `cargo prompts export promptfoo {options}`: made anew, it is overwritten.\n\
             # To run it: {variable}promptfoo eval -c promptfooconfig.yaml -o results.json\n{evidence}{}",
            yaml_text::write(&self.value())
        )
    }

    /// Returns a text of the settings that promptfoo would send in another form.
    pub fn changed_text(&self) -> Option<String> {
        with_variable(&self.provider()).map(str::to_owned)
    }

    fn value(&self) -> Value {
        let prompt = self.dataset.prompt;
        let name = format!("{} {}", prompt.id, prompt.version_name());
        json!({
            "description": format!("{name} in {}", prompt.environment.name),
            "prompts": [{ "label": name, "raw": format!("{{{{{MESSAGES}}}}}") }],
            "providers": [self.provider()],
            "env": no_settings(),
            // A cached answer would not test the model.
            "evaluateOptions": { "cache": false },
            "tests": self.tests(),
        })
    }

    /// The name under which promptfoo calls the model.
    pub(super) fn provider_id(&self) -> String {
        format!("openai:chat:{}", self.dataset.prompt.environment.model())
    }

    pub(super) fn provider(&self) -> Value {
        self.provider_of(&self.dataset.request(&[]), &self.provider_id())
    }

    fn provider_of(&self, request: &Request, id: &str) -> Value {
        let body = json!(request.call());
        // Only settings that `cargo prompts test` sends, and only the model's own text in the
        // answer.
        let mut config = json!({ "omitDefaults": true, "showThinking": false });
        if let Some(temperature) = body.get("temperature") {
            config["temperature"] = temperature.clone();
        }
        if let Some(endpoint) = self.endpoint {
            config["apiBaseUrl"] = json!(endpoint);
        }
        let passthrough = passthrough(&body);
        if !passthrough.is_empty() {
            config["passthrough"] = Value::Object(passthrough);
        }
        json!({ "id": id, "config": config })
    }

    /// The cases, each with metadata that identifies it.
    pub(super) fn tests(&self) -> Vec<Value> {
        let cases = self
            .golden
            .cases
            .iter()
            .zip(&self.dataset.cases)
            .enumerate();
        cases
            .map(|(position, (case, rendered))| self.test(position, case, &rendered.messages))
            .collect()
    }

    fn test(&self, position: usize, case: &Case, messages: &[Message]) -> Value {
        let mut test = Map::new();
        test.extend(
            case.others
                .iter()
                .map(|(key, value)| (key.clone(), to_serde(value))),
        );
        test.insert(
            "description".to_owned(),
            json!(protected(&case.name(position))),
        );
        test.insert("vars".to_owned(), self.vars(case, messages));
        let mut options = case
            .options
            .iter()
            .map(|(key, value)| (key.clone(), to_serde(value)))
            .collect::<Map<_, _>>();
        options.insert("disableVarExpansion".to_owned(), json!(true));
        test.insert("options".to_owned(), Value::Object(options));
        if !case.assertions.is_empty() {
            test.insert(
                "assert".to_owned(),
                case.assertions
                    .iter()
                    .map(|one| self.assertion(one, messages))
                    .collect(),
            );
        }
        if let Some(threshold) = case.threshold {
            test.insert("threshold".to_owned(), json!(threshold));
        }
        test.insert("metadata".to_owned(), self.metadata(position));
        Value::Object(test)
    }

    /// The messages; where only promptfoo can judge the case, with the inputs that its assertions
    /// may speak of.
    fn vars(&self, case: &Case, messages: &[Message]) -> Value {
        let mut vars = Map::new();
        if case.is_unsupported() {
            vars.extend(
                case.vars()
                    .iter()
                    .map(|(name, value)| (name.clone(), var(value))),
            );
        }
        let messages = &json!(self.dataset.request(messages).call())["messages"];
        vars.insert(MESSAGES.to_owned(), json!(braceless(messages)));
        Value::Object(vars)
    }

    fn assertion(&self, assertion: &Assertion, messages: &[Message]) -> Value {
        let judge = self.judge.map(|judge| ExportedJudge::new(judge, messages));
        let Some(((rubric, threshold), judge)) = assertion.rubric().zip(judge) else {
            return exported(assertion);
        };
        let request = judge.request();
        let id = format!("openai:chat:{}", request.model);
        let mut graded = json!({
            "type": assertion.kind,
            "value": protected(rubric),
            "provider": self.provider_of(&request, &id),
            "rubricPrompt": judge.rubric_prompt(),
        });
        if let Some(threshold) = threshold {
            graded["threshold"] = json!(threshold);
        }
        graded
    }

    fn metadata(&self, position: usize) -> Value {
        let (prompt, golden) = (self.dataset.prompt, self.golden);
        let mut metadata = json!({
            "prompt": prompt.id,
            "version": prompt.text.version,
            "sha256": prompt.text.sha256,
            "dataset": golden.dataset.sha256,
            "environment": prompt.environment.name,
            "model": prompt.environment.model(),
        });
        for (parameter, value) in prompt.environment.parameters().iter() {
            metadata[parameter.name] = json!(value);
        }
        metadata["case"] = json!(position + 1);
        metadata["cases"] = json!(self.dataset.cases.len());
        metadata
    }
}

/// Empty variables: promptfoo prefers them to those of its process, and takes no setting from them.
fn no_settings() -> Value {
    let empty = |name: &str| (name.to_owned(), json!(""));
    Value::Object(SETTINGS.into_iter().map(empty).collect())
}

/// The fields of a body that promptfoo has to send as they are. As an option of its own,
/// `response_format` would have promptfoo parse the answer, and judge another text than the
/// model's.
fn passthrough(body: &Value) -> Map<String, Value> {
    let fields = body.as_object().into_iter().flatten();
    fields
        .filter(|(key, _)| !OPTIONS.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

fn var(value: &Json) -> Value {
    if let Json::Text(text) = value {
        json!(protected(text))
    } else {
        to_serde(value)
    }
}

/// An assertion. One that only promptfoo supports is copied unchanged.
fn exported(assertion: &Assertion) -> Value {
    if assertion.is_exported_unchanged() {
        return to_serde(&assertion.raw);
    }
    let value = match &assertion.value {
        Json::Text(text) => json!(protected(text)),
        Json::List(items) => items.iter().map(var).collect(),
        value => to_serde(value),
    };
    match (value, assertion.kind.ends_with("equals")) {
        (Value::Null, false) => json!({ "type": assertion.kind }),
        (value, _) => json!({ "type": assertion.kind, "value": value }),
    }
}
