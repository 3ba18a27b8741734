use prompt_build::report::Findings;
use serde_json::Value;

use crate::project::dataset_files::GOLDEN;
use crate::project::resolved_prompt::Subject;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::golden::{Case, Golden};
use crate::rules::render::{Fault, Message, render};
use crate::workflows::endpoint::Request;

/// A dataset whose every case the prompt takes, rendered.
pub struct Rehearsal<'a> {
    pub subject: &'a Subject,
    pub golden: &'a Golden,
    /// Of each case.
    messages: Vec<Vec<Message>>,
    /// The JSON Schema of the answer.
    output: Option<Value>,
}

impl Golden {
    /// The dataset of a prompt.
    pub fn open(workspace: &Workspace, subject: &Subject) -> Result<Self, Failure> {
        let path = format!("{}/{GOLDEN}", subject.folder);
        if !workspace.disk.exists(&path) && !workspace.disk.is_symlink(&path) {
            let help = "it is a list of cases: `description`, `vars` with the inputs, `assert` with what every good answer has";
            return Err(Failure::new(format!("there is no `{path}` to test with")).help(help));
        }
        let source = workspace.disk.read(&path)?;
        let mut findings = Findings::default();
        Self::read(&source, &mut findings).ok_or_else(|| findings.into())
    }
}

impl<'a> Rehearsal<'a> {
    /// Checks the inputs of every case, and renders them. All that is wrong is told.
    pub fn new(subject: &'a Subject, golden: &'a Golden) -> Result<Self, Findings> {
        let template = &subject.text.template;
        let mut findings = Findings::default();
        let inputs = golden.inputs(subject, &mut findings);
        let mut messages = Vec::new();
        for (case, inputs) in golden.cases.iter().zip(inputs) {
            match inputs.map(|inputs| render(template, &inputs)) {
                Some(Ok(rendered)) if rendered.is_empty() => {
                    let message = "these inputs leave no message to send".to_owned();
                    findings.push(golden.misfit(
                        case,
                        Fault {
                            input: None,
                            message,
                            help: None,
                        },
                    ));
                }
                Some(Ok(rendered)) => messages.push(rendered),
                Some(Err(fault)) => findings.push(golden.misfit(case, fault)),
                None => {}
            }
        }
        if findings.has_errors() {
            return Err(findings);
        }
        let output = template
            .output
            .as_deref()
            .and_then(|schema| serde_json::from_str(schema).ok());
        Ok(Self {
            subject,
            golden,
            messages,
            output,
        })
    }

    pub fn len(&self) -> usize {
        self.messages.len()
    }

    /// Each case with its messages.
    pub fn cases(&self) -> impl Iterator<Item = (&'a Case, &[Message])> {
        self.golden
            .cases
            .iter()
            .zip(self.messages.iter().map(Vec::as_slice))
    }

    /// What is sent for messages.
    pub fn request(&self, messages: &[Message]) -> Request {
        let setting = &self.subject.environment;
        Request {
            model: setting.model.clone(),
            temperature: setting.temperature,
            messages: messages.to_vec(),
            output: self.output.clone(),
        }
    }
}
