//! A file a command.

pub mod anonymise;
pub mod check;
pub mod completions;
pub mod deprecate;
pub mod explain;
pub mod export;
pub mod init;
pub mod new;
pub mod promote;
pub mod publish;
pub mod rollback;
pub mod test;
pub mod validate;
pub mod withdraw;
