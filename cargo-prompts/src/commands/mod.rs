//! The commands, one a file. `retire` is shared by `deprecate` and `withdraw`, `runs` by `test` and
//! `validate`, `signing` by all that sign.

pub mod anonymise;
pub mod check;
pub mod compare;
pub mod completions;
pub mod deprecate;
pub mod diff;
pub mod explain;
pub mod export;
pub mod history;
pub mod import;
pub mod init;
pub mod inspect;
pub mod list;
pub mod new;
pub mod options;
pub mod promote;
pub mod publish;
pub mod recover;
pub mod render;
pub mod resolve;
mod retire;
pub mod review;
pub mod rollback;
mod runs;
pub mod sample;
pub mod schema;
pub mod show;
mod signing;
pub mod test;
pub mod validate;
pub mod withdraw;
