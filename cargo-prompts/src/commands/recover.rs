//! `cargo prompts recover`.

use clap::Args;
use prompt_build::report::quoted;

use crate::commands::options::Options;
use crate::project::change::{Changes, FileState, Interrupted, Plan, Remedy};
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::CommandResult;
use crate::report::output::{escape_line, say};

/// Finishes a change that was interrupted, or discards it
///
/// A command that is killed while it changes the library leaves a journal of the change, and builds
/// fail until the change is finished. The next command that changes the library finishes it, too.
/// If several applications share the library, a change of a pin is finished only by a command in
/// the same application: others are refused. Commands that only read leave the journal alone.
///
/// The change is refused if one of its files was edited since, or if the journal was made in another
/// working tree: one that was copied, cloned or moved to this machine. A tree that was renamed is
/// the same. `--discard` is the way out: it removes the journal, and leaves the files as they are.
///
/// The command prints each file of the change, and whether it has the change. `--dry-run` prints the
/// same and does nothing.
///
/// Exit code: 0 if nothing is left to finish, 2 if the change is refused or a file cannot be
/// written.
#[derive(Debug, Args)]
pub struct Recover {
    /// Remove the journal instead, and leave the files as they are
    #[arg(long)]
    discard: bool,
    /// Print what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

impl Recover {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let library = workspace.library(&workspace.sound_config()?);
        let changes = Changes::of(&workspace, &library);
        let remedy = if self.discard {
            Remedy::Discard
        } else {
            Remedy::Finish
        };
        let mut is_told = false;
        let mut tell = |plan: &Plan| {
            is_told = true;
            self.show(plan, &workspace, &library);
        };
        if self.dry_run {
            changes.plans(remedy)?.iter().for_each(&mut tell);
        } else {
            changes.recover(remedy, &mut tell)?;
        }
        if !is_told {
            say!("no change was interrupted");
        }
        Ok(ExitStatus::Success)
    }

    fn show(&self, plan: &Plan, workspace: &Workspace, library: &str) {
        if plan.has_draft {
            say!("a command was interrupted before it changed anything");
        }
        let Some(change) = &plan.change else {
            return;
        };
        say!("{}", self.headline(change, plan.remedy));
        for file in &change.files {
            let word = self.word(file.state, plan.remedy);
            let path = file.target.path(workspace, library);
            say!("  {word:<18}  {}", escape_line(&path));
        }
        if plan.remedy == Remedy::Discard && !self.dry_run {
            say!("next: `cargo prompts check` tells if the files fit each other");
        }
    }

    fn headline(&self, change: &Interrupted, remedy: Remedy) -> String {
        let journal = change.journal.display();
        let Some(command) = &change.command else {
            let removed = if self.dry_run {
                "would be removed"
            } else {
                "is removed"
            };
            return format!("`{journal}` is refused here; it {removed}, and the files stay");
        };
        let outcome = match (remedy, self.dry_run) {
            (Remedy::Finish, false) => "its change is now complete",
            (Remedy::Finish, true) => "its change would be completed",
            (Remedy::Discard, false) => "its journal is removed, and the files stay",
            (Remedy::Discard, true) => "its journal would be removed, and the files stay",
        };
        format!("{} was interrupted; {outcome}", quoted(command))
    }

    fn word(&self, state: FileState, remedy: Remedy) -> &'static str {
        match (remedy, state) {
            (Remedy::Finish, FileState::Old) if self.dry_run => "would be written",
            (Remedy::Finish, FileState::Old) => "written",
            (Remedy::Finish, FileState::New) => "was written before",
            (Remedy::Discard, FileState::Old) => "without the change",
            (Remedy::Discard, FileState::New) => "with the change",
            (_, FileState::Edited) => "edited since",
        }
    }
}
