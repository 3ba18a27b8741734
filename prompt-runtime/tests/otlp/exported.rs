//! What a program exports, as the collector has it.

use std::collections::BTreeMap;

use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig};
use opentelemetry_sdk::trace::SdkTracerProvider;
use serde_json::{Value, json};
use tracing_subscriber::layer::SubscriberExt;

use crate::collector::{Collector, list};

/// By name.
pub type Attributes = BTreeMap<String, Value>;

/// A span, without its times and what `tracing-opentelemetry` says of the source.
#[derive(Debug)]
pub struct Span {
    pub name: String,
    /// 1 is internal, 3 a client.
    pub kind: u64,
    /// 2 is an error.
    pub status: u64,
    pub attributes: Attributes,
    pub events: Vec<(String, Attributes)>,
}

/// Runs a program with `tracing-opentelemetry` and the exporter of OTLP. Returns the spans that a
/// collector gets.
pub fn exported(program: impl FnOnce()) -> Vec<Span> {
    let collector = Collector::start();
    let exporter = SpanExporter::builder()
        .with_http()
        .with_protocol(Protocol::HttpJson)
        .with_endpoint(collector.endpoint())
        .build()
        .unwrap();
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .build();
    let layer = tracing_opentelemetry::layer()
        .with_location(false)
        .with_threads(false)
        .with_tracked_inactivity(false)
        .with_tracer(provider.tracer("sales-desk"));
    let subscriber = tracing_subscriber::registry().with(layer);
    tracing::subscriber::with_default(subscriber, program);
    provider.shutdown().unwrap();
    collector.spans().iter().map(Span::read).collect()
}

impl Span {
    fn read(span: &Value) -> Self {
        let event = |event: &Value| (text(&event["name"]), attributes(&event["attributes"]));
        Self {
            name: text(&span["name"]),
            kind: span["kind"].as_u64().unwrap(),
            status: span["status"]["code"].as_u64().unwrap_or_default(),
            attributes: attributes(&span["attributes"]),
            events: list(&span["events"]).iter().map(event).collect(),
        }
    }

    /// Returns the JSON in an attribute.
    pub fn json(&self, attribute: &str) -> Value {
        serde_json::from_str(self.attributes[attribute].as_str().unwrap()).unwrap()
    }

    /// Returns the names of the attributes and of the events that have content.
    pub fn content(&self) -> (Vec<&str>, Vec<&str>) {
        let is_content =
            |name: &&str| name.contains("messages") || name.contains("prompt.variable");
        let attributes = self.attributes.keys().map(String::as_str);
        let events = self.events.iter().map(|(name, _)| name.as_str());
        (
            attributes.filter(is_content).collect(),
            events.filter(|name| !name.starts_with("the ")).collect(),
        )
    }
}

/// Reads attributes. No name may be there twice.
fn attributes(of: &Value) -> Attributes {
    let mut attributes = Attributes::new();
    for attribute in list(of) {
        let name = text(&attribute["key"]);
        let is_known = attributes
            .insert(name, value(&attribute["value"]))
            .is_some();
        assert!(!is_known, "{attribute} is there twice: {of}");
    }
    attributes
}

/// Reads a value: of whole numbers, OTLP has the digits as a text.
fn value(of: &Value) -> Value {
    let (kind, value) = of.as_object().unwrap().iter().next().unwrap();
    match kind.as_str() {
        "intValue" => json!(text(value).parse::<i64>().unwrap()),
        "stringValue" | "doubleValue" | "boolValue" => value.clone(),
        _ => panic!("{of}"),
    }
}

fn text(of: &Value) -> String {
    of.as_str().unwrap().to_owned()
}
