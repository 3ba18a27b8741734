//! Spans and events of `tracing` for calls of models, with as much content as the environment logs.
//!
//! Each call is a span with the attributes of OpenTelemetry's conventions for generative AI, and
//! with the prompt's version and hash, so that a trace leads back to the exact text. `logging` in
//! `environments.yaml` decides how much content is logged; the application's code is the same in
//! all environments.
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
//! | `structured` | metadata | none: no content at all |
//! | `full` | metadata | the messages that are sent, and the answer |
//! | `verbose` | metadata | the inputs, the messages that are sent, and the answer |
//!
//! | attribute of the span | value |
//! |---|---|
//! | `otel.name`, `otel.kind` | `chat` and the model; `client` |
//! | `gen_ai.operation.name`, `gen_ai.provider.name` | `chat`; `openai`, or the argument of [`Rendered::trace_to`](crate::Rendered::trace_to) |
//! | `gen_ai.request.model`, `gen_ai.request.temperature` | the model and the temperature of the request; other parameters stand beside |
//! | `gen_ai.output.type` | `json` if the prompt has a schema for the answer, else `text` |
//! | `gen_ai.prompt.name`, `gen_ai.prompt.version`, `prompt.sha256`, `prompt.status` | the prompt |
//! | `deployment.environment.name` | the environment of the build |
//! | `gen_ai.response.id`, `gen_ai.response.model`, `gen_ai.response.finish_reasons`, `gen_ai.usage.input_tokens`, `gen_ai.usage.output_tokens` | from the argument of [`Call::answered`] |
//! | `error.type`, `otel.status_code` | the argument of [`Call::failed`]; `ERROR` |
//!
//! Spans and events have the target `prompt_runtime`: `RUST_LOG=prompt_runtime=debug` shows the
//! content, as JSON in `gen_ai.input.messages`, `gen_ai.output.messages` and `prompt.inputs`. An
//! event at info level marks a call that was answered, one at warn level a call that failed.
//!
//! # Metadata of the endpoint
//!
//! The id, the model and the finish reason that the endpoint sends are logged if they are one word
//! of at most 128 bytes. Any other text could be content.
//!
//! # Secrets
//!
//! An input is marked as secret at the call: `secret customer = lead.name`. In logs, `[redacted]`
//! stands wherever the prompt prints the input. The values of the input are removed from other
//! inputs, from the conversation and from the answer as well: whatever the case of ASCII letters,
//! line by line, and with JSON escapes.
//!
//! Three things are not removed: fields of a secret object that the prompt does not read; the text
//! that a condition on a secret chooses; and a secret in other words, such as a first name, a
//! translation, or a number with a comma in it. If that is too much, log `structured`.
//!
//! No content is logged if nothing listened at debug level when a prompt with secrets was rendered,
//! or if hot reload has read the prompt again. `Debug` of a [`Rendered`](crate::Rendered) with
//! secrets shows no messages. `Debug` of a [`Request`](crate::Request) never does.

mod call;
mod content;
mod record;
mod redaction;

pub use call::Call;
#[doc(hidden)]
pub use record::{Record, Secrets};

/// The target of all spans and events.
const TARGET: &str = "prompt_runtime";
/// The replacement of a secret.
const REDACTED: &str = "[redacted]";
