//! Realistic inputs: a share of the calls as lines for `replay.jsonl`.
//!
//! A new version of a prompt is validated on inputs that people really send. A program that installs
//! a sampler hands a share of its calls to a [`Sink`], one line a call: the prompt's id and the inputs,
//! and nothing that the model was sent or answered.
//!
//! ```ignore
//! use prompt_runtime::prompt;
//! use prompt_runtime::sample::{FileSink, Sampler, Share};
//!
//! # fn main() -> std::io::Result<()> {
//! # let path = std::env::temp_dir().join("sampled-calls.jsonl");
//! let sink = FileSink::append(path)?;
//! Sampler::new(Share::percent(1), sink).install();
//!
//! struct Line { at: &'static str, author: &'static str, text: &'static str }
//! let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
//! let summary = prompt!("ops-summarize-001", service = "checkout", severity = "SEV2", messages);
//! # _ = summary;
//! # Ok(())
//! # }
//! ```
//!
//! For one in a hundred of these calls, the file gets the line
//!
//! ```json
//! {"prompt":"ops-summarize-001","vars":{"service":"checkout","severity":"SEV2","messages":[{"at":"09:12","author":"on call","text":"error rate at 30 %"}]}}
//! ```
//!
//! `cargo prompts sample sampled-calls.jsonl` anonymises the lines and adds them to the `replay.jsonl`
//! of each prompt.
//!
//! # Personal data
//!
//! The lines have what people wrote, and are not anonymised: that happens later, on the machine where
//! `cargo prompts sample` runs. Whether such inputs may be stored at all, where, and for how long, is
//! your decision, and often a legal one. Nothing is sampled before a program installs a sampler.
//!
//! An environment with `logging: structured` logs no content, and its inputs are content: a sampler
//! takes none of its calls. [`Sampler::even_if_structured`] says that the sink may have them
//! all the same, because it is not the log: other people read it, and other rules hold for it.
//!
//! # Calls that are sampled
//!
//! - [`prompt!`](crate::prompt!), [`try_prompt!`](crate::try_prompt!) and
//!   [`optional_prompt!`](crate::optional_prompt!) with inputs or `..`, and calls of
//!   [`catalog!`](crate::catalog!). A call that fails is not sampled. `prompt!` with the id alone and
//!   [`prompts!`](crate::prompts!) are constants without inputs.
//! - With the feature `hot-reload`, the line has the inputs that the compiled prompt uses.
//! - The conversation so far is in the line as `history`, if all its messages are text. A line has
//!   no form for calls of tools and media in a conversation: such a call is not sampled.
//! - A call that the sink itself makes is not sampled.
//!
//! # Contents of a line
//!
//! The line has the inputs that the call passes, as data. Of an object it has the fields that a
//! pinned version declares or uses, and no others: the next version may need what this one only
//! declares. Defaults are left out. A value of any type that no prompt uses is `null`.
//!
//! An input that is marked as secret is not in the line: `[redacted]` stands in place of a text.
//! A secret enum, number, list or object is left out, since no text may stand there, so a line
//! without a required input is refused by `cargo prompts sample`, which says so. In a secret history
//! `[redacted]` stands in place of each message. The values of secrets, and the keys
//! of secret maps, are also removed from the other inputs, in the forms that the module `trace` lists. If a secret of eight or more characters is
//! still found in the line, the call is not sampled.
//!
//! # Cost
//!
//! Without a sampler, a call costs one more atomic load. With one, it costs a random number, and the
//! line only if the call is drawn.

mod call;
mod file_sink;
mod line;
mod sampler;
mod share;
mod sink;
#[cfg(test)]
mod tests;

#[cfg(feature = "dynamic")]
pub(crate) use call::Drawn;
#[doc(hidden)]
pub use call::sample;
pub use file_sink::FileSink;
#[cfg(feature = "dynamic")]
pub(crate) use line::Passed;
#[doc(hidden)]
pub use line::Secret;
pub use sampler::{Sampler, install, stop};
pub use share::Share;
pub use sink::Sink;
