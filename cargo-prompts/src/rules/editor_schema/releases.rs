use prompt_build::library::{
    Confirmation, ENTRY_FORMAT, Evidence, Extension, Judge, PinChange, Release, Retirement, Run,
    SignOff, Signature, Status,
};
use prompt_core::parameters::{NESTED, Place};
use serde_json::{Map, Value, json};

use super::parts::{
    api, boolean, choice, described, list, object, or_null, sha256, share, signer, text, words,
};

pub fn schema() -> Value {
    or_null(&list(&release()))
}

fn release() -> Value {
    let required = ["version", "status", "sha256"];
    object(Release::KEYS.iter().copied(), &required, |key| match key {
        "version" => described(text(), "The version."),
        "format" => described(
            json!({ "type": "integer", "const": ENTRY_FORMAT }),
            "The format of the text: how it is read, rendered and sent.",
        ),
        "extension" => described(
            choice(Extension::ALL.map(Extension::as_str)),
            "The extension of the released file, if it is another one than `prompt`.",
        ),
        "status" => described(
            choice(Status::RELEASED.map(Status::as_str)),
            "What environments may take the version.",
        ),
        "sha256" => described(sha256(), "The hash of the released file."),
        "published" => described(published(), "Who published the version, and when."),
        "evidence" => described(records(&evidence()), "The runs of its datasets."),
        "sign_offs" => described(
            records(&sign_off()),
            "Who approved it for which environment.",
        ),
        "pinned" => described(records(&pin_change()), "The pins that were set to it."),
        "confirmed" => described(
            records(&confirmation()),
            "Rollbacks to it in an emergency that were confirmed.",
        ),
        "deprecated" => described(retirement(), "Who deprecated it, and why."),
        "withdrawn" => described(retirement(), "Who withdrew it, and why."),
        _ => None,
    })
}

fn records(record: &Value) -> Value {
    or_null(&list(record))
}

/// A key that several kinds of records have.
fn shared(key: &str) -> Option<Value> {
    match key {
        "prompt" => described(text(), "The id of the prompt."),
        "environment" => described(words(), "The environment."),
        "application" => described(
            text(),
            "The application whose pin it is, where several share the library.",
        ),
        "api" => described(api(), "The API of the calls."),
        "model" => described(text(), "The model of the calls."),
        "by" => described(signer(), "The person."),
        "name" => described(text(), "The full name of the person, for readers."),
        "at" => described(words(), "The time, as in `2026-10-05T14:00:00Z`."),
        "reason" => described(words(), "The reason."),
        "signature" => described(text(), "An SSH signature over the record."),
        "sha256" => described(sha256(), "The hash of the text."),
        _ => None,
    }
}

fn published() -> Value {
    let keys = Signature::PUBLISHED_KEYS;
    object(keys.iter().copied(), &["by", "at"], shared)
}

fn evidence() -> Value {
    let required = [
        "run",
        "environment",
        "model",
        "cases",
        "passed",
        "sha256",
        "dataset",
        "at",
    ];
    let record = object(Evidence::keys(), &required, |key| match key {
        "run" => described(choice(Run::ALL.map(Run::as_str)), "The kind of dataset."),
        "model" => described(words(), "The model of the calls."),
        "cases" => described(count(), "The number of cases."),
        "passed" => described(count(), "The number of cases that passed."),
        "threshold" => described(share(), "The share of the cases that must pass."),
        "dataset" => described(sha256(), "The hash of the dataset."),
        "repeat" => described(count(), "The number of calls for each case."),
        "answered_by" => described(list(&text()), "The models that answered."),
        "judge" => described(judge(), "The judge whose verdicts the run rests on."),
        "false_passes" => described(
            count(),
            "The verdicts that pass an answer which people fail.",
        ),
        "false_fails" => described(
            count(),
            "The verdicts that fail an answer which people pass.",
        ),
        "report" => described(sha256(), "The hash of another tool's report."),
        key => shared(key),
    });
    with_sent_parameters(record)
}

fn judge() -> Value {
    let required = ["id", "version", "sha256", "model"];
    let record = object(Judge::keys(), &required, |key| match key {
        "id" => described(words(), "The id of the prompt that judges."),
        "version" => described(words(), "The version of it."),
        "answered_by" => described(list(&text()), "The models that gave the verdicts."),
        "model" => described(words(), "The model of its calls."),
        key => shared(key),
    });
    with_sent_parameters(record)
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
}

fn sign_off() -> Value {
    let required = ["environment", "by", "at", "reason"];
    let record = object(SignOff::keys(), &required, |key| match key {
        "evidence" => described(json!({}), "The evidence that the signer names."),
        "runs" => described(
            or_null(&list(&sha256())),
            "The digests of the runs that it rests on.",
        ),
        key => shared(key),
    });
    with_sent_parameters(record)
}

fn pin_change() -> Value {
    let required = ["environment", "by", "at", "reason"];
    let record = object(PinChange::keys(), &required, |key| match key {
        "application" => described(
            json!({}),
            "The application whose pin it is, where several share the library.",
        ),
        "before" => described(words(), "The earlier pin."),
        "rollback" => described(boolean(), "Whether the pin was moved back."),
        key => shared(key),
    });
    let mut record = with_sent_parameters(record);
    // Only a rollback restores settings.
    record["if"] =
        json!({ "properties": { "rollback": { "const": true } }, "required": ["rollback"] });
    let settings = Place::TopLevel.rows().map(|row| row.name);
    let none = settings
        .chain(["api", "model"])
        .map(|key| (key.to_owned(), Value::Bool(false)));
    let mut none = none.collect::<Map<_, _>>();
    none.insert(NESTED.to_owned(), json!({ "maxProperties": 0 }));
    record["else"] = json!({ "properties": none });
    record
}

/// Takes `null` from the values of parameters: a record has only those that were sent.
fn with_sent_parameters(mut record: Value) -> Value {
    let not_null = |property: &mut Value| {
        if let Some(sent) = property.pointer("/anyOf/0").cloned()
            && let Some(property) = property.as_object_mut()
        {
            property.remove("anyOf");
            property.extend(sent.as_object().cloned().unwrap_or_default());
            property["description"] = "A parameter that was sent.".into();
        }
    };
    for row in Place::TopLevel.rows() {
        record["properties"].get_mut(row.name).map(not_null);
    }
    let nested = format!("/properties/{NESTED}/anyOf/0/properties");
    if let Some(Value::Object(nested)) = record.pointer_mut(&nested) {
        nested.values_mut().for_each(not_null);
    }
    record
}

fn confirmation() -> Value {
    let required = ["environment", "rolled_back_at", "by", "at", "reason"];
    object(
        Confirmation::KEYS.iter().copied(),
        &required,
        |key| match key {
            "rolled_back_at" => described(words(), "The time of the rollback."),
            key => shared(key),
        },
    )
}

fn retirement() -> Value {
    let required = ["by", "at", "reason"];
    object(Retirement::KEYS.iter().copied(), &required, shared)
}
