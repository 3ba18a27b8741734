use prompt_build::hash::sha256;

use super::output::Output;
use crate::project::resolved_prompt::Subject;
use crate::report::failure::Failure;
use crate::rules::replay::{Case, Replay};
use crate::workflows::endpoint::Request;

/// What is sent for each line.
pub struct Requests<'a> {
    subject: &'a Subject,
    pub output: Output,
}

impl<'a> Requests<'a> {
    pub fn new(subject: &'a Subject) -> Result<Self, Failure> {
        Ok(Self {
            subject,
            output: Output::of(&subject.text.template)?,
        })
    }

    pub fn of(&self, case: &Case) -> Request {
        let setting = &self.subject.environment;
        Request {
            model: setting.model.clone(),
            temperature: setting.temperature,
            messages: case.messages.clone(),
            output: self.output.schema(),
        }
    }

    /// The hash that results are kept under. A release stands alone; what a working copy takes from
    /// partials is not in the hash of its file, but it is in what is sent.
    pub fn sha256(&self, replay: &Replay) -> String {
        if self.subject.version.is_some() {
            return self.subject.text.sha256.clone();
        }
        let bodies = replay
            .cases
            .iter()
            .map(|case| self.of(case).body().to_string());
        sha256(&bodies.collect::<Vec<_>>().join("\n"))
    }
}
