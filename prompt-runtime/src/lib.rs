//! Prompts that the compiler vouches for.
//!
//! A prompt is written once, released under a version, and pinned to a version in each environment.
//! The build script (the crate `prompt-build`) checks the pins: a prompt that is missing, invalid,
//! altered after its release or not signed off is a compile error. The application depends on this
//! crate, which embeds the pinned text as static data, fills it in, and names the environment of
//! the build.
//!
//! # Usage
//!
//! The crates are not published yet: depend on them by path or git. In `Cargo.toml`:
//!
//! ```toml
//! [dependencies]
//! prompt-runtime = { path = "../prompt-runtime/prompt-runtime" }
//!
//! [build-dependencies]
//! prompt-build = { path = "../prompt-runtime/prompt-build" }
//! ```
//!
//! In `build.rs`:
//!
//! ```rust,ignore
//! fn main() {
//!     prompt_build::run();
//! }
//! ```
//!
//! `cargo prompts init` writes the build script, a first prompt and `prompts/environments.yaml`,
//! which pins it. In `src/main.rs`:
//!
//! ```rust,ignore
//! use prompt_runtime::prompt;
//!
//! fn main() {
//!     println!("{}", prompt!("visitor-greeting", visitor = "Mara Lindqvist"));
//! }
//! ```
//!
//! The guide in the repository, `docs/`, describes the files and the command.
//!
//! # Examples
//!
//! [`prompt!`] with the id alone is a constant [`Prompt`]; with inputs it returns a [`Rendered`].
//! [`try_prompt!`] checks the choices of enums as well, and returns a `Result`. [`optional_prompt!`] is
//! `None` where the environment pins nothing.
//! [`environment!`], [`flag!`] and [`prompts!`] are constants of the environment of the build. If the
//! build is for several, the program calls [`choose_environment!`] before it uses them.
//!
//! ```ignore
//! use prompt_runtime::{environment, flag, prompt, prompts};
//!
//! let email = prompt!("sales-email-007");
//! println!("{} {} for {}", email.id, email.version, email.environment);
//! println!("{}", email.text());
//!
//! struct Line { at: &'static str, author: &'static str, text: &'static str }
//! let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
//! let summary = prompt!("ops-summarize-001", service = "checkout", severity = "SEV2", messages);
//! for message in summary.messages() {
//!     println!("[{}] {}", message.role, message.text());
//! }
//!
//! println!("{} in {}", environment!().model, environment!().name);
//! if flag!("new_output_schema") {
//!     println!("the new output schema is on");
//! }
//! assert!(prompts!().iter().any(|prompt| prompt.id == email.id));
//! ```
//!
//! The examples of this documentation use the prompts of the repository's reference application.
//! They need its build script, so documentation tests skip them; the repository's end-to-end tests
//! run each of them.
//!
//! # Features
//!
//! No feature is on by default. Without features, the crate depends on its own macros and on
//! `prompt-core` alone.
//!
//! | feature | adds |
//! |---|---|
//! | `dynamic` | `catalog!`: prompts whose id only the running program knows, with inputs by serde |
//! | `hot-reload` | the module `hot_reload`: a development build reads its working copies again while it runs |
//! | `json` | `{{json …}}` in prompts, by serde, and values of `serde_json` |
//! | `limit` | the module `limit`: the environment's rate limit, by governor |
//! | `opentelemetry` | inputs and messages as attributes of the span that `tracing-opentelemetry` 0.34 exports; implies `tracing` |
//! | `redis` | one rate limit for several processes, counted by a Redis server; implies `limit` |
//! | `redis-tls` | a Redis server behind TLS, `rediss://`, by rustls; implies `redis` |
//! | `sample` | the module `sample`: a share of the calls as lines for `replay.jsonl`, to validate the next version with |
//! | `serde` | `Rendered::request`: the call of a model, for any client and four APIs; `Answer`: its response; `answer_type!` and `tool_type!`: the types that it and its calls are read into |
//! | `std` | paths as values of inputs; the other features imply it |
//! | `tracing` | `Rendered::trace` and the module `trace`: a span around each call, with as much content as the environment logs; implies `serde` |
//!
//! # Minimum supported Rust version
//!
//! Rust 1.89. The crate is `no_std` with `alloc`, and has no `unsafe` code. Every feature needs
//! `std`.

