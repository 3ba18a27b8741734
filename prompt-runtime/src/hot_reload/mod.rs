//! Prompts that a development build reads again while it runs: the feature `hot-reload`.
//!
//! Start the application once, and edit a working copy: from the moment it is saved,
//! [`prompt!`](crate::prompt!) with inputs renders the file as it is now.
//!
//! ```ignore
//! use prompt_runtime::prompt;
//!
//! struct Line { at: &'static str, author: &'static str, text: &'static str }
//! let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
//!
//! // In a loop, or once for each request: edit `prompts/ops-summarize-001/local.prompt` between two of them.
//! let summary = prompt!("ops-summarize-001", service = "checkout", severity = "SEV2", messages);
//! println!("{} {}", summary.prompt().sha256, summary.text());
//! ```
//!
//! The feature is for builds of an environment whose `prompt_source` is `local`; in any other it is
//! a compile error, `hot-reload-outside-local`. It is not for `default` features: turn it on where
//! it is wanted, as a feature of your own.
//!
//! ```toml
//! [features]
//! hot-reload = ["prompt-runtime/hot-reload"]
//! ```
//!
//! # What is read again
//!
//! Working copies, the partials that they call, and `environments.yaml` as far as a prompt's own
//! model and temperature depend on it. A release that the environment pins never changes.
//! [`prompt!`](crate::prompt!) with the id alone, `prompts!`, `environment!` and `flag!` are
//! constants, and stay what was compiled; `prompt!("id", ..)` renders.
//!
//! While a file is what was compiled, the compiled form serves. When it is another one, it is
//! checked by the code that checks builds, and interpreted to the same text that the next build
//! will render. [`Rendered::prompt`](crate::Rendered::prompt) then tells the hash, the
//! inputs, the answer's schema, the model and the temperature of the new file.
//!
//! # What is wrong with a file
//!
//! Until it is mended, the text before it stays. What is wrong is said once, with its place, as a
//! build says it; and so is what was read again, and what was mended. It goes to stderr, or with
//! the feature `tracing`, where a subscriber was ever set, to events of the target
//! `prompt_runtime::hot_reload`.
//!
//! A running build cannot take up everything. A call gives the inputs that it passes, and in them
//! what the file declared, or used, when it was compiled. What asks for more, or for other types,
//! is said to be `not-reloadable`, and needs a build. Of files on a network drive the system may
//! not tell: then nothing is taken up.
//!
//! # What it costs
//!
//! A call costs two atomic loads more than without, as long as nothing has changed. Files are
//! watched by the system, by one thread that sleeps; where that cannot be had, their times are
//! looked at in each call. Each text that is read again stays in memory until the program
//! ends, as a [`Prompt`](crate::Prompt) does. The binary holds the path of the package that it was built from.

mod compatible;
mod form;
mod loaded;
mod report;
mod site;
mod watch;

#[doc(hidden)]
pub use site::{Call, Changed, Site};
