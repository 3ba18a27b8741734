//! `cargo prompts review`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use crate::commands::options::Options;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{note, print, print_as_is, print_json};
use crate::workflows::review::{markdown, page, review, terminal};

/// The standard output, as a name of a file.
const STANDARD_OUTPUT: &str = "-";

/// Shows what a change of the repository does, environment by environment
///
/// Compares the working tree with the commit at which it and REV parted: pins moved or lost, texts by
/// word, inputs, settings, what the ledgers record, the golden cases rendered before and after, and
/// what the next environment still needs. Realistic inputs are not shown.
#[derive(Debug, Args)]
pub struct Review {
    /// The revision that the change is for, such as `origin/main`
    #[arg(long, value_name = "REV")]
    base: String,
    /// Write it as Markdown for a pull request; `-` is standard output
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// Write it as one page for a browser, which needs no other file
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The output format; `cargo prompts schema review-output` describes the JSON
    #[arg(long, value_enum, default_value_t = Format::Human, conflicts_with = "markdown")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A page
    Human,
    /// An object
    Json,
}

impl Review {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find_noting(&options.prompts)?;
        let review = review(&workspace, &self.base)?;
        if let Some(path) = &self.html {
            write(path, &page(&review)?)?;
        }
        match &self.markdown {
            Some(path) if path.as_os_str() == STANDARD_OUTPUT => {
                print_as_is(&markdown(&review))?;
                return Ok(ExitStatus::Success);
            }
            Some(path) => write(path, &markdown(&review))?,
            None => {}
        }
        match self.format {
            Format::Human => print(&terminal(&review))?,
            Format::Json => print_json(&json!(review))?,
        }
        Ok(ExitStatus::Success)
    }
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure::cannot("write", path, &error))?;
    note!("wrote {}", path.display());
    Ok(())
}
