//! The names that tags can call.

use prompt_core::program::Function;

/// The helpers that print.
pub(in crate::template) const OUTPUTS: [&str; 5] = ["history", "json", "media", "role", "section"];
/// The helpers that have a body.
pub(in crate::template) const BLOCKS: [&str; 6] =
    ["each", "if", "ifEquals", "unless", "unlessEquals", "with"];

/// Returns whether a name is that of a function.
pub(in crate::template) fn is_function(name: &str) -> bool {
    Function::named(name).next().is_some()
}
