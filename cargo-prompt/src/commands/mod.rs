//! A file a command.

pub mod anonymise;
pub mod check;
pub mod completions;
pub mod explain;
pub mod validate;
