//! Prompts that the compiler vouches for.
//!
//! A prompt is written once, released under a version, and pinned to that version in each
//! environment. This crate is what an application holds at run time: the pinned text as static
//! data, the code that fills it in, and the environment that it was built for. The checks have run
//! by then, in the build script (the crate `prompt-build`): what was missing, invalid,
//! altered after its release or not signed off did not compile.
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
//! println!("{} at {}", environment!().model, environment!().temperature);
//! if flag!("new_output_schema") {
//!     println!("the new output schema is on");
//! }
//! assert!(prompts!().iter().any(|prompt| prompt.id == email.id));
//! ```
//!
//! The examples of the macros need a package with a build script and a `prompts` folder, which a
//! documentation test of this crate has not; the repository's end-to-end tests extract each of them
//! and run it in one that has.
//!
//! The crate is `no_std` with `alloc`, has no `unsafe` code, and depends on nothing but its own
//! macros.
//!
//! | feature | what it adds |
//! |---|---|
//! | `hot-reload` | working copies are read again while a development build runs: the module `hot_reload` |
//! | `json` | `{{json …}}` in a prompt, by way of serde |
//! | `limit` | the module `limit`: the environment's rate limit, kept by governor |
//! | `redis` | the same limit for several processes, on a Redis that they share; implies `limit` |
//! | `serde` | `Rendered::request`: the body of a chat-completions call, for any client; `Answer`: what comes back |
//! | `tracing` | `Rendered::trace`: a span around each call, and of its content what the environment logs; the module `trace` |

#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

#[cfg(any(feature = "hot-reload", feature = "tracing"))]
mod data;
mod environment;
#[cfg(feature = "hot-reload")]
pub mod hot_reload;
mod input;
mod json;
#[cfg(feature = "limit")]
pub mod limit;
mod macros;
mod measured;
mod message;
mod messages;
mod parameters;
mod prompt;
mod rendered;
#[cfg(feature = "serde")]
mod request;
mod required;
#[cfg(feature = "tracing")]
pub mod trace;
mod value;

pub use environment::{Environment, FeatureFlag};
pub use input::Input;
pub use prompt::Prompt;
#[cfg(feature = "json")]
use prompt_core::js::Digits;
pub use prompt_core::js::Number;
pub use prompt_core::message::{Content, Message, Part};
pub use prompt_core::vocabulary::{Logging, PromptSource, Role, Status};
pub use rendered::Rendered;
#[cfg(feature = "serde")]
pub use request::{Answer, Request};
pub use value::{Boolean, Integer, List, Map, Scalar, Text, ToNumber, ToScalar};

/// What the macros expand to. Not part of the public interface: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub mod required {
        pub use crate::required::*;
    }
    #[cfg(any(feature = "hot-reload", feature = "tracing"))]
    pub mod data {
        pub use crate::data::*;
    }
    pub use crate::environment::{NO_ENVIRONMENT, environment, rate_limit, with_parameters};
    #[cfg(feature = "hot-reload")]
    pub use crate::hot_reload;
    pub use crate::json::{json, serializable};
    pub use crate::measured::{Measured, grown_capacity};
    pub use crate::message::{fixed, written};
    #[cfg(feature = "tracing")]
    pub use crate::messages::Messages;
    pub use crate::messages::{around, history, present, with};
    pub use crate::prompt::NO_PROMPT;
    pub use crate::rendered::{no_rendered, rendered};
    #[cfg(feature = "tracing")]
    pub use crate::rendered::{recorded, with_record};
    #[cfg(feature = "serde")]
    pub use crate::request::request;
    #[cfg(feature = "tracing")]
    pub use crate::trace::Record;
    pub use crate::value::{Always, Given, Perhaps, apply, apply_to_option, entries, items, truth};
    pub use alloc::vec::Vec;
    pub use prompt_core::js::Digits;
    pub use prompt_core::message::MessageBuilder;
    pub use prompt_core::text;
    // Cargo builds the procedural macros once for a whole build graph, so they have no features.
    // This crate chooses the form of `prompt!` that fits its own features.
    #[cfg(any(feature = "hot-reload", feature = "tracing"))]
    pub use prompt_core::js::Json;
    #[cfg(not(any(feature = "hot-reload", feature = "tracing")))]
    pub use prompt_macros::prompt;
    #[cfg(all(feature = "tracing", not(feature = "hot-reload")))]
    pub use prompt_macros::prompt_with_record as prompt;
    #[cfg(all(feature = "hot-reload", not(feature = "tracing")))]
    pub use prompt_macros::prompt_with_reload as prompt;
    #[cfg(all(feature = "hot-reload", feature = "tracing"))]
    pub use prompt_macros::prompt_with_reload_and_record as prompt;
    pub use prompt_macros::{environment, flag, prompts};
}
