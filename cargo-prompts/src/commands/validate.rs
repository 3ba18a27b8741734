//! `cargo prompts validate`.

use clap::Args;
use semver::Version;

use crate::commands::options::Options;
use crate::commands::test::conclude;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::failure::{CommandResult, Failure};
use crate::workflows::endpoint::{Client, Settings};
use crate::workflows::runs::{ReplayRun, open_replay, render_replay, run};

/// Replays realistic inputs: every line of `replay.jsonl` is rendered, sent, and answered
///
/// A line is a JSON object with the inputs of one call, sampled from real traffic and anonymised
/// (`cargo prompts anonymise`). All lines are checked first: where one does not fit the prompt, or
/// still looks personal, nothing is sent. Then each goes to the endpoint, with the environment's
/// model and temperature and under its `rate_limit`. A line passes where the model gives a text;
/// where the prompt declares an output schema, that text is JSON which meets it.
///
/// An interrupted run goes on where it stopped, as long as prompt, model and dataset stay the same.
/// A run in which all lines pass of the version that the environment pins is entered in its ledger
/// as evidence, for `cargo prompts promote`; one of another `--version` counts as none.
///
/// Ends with 0 when all lines passed, with 1 when one did not or the dataset is refused, and with 2
/// when it could not run.
#[derive(Debug, Args)]
pub struct Validate {
    /// The prompt whose dataset is replayed
    id: String,
    /// The environment whose version, model, temperature and rate limit are taken
    #[arg(long = "env", value_name = "ENVIRONMENT")]
    environment: String,
    /// Takes this version instead of the pinned one; it counts as no evidence until it is pinned
    #[arg(long)]
    version: Option<Version>,
    #[command(flatten)]
    endpoint: Settings,
}

impl Validate {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let (prompt, findings) = ResolvedPrompt::find(
            &workspace,
            &self.id,
            Some(&self.environment),
            self.version.as_ref(),
        )?;
        let prompt = prompt.ok_or_else(|| Failure::from(findings.clone()))?;
        print_findings(&findings);
        let dataset = render_replay(&prompt, open_replay(&workspace, &prompt)?);
        let judge = ReplayRun::new(&prompt)?;
        let client = Client::new(&self.endpoint)?;
        conclude(run(&workspace, &dataset, &judge, client)?, &workspace)
    }
}
