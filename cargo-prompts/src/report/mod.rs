//! The output of a command: findings, failures, tables and explanations.

pub mod diagnostics;
pub mod exit_status;
pub mod explain;
pub mod failure;
pub mod findings;
pub mod json_line_escape;
pub mod output;
pub mod table;
mod terminal;
