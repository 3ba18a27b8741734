use alloc::string::ToString;
use core::fmt::Display;

use serde_json::json;
use tracing::{Span, debug, field, info, warn};

use super::content::Input;
use super::response::Response;
use super::{ErrorClass, TARGET, attributes, content, span};
use crate::redaction::REDACTED;
use crate::{Answer, Rendered};

/// A call of a model. It lasts from [`Rendered::trace`] until it is dropped.
#[derive(Debug)]
#[must_use = "the call lasts until this is dropped"]
pub struct Call<'a> {
    rendered: &'a Rendered,
    span: Span,
}

impl Rendered {
    /// Opens the span of the call that sends this rendering, and logs as much of its content as the
    /// environment logs. The provider is the one whose interface the API is, such as `openai`.
    pub fn trace(&self) -> Call<'_> {
        self.call(None)
    }

    /// Opens the span as [`trace`](Self::trace) does, with the name of the provider: a value that
    /// OpenTelemetry has for `gen_ai.provider.name`, or your own.
    ///
    /// ```ignore
    /// struct Line { at: &'static str, author: &'static str, text: &'static str }
    /// let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
    /// let summary = prompt_runtime::prompt!("ops-summarize-001", service = "checkout", severity = "SEV2", messages);
    /// let call = summary.trace_to("moonshot_ai");
    /// call.failed("timeout", "no answer within 60 seconds");
    /// ```
    pub fn trace_to(&self, provider: &str) -> Call<'_> {
        self.call(Some(provider))
    }

    fn call(&self, provider: Option<&str>) -> Call<'_> {
        let call = Call {
            rendered: self,
            span: span::open(self.prompt(), provider),
        };
        call.log_input();
        call
    }
}

