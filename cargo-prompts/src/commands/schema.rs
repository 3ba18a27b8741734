//! `cargo prompts schema`.

use clap::Args;

use crate::report::exit_status::ExitStatus;
use crate::report::failure::CommandResult;
use crate::report::output::print_json;
use crate::rules::editor_schema::EditorSchema;

/// Prints a JSON Schema of a kind of file, for editors
///
/// An editor with a YAML language server then completes keys, shows what they mean, and marks
/// unknown keys and values of a wrong type. The schema does not say all: `cargo prompts check` does.
#[derive(Debug, Args)]
#[command(after_help = WHERE_TO)]
pub struct Schema {
    /// The kind of file
    kind: EditorSchema,
}

const WHERE_TO: &str = "\
`init` puts the schema of `environments.yaml` beside it, where its first line names it. For other
files, print a schema once:
  cargo prompts schema golden > prompts/golden.schema.json
and name it on the first line of the file, relative to it:
  # yaml-language-server: $schema=../golden.schema.json";

impl Schema {
    pub fn run(&self) -> CommandResult {
        print_json(&self.kind.json())?;
        Ok(ExitStatus::Success)
    }
}
