//! The command line: the commands that there are.

#[cfg(test)]
mod tests;

use std::process::ExitCode;

use clap::{Args, CommandFactory as _, Parser, Subcommand};
use prompt_core::hidden::escape_commands;
use prompt_core::secret::masked;

use crate::commands;
use crate::commands::options::Options;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::escape_line;

/// The command line as cargo passes it on, starting with the subcommand `prompts`.
#[derive(Debug, Parser)]
#[command(name = "cargo", bin_name = "cargo")]
pub enum Cargo {
    /// Manages prompts from the first draft to production
    #[command(version, after_help = LIFE)]
    Prompts(Arguments),
}

impl Cargo {
    /// Parses the command line. A message about it repeats what was passed, so it is made of the
    /// arguments as they are shown: without secrets and hidden characters.
    pub fn parse_escaped() -> Result<Self, Failure> {
        let error = match Self::try_parse() {
            Ok(parsed) => return Ok(parsed),
            Err(error) => error,
        };
        let given = std::env::args_os().map(|argument| argument.to_string_lossy().into_owned());
        let given = given.collect::<Vec<_>>();
        let shown = given.iter().map(|argument| shown(argument));
        let shown = shown.collect::<Vec<_>>();
        if given == shown {
            error.exit();
        }
        match Self::try_parse_from(&shown) {
            Err(error) => error.exit(),
            // Then it is what is not shown that is wrong.
            Ok(_) => Err(wrong(&given, &shown)),
        }
    }
}

/// The argument as messages show it.
fn shown(argument: &str) -> String {
    escape_commands(&escape_line(&masked(argument)), "\\u{23}")
}

fn wrong(given: &[String], shown: &[String]) -> Failure {
    let mut pairs = given.iter().zip(shown);
    let (given, argument) = pairs
        .find(|(given, shown)| given != shown)
        .expect("an argument is not shown as it is");
    if escape_line(given) == given.as_str() {
        return Failure::new(format!("the argument `{argument}` is invalid"))
            .help("it holds a secret, which no option takes");
    }
    Failure::new(format!(
        "the argument `{argument}` holds characters that nobody sees"
    ))
    .help("write it on one line, without control characters")
}

const LIFE: &str = "\
The life of a prompt:
  new          create a working copy, prompts/ID/local.prompt, for development builds
  publish      release the working copy as a version, with the status draft
  test         run the golden dataset with the model of the target environment
  promote      --to staging: pin a version that passed its tests
  validate     replay realistic inputs in staging
  promote      --to production: sign off the version, and pin it
  rollback     --in production: pin the previous version again

`cargo build` enforces the rules for what is pinned; `cargo prompts check` looks at everything.
Exit codes: 0 success; 1 there are errors, each with a code in brackets; 2 the command could not run.";

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    options: Options,
}

#[derive(Debug, Subcommand)]
enum Command {
    Init(commands::init::Init),
    New(commands::new::New),
    Import(commands::import::Import),
    List(commands::list::List),
    Show(commands::show::Show),
    Render(commands::render::Render),
    Diff(commands::diff::Diff),
    History(commands::history::History),
    Review(commands::review::Review),
    Check(commands::check::Check),
    Explain(commands::explain::Explain),
    Inspect(commands::inspect::Inspect),
    Publish(commands::publish::Publish),
    Test(commands::test::Test),
    Validate(commands::validate::Validate),
    Compare(commands::compare::Compare),
    Anonymise(commands::anonymise::Anonymise),
    Sample(commands::sample::Sample),
    Promote(commands::promote::Promote),
    Rollback(commands::rollback::Rollback),
    Deprecate(commands::deprecate::Deprecate),
    Withdraw(commands::withdraw::Withdraw),
    Recover(commands::recover::Recover),
    Resolve(commands::resolve::Resolve),
    Export(commands::export::Export),
    Schema(commands::schema::Schema),
    Completions(commands::completions::Completions),
}

impl Arguments {
    pub fn run(&self) -> Result<ExitCode, Failure> {
        let outcome: CommandResult = match &self.command {
            Command::Init(init) => init.run(&self.options),
            Command::New(new) => new.run(&self.options),
            Command::Import(import) => import.run(&self.options),
            Command::List(list) => list.run(&self.options),
            Command::Show(show) => show.run(&self.options),
            Command::Render(render) => render.run(&self.options),
            Command::Diff(diff) => diff.run(&self.options),
            Command::History(history) => history.run(&self.options),
            Command::Review(review) => review.run(&self.options),
            Command::Check(check) => check.run(&self.options),
            Command::Explain(explain) => explain.run(),
            Command::Inspect(inspect) => inspect.run(&self.options),
            Command::Publish(publish) => publish.run(&self.options),
            Command::Test(test) => test.run(&self.options),
            Command::Validate(validate) => validate.run(&self.options),
            Command::Compare(compare) => compare.run(&self.options),
            Command::Anonymise(anonymise) => anonymise.run(&self.options),
            Command::Sample(sample) => sample.run(&self.options),
            Command::Promote(promote) => promote.run(&self.options),
            Command::Rollback(rollback) => rollback.run(&self.options),
            Command::Deprecate(deprecate) => deprecate.run(&self.options),
            Command::Withdraw(withdraw) => withdraw.run(&self.options),
            Command::Recover(recover) => recover.run(&self.options),
            Command::Resolve(resolve) => resolve.run(&self.options),
            Command::Export(export) => export.run(&self.options),
            Command::Schema(schema) => schema.run(),
            Command::Completions(completions) => completions.run(&Cargo::command()),
        };
        outcome.map(ExitCode::from)
    }
}
