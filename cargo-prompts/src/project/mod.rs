//! The package on disk: its configuration, its library of prompts, and the changes made to them.

pub mod change;
pub mod dataset_files;
pub mod edit;
pub mod evidence;
pub mod fault_point;
pub mod file_mode;
pub mod folder;
pub mod folder_identity;
pub mod json_lines;
pub mod judge_words;
pub mod line_file;
pub mod lookup;
pub mod manifest;
pub mod merge;
pub mod pin_record;
pub mod prompt;
pub mod prompt_texts;
pub mod resolved_prompt;
pub mod session;
pub mod settings_record;
pub mod starter;
pub mod state;
pub mod timestamp;
pub mod workspace;
