//! `cargo prompts compare`.

use clap::{Args, ValueEnum};

use crate::commands::options::Options;
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::CommandResult;
use crate::report::output::{print, print_json};
use crate::workflows::compare::{CompareRequest, OnlyDataset, compare, page};
use crate::workflows::endpoint::Settings;
use crate::workflows::runs::CallOptions;

/// Sends the same cases to two texts of a prompt, or to two models, and compares the answers
///
/// A and B are each a version, `local` for the working copy, or an environment for the version that it
/// pins. `@MODEL` behind it sends the text to another model, as in `production@gpt-5-mini`; the API and
/// the parameters stay those of the environment. A version and `local` have the settings of `--env`, else
/// of the environment on the other side, else of the default one.
///
/// Both sides get the golden cases and the realistic inputs, and are judged as by `test` and `validate`.
/// Shown are the sums of each side, the cases that pass with one side alone, and the golden answers word
/// by word. No text of a realistic input or of an answer to it is shown. An exact test of the pairs says
/// whether one side passes more cases, or that it cannot tell. It counts cases: with `repeat` a case passes
/// if each call for it does.
///
/// A case that one side does not take is sent with neither, and is named with the reason. An input that
/// only the other side declares is left out. A comparison is no evidence, and changes no ledger.
///
/// Exit code: 0 if cases were compared, whatever the result; 1 if there was none or a dataset is refused;
/// 2 if a call had no answer.
#[derive(Debug, Args)]
pub struct Compare {
    /// The prompt's id
    id: String,
    /// One side, such as `2.3.0`, `local`, `production` or `production@gpt-5-mini`
    a: String,
    /// The other side
    b: String,
    /// The environment whose settings versions and the working copy have
    #[arg(long = "env", value_name = "ENVIRONMENT")]
    environment: Option<String>,
    /// Compare with this dataset alone
    #[arg(long, value_name = "DATASET", value_enum)]
    only: Option<OnlyDataset>,
    /// Keep the golden answers in `answers.yaml` beside the dataset, where `review` finds them
    #[arg(long)]
    save: bool,
    #[command(flatten)]
    calls: CallOptions,
    /// The output format; `cargo prompts schema compare-output` describes the JSON
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
    #[command(flatten)]
    endpoint: Settings,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A page
    Human,
    /// An object
    Json,
}

impl Compare {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        Session::finish_interrupted(&workspace)?;
        let request = CompareRequest {
            id: &self.id,
            sides: (&self.a, &self.b),
            environment: self.environment.as_deref(),
            only: self.only,
            saves: self.save,
            calls: &self.calls,
            endpoint: &self.endpoint,
        };
        let comparison = compare(&workspace, &request)?;
        match self.format {
            Format::Human => {
                // Without a terminal, the width is unlimited.
                let columns = terminal_size::terminal_size()
                    .map_or(usize::MAX, |(width, _)| usize::from(width.0));
                print(&page(&comparison, columns))?;
            }
            Format::Json => print_json(&comparison)?,
        }
        Ok(if comparison.cases() > 0 {
            ExitStatus::Success
        } else {
            ExitStatus::Errors
        })
    }
}
