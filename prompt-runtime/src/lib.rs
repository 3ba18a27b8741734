//! Prompts that the compiler vouches for.
//!
//! A prompt is written once, released under a version, and pinned to that version in each environment. This crate
//! is what an application holds at run time: the pinned text as static data, and the environment that it was built
//! for. The checks have run by then, in the build script (the crate `prompt-build`): what was missing, invalid,
//! altered after its release or not signed off did not compile.
//!
//! ```ignore
//! use prompt_runtime::{environment, flag, prompt, prompts};
//!
//! let email = prompt!("sales-email-007");
//! println!("{} {} for {}", email.id, email.version, email.environment);
//! println!("{}", email.text());
//!
//! println!("{} at {}", environment!().model, environment!().temperature);
//! if flag!("new_output_schema") {
//!     println!("the new output schema is on");
//! }
//! assert!(prompts!().iter().any(|prompt| prompt.id == email.id));
//! ```
//!
//! The examples of the macros need a package with a build script and a `prompts` folder, which a documentation test
//! of this crate has not; the repository's end-to-end tests extract each of them and run it in one that has.
//!
//! The crate is `no_std`, has no `unsafe` code, and depends on nothing but its own macros.

#![no_std]

mod environment;
mod logging;
mod macros;
mod prompt;
mod prompt_source;
mod status;

pub use environment::{Environment, FeatureFlag};
pub use logging::Logging;
pub use prompt::Prompt;
pub use prompt_source::PromptSource;
pub use status::Status;

/// What the macros expand to. Not part of the public interface: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::environment::{NO_ENVIRONMENT, environment, rate_limit};
    pub use crate::prompt::NO_PROMPT;
    pub use prompt_macros::{environment, flag, prompt, prompts};
}
