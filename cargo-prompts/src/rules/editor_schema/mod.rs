//! JSON Schemas of the files that people write, for editors.
//!
//! The keys are those of the readers, and so are the parameters and the words that a value can have.
//! A schema takes each file that its reader takes, and refuses unknown keys, missing ones and values of
//! another type. It does not say all: names that must exist, for example, are for `check`.

mod answers;
mod checks;
mod environments;
mod golden;
mod judge;
mod parts;
mod releases;
#[cfg(test)]
mod tests;
mod tool;

use serde_json::{Value, json};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditorSchema {
    /// `environments.yaml`
    Environments,
    /// `releases.yaml` of a prompt
    Releases,
    /// `golden.yaml` of a prompt
    Golden,
    /// `checks.yaml` of a prompt
    Checks,
    /// `answers.yaml` of a prompt
    Answers,
    /// `judge.yaml` of a prompt that judges answers
    Judge,
    /// A file in `tools/`
    Tool,
}

impl EditorSchema {
    /// The schema, in the draft that editors know best.
    pub fn json(self) -> Value {
        let (title, schema) = match self {
            Self::Environments => ("environments.yaml", environments::schema()),
            Self::Releases => ("releases.yaml", releases::schema()),
            Self::Golden => ("golden.yaml", golden::schema()),
            Self::Checks => ("checks.yaml", checks::schema()),
            Self::Answers => ("answers.yaml", answers::schema()),
            Self::Judge => ("judge.yaml", judge::schema()),
            Self::Tool => ("a tool of cargo prompts", tool::schema()),
        };
        let mut whole = json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": title,
        });
        if let (Value::Object(whole), Value::Object(schema)) = (&mut whole, schema) {
            whole.extend(schema);
        }
        whole
    }
}
