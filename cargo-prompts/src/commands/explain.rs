//! `cargo prompts explain`.

use std::fmt::Write as _;

use clap::Args;
use prompt_build::report::{did_you_mean, quoted};

use crate::report::exit_status::ExitStatus;
use crate::report::explain::{Explanation, GROUPS};
use crate::report::failure::{CommandResult, Failure};
use crate::report::output;

/// Explains the code of a finding, with an example and the ways to fix it
#[derive(Debug, Args)]
pub struct Explain {
    /// The code, shown in brackets in the finding, such as `unknown-version` [default: list all
    /// codes]
    code: Option<String>,
}

impl Explain {
    pub fn run(&self) -> CommandResult {
        let text = match &self.code {
            Some(code) => explain(code)?,
            None => list(),
        };
        output::print(&text)?;
        Ok(ExitStatus::Success)
    }
}

fn explain(code: &str) -> Result<String, Failure> {
    let bare = code
        .trim()
        .trim_start_matches('[')
        .trim_end_matches(']')
        .to_ascii_lowercase();
    if let Some(Explanation { code, text, .. }) = Explanation::of(&bare) {
        return Ok(format!("\x1b[1m{code}\x1b[0m\n\n{text}"));
    }
    let failure = Failure::new(format!("unknown code {}", quoted(code)));
    let codes = Explanation::all()
        .into_iter()
        .map(|explanation| explanation.code);
    let listed = "`cargo prompts explain` lists them all";
    Err(failure.help(did_you_mean(&bare, codes).unwrap_or_else(|| listed.to_owned())))
}

/// All codes in their groups, each with its title.
fn list() -> String {
    let explanations = Explanation::all();
    let width = explanations
        .iter()
        .map(|explanation| explanation.code.len())
        .max()
        .unwrap_or_default();
    let mut list = String::new();
    for group in GROUPS {
        _ = writeln!(list, "\x1b[1m{group}\x1b[0m");
        for Explanation { code, title, .. } in explanations
            .iter()
            .filter(|explanation| explanation.group == *group)
        {
            _ = writeln!(list, "  {code:width$}  {title}");
        }
        list += "\n";
    }
    list + "`cargo prompts explain CODE` explains one of them.\n"
}
