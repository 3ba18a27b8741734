//! Prompts that a development build reads again while it runs: the feature `hot-reload`.
//!
//! Start the application once, and edit a working copy. As soon as you save it,
//! [`prompt!`](crate::prompt!) with inputs renders the new text.
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
//! The feature is for environments whose `prompt_source` is `local`. In any other environment the
//! first call is a compile error, `hot-reload-outside-local`. Do not put it into `default`
//! features. Make it a feature of your own, and enable that one for development builds:
//!
//! ```toml
//! [features]
//! hot-reload = ["prompt-runtime/hot-reload"]
//! ```
//!
//! # Files that are read again
//!
//! Working copies, the partials, named schemas and tools that they use, and the parts of
//! `environments.yaml` that decide a prompt's own API, model and parameters are read again. A pinned
//! release never changes.
//!
//! [`prompt!`](crate::prompt!) with the id alone, `prompts!`, `environment!` and `flag!` are
//! constants, and keep the values of the build. `prompt!("id", ..)` renders, and is read again.
//!
//! While a file is unchanged, the call runs the compiled code. A changed file is checked by the
//! code that checks builds, and interpreted. The result is the text that the next build will
//! render. [`Rendered::prompt`](crate::Rendered::prompt) then has the hash, the inputs, the
//! answer's schema, the API, the model and the parameters of the new file.
//!
//! # Errors in a file
//!
//! If a changed file has an error, calls keep the last valid text. The error is reported once, with
//! its location, in the form of a build's errors. Files that were read again or mended are reported
//! as well. Reports go to stderr. With the feature `tracing`, once a subscriber is set, they are
//! events with the target `prompt_runtime::hot_reload`.
//!
//! Some changes need a build. A compiled call provides the inputs that it passes, and of these the
//! fields that the file declared or used in the build. If the new file needs more, or other types,
//! the error `not-reloadable` says so.
//!
//! On a network drive the system may not report changes. Then no file is read again.
//!
//! # Cost
//!
//! If nothing has changed, a call costs two more atomic loads. The system watches the files, with
//! one thread that sleeps. If it cannot, each call compares the times of the files. Each text that
//! is read again stays in memory until the program ends, as a [`Prompt`](crate::Prompt) does. The
//! binary contains the path of the package that it was built from.

mod compatible;
mod form;
mod loaded;
mod report;
mod site;
mod watch;

#[doc(hidden)]
pub use site::{Call, Changed, Site};