impl Call<'_> {
    /// Returns the span, for [`instrument`](tracing::Instrument::instrument) and for attributes of
    /// your own.
    #[must_use]
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// Records the host to which the request is sent, as `server.address`.
    ///
    /// ```ignore
    /// struct Line { at: &'static str, author: &'static str, text: &'static str }
    /// let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
    /// let summary = prompt_runtime::prompt!("ops-summarize-001", service = "checkout", severity = "SEV2", messages);
    /// let call = summary.trace().server_address("api.example.com").server_port(443);
    /// call.failed("timeout", "no answer within 60 seconds");
    /// ```
    pub fn server_address(self, address: &str) -> Self {
        self.record_word("server.address", address);
        self
    }

    /// Records the port of the host, as `server.port`.
    pub fn server_port(self, port: u16) -> Self {
        if !self.span.is_none() && self.rendered.record.shows_word(&port.to_string()) {
            self.span.record("server.port", i64::from(port));
        }
        self
    }

    /// Records the conversation that the call belongs to, as `gen_ai.conversation.id`: an id that
    /// your program or the provider has for it.
    pub fn conversation_id(self, id: &str) -> Self {
        self.record_word("gen_ai.conversation.id", id);
        self
    }

    /// Records that the request asks for its answer in pieces, as `gen_ai.request.stream`.
    pub fn streaming(self) -> Self {
        self.span.record("gen_ai.request.stream", true);
        self
    }

    /// Runs `work` within the span: its logs belong to the call.
    pub fn in_scope<T>(&self, work: impl FnOnce() -> T) -> T {
        self.span.in_scope(work)
    }

    /// Records the answer of the model.
    pub fn answered(&self, answer: &Answer) {
        if self.span.is_none() && !tracing::enabled!(target: TARGET, tracing::Level::INFO) {
            return;
        }
        let Rendered { record, .. } = self.rendered;
        let response = Response::of(answer, self.rendered.prompt(), record);
        let (model, finish_reason) = (response.model.as_deref(), response.finish_reason.as_deref());
        self.span
            .record("gen_ai.response.id", response.id.as_deref())
            .record("gen_ai.response.model", model);
        if let Some(reason) = finish_reason {
            self.span.record(
                "gen_ai.response.finish_reasons",
                json!([reason]).to_string(),
            );
        }
        self.record_usage(answer);
        if self.rendered.logs_content() {
            let messages = content::output(record, answer).to_string();
            attributes::set(&self.span, "gen_ai.output.messages", &messages);
            debug!(target: TARGET, parent: &self.span, { gen_ai.output.messages = %messages }, "answer");
        }
        info!(target: TARGET, parent: &self.span, { gen_ai.response.model = model }, "the model answered");
    }

    /// Records that the call failed: the class at every level, and the error where content is
    /// logged, without secrets. An error may repeat what was sent.
    ///
    /// A class is a word of your program, such as `timeout`, or the HTTP status of the answer.
    pub fn failed(&self, class: impl Into<ErrorClass>, error: impl Display) {
        let class = class.into();
        self.span
            .record("error.type", field::display(class))
            .record("otel.status_code", "ERROR");
        if self.rendered.logs_content() {
            let error = error.to_string();
            let message = self.rendered.record.redacted(&error);
            debug!(target: TARGET, parent: &self.span, { exception.message = %message }, "error");
        }
        warn!(target: TARGET, parent: &self.span, { error.type = %class }, "the call failed");
    }

    /// Records a word of the program. A part of one is of no use: a secret takes all of it.
    fn record_word(&self, name: &'static str, word: &str) {
        let Rendered { record, .. } = self.rendered;
        if self.span.is_none() || record.is_withheld() {
            return;
        }
        let shown = if record.shows_word(word) {
            word
        } else {
            REDACTED
        };
        self.span.record(name, shown);
    }

    /// OpenTelemetry has signed integers, and would take others for texts.
    fn record_usage(&self, answer: &Answer) {
        for (name, tokens) in [
            ("gen_ai.usage.input_tokens", answer.input_tokens),
            ("gen_ai.usage.output_tokens", answer.output_tokens),
            ("gen_ai.usage.cache_read.input_tokens", answer.cached_tokens),
            (
                "gen_ai.usage.cache_write.input_tokens",
                answer.cache_write_tokens,
            ),
            (
                "gen_ai.usage.reasoning.output_tokens",
                answer.reasoning_tokens,
            ),
        ] {
            let tokens = tokens.and_then(|tokens| i64::try_from(tokens).ok());
            self.span.record(name, tokens);
        }
    }

    fn log_input(&self) {
        if !self.rendered.logs_content() {
            return;
        }
        let Rendered { record, .. } = self.rendered;
        if let Some(variables) = self.rendered.logged_variables() {
            variables.set(record, &self.span);
            variables.log(record, &self.span);
        }
        if let Some(tools) = content::tools(self.rendered.prompt()) {
            attributes::set(&self.span, "gen_ai.tool.definitions", &tools.to_string());
        }
        let input = Input::of(record, self.rendered.prompt(), self.rendered.messages());
        let messages = input.messages.to_string();
        let instructions = input.instructions.map(|parts| parts.to_string());
        attributes::set(&self.span, "gen_ai.input.messages", &messages);
        if let Some(instructions) = &instructions {
            attributes::set(&self.span, "gen_ai.system_instructions", instructions);
        }
        debug!(
            target: TARGET,
            parent: &self.span,
            {
                gen_ai.system_instructions = instructions.map(field::display),
                gen_ai.input.messages = %messages,
            },
            "messages"
        );
    }
}

#[cfg(test)]
mod tests {
    use alloc::boxed::Box;
    use std::time::{Duration, Instant};

    use crate::{Answer, Prompt, Role};

    fn time(work: impl Fn(), times: u32) -> Duration {
        let start = Instant::now();
        for _ in 0..times {
            work();
        }
        start.elapsed()
    }

    /// The values of the fields are looked up in the header. Where nobody listens, many calls take
    /// less time than a few looks through a header that is long.
    #[test]
    fn nothing_is_looked_up_where_nobody_listens() {
        let header = "x\n".repeat(50_000) + "api gemini\nmodel m\nlogging verbose\n\n";
        let prompt: &'static Prompt = Box::leak(Box::new(Prompt {
            __header: header.leak(),
            ..*crate::prompt::NO_PROMPT
        }));
        let message = crate::__private::fixed(Role::User, "Hello.");
        let rendered = crate::__private::rendered(prompt, [message]);
        let answer = Answer::new("Good morning.");
        let looks = time(|| _ = std::hint::black_box(prompt.api()), 10);
        let traced = || {
            let call = rendered.trace().server_address("api.example.com");
            let call = call.server_port(443).conversation_id("conv-81").streaming();
            call.answered(&answer);
            call.failed("timeout", "no answer within 60 seconds");
            rendered.annotate_current_span();
        };
        // The shortest of several rounds: other processes may take the processor in between.
        let rounds = (0..5).map(|_| time(traced, 100));
        let calls = rounds.min().unwrap_or_default();
        assert!(calls < looks, "{calls:?} beside {looks:?}");
    }
}
