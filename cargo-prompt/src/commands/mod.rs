//! A file a command.

pub mod check;
pub mod completions;
pub mod explain;
