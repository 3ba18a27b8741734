//! Prompts whose id only the running program knows.
//!
//! The macro `catalog!` embeds the compiled program of each prompt, in its text form. It is read when
//! a prompt is rendered for the first time, and becomes a plan. Inputs are serialized to data, held
//! against the types of the program, and rendered by the interpreter of `prompt-core`.

mod catalog;
mod data;
mod expected;
mod fault;
mod form;
mod prompt_call;
#[cfg(feature = "tracing")]
mod record;
#[cfg(feature = "sample")]
mod sample;
#[cfg(test)]
mod tests;
mod writer;

pub use catalog::{Catalog, CatalogEntry};
pub(crate) use fault::Fault;
pub use prompt_call::PromptCall;
