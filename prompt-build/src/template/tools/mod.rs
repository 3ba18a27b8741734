//! Reads `tools` and `toolDefs` of a front matter: the functions that a model may call.
//!
//! A `definition` is one tool, in the front matter or in a file of the library. `list` reads the two
//! keys, and finds the files that `tools` names, each a `tool_file`. `released` has the definitions as a release writes
//! them.

mod definition;
mod list;
#[cfg(feature = "publish")]
mod released;
mod tool;
mod tool_file;

pub(super) use list::{ToolKeys, read};
#[cfg(feature = "publish")]
pub(super) use released::released;
pub use tool::Tool;