#![no_std]
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod choice;
#[cfg(any(feature = "hot-reload", feature = "sample", feature = "tracing"))]
mod data;
#[cfg(feature = "dynamic")]
mod dynamic;
mod environment;
mod field;
mod function;
#[cfg(feature = "hot-reload")]
#[cfg_attr(docsrs, doc(cfg(feature = "hot-reload")))]
pub mod hot_reload;
mod input;
mod json;
#[cfg(feature = "limit")]
#[cfg_attr(docsrs, doc(cfg(feature = "limit")))]
pub mod limit;
mod macros;
mod measured;
mod message;
mod messages;
mod parameters;
mod prompt;
#[cfg(any(feature = "redis", feature = "sample", feature = "tracing"))]
mod redaction;
mod render_error;
mod rendered;
#[cfg(feature = "serde")]
mod request;
mod required;
#[cfg(feature = "sample")]
#[cfg_attr(docsrs, doc(cfg(feature = "sample")))]
pub mod sample;
mod tool;
#[cfg(feature = "tracing")]
#[cfg_attr(docsrs, doc(cfg(feature = "tracing")))]
pub mod trace;
mod value;

pub use choice::ChoiceError;
#[cfg(feature = "dynamic")]
#[cfg_attr(docsrs, doc(cfg(feature = "dynamic")))]
pub use dynamic::{Catalog, CatalogEntry, PromptCall};
pub use environment::{Environment, FeatureFlag};
pub use input::Input;
pub use prompt::Prompt;
#[cfg(feature = "json")]
use prompt_core::js::Digits;
pub use prompt_core::js::Number;
pub use prompt_core::message::{Content, Message, Part};
pub use prompt_core::tool_call::{ToolCall, ToolResult};
pub use prompt_core::turn::Turn;
pub use prompt_core::vocabulary::{Api, Logging, PromptSource, Role, Status};
pub use render_error::{RenderError, RenderErrorKind};
pub use rendered::{NotOneText, Rendered};
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
pub use request::{Answer, AnswerError, AnswerErrorKind, Request, UnsupportedMessage};
pub use tool::Tool;
pub use value::{
    Boolean, Displayed, Integer, Key, List, Map, Scalar, Text, ToNumber, ToScalar, display,
};

