//! The prompts on disk: one folder each, with released versions, their ledger and a working copy.

mod contents;
mod ledger;
mod prompt_file;
mod prompt_folder;
mod record;
mod release;
mod state;
mod texts;
mod time;

pub use contents::Contents;
pub use ledger::Ledger;
pub use prompt_file::PromptFile;
pub use prompt_folder::PromptFolder;
pub use record::{Evidence, GivenUp, Move, Run, SignOff, Signature};
pub use release::{Release, Status};
pub use state::{JOURNAL, STATE, inner_state_folders, interrupted_journal, state_folder};
pub use texts::{PinnedText, Texts};

use semver::Version;

/// The name of the ledger in a prompt's folder.
pub const LEDGER: &str = "releases.yaml";
/// The name of the working copy in a prompt's folder.
pub const WORKING_COPY: &str = "local.prompt";

/// The folder of the library that holds the partials.
pub const PARTIALS: &str = "partials";

/// The name of a released version's file in a prompt's folder.
pub fn release_file(version: &Version) -> String {
    format!("{version}.prompt")
}
