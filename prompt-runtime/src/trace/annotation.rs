use tracing::Span;

use super::attributes;
use crate::Rendered;

impl Rendered {
    /// Adds the attributes of the prompt to the current span, and opens no span: for clients that
    /// open one of their own, in which they count the tokens.
    ///
    /// The attributes are `gen_ai.prompt.name`, `gen_ai.prompt.version`, `prompt.sha256`,
    /// `prompt.status` and `deployment.environment.name`; with `logging: verbose` and a subscriber
    /// that listens at debug level also the inputs, as `gen_ai.prompt.variable.<name>`. The
    /// messages are left to the client.
    ///
    /// A span has the fields that it declares and no other. With the feature `opentelemetry`, what
    /// a span does not declare is an attribute of the span that `tracing-opentelemetry` exports.
    /// Without the feature it is lost. Call this once for each span.
    ///
    /// ```ignore
    /// struct Line { at: &'static str, author: &'static str, text: &'static str }
    /// let messages = [Line { at: "09:12", author: "on call", text: "error rate at 30 %" }];
    /// let summary = prompt_runtime::prompt!("ops-summarize-001", service = "checkout", severity = "SEV2", messages);
    /// summary.annotate_current_span();
    /// // Here the client sends the request.
    /// ```
    pub fn annotate_current_span(&self) {
        let (span, prompt) = (Span::current(), self.prompt());
        if span.is_none() {
            return;
        }
        for (name, value) in [
            ("gen_ai.prompt.name", prompt.id),
            ("gen_ai.prompt.version", prompt.version),
            ("prompt.sha256", prompt.sha256),
            ("prompt.status", prompt.status.as_str()),
            ("deployment.environment.name", prompt.environment),
        ] {
            attributes::set(&span, name, value);
        }
        if let Some(variables) = self.logged_variables() {
            variables.set(&self.record, &span);
        }
    }
}
