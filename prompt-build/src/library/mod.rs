//! The prompts on disk: one folder each, with released versions, their ledger and a working copy.

mod contents;
mod extension;
mod folders;
mod ledger;
mod misnamed_shared;
mod misplaced;
mod names;
mod partial_name;
mod prompt_file;
mod prompt_folder;
pub mod prompt_id;
mod quiet;
mod record;
mod release;
mod shared_file;
mod shared_library;
mod state;
mod texts;
pub mod time;
mod tool_name;
mod unused_files;

pub use contents::Contents;
pub use extension::Extension;
pub use folders::Folders;
pub use ledger::Ledger;
pub use misnamed_shared::misnamed_shared;
pub use misplaced::misplaced_prompts;
pub use names::{LEDGER, PARTIALS, SCHEMAS, TOOLS, release_file, working_copy_file};
pub use prompt_core::vocabulary::Status;
pub use prompt_file::PromptFile;
pub use prompt_folder::PromptFolder;
pub use quiet::{is_below, is_quiet};
pub use record::{
    Confirmation, Evidence, Judge, PinChange, Retirement, Run, SignOff, Signature, meets,
    read_repeat, read_threshold,
};
pub use release::{ENTRY_FORMAT, Release};
pub use shared_library::SharedLibrary;
pub use state::{
    JOURNAL, JOURNAL_DRAFT, STATE, StateFolder, inner_state_folders, interrupted_draft,
    interrupted_journal, linked_state, misshapen_journal, state_folder,
};
pub use texts::{PinnedText, Texts};
pub use time::Moment;
pub use unused_files::review_unused;
