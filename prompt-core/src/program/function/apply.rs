//! The functions on values that are data. A missing value is `Null`.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::js::{Data as _, Json, Number};
use crate::text;

type Arguments<'a, 'j> = &'a [Cow<'j, Json>];

static NULL: Json = Json::Null;

fn at<'a>(arguments: Arguments<'a, '_>, position: usize) -> &'a Json {
    arguments.get(position).map_or(&NULL, |value| &**value)
}

/// Returns the text that a tag prints of an argument.
fn printed(value: &Json) -> Cow<'_, str> {
    if let Json::Text(text) = value {
        return Cow::Borrowed(text);
    }
    let mut text = String::new();
    value.print(&mut text);
    Cow::Owned(text)
}

pub(super) fn eq(arguments: Arguments<'_, '_>) -> Json {
    Json::Bool(at(arguments, 0) == at(arguments, 1))
}

pub(super) fn ne(arguments: Arguments<'_, '_>) -> Json {
    Json::Bool(at(arguments, 0) != at(arguments, 1))
}

pub(super) fn gt(arguments: Arguments<'_, '_>) -> Json {
    ordered(arguments, Ordering::is_gt)
}

pub(super) fn gte(arguments: Arguments<'_, '_>) -> Json {
    ordered(arguments, Ordering::is_ge)
}

pub(super) fn lt(arguments: Arguments<'_, '_>) -> Json {
    ordered(arguments, Ordering::is_lt)
}

pub(super) fn lte(arguments: Arguments<'_, '_>) -> Json {
    ordered(arguments, Ordering::is_le)
}

/// Compares numbers. No other value is before or after a number.
fn ordered(arguments: Arguments<'_, '_>, is_met: fn(Ordering) -> bool) -> Json {
    let (Json::Number(a), Json::Number(b)) = (at(arguments, 0), at(arguments, 1)) else {
        return Json::Bool(false);
    };
    Json::Bool(a.partial_cmp(b).is_some_and(is_met))
}

pub(super) fn and(arguments: Arguments<'_, '_>) -> Json {
    Json::Bool(arguments.iter().all(|value| value.is_true()))
}

pub(super) fn or(arguments: Arguments<'_, '_>) -> Json {
    Json::Bool(arguments.iter().any(|value| value.is_true()))
}

pub(super) fn not(arguments: Arguments<'_, '_>) -> Json {
    Json::Bool(!at(arguments, 0).is_true())
}

pub(super) fn len(arguments: Arguments<'_, '_>) -> Json {
    let length = match at(arguments, 0) {
        Json::List(items) => items.len(),
        Json::Object(entries) => entries.len(),
        Json::Text(text) => text::length(text),
        Json::Null | Json::Bool(_) | Json::Number(_) => 0,
    };
    Json::Number(Number::from(length))
}

pub(super) fn contains_item(arguments: Arguments<'_, '_>) -> Json {
    let Json::List(items) = at(arguments, 0) else {
        return Json::Bool(false);
    };
    Json::Bool(items.contains(at(arguments, 1)))
}

pub(super) fn contains_text(arguments: Arguments<'_, '_>) -> Json {
    let (Json::Text(text), Json::Text(part)) = (at(arguments, 0), at(arguments, 1)) else {
        return Json::Bool(false);
    };
    Json::Bool(text.contains(part.as_str()))
}

pub(super) fn lookup(arguments: Arguments<'_, '_>) -> Json {
    at(arguments, 0).part(at(arguments, 1).view()).clone()
}

pub(super) fn default(arguments: Arguments<'_, '_>) -> Json {
    let value = at(arguments, 0);
    let is_missing = *value == Json::Null;
    if is_missing { at(arguments, 1) } else { value }.clone()
}

pub(super) fn upper(arguments: Arguments<'_, '_>) -> Json {
    Json::Text(printed(at(arguments, 0)).to_uppercase())
}

pub(super) fn lower(arguments: Arguments<'_, '_>) -> Json {
    Json::Text(printed(at(arguments, 0)).to_lowercase())
}

pub(super) fn trim(arguments: Arguments<'_, '_>) -> Json {
    Json::text(text::trim(&printed(at(arguments, 0))))
}

pub(super) fn join(arguments: Arguments<'_, '_>) -> Json {
    let Json::List(items) = at(arguments, 0) else {
        return Json::text("");
    };
    let items = items.iter().map(printed).collect::<Vec<_>>();
    Json::Text(items.join(&*printed(at(arguments, 1))))
}

pub(super) fn inc(arguments: Arguments<'_, '_>) -> Json {
    match at(arguments, 0) {
        Json::Number(number) => Json::Number(number.successor()),
        _ => Json::Null,
    }
}

pub(super) fn concat(arguments: Arguments<'_, '_>) -> Json {
    Json::Text(arguments.iter().map(|value| printed(value)).collect())
}
