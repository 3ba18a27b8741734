//! `cargo prompts resolve`.

use clap::Args;
use prompt_build::report::quoted;

use crate::commands::options::Options;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::CommandResult;
use crate::report::output::{escape_line, say};
use crate::workflows::merge_resolution::{LeftOut, MovedPin, Resolution, resolve};

/// Resolves the conflicts of a merge in a prompt's ledger and its released files
///
/// Two branches that publish after the same version both make 1.0.1. This command runs in the middle
/// of the merge, after `git merge` (or a rebase, or a cherry-pick) stopped. This branch's version keeps its
/// number. The other one gets the next free number that its change takes, and a pin that only the other
/// branch moved follows it. The ledger has the records of both branches.
///
/// A version that is signed off, or that an environment with `library:active` pins, keeps its number:
/// `cannot-renumber`. A pin that both branches moved stays as this branch has it, and both histories are
/// shown. A version has one record of its deprecation and of its withdrawal: the one of this branch stays,
/// and the other one is shown. Conflicts in other files, such as the working copy, are left to you.
#[derive(Debug, Args)]
pub struct Resolve {
    /// The prompt's id
    id: String,
}

impl Resolve {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let resolution = resolve(&workspace, &self.id)?;
        self.show(&resolution);
        Ok(ExitStatus::Success)
    }

    fn show(&self, resolution: &Resolution) {
        let id = &self.id;
        for one in &resolution.renumbered {
            say!("{id} {} of the other branch is {} now", one.old, one.new);
        }
        for (environment, version) in &resolution.followed {
            say!("{environment} pins {version}, which the other branch pinned");
        }
        for pin in &resolution.moved_twice {
            self.show_pin(pin);
        }
        for LeftOut {
            version,
            action,
            record,
        } in &resolution.left_out
        {
            let record = escape_line(record);
            say!(
                "both branches have {action} {id} {version}; the record of this branch stays, and the other one is left out: {record}"
            );
        }
        if resolution.written.is_empty() {
            say!("the ledger and the released files of {id} have no conflict");
            return;
        }
        let written = resolution.written.iter().map(|path| escape_line(path));
        let written = written.collect::<Vec<_>>().join(" ");
        say!("next: `git add {written}`, then `cargo prompts check`");
    }

    fn show_pin(
        &self,
        MovedPin {
            environment,
            ours,
            theirs,
        }: &MovedPin,
    ) {
        let id = &self.id;
        say!(
            "both branches moved the pin of {environment}, which stays at {}:",
            quoted(&ours.pin)
        );
        for (whose, history) in [("this branch", ours), ("the other branch", theirs)] {
            say!("  {whose}: {}", escape_line(&history.pin));
            for sentence in &history.moves {
                say!("    {}", escape_line(sentence));
            }
        }
        let version = escape_line(&theirs.pin);
        say!(
            "  to pin the other one: `cargo prompts promote {id} --to {environment} --version {version} --by WHO --reason WHY`"
        );
    }
}
