//! `cargo prompts anonymise`.

use std::env;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use prompt_build::disk::{Disk, describe};
use prompt_build::report::Findings;
use prompt_build::source::Source;

use crate::commands::options::Options;
use crate::project::change::{Edit, Target};
use crate::project::dataset_files::{self, REPLAY};
use crate::project::file_mode;
use crate::project::prompt_texts::prompt_texts;
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::{note, say};
use crate::rules::personal::{Finder, LIMITS};
use crate::rules::replay::{Anonymised, DeclaredNames, Search, anonymise};

/// Replaces personal data in a prompt's `replay.jsonl` with placeholders
///
/// The file is changed in place. With `--from FILE`, it gets the lines of that file, anonymised.
///
/// Email addresses, phone numbers, payment card numbers and IBANs become `<email-1>`, `<phone-1>`,
/// `<card-1>` and `<iban-1>`. Equal values get the same placeholder throughout the file. Addresses
/// reserved for examples, such as those at `example.com`, are kept. What matches a pattern under
/// `personal_data` in `environments.yaml` becomes a placeholder with the name of the pattern. The names
/// that the prompt declares stay as they are, so its working copy must have no error.
///
/// These values are found in the forms that the guide lists, and in no other: `docs/src/files.md`,
/// "Personal data". Names, postal addresses and dates of birth are not found. It is a help and no
/// guarantee: read the file before you commit it.
#[derive(Debug, Args)]
pub struct Anonymise {
    /// The prompt's id
    id: String,
    /// Read the lines from this file, which stays unchanged
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// With `--from`: overwrite an existing `replay.jsonl`
    #[arg(long)]
    force: bool,
}

impl Anonymise {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let session = Session::open(&workspace)?;
        let folder = session.prompt(&self.id)?.folder;
        let path = format!("{folder}/{REPLAY}");
        if self.force && self.from.is_none() {
            return Err(Failure::new("`--force` needs `--from FILE`")
                .help(format!(
                    "`--from FILE --force` overwrites `{path}` with the anonymised lines of FILE"
                ))
                .help(format!("without both, `{path}` is anonymised in place")));
        }
        if self.from.is_some() && !self.force && workspace.disk.exists(&path) {
            note!("\x1b[1;31merror\x1b[0m: `{path}` already exists; not overwritten");
            note!("  = help: `--force` overwrites it; without `--from`, it is anonymised in place");
            return Ok(ExitStatus::Errors);
        }
        let mut findings = Findings::default();
        // The command is refused if the file was changed since it was read.
        let present = if workspace.disk.exists(&path) {
            dataset_files::read(&workspace.disk, &folder, REPLAY)?
                .text
                .clone()
        } else {
            String::new()
        };
        let finder = Finder::of(&session.config, &mut findings);
        // A name that is not known could be replaced, and no version would take the line.
        let texts = prompt_texts(&workspace, &session.config, &self.id, &mut findings);
        if findings.has_errors() {
            return Err(findings.into());
        }
        let source = self.source(&workspace, &path)?;
        let search = Search {
            finder: &finder,
            names: &DeclaredNames::of(texts.iter().map(|text| &text.template)),
        };
        let Some(anonymised) = anonymise(&source, search, &mut findings) else {
            return Err(findings.into());
        };
        let is_changed = self.from.is_some() || !anonymised.counts.is_empty();
        if is_changed {
            self.keep_private(&workspace, &path)?;
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
        say!("{LIMITS}");
        Ok(ExitStatus::Success)
    }

    /// The file that is made of another one has the stricter mode of both. So has the journal of
    /// the change, which holds the text, too.
    fn keep_private(&self, workspace: &Workspace, path: &str) -> Result<(), Failure> {
        let to = workspace.root.join(path);
        let from = self.from.as_ref().unwrap_or(&to);
        file_mode::keep_private(from, &to).map_err(|error| Failure::cannot("write", &to, &error))
    }

    fn source(&self, workspace: &Workspace, path: &str) -> Result<Arc<Source>, Failure> {
        let Some(file) = &self.from else {
            if !workspace.disk.exists(path) {
                return Err(Failure::new(format!("there is no `{path}` to anonymise"))
                    .help("`--from FILE` makes it from the lines of FILE"));
            }
            return Ok(workspace.disk.read(path)?);
        };
        let folder = env::current_dir().map_err(|error| {
            Failure::because("cannot read the working directory", describe(&error))
        })?;
        Ok(Disk::new(folder).read(&file.to_string_lossy())?)
    }
}

fn summary(anonymised: &Anonymised, path: &str) -> String {
    let counted = anonymised
        .counts
        .iter()
        .map(|(kind, count)| kind.counted(*count))
        .collect::<Vec<_>>();
    match counted.split_last() {
        None => format!("no personal data found in `{path}`"),
        Some((last, [])) => format!("`{path}`: replaced {last}"),
        Some((last, others)) => format!("`{path}`: replaced {} and {last}", others.join(", ")),
    }
}
