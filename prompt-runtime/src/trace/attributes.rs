//! Attributes that a span may not have as fields.

use tracing::Span;

/// Sets an attribute of a span: a field, if the span declares it. If not, the attribute is set with
/// the feature `opentelemetry` alone, and seen in OpenTelemetry alone.
pub(super) fn set(span: &Span, name: &str, value: &str) {
    if span.has_field(name) {
        span.record(name, value);
    } else {
        set_undeclared(span, name, value);
    }
}

#[cfg(feature = "opentelemetry")]
fn set_undeclared(span: &Span, name: &str, value: &str) {
    use alloc::borrow::ToOwned;

    use tracing_opentelemetry::OpenTelemetrySpanExt;

    span.set_attribute(name.to_owned(), value.to_owned());
}

#[cfg(not(feature = "opentelemetry"))]
fn set_undeclared(_: &Span, _: &str, _: &str) {}
