//! Calls of models in `tracing`, as much of each as its environment logs.
//!
//! Each call is a span with the attributes that OpenTelemetry's conventions for generative AI name,
//! and with the prompt's version and hash, so that a trace leads back to the exact text. What of
//! its content is logged, `logging` in `environments.yaml` says; the application is the same
//! everywhere.
//!
//! ```ignore
//! use prompt_runtime::{Answer, prompt};
//!
//! struct Line { at: &'static str, author: &'static str, text: &'static str }
//! let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
//! let summary = prompt!("ops-summarize-001", service = "checkout", severity = "SEV2", secret messages);
//!
//! let call = summary.trace();
//! // Here the request is sent; `.instrument(call.span().clone())` does the same around a future.
//! let answer = call.in_scope(|| Answer::new("Checkout fails for a third of the customers."));
//! call.answered(&answer);
//! ```
//!
//! | `logging` | spans | events at debug level |
//! |---|---|---|
//! | `structured` | metadata | none: never a word of content |
//! | `full` | metadata | the messages that are sent, and the answer |
//! | `verbose` | metadata | the same, and the inputs |
//!
//! | attribute of the span | |
//! |---|---|
//! | `otel.name`, `otel.kind` | `chat` and the model; `client` |
//! | `gen_ai.operation.name`, `gen_ai.provider.name` | `chat`; `openai`, whose interface it is, or what [`Rendered::trace_to`](crate::Rendered::trace_to) says |
//! | `gen_ai.request.model`, `gen_ai.request.temperature` | what is asked; other parameters of the prompt stand beside |
//! | `gen_ai.output.type` | `json` where the prompt has a schema for the answer, else `text` |
//! | `gen_ai.prompt.name`, `gen_ai.prompt.version`, `prompt.sha256`, `prompt.status` | which text exactly |
//! | `deployment.environment.name` | the environment of the build |
//! | `gen_ai.response.id`, `gen_ai.response.model`, `gen_ai.response.finish_reasons`, `gen_ai.usage.input_tokens`, `gen_ai.usage.output_tokens` | what [`Call::answered`] is given |
//! | `error.type`, `otel.status_code` | what [`Call::failed`] is given; `ERROR` |
//!
//! Spans and events have the target `prompt_runtime`: `RUST_LOG=prompt_runtime=debug` shows the
//! content. An event at info level tells that a call was answered, one at warn level that it
//! failed. The content is in `gen_ai.input.messages`, `gen_ai.output.messages` and `prompt.inputs`,
//! as JSON.
//!
//! **Metadata** that the endpoint sends (id, model, finish reason) is logged where it is a word,
//! without blanks; anything else could be content.
//!
//! **Secrets.** For an input that is marked at the call, as `secret customer = lead.name`,
//! `[redacted]` stands wherever the prompt prints it. Wherever its values stand elsewhere, in other
//! inputs, in the conversation and in the answer, they are taken out as well: in any case of ASCII
//! letters, line by line, and as JSON escapes them. Not known are fields of a secret object that
//! the prompt does not look at. What a condition on a secret chooses is shown, and so is what a
//! model makes of it in other words: a first name, a translation, a number with a comma in it.
//! Where that is too much, log `structured`. Where nothing listened at debug level when a prompt
//! with secrets was rendered, and where it was read again by hot reload, none of its content is
//! logged. `Debug` of a [`Rendered`](crate::Rendered) with secrets has no messages, of a
//! [`Request`](crate::Request) it never has.

mod call;
mod content;
mod record;
mod redaction;

pub use call::Call;
#[doc(hidden)]
pub use record::{Record, Secrets};

/// Of all spans and events.
const TARGET: &str = "prompt_runtime";
/// What stands for what must not be shown.
const REDACTED: &str = "[redacted]";
