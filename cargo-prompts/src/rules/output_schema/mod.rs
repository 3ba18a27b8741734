//! JSON Schemas of what commands print with `--format json`. The objects have all of these keys, and no
//! others: a key that is new comes with a version of the command that CHANGELOG.md names.

mod compare;
mod runs;

use prompt_build::library::{Run, Status};
use prompt_core::vocabulary::Api;
use serde_json::{Map, Value, json};

use crate::rules::event_table::COLUMNS;
use crate::rules::events::EventKind;

/// A command with JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputSchema {
    List,
    Show,
    History,
    Diff,
    Review,
    Compare,
    /// Of `test` and `validate`.
    Runs,
}

impl OutputSchema {
    pub fn json(self) -> Value {
        let (title, mut schema) = match self {
            Self::List => ("list", list()),
            Self::Show => ("show", show()),
            Self::History => ("history", history()),
            Self::Diff => ("diff", diff()),
            Self::Review => ("review", review()),
            Self::Compare => ("compare", compare::schema()),
            Self::Runs => ("test", runs::schema()),
        };
        schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
        schema["title"] = format!("cargo prompts {title} --format json").into();
        schema
    }
}

/// An object with exactly these keys.
fn object<const N: usize>(properties: [(&str, Value); N]) -> Value {
    let names = properties.iter().map(|(name, _)| (*name).to_owned());
    let names = names.collect::<Vec<_>>();
    let properties = properties.map(|(name, schema)| (name.to_owned(), schema));
    json!({
        "type": "object",
        "properties": properties.into_iter().collect::<Map<_, _>>(),
        "required": names,
        "additionalProperties": false,
    })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn text_or_null() -> Value {
    json!({ "type": ["string", "null"] })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn count_or_null() -> Value {
    json!({ "type": ["integer", "null"], "minimum": 0 })
}

/// The numbers of calls by the kind of assertion that they failed.
fn failed_calls() -> Value {
    json!({ "type": "object", "additionalProperties": count() })
}

/// In milliseconds.
fn latencies() -> Value {
    object(["median", "p95"].map(|name| (name, count_or_null())))
}

fn tokens() -> Value {
    object(["input", "cached", "output"].map(|name| (name, count_or_null())))
}

fn list_of(item: &Value) -> Value {
    json!({ "type": "array", "items": item })
}

fn or_null(schema: &Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

fn choice(words: impl IntoIterator<Item = &'static str>) -> Value {
    json!({ "type": "string", "enum": words.into_iter().collect::<Vec<_>>() })
}

fn api() -> Value {
    choice(Api::ALL.iter().map(|api| api.as_str()))
}

/// Parameters by their names.
fn parameters() -> Value {
    json!({ "type": "object" })
}

fn list() -> Value {
    let copy = json!({ "enum": ["same", "differs", "unknown", null] });
    let prompt = object([
        ("id", text()),
        ("newest", text_or_null()),
        ("working_copy", copy),
        (
            "environments",
            json!({ "type": "object", "additionalProperties": or_null(&pinned()) }),
        ),
    ]);
    object([("prompts", list_of(&prompt))])
}

/// The pin of an environment. What depends on a text that cannot be read is left out, and so are the
/// tools of a prompt without any.
fn pinned() -> Value {
    let mut statuses = Status::RELEASED.map(Status::as_str).to_vec();
    statuses.extend(["working-copy", "faulty"]);
    let mut pin = object([
        ("version", text_or_null()),
        ("status", choice(statuses)),
        (
            "behind",
            json!({ "type": ["integer", "null"], "minimum": 0 }),
        ),
        ("api", api()),
        ("model", text()),
        ("parameters", parameters()),
        ("tools", list_of(&text())),
        ("prefix_bytes", count()),
    ]);
    pin["required"] = json!(["version", "status", "behind"]);
    pin
}

fn show() -> Value {
    let mut statuses = Status::RELEASED.map(Status::as_str).to_vec();
    statuses.extend(Status::ALL.iter().map(|status| status.as_str()));
    statuses.sort_unstable();
    statuses.dedup();
    let person = [
        ("by", text_or_null()),
        ("name", text_or_null()),
        ("at", text_or_null()),
    ];
    let [by, name, at] = person.clone();
    let [reason, doubt] = [("reason", text_or_null()), ("doubt", text_or_null())];
    let retired = object([
        by.clone(),
        name.clone(),
        at.clone(),
        reason.clone(),
        doubt.clone(),
    ]);
    let sign_off = object([
        ("environment", text_or_null()),
        ("application", text_or_null()),
        by,
        name,
        at,
        reason,
        ("evidence", text_or_null()),
        doubt,
    ]);
    let mut page = object([
        ("id", text()),
        ("version", text_or_null()),
        ("status", choice(statuses)),
        ("environment", text()),
        ("api", api()),
        ("model", text()),
        ("parameters", parameters()),
        ("prefix_bytes", count()),
        ("sha256", text()),
        ("published", or_null(&object(person))),
        ("evidence", list_of(&evidence())),
        ("sign_offs", list_of(&sign_off)),
        ("deprecated", or_null(&retired)),
        ("withdrawn", or_null(&retired)),
        ("inputs", list_of(&json!({ "$ref": "#/definitions/input" }))),
        ("answer", json!({ "type": ["object", "null"] })),
        ("tools", list_of(&json!({ "type": "object" }))),
        ("text", text()),
    ]);
    page["definitions"] = json!({ "input": input() });
    page
}

fn evidence() -> Value {
    let judge = object([
        ("prompt", text()),
        ("version", text()),
        ("api", api()),
        ("model", text()),
        ("parameters", parameters()),
    ]);
    object([
        ("run", or_null(&choice(Run::ALL.map(Run::as_str)))),
        ("environment", text_or_null()),
        ("api", api()),
        ("model", text_or_null()),
        ("parameters", parameters()),
        ("judge", or_null(&judge)),
        ("cases", count()),
        ("passed", count()),
        ("threshold", json!({ "type": "number" })),
        ("at", text_or_null()),
        ("doubt", text_or_null()),
    ])
}

/// An input, or a field of one. A field has no default.
fn input() -> Value {
    object([
        ("name", text()),
        ("type", text()),
        ("description", text_or_null()),
        ("required", json!({ "type": "boolean" })),
        ("default", json!({})),
        ("fields", list_of(&json!({ "$ref": "#/definitions/input" }))),
    ])
}

fn history() -> Value {
    let mut record = object(COLUMNS.map(|name| (name, text_or_null())));
    record["properties"]["event"] = choice(EventKind::ALL.map(EventKind::as_str));
    object([("records", list_of(&record))])
}

fn diff() -> Value {
    let level = || choice(["none", "patch", "minor", "major"]);
    let side = object([
        ("version", text_or_null()),
        ("environment", text_or_null()),
        ("text", text()),
    ]);
    let reason = object([("level", level()), ("sentence", text())]);
    let setting = object([
        ("name", text()),
        ("old", text_or_null()),
        ("new", text_or_null()),
    ]);
    object([
        ("id", text()),
        ("old", side.clone()),
        ("new", side),
        ("same_text", json!({ "type": "boolean" })),
        ("level", level()),
        ("reasons", list_of(&reason)),
        ("lowest_version", text_or_null()),
        ("settings", list_of(&setting)),
        ("unified_diff", text()),
    ])
}

fn review() -> Value {
    let change = list_of(&object([
        ("name", text()),
        ("old", text_or_null()),
        ("new", text_or_null()),
    ]));
    let pin = object([
        ("id", text()),
        ("old", text_or_null()),
        ("new", text_or_null()),
        ("is_other_text", boolean()),
        ("settings", change.clone()),
        ("prefix", text_or_null()),
        ("was_refused", boolean()),
        ("problems", list_of(&text())),
        (
            "answers",
            list_of(&object([("name", text()), ("answers", answers())])),
        ),
    ]);
    let environment = object([
        ("name", text()),
        ("presence", presence()),
        ("settings", change),
        ("pins", list_of(&pin)),
    ]);
    let mut review = object([
        ("base", object([("name", text()), ("commit", text())])),
        ("environments", list_of(&environment)),
        ("prompts", list_of(&prompt_change())),
        ("signers", rows()),
        ("personal_data", rows()),
    ]);
    review["definitions"] = json!({ "row": row() });
    review
}

fn prompt_change() -> Value {
    let dataset = object([("file", text()), ("presence", presence())]);
    let run = object([
        ("version", text()),
        ("run", choice(Run::ALL.map(Run::as_str))),
        ("passed", count()),
        ("cases", count()),
    ]);
    let entry = object([
        ("at", text()),
        ("version", text()),
        ("what", text()),
        ("why", text_or_null()),
        ("doubt", text_or_null()),
        ("is_new", boolean()),
    ]);
    object([
        ("id", text()),
        ("texts", list_of(&text_change())),
        ("datasets", list_of(&dataset)),
        (
            "not_shown",
            list_of(&object([
                (
                    "what",
                    choice(["golden cases", "saved answers", "next steps"]),
                ),
                ("problem", text()),
            ])),
        ),
        ("runs", list_of(&run)),
        ("history", list_of(&entry)),
        ("steps", list_of(&next_step())),
    ])
}

fn text_change() -> Value {
    let case = object([
        ("name", text()),
        ("rows", rows()),
        ("answers", or_null(&answers())),
    ]);
    let cases = object([
        ("same", count()),
        ("different", list_of(&case)),
        ("more", count()),
    ]);
    object([
        ("old", text_or_null()),
        ("new", text_or_null()),
        ("environments", list_of(&text())),
        ("level", text_or_null()),
        (
            "reasons",
            list_of(&object([("level", text()), ("sentence", text())])),
        ),
        ("rows", rows()),
        ("cases", cases),
    ])
}

/// The saved answers to a golden case.
fn answers() -> Value {
    let answer = object([("model", text()), ("passed", boolean())]);
    object([
        ("before", or_null(&answer)),
        ("after", or_null(&answer)),
        ("rows", rows()),
    ])
}

fn next_step() -> Value {
    let gate = object([
        ("name", text()),
        ("is_met", boolean()),
        ("sentence", text()),
        ("help", list_of(&text())),
    ]);
    object([
        ("environment", text()),
        ("old", text_or_null()),
        ("new", text()),
        ("gates", list_of(&gate)),
        ("signed", list_of(&text())),
        ("required", count()),
        ("may_sign", or_null(&list_of(&text()))),
        ("command", text()),
    ])
}

fn presence() -> Value {
    choice(["added", "removed", "kept"])
}

fn boolean() -> Value {
    json!({ "type": "boolean" })
}

fn rows() -> Value {
    list_of(&json!({ "$ref": "#/definitions/row" }))
}

/// A line of two texts beside each other, or the number of lines that are not shown.
fn row() -> Value {
    let piece = object([("text", text()), ("is_changed", boolean())]);
    let line = or_null(&list_of(&piece));
    let kind = |name| ("kind", choice([name]));
    json!({ "anyOf": [
        object([kind("same"), ("text", text())]),
        object([kind("changed"), ("old", line.clone()), ("new", line)]),
        object([kind("gap"), ("lines", count())]),
    ] })
}
