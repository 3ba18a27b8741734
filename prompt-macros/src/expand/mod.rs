//! Expands calls to constant expressions; in a build for several environments, to a choice among them.
//!
//! Every expansion names `PROMPT_DIGEST`, which changes with every file that the build script
//! writes. So it stands in the compiler's dependency list, and neither cargo nor a compilation
//! cache serves an old prompt. A text is included with `include_str!`, and stands in that list too.

mod answer_type;
mod by_environment;
mod catalog;
mod choose_environment;
mod environment;
mod flag;
mod optional;
mod prompt;
mod prompts;
pub(crate) mod reload_check;
mod tool_type;

pub(crate) use answer_type::answer_type;
pub(crate) use by_environment::{by_environment, value_by_environment};
pub(crate) use catalog::{catalog, no_catalog};
pub(crate) use choose_environment::{choose_environment, no_choice};
pub(crate) use environment::{environment, no_environment};
pub(crate) use flag::{flag, no_flag};
pub(crate) use optional::{no_option, none};
pub(crate) use prompt::{Pinned, Place, literal, marker, no_prompt, no_result, prompt};
pub(crate) use prompts::{no_prompts, prompts};
pub(crate) use tool_type::tool_type;

use std::str::FromStr as _;

use proc_macro2::TokenStream;

use crate::refusal::Refusal;

pub(crate) type Expansion = Result<TokenStream, Refusal>;

/// What a call returns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Returns {
    /// What is pinned: `prompt!`.
    #[default]
    Pinned,
    /// A `Result`, after a check of the choices of inputs: `try_prompt!`.
    Result,
    /// An `Option`, `None` where the environment pins nothing: `optional_prompt!`.
    Option,
}

/// What a call returns, and the parts of an expansion that features of `prompt-runtime` add.
///
/// Cargo builds a procedural macro once for a whole build graph. So features of this crate would be
/// on for a package that does not want them: `prompt-runtime` names the form instead.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Forms {
    /// A rendering keeps a record of its inputs for the logs.
    pub(crate) has_record: bool,
    /// A call renders the working copy as it is on the disk.
    pub(crate) has_reload: bool,
    /// A call hands its inputs to the sampler of the program.
    pub(crate) has_sample: bool,
    pub(crate) returns: Returns,
}

impl Forms {
    /// Returns the form of a call without features.
    pub(crate) fn that(returns: Returns) -> Self {
        Self {
            returns,
            ..Self::default()
        }
    }

    pub(crate) fn with_record(self) -> Self {
        Self {
            has_record: true,
            ..self
        }
    }

    pub(crate) fn with_reload(self) -> Self {
        Self {
            has_reload: true,
            ..self
        }
    }

    pub(crate) fn with_sample(self) -> Self {
        Self {
            has_sample: true,
            ..self
        }
    }
}

/// Makes an expression that includes a file of `OUT_DIR`.
pub(crate) fn include_str(file: &str) -> TokenStream {
    lex(&format!(
        r#"::core::include_str!(::core::concat!(::core::env!("OUT_DIR"), "/{file}"))"#
    ))
}

/// Makes a statement that records the dependency on the build script's output. It leaves nothing
/// in the binary.
pub(crate) fn dependency() -> TokenStream {
    lex(r#"let _ = ::core::env!("PROMPT_DIGEST");"#)
}

/// Makes tokens from their text, with the compiler's own lexer. Cargo builds this crate and `quote`
/// without optimisation: many tokens that are made one by one take several times as long.
pub(crate) fn lex(source: &str) -> TokenStream {
    let tokens = if proc_macro::is_available() {
        // `proc_macro2` would lex the text itself first.
        proc_macro::TokenStream::from_str(source)
            .map(TokenStream::from)
            .map_err(|error| error.to_string())
    } else {
        TokenStream::from_str(source).map_err(|error| error.to_string())
    };
    tokens.unwrap_or_else(|error| {
        syn::Error::new(proc_macro2::Span::call_site(), error).to_compile_error()
    })
}
