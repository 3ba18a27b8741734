//! Expands calls to constant expressions.
//!
//! Every expansion includes the files that were read with `include_str!`. So the files and
//! `OUT_DIR` stand in the compiler's dependency list, and neither cargo nor a compilation cache
//! serves an old prompt.

mod environment;
mod flag;
mod prompt;
mod prompts;
pub(crate) mod reload_check;

pub(crate) use environment::{environment, no_environment};
pub(crate) use flag::{flag, no_flag};
pub(crate) use prompt::{literal, marker, no_prompt, prompt, read_header};
pub(crate) use prompts::{no_prompts, prompts};

use proc_macro2::TokenStream;
use quote::quote;

use crate::refusal::Refusal;

pub(crate) type Expansion = Result<TokenStream, Refusal>;

/// The parts of an expansion that features of `prompt-runtime` add.
///
/// Cargo builds a procedural macro once for a whole build graph. So features of this crate would be
/// on for a package that does not want them: `prompt-runtime` names the form instead.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Forms {
    /// A rendering keeps a record of its inputs for the logs.
    pub(crate) has_record: bool,
    /// A call renders the working copy as it is on the disk.
    pub(crate) has_reload: bool,
}

/// Makes an expression that includes a file of `OUT_DIR`.
pub(crate) fn include_str(file: &str) -> TokenStream {
    let file = format!("/{file}");
    quote!(::core::include_str!(
        ::core::concat!(::core::env!("OUT_DIR"), #file)
    ))
}

/// Makes an item that records the dependency on a file. It leaves nothing in the binary.
pub(crate) fn depend_on(file: &str) -> TokenStream {
    let file = include_str(file);
    quote!(const _: &::core::primitive::str = #file;)
}
