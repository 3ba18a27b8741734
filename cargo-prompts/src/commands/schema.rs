//! `cargo prompts schema`.

use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::report::exit_status::ExitStatus;
use crate::report::failure::CommandResult;
use crate::report::output::print_json;
use crate::rules::editor_schema::EditorSchema;
use crate::rules::output_schema::OutputSchema;

/// Prints a JSON Schema of a kind of file, for editors, or of the JSON that a command prints
///
/// An editor with a YAML language server then completes keys, shows what they mean, and marks
/// unknown keys and values of a wrong type. The schema does not say all: `cargo prompts check` does.
#[derive(Debug, Args)]
#[command(after_help = WHERE_TO)]
pub struct Schema {
    /// The kind of file or output
    #[arg(value_enum)]
    kind: Kind,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
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
    /// The output of `list --format json`
    ListOutput,
    /// The output of `show --format json`
    ShowOutput,
    /// The output of `history --format json`
    HistoryOutput,
    /// The output of `diff --format json`
    DiffOutput,
    /// The output of `review --format json`
    ReviewOutput,
    /// The output of `compare --format json`
    #[value(alias = "compare")]
    CompareOutput,
    /// The output of `test --format json` and `validate --format json`
    RunsOutput,
}

const WHERE_TO: &str = "\
`init` puts the schema of `environments.yaml` beside it, where its first line names it. For other
files, print a schema once:
  cargo prompts schema golden > prompts/golden.schema.json
and name it on the first line of the file, relative to it:
  # yaml-language-server: $schema=../golden.schema.json";

impl Kind {
    fn json(self) -> Value {
        match self {
            Self::Environments => EditorSchema::Environments.json(),
            Self::Releases => EditorSchema::Releases.json(),
            Self::Golden => EditorSchema::Golden.json(),
            Self::Checks => EditorSchema::Checks.json(),
            Self::Answers => EditorSchema::Answers.json(),
            Self::Judge => EditorSchema::Judge.json(),
            Self::Tool => EditorSchema::Tool.json(),
            Self::ListOutput => OutputSchema::List.json(),
            Self::ShowOutput => OutputSchema::Show.json(),
            Self::HistoryOutput => OutputSchema::History.json(),
            Self::DiffOutput => OutputSchema::Diff.json(),
            Self::ReviewOutput => OutputSchema::Review.json(),
            Self::CompareOutput => OutputSchema::Compare.json(),
            Self::RunsOutput => OutputSchema::Runs.json(),
        }
    }
}

impl Schema {
    pub fn run(&self) -> CommandResult {
        print_json(&self.kind.json())?;
        Ok(ExitStatus::Success)
    }
}
