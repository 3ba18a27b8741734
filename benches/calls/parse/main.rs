//! Measures how an answer that is JSON and nothing else becomes a value, beside `serde_json`. The
//! variable `EVENTS` sets the number of items in its list.

#[path = "../measure/mod.rs"]
mod measure;

use std::env;
use std::hint::black_box;

use measure::{Contender, compare, contender};
use prompt_runtime::Answer;
use serde::Deserialize;

/// A model's report of an incident.
#[derive(Debug, PartialEq, Deserialize)]
struct Summary {
    title: String,
    severity: Severity,
    timeline: Vec<Event>,
    follow_up_in_days: Option<u32>,
}

#[derive(Debug, PartialEq, Deserialize)]
enum Severity {
    #[serde(rename = "SEV1")]
    One,
    #[serde(rename = "SEV2")]
    Two,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Event {
    at: String,
    text: String,
    error_rate: f64,
}

fn main() {
    let events = env::var("EVENTS").ok();
    let events = events.and_then(|events| events.parse().ok()).unwrap_or(3);
    let answer = Answer::new(json(events));
    let text = answer.text.clone();
    let expected = serde_json::from_str::<Summary>(&text).expect("it is JSON");
    assert_eq!(answer.parse::<Summary>().expect("it is JSON"), expected);
    let title = format!("an answer of {} bytes", text.len());
    let contenders: [Contender; 2] = [
        contender!("`serde_json::from_str`", {
            serde_json::from_str::<Summary>(black_box(&text)).expect("it is JSON")
        }),
        contender!("`Answer::parse`", {
            black_box(&answer).parse::<Summary>().expect("it is JSON")
        }),
    ];
    compare(&title, &contenders);
}

fn json(events: usize) -> String {
    let event = |number| {
        format!(
            r#"{{"at":"09:{number:02}","text":"the error rate of checkout is \"high\"","error_rate":0.3}}"#
        )
    };
    let events = (10..10 + events).map(event).collect::<Vec<_>>();
    format!(
        r#"{{"title":"Checkout was slow","severity":"SEV2","timeline":[{}],"follow_up_in_days":7}}"#,
        events.join(",")
    )
}
