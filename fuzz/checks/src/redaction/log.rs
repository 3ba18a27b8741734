//! What is logged, as its reader sees it.

use std::cell::RefCell;
use std::fmt::Debug;
use std::sync::Once;

use serde_json::Value;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

thread_local! {
    /// The texts that this thread has logged.
    static LOG: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Returns the texts of content that are logged meanwhile. Names and structure are left out: a
/// secret may be the name of a field.
pub fn of(work: impl FnOnce()) -> Vec<String> {
    static START: Once = Once::new();
    START.call_once(|| {
        tracing::subscriber::set_global_default(Log).expect("there is no other subscriber");
    });
    LOG.take();
    work();
    LOG.take()
}

struct Log;

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    /// The attributes of a new span describe the prompt.
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut Texts);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut Texts);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Collects the texts of fields.
struct Texts;

impl Visit for Texts {
    fn record_str(&mut self, field: &Field, value: &str) {
        collect(field.name(), value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        collect(field.name(), &format!("{value:?}"));
    }
}

fn push(text: &str) {
    LOG.with_borrow_mut(|log| log.push(text.to_owned()));
}

fn collect(field: &str, value: &str) {
    match field {
        "gen_ai.input.messages"
        | "gen_ai.output.messages"
        | "gen_ai.system_instructions"
        | "gen_ai.response.finish_reasons" => {
            let json = serde_json::from_str(value).expect("the field is JSON");
            collect_json(&json, false);
        }
        "exception.message"
        | "gen_ai.response.id"
        | "gen_ai.response.model"
        | "server.address"
        | "gen_ai.conversation.id" => push(value),
        _ if field.starts_with("gen_ai.prompt.variable.") => match serde_json::from_str(value) {
            Ok(json @ (Value::Array(_) | Value::Object(_))) => collect_json(&json, true),
            _ => push(value),
        },
        _ => {}
    }
}

/// Collects the texts of a value, and its keys if they are content.
fn collect_json(json: &Value, has_keys: bool) {
    match json {
        Value::String(text) => push(text),
        Value::Number(number) => push(&number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| collect_json(item, has_keys)),
        Value::Object(fields) => {
            for (key, value) in fields {
                if has_keys {
                    push(key);
                }
                // `role`, `type` and `modality` are words of the conventions.
                if has_keys || !matches!(key.as_str(), "role" | "type" | "modality") {
                    collect_json(value, has_keys);
                }
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}
