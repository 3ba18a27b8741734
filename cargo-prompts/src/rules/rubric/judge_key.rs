use std::sync::Arc;

use prompt_build::library::prompt_id;
use prompt_build::report::{Code, Finding, Findings, quoted};
use prompt_build::source::{Location, Source};
use prompt_build::yaml::{self, Table};

/// The key by which a dataset names its judge.
pub const JUDGE: &str = "judge";

/// The judge that a dataset names.
#[derive(Debug, Clone)]
pub struct JudgeKey {
    /// The id of the judge's prompt.
    pub id: String,
    /// The place of the id.
    pub location: Location,
}

impl JudgeKey {
    /// Reads the key `judge` of a dataset, if there is one.
    pub fn read(source: &Arc<Source>, table: &Table<'_>, findings: &mut Findings) -> Option<Self> {
        let node = table.optional(JUDGE)?;
        let id = yaml::text(source, node, "`judge`", findings)?;
        let location = Location::new(source, node.mark);
        if prompt_id::check(id).is_err() {
            let message = format!("{} is no id of a prompt", quoted(id));
            let help = "name the prompt that judges, as in `judge: answer-judge`".to_owned();
            findings.push(Finding::error(Code::InvalidJudge, location, message).help(help));
            return None;
        }
        Some(Self {
            id: id.to_owned(),
            location,
        })
    }

    /// Reports that the prompt cannot be this dataset's judge.
    pub fn error(&self, message: String) -> Finding {
        Finding::error(Code::InvalidJudge, self.location.clone(), message)
    }
}
