use alloc::boxed::Box;
use alloc::string::ToString;
use core::fmt::Display;

use prompt_core::js::{Json, Number, Repr};
use prompt_core::with_parameter_table;
use serde_json::json;
use tracing::field::{self, Empty};
use tracing::{Span, debug, info, info_span, warn};

use super::response::Response;
use super::{ErrorClass, TARGET, content};
use crate::{Answer, Logging, Prompt, Rendered};

/// The provider whose interface chat completions are.
const PROVIDER: &str = "openai";

/// A call of a model. It lasts from [`Rendered::trace`] until it is dropped.
#[derive(Debug)]
#[must_use = "the call lasts until this is dropped"]
pub struct Call<'a> {
    rendered: &'a Rendered,
    span: Span,
}

impl Rendered {
    /// Opens the span of the call that sends this rendering, and logs as much of its content as the
    /// environment logs.
    pub fn trace(&self) -> Call<'_> {
        self.trace_to(PROVIDER)
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
        let call = Call {
            rendered: self,
            span: span(self.prompt(), provider),
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
        self.span
            .record("gen_ai.usage.input_tokens", answer.input_tokens)
            .record("gen_ai.usage.output_tokens", answer.output_tokens);
        if self.logs_content() {
            let messages = || content::output(record, &answer.text, finish_reason);
            debug!(target: TARGET, parent: &self.span, { gen_ai.output.messages = %messages() }, "answer");
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
        if self.logs_content() {
            let error = error.to_string();
            let message = self.rendered.record.redacted(&error);
            debug!(target: TARGET, parent: &self.span, { exception.message = %message }, "error");
        }
        warn!(target: TARGET, parent: &self.span, { error.type = %class }, "the call failed");
    }

    /// Returns whether content is logged. The slower check comes last.
    fn logs_content(&self) -> bool {
        tracing::enabled!(target: TARGET, tracing::Level::DEBUG)
            && matches!(
                self.rendered.prompt().logging(),
                Logging::Full | Logging::Verbose
            )
    }

    fn log_input(&self) {
        if !self.logs_content() {
            return;
        }
        let Rendered { record, .. } = self.rendered;
        if let (Logging::Verbose, Some(inputs)) =
            (self.rendered.prompt().logging(), record.inputs())
        {
            debug!(target: TARGET, parent: &self.span, { prompt.inputs = %content::inputs(record, inputs) }, "inputs");
        }
        let messages = || content::input(record, self.rendered.messages());
        debug!(target: TARGET, parent: &self.span, { gen_ai.input.messages = %messages() }, "messages");
    }
}

/// Each parameter of the table is a field.
fn span(prompt: &Prompt, provider: &str) -> Span {
    macro_rules! span {
        ($({ name: $name:literal, attribute: [$($attribute:literal)?], $($rest:tt)* })*) => {
            info_span!(
                target: TARGET,
                "chat",
                otel.name = %format_args!("chat {}", prompt.model()),
                otel.kind = "client",
                gen_ai.operation.name = "chat",
                gen_ai.provider.name = provider,
                gen_ai.request.model = prompt.model(),
                $($($attribute = attribute(prompt, $name),)?)*
                gen_ai.output.type = if prompt.output().is_some() { "json" } else { "text" },
                gen_ai.prompt.name = prompt.id,
                gen_ai.prompt.version = prompt.version,
                prompt.sha256 = prompt.sha256,
                prompt.status = prompt.status.as_str(),
                deployment.environment.name = prompt.environment,
                gen_ai.response.id = Empty,
                gen_ai.response.model = Empty,
                gen_ai.response.finish_reasons = Empty,
                gen_ai.usage.input_tokens = Empty,
                gen_ai.usage.output_tokens = Empty,
                error.type = Empty,
                otel.status_code = Empty,
            )
        };
    }
    with_parameter_table!(span)
}

/// The value of a parameter for a span; `None` where it is not sent.
fn attribute(prompt: &Prompt, name: &str) -> Option<Box<dyn tracing::Value>> {
    let mut lines = prompt.parameter_lines().iter();
    let (parameter, value) = lines.find(|(parameter, _)| parameter.name == name)?;
    Some(match parameter.parse(value)? {
        Json::Number(number) => number_attribute(number),
        Json::Bool(value) => Box::new(value),
        Json::Text(text) => Box::new(text),
        value => Box::new(value.to_string()),
    })
}

fn number_attribute(number: Number) -> Box<dyn tracing::Value> {
    if let Repr::Signed(whole) = number.repr()
        && let Ok(whole) = i64::try_from(whole)
    {
        return Box::new(whole);
    }
    Box::new(number.to_f64())
}
