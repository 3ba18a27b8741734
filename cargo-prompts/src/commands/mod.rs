//! A file a command; and what two of them share, `giving_up`.

pub mod anonymise;
pub mod check;
pub mod completions;
pub mod deprecate;
pub mod diff;
pub mod explain;
pub mod export;
mod giving_up;
pub mod history;
pub mod init;
pub mod inspect;
pub mod list;
pub mod new;
pub mod promote;
pub mod publish;
pub mod rollback;
pub mod show;
pub mod test;
pub mod validate;
pub mod withdraw;
