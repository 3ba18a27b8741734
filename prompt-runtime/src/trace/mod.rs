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
//! | `full` | metadata | the messages that are sent, and the answer or the error |
//! | `verbose` | metadata | the inputs, the messages that are sent, and the answer or the error |
//!
//! | attribute of the span | value |
//! |---|---|
//! | `otel.name`, `otel.kind` | `chat` and the model; `client` |
//! | `gen_ai.operation.name`, `gen_ai.provider.name` | `chat`; `openai`, `anthropic` or `gcp.gemini` by the API, or the argument of [`Rendered::trace_to`](crate::Rendered::trace_to) |
//! | `gen_ai.request.model`, `gen_ai.request.temperature`, … | the model, and the parameters of the request that the conventions name |
//! | `gen_ai.request.reasoning.level` | `reasoning_effort` in the word that is sent |
//! | `gen_ai.request.stream` | `true` from [`Call::streaming`] |
//! | `gen_ai.output.type` | `json` if JSON is asked for, with or without a schema; else `text` |
//! | `gen_ai.prompt.name`, `gen_ai.prompt.version`, `prompt.sha256`, `prompt.status` | the prompt |
//! | `deployment.environment.name` | the environment of the build |
//! | `server.address`, `server.port`, `gen_ai.conversation.id` | from [`Call::server_address`], [`Call::server_port`] and [`Call::conversation_id`] |
//! | `gen_ai.response.id`, `gen_ai.response.model`, `gen_ai.response.finish_reasons` | from the argument of [`Call::answered`] |
//! | `gen_ai.usage.input_tokens`, `gen_ai.usage.cache_read.input_tokens`, `gen_ai.usage.cache_write.input_tokens`, `gen_ai.usage.output_tokens`, `gen_ai.usage.reasoning.output_tokens` | from the same |
//! | `error.type`, `otel.status_code` | the class that [`Call::failed`] takes; `ERROR` |
//!
//! The conventions are those of November 2026. Numbers are numbers, and lists are JSON.
//!
//! Spans and events have the target `prompt_runtime`: `RUST_LOG=prompt_runtime=debug` shows the
//! content: each input as text in `gen_ai.prompt.variable.<name>`, messages as JSON in
//! `gen_ai.input.messages` and `gen_ai.output.messages`, and an error as text in `exception.message`.
//! Messages of the system that the API gets apart from the conversation, as all but chat completions
//! do, stand in `gen_ai.system_instructions` instead, as a list of parts.
//! An event at info level marks a call that was answered, one at warn level a call that failed.
//!
//! # OpenTelemetry
//!
//! The crate `tracing-opentelemetry` exports spans and events. With the feature `opentelemetry`,
//! inputs and messages are attributes of the exported span as well. They are set if anything listens
//! at debug level: a filter of the exporting layer does not take them away. So are the definitions of the
//! prompt's tools, in `gen_ai.tool.definitions`. The feature works with
//! version 0.34 of that crate, and does nothing with another.
//!
//! Some clients open a span of their own, in which they count the tokens. For these,
//! [`Rendered::annotate_current_span`](crate::Rendered::annotate_current_span) adds the prompt to the
//! current span, and opens none.
//!
//! # Metadata of the endpoint
//!
//! An endpoint can put any text into the id, the model and the finish reason of an answer. With
//! `structured`, and where the secrets of a call are not known, only words that are known beforehand
//! are logged: the model of the request, the usual finish reasons, or `other`, and no id. With the
//! other levels, each is logged without secrets if it is one word of at most 128 bytes.
//!
//! # Words of the program
//!
//! The server's address, its port and the id of the conversation are logged at every level, as
//! `[redacted]` if a secret is in them; a port is then left out. They are left out where the secrets of
//! a call are not known. The argument of [`Rendered::trace_to`](crate::Rendered::trace_to) is logged as
//! it is: do not make one from an input.
//!
//! # Errors
//!
//! [`Call::failed`] takes the class of a failure and the error itself apart. The class is a word of
//! the program or an HTTP status, and is logged at every level. The error may repeat what was sent:
//! it is logged as `exception.message`, without secrets, with the messages and the answer.
//!
//! # Secrets
//!
//! An input is marked as secret at the call: `secret customer = lead.name`. In logs, `[redacted]`
//! stands wherever the prompt prints the input. The values of the input are also removed from other
//! inputs, from the conversation, from the answer and from errors. Of a secret `history`, these are
//! all texts, those of a turn of the model included: its thoughts and quotations, and what it
//! passes to tools. Of a secret list, map or object, these are all values that a pinned version of any
//! environment declares or reads. Of a secret text that is JSON, these are the whole and each value in
//! it. They are found
//!
//! - whatever the case of their letters is, as Unicode maps single letters,
//! - whatever whitespace separates their words,
//! - with the escapes of JSON and of `{:?}`, of texts and of bytes, and percent-encoded as UTF-8, with
//!   `%20` or `+` for a blank; also in JSON in JSON, and in a URL in JSON,
//! - line by line, and the data of a `data:` URL by itself, if the value or a line of it is one.
//!
//! A value of less than four bytes is found in its own case only, and a line of less than four bytes
//! with its neighbours only. A letter that loses a mark in another case is not found: the Turkish
//! `İ`, and Greek capitals without accents.
//!
//! These are not removed:
//!
//! - fields of a secret object that no pinned version declares or reads,
//! - at a place of the type `any`, and in a prompt without a schema, all but these: texts, numbers,
//!   paths, addresses of the network, JSON of `serde_json` with the feature `json`, and `Option`s,
//!   references, `Box`es, `Rc`s, `Arc`s, `Cow`s, slices, arrays, pairs, lists, sets and maps of these.
//!   Another value with a [`Text`](crate::Text) or a `Display` is found by itself, in an `Option` and in
//!   a list. A list is a `Vec` or a `VecDeque`; a set or a map is a `BTreeSet`, a `BTreeMap`, a
//!   `HashSet` or a `HashMap`,
//! - truth values in JSON, and those that the prompt does not print,
//! - the names of fields, and the keys of maps at a place of the type `any`, unless the prompt prints
//!   them with `{{@key}}`,
//! - in a secret `history` the names of tools and of what they get and return, the ids, and words of
//!   the API, such as a `status`,
//! - the text that a condition on a secret chooses, and how often a loop over one runs,
//! - in the messages, a secret that the prompt makes of another secret and a text beside it,
//! - a secret in other Unicode normal forms, in HTML entities, in Base64 or as the decoded data of a
//!   `data:` URL, in more than two encodings over each other, or cut in two,
//! - the values of JSON that stands between other words,
//! - a secret in other words, such as a first name, a translation, a number with a comma in it or in
//!   another notation.
//!
//! A text of the prompt that is the same as a secret is redacted, too, so that a reader who knows the
//! prompt can guess a short one. If that is too much, log `structured`.
//!
//! No content is logged if nothing listened at debug level when a prompt with secrets was rendered,
//! or if hot reload has read the prompt again.
//!
//! `Debug` of a [`Rendered`](crate::Rendered) and of a [`Request`](crate::Request) shows no
//! messages, with and without this feature. Their methods give what is sent, secrets included, and
//! `Debug` of a [`Message`](crate::Message) or an [`Answer`](crate::Answer) shows its text.

mod annotation;
mod attributes;
mod call;
mod content;
mod error_class;
mod level;
mod media;
mod record;
mod response;
mod shown_value;
mod span;
mod variables;

pub use call::Call;
pub use error_class::ErrorClass;
#[doc(hidden)]
pub use record::Record;
pub(crate) use shown_value::number;
#[doc(hidden)]
pub use variables::{LogVariables, Variables};

/// The target of all spans and events.
const TARGET: &str = "prompt_runtime";
