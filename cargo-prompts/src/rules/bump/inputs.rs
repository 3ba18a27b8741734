//! Compares the inputs of two texts.

use std::mem::discriminant;

use prompt_build::template::{Field, Input, Json, Kind, Schema};

use super::{Level, Reason};

/// Adds a reason for each difference. Those of the old inputs come first, then those of the new
/// ones.
pub(super) fn compare(old: &[Input], new: &[Input], reasons: &mut Vec<Reason>) {
    for input in old {
        let name = &input.name;
        match new.iter().find(|other| other.name == *name) {
            Some(other) => compare_input(input, other, reasons),
            None => reasons.push(Reason::new(
                Level::Major,
                format!("the input `{name}` was removed"),
            )),
        }
    }
    let is_new = |input: &&Input| !old.iter().any(|other| other.name == input.name);
    reasons.extend(
        new.iter()
            .filter(is_new)
            .map(|input| added_input(&input.name, input.is_required)),
    );
}

fn compare_input(old: &Input, new: &Input, reasons: &mut Vec<Reason>) {
    let name = &new.name;
    compare_kinds("input", name, &old.schema, &new.schema, reasons);
    let need = compare_need("input", name, old.is_required, new.is_required);
    add_needs(
        need,
        compare_null("input", name, &old.schema, &new.schema),
        reasons,
    );
    if old.default != new.default && old.is_required == new.is_required {
        reasons.push(Reason::new(
            Level::Patch,
            format!("the default of the input `{name}` was changed"),
        ));
    }
}

/// An optional value may be `null` as well: this is reported once.
fn add_needs(need: Option<Reason>, null: Option<Reason>, reasons: &mut Vec<Reason>) {
    let is_told = need
        .as_ref()
        .zip(null.as_ref())
        .is_some_and(|(need, null)| need.level == null.level);
    reasons.extend(need);
    reasons.extend(null.filter(|_| !is_told));
}

/// Adds the differences between the types of required values, such as the items of a list.
fn compare_items(what: &str, path: &str, old: &Schema, new: &Schema, reasons: &mut Vec<Reason>) {
    compare_kinds(what, path, old, new, reasons);
    reasons.extend(compare_null(what, path, old, new));
}

/// Adds the differences between the types of the value at a path. Whether the value is optional is
/// not compared.
fn compare_kinds(what: &str, path: &str, old: &Schema, new: &Schema, reasons: &mut Vec<Reason>) {
    match (&old.kind, &new.kind) {
        (Kind::Enum(before), Kind::Enum(after)) => {
            compare_choices(what, path, before, after, reasons);
        }
        (Kind::Array(before), Kind::Array(after)) => {
            compare_items(what, &format!("{path}[]"), before, after, reasons);
        }
        (Kind::Map(before), Kind::Map(after)) => {
            compare_items(what, &format!("{path}.*"), before, after, reasons);
        }
        (Kind::Object(before), Kind::Object(after)) => compare_fields(path, before, after, reasons),
        (before, after) if discriminant(before) != discriminant(after) => {
            let (before, after) = (type_of(old), type_of(new));
            let sentence =
                format!("the type of the {what} `{path}` was changed from {before} to {after}");
            reasons.push(Reason::new(Level::Major, sentence));
        }
        _ => {}
    }
}

fn compare_null(what: &str, path: &str, old: &Schema, new: &Schema) -> Option<Reason> {
    match (old.is_nullable, new.is_nullable) {
        (true, false) => Some(Reason::new(
            Level::Major,
            format!("the {what} `{path}` may no longer be `null`"),
        )),
        (false, true) => Some(Reason::new(
            Level::Minor,
            format!("the {what} `{path}` may now be `null`"),
        )),
        _ => None,
    }
}

fn compare_choices(what: &str, path: &str, old: &[Json], new: &[Json], reasons: &mut Vec<Reason>) {
    let text = |choice: &Json| {
        if let Json::Text(text) = choice {
            text.clone()
        } else {
            choice.to_string()
        }
    };
    let missing = |from: &[Json], of: &[Json]| {
        of.iter()
            .filter(|choice| !from.contains(choice))
            .map(text)
            .collect::<Vec<_>>()
    };
    for choice in missing(new, old) {
        let sentence = format!("the choice `{choice}` of the {what} `{path}` was removed");
        reasons.push(Reason::new(Level::Major, sentence));
    }
    for choice in missing(old, new) {
        let sentence = format!("the choice `{choice}` of the {what} `{path}` was added");
        reasons.push(Reason::new(Level::Minor, sentence));
    }
}

fn compare_fields(path: &str, old: &[Field], new: &[Field], reasons: &mut Vec<Reason>) {
    for field in old {
        let path = format!("{path}.{}", field.name);
        match new.iter().find(|other| other.name == field.name) {
            Some(other) => {
                compare_kinds("field", &path, &field.schema, &other.schema, reasons);
                let need = compare_need("field", &path, field.is_required, other.is_required);
                add_needs(
                    need,
                    compare_null("field", &path, &field.schema, &other.schema),
                    reasons,
                );
            }
            None => reasons.push(Reason::new(
                Level::Major,
                format!("the field `{path}` was removed"),
            )),
        }
    }
    let is_new = |field: &&Field| !old.iter().any(|other| other.name == field.name);
    let new = new.iter().filter(is_new);
    // The structs that calls pass need each field, also one that may be `None`.
    reasons.extend(new.map(|field| {
        let need = need(field.is_required);
        let sentence = format!("the {need} field `{path}.{}` was added", field.name);
        Reason::new(Level::Major, sentence)
    }));
}

/// A call may leave an optional input out.
fn added_input(name: &str, is_required: bool) -> Reason {
    let level = if is_required {
        Level::Major
    } else {
        Level::Minor
    };
    let need = need(is_required);
    Reason::new(level, format!("the {need} input `{name}` was added"))
}

fn need(is_required: bool) -> &'static str {
    if is_required { "required" } else { "optional" }
}

fn compare_need(what: &str, path: &str, was_required: bool, is_required: bool) -> Option<Reason> {
    match (was_required, is_required) {
        (false, true) => Some(Reason::new(
            Level::Major,
            format!("the {what} `{path}` is now required"),
        )),
        (true, false) => Some(Reason::new(
            Level::Minor,
            format!("the {what} `{path}` is now optional"),
        )),
        _ => None,
    }
}

/// The type's name; that of an object and of a map is the same.
fn type_of(schema: &Schema) -> String {
    match schema.kind {
        Kind::Map(_) => "a map".to_owned(),
        Kind::Object(_) => "an object with fields".to_owned(),
        _ => format!("`{}`", schema.name()),
    }
}