/// The functions and types that the macros expand to. They are not part of the public interface,
/// and change without notice.
#[doc(hidden)]
pub mod __private {
    /// What conversions call, by names that no item in the user's scope has.
    pub mod names {
        pub use crate::field::{
            as_text as __prompt_field_as_text, entries as __prompt_field_entries,
            items as __prompt_field_items, to_bool as __prompt_field_to_bool,
            to_integer as __prompt_field_to_integer, to_number as __prompt_field_to_number,
            to_scalar as __prompt_field_to_scalar,
        };
        #[cfg(any(feature = "sample", feature = "tracing"))]
        pub use crate::value::whole as __prompt_whole_of;
        pub use crate::value::{
            Always as _, Perhaps as _, apply as __prompt_apply,
            apply_to_option as __prompt_apply_to_option, entries as __prompt_entries,
            items as __prompt_items, known as __prompt_known, scalar as __prompt_scalar_of,
            tested as __prompt_tested_of, text as __prompt_text_of,
        };
    }
    pub mod function {
        pub use crate::function::*;
    }
    pub mod required {
        pub use crate::required::*;
    }
    #[cfg(any(feature = "hot-reload", feature = "sample", feature = "tracing"))]
    pub mod data {
        pub use crate::data::*;
    }
    pub use crate::choice::{
        choose_by_name, choose_by_variable,
        this_build_is_for_several_environments_so_use_a_function_or_a_lazy_lock,
    };
    pub use crate::environment::{NO_ENVIRONMENT, environment, rate_limit, with_parameters};
    #[cfg(feature = "hot-reload")]
    pub use crate::hot_reload;
    pub use crate::json::{AsItIs, AsList, AsObject, OrNull, json, json_as, serializable};
    #[cfg(feature = "tracing")]
    pub use crate::log_variables;
    pub use crate::measured::{Measured, grown_capacity};
    pub use crate::message::{fixed, written};
    #[cfg(feature = "tracing")]
    pub use crate::messages::Messages;
    pub use crate::messages::{around, history, joined, present, with};
    pub use crate::prompt::NO_PROMPT;
    pub use crate::render_error::refused_choice;
    pub use crate::rendered::{no_rendered, rendered};
    #[cfg(feature = "tracing")]
    pub use crate::rendered::{recorded, with_record};
    #[cfg(feature = "serde")]
    pub use crate::request::{known_finish_reason, parse_call, read_answer, request};
    #[cfg(feature = "sample")]
    pub use crate::sample::{Secret as SampledSecret, sample};
    #[cfg(feature = "tracing")]
    pub use crate::trace::{Record, Variables};
    pub use crate::value::{Given, Tested, truth, with_texts};
    pub use alloc::vec::Vec;
    pub use prompt_core::js::Digits;
    pub use prompt_core::message::{ConversationBuilder, MessageBuilder};
    pub use prompt_core::text;
    #[cfg(feature = "serde")]
    pub use prompt_macros::{AnswerAttributes, answer_type, tool_type};
    #[cfg(feature = "serde")]
    pub use serde;
    #[cfg(feature = "tracing")]
    pub use tracing::debug;
    // Cargo builds the procedural macros once for a whole build graph, so they have no features.
    // This crate chooses the form of `prompt!` that fits its own features.
    #[cfg(any(feature = "hot-reload", feature = "sample", feature = "tracing"))]
    pub use prompt_core::js::Json;
    #[cfg(all(
        feature = "dynamic",
        not(any(feature = "hot-reload", feature = "tracing"))
    ))]
    pub use prompt_macros::catalog;
    #[cfg(all(feature = "dynamic", feature = "tracing", not(feature = "hot-reload")))]
    pub use prompt_macros::catalog_with_record as catalog;
    #[cfg(all(feature = "dynamic", feature = "hot-reload", not(feature = "tracing")))]
    pub use prompt_macros::catalog_with_reload as catalog;
    #[cfg(all(feature = "dynamic", feature = "hot-reload", feature = "tracing"))]
    pub use prompt_macros::catalog_with_reload_and_record as catalog;
    pub use prompt_macros::choose_environment;
    #[cfg(not(feature = "hot-reload"))]
    pub use prompt_macros::{environment, flag, prompts};
    #[cfg(feature = "hot-reload")]
    pub use prompt_macros::{
        environment_with_reload as environment, flag_with_reload as flag,
        prompts_with_reload as prompts,
    };
    #[cfg(not(any(feature = "sample", feature = "hot-reload", feature = "tracing")))]
    pub use prompt_macros::{optional_prompt, prompt, try_prompt};
    #[cfg(all(feature = "sample", feature = "hot-reload", feature = "tracing"))]
    pub use prompt_macros::{
        optional_prompt_with_all as optional_prompt, prompt_with_all as prompt,
        try_prompt_with_all as try_prompt,
    };
    #[cfg(all(
        feature = "tracing",
        not(any(feature = "sample", feature = "hot-reload"))
    ))]
    pub use prompt_macros::{
        optional_prompt_with_record as optional_prompt, prompt_with_record as prompt,
        try_prompt_with_record as try_prompt,
    };
    #[cfg(all(
        feature = "hot-reload",
        not(any(feature = "sample", feature = "tracing"))
    ))]
    pub use prompt_macros::{
        optional_prompt_with_reload as optional_prompt, prompt_with_reload as prompt,
        try_prompt_with_reload as try_prompt,
    };
    #[cfg(all(feature = "hot-reload", feature = "tracing", not(feature = "sample")))]
    pub use prompt_macros::{
        optional_prompt_with_reload_and_record as optional_prompt,
        prompt_with_reload_and_record as prompt, try_prompt_with_reload_and_record as try_prompt,
    };
    #[cfg(all(
        feature = "sample",
        not(any(feature = "hot-reload", feature = "tracing"))
    ))]
    pub use prompt_macros::{
        optional_prompt_with_sample as optional_prompt, prompt_with_sample as prompt,
        try_prompt_with_sample as try_prompt,
    };
    #[cfg(all(feature = "sample", feature = "tracing", not(feature = "hot-reload")))]
    pub use prompt_macros::{
        optional_prompt_with_sample_and_record as optional_prompt,
        prompt_with_sample_and_record as prompt, try_prompt_with_sample_and_record as try_prompt,
    };
    #[cfg(all(feature = "sample", feature = "hot-reload", not(feature = "tracing")))]
    pub use prompt_macros::{
        optional_prompt_with_sample_and_reload as optional_prompt,
        prompt_with_sample_and_reload as prompt, try_prompt_with_sample_and_reload as try_prompt,
    };
}
