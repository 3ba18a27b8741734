//! `cargo prompts anonymise`.

use std::env;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use prompt_build::disk::{Disk, describe};
use prompt_build::report::{Findings, Source};

use crate::commands::options::Options;
use crate::project::change::{Edit, Target};
use crate::project::dataset_files::REPLAY;
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{note, say};
use crate::rules::personal::Kind;
use crate::rules::replay::{Anonymised, anonymise};

/// Replaces what looks personal in a prompt's `replay.jsonl` by placeholders
///
/// Email addresses, phone numbers, payment card numbers and IBANs become `<email-1>`, `<phone-1>`,
/// `<card-1>` and `<iban-1>`, the same value the same placeholder through the whole file. All else
/// stays as it is. Addresses that are reserved for examples, as at `example.com`, are let through.
///
/// Names and postal addresses have no form to find them by: look through the file before you share
/// it.
#[derive(Debug, Args)]
pub struct Anonymise {
    /// The prompt whose dataset it is
    id: String,
    /// Takes the lines of another file, and leaves that one as it is
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// With `--from`, replaces a `replay.jsonl` that is there
    #[arg(long, requires = "from")]
    force: bool,
}

impl Anonymise {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let session = Session::open(&workspace)?;
        let path = format!("{}/{REPLAY}", session.prompt(&self.id)?.folder);
        if self.from.is_some() && !self.force && workspace.disk.exists(&path) {
            note!("\x1b[1;31merror\x1b[0m: `{path}` is there, and is not replaced");
            note!("  = help: `--force` replaces it; without `--from` it is anonymised where it is");
            return Ok(ExitStatus::Errors);
        }
        let mut findings = Findings::default();
        // What is there now is what is replaced, or the command is refused.
        let present = if workspace.disk.exists(&path) {
            workspace.disk.read(&path)?.text.clone()
        } else {
            String::new()
        };
        let Some(anonymised) = anonymise(&self.source(&workspace, &path)?, &mut findings) else {
            return Err(findings.into());
        };
        let is_changed = self.from.is_some() || !anonymised.counts.is_empty();
        if is_changed {
            let target = Target::Library(format!("{}/{REPLAY}", self.id));
            let edit = Edit {
                target,
                from: present,
                text: anonymised.text.clone(),
            };
            session.commit(
                &format!("cargo prompts anonymise {}", self.id),
                &self.id,
                &[edit],
            )?;
        }
        say!("{}", summary(&anonymised, &path));
        Ok(ExitStatus::Success)
    }

    fn source(&self, workspace: &Workspace, path: &str) -> Result<Arc<Source>, Failure> {
        let Some(file) = &self.from else {
            return Ok(workspace.disk.read(path)?);
        };
        let folder = env::current_dir().map_err(|error| {
            Failure::because("the working directory cannot be read", describe(&error))
        })?;
        Ok(Disk::new(folder).read(&file.to_string_lossy())?)
    }
}

fn summary(anonymised: &Anonymised, path: &str) -> String {
    let counted = anonymised
        .counts
        .iter()
        .map(|(kind, count)| counted(*kind, *count))
        .collect::<Vec<_>>();
    match counted.split_last() {
        None => format!("nothing in `{path}` looks personal"),
        Some((last, [])) => format!("`{path}`: replaced {last}"),
        Some((last, others)) => format!("`{path}`: replaced {} and {last}", others.join(", ")),
    }
}

fn counted(kind: Kind, count: usize) -> String {
    let noun = if count == 1 {
        kind.as_str()
    } else {
        kind.plural()
    };
    format!("{count} {noun}")
}
