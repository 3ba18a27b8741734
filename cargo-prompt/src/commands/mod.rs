//! A file a command.

pub mod check;
pub mod deprecate;
pub mod promote;
pub mod rollback;
pub mod withdraw;
