//! A file a command.

pub mod anonymise;
pub mod check;
pub mod completions;
pub mod deprecate;
pub mod diff;
pub mod explain;
pub mod export;
pub mod history;
pub mod init;
pub mod list;
pub mod new;
pub mod promote;
pub mod publish;
pub mod rollback;
pub mod show;
pub mod test;
pub mod validate;
pub mod withdraw;
