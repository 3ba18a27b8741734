//! A file a command.

pub mod check;
