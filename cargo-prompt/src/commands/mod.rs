//! A file a command.

pub mod check;
pub mod promote;
