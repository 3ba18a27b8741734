//! A file a command.

pub mod anonymise;
pub mod check;
pub mod completions;
pub mod deprecate;
pub mod explain;
pub mod init;
pub mod new;
pub mod promote;
pub mod rollback;
pub mod withdraw;
pub mod validate;
