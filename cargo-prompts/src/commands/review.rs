//! `cargo prompts review`.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::commands::options::Options;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{note, print, print_as_is, print_json};
use crate::workflows::review::{json, markdown, page, review, terminal};

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
    /// Write it as one page for a browser, which needs no other file; `-` is standard output
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// The output format; `cargo prompts schema review-output` describes the JSON
    #[arg(long, value_enum, default_value_t = Format::Human, conflicts_with = "markdown")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page
    Human,
    /// An object
    Json,
}

impl Review {
    pub fn run(&self, options: &Options) -> CommandResult {
        self.refuse_two_in_one_output()?;
        let workspace = Workspace::find_noting(&options.prompts)?;
        let review = review(&workspace, &self.base)?;
        let mut is_printed = false;
        if let Some(path) = &self.html {
            is_printed |= deliver(path, &page(&review)?)?;
        }
        if let Some(path) = &self.markdown {
            is_printed |= deliver(path, &markdown(&review))?;
        }
        match self.format {
            _ if is_printed => {}
            Format::Human => print(&terminal(&review))?,
            Format::Json => print_json(&json(&review))?,
        }
        Ok(ExitStatus::Success)
    }

    /// One of them after the other would be a file that no program reads.
    fn refuse_two_in_one_output(&self) -> Result<(), Failure> {
        let files = [&self.html, &self.markdown].into_iter().flatten();
        let forms = files.filter(|path| is_standard_output(path)).count();
        if forms + usize::from(self.format == Format::Json) > 1 {
            let message = "standard output takes one form of the review";
            return Err(Failure::new(message).help("write the other form to a file"));
        }
        Ok(())
    }
}

fn is_standard_output(path: &Path) -> bool {
    path.as_os_str() == STANDARD_OUTPUT
}

/// Writes a form of the review to its file, or prints it. True if it was printed.
fn deliver(path: &Path, text: &str) -> Result<bool, Failure> {
    if is_standard_output(path) {
        print_as_is(text)?;
        return Ok(true);
    }
    fs::write(path, text).map_err(|error| Failure::cannot("write", path, &error))?;
    note!("wrote {}", path.display());
    Ok(false)
}
