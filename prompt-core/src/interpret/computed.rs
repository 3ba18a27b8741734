//! The value of an operand.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::js::{Data, Json, Number, View};
use crate::program::Format;

/// The value of an operand: a value of an input, or one that the program has or makes.
pub(super) enum Computed<'o, D> {
    Data(D),
    Json(Cow<'o, Json>),
    /// The key of a map's entry.
    Key(&'o str),
}

impl<'a, 'o, D: Data<'a>> Computed<'o, D>
where
    'a: 'o,
{
    pub(super) const NULL: Self = Self::Json(Cow::Borrowed(&Json::Null));

    pub(super) fn bool(value: bool) -> Self {
        Self::owned(Json::Bool(value))
    }

    pub(super) fn number(value: usize) -> Self {
        Self::owned(Json::Number(Number::from(value)))
    }

    pub(super) fn owned(value: Json) -> Self {
        Self::Json(Cow::Owned(value))
    }

    pub(super) fn view(&self) -> View<'_> {
        match self {
            Self::Data(data) => data.view(),
            Self::Json(json) => json.view(),
            Self::Key(key) => View::Text(key),
        }
    }

    pub(super) fn to_json(&self) -> Cow<'_, Json> {
        match self {
            Self::Data(data) => data.to_json(),
            Self::Json(json) => Cow::Borrowed(json),
            Self::Key(key) => Cow::Owned(Json::text(*key)),
        }
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self.view(), View::Null)
    }

    /// Returns whether both are the same value.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self.view(), other.view()) {
            (View::Null, View::Null) => true,
            (View::Bool(a), View::Bool(b)) => a == b,
            (View::Number(a), View::Number(b)) => a == b,
            (View::Text(a), View::Text(b)) => a == b,
            (View::List(_), View::List(_)) | (View::Object(_), View::Object(_)) => {
                self.to_json() == other.to_json()
            }
            _ => false,
        }
    }

    /// Appends the value in a form.
    pub(super) fn write(&self, format: Format, text: &mut String) {
        match format {
            Format::Plain => self.view().print(text),
            Format::Json { .. } => format.write(&self.to_json(), text),
        }
    }

    /// Returns the number of bytes or items that a function may go through.
    pub(super) fn size(&self) -> usize {
        match self {
            Self::Data(data) => size(*data),
            Self::Json(json) => size(&**json),
            Self::Key(key) => key.len(),
        }
    }
}

fn size<'a>(data: impl Data<'a>) -> usize {
    match data.view() {
        View::Text(text) => text.len(),
        View::List(_) => data.parts().map(|(_, item)| 1 + single_size(item)).sum(),
        View::Object(length) => length,
        View::Null | View::Bool(_) | View::Number(_) => 0,
    }
}

fn single_size<'a>(data: impl Data<'a>) -> usize {
    if let View::Text(text) = data.view() {
        text.len()
    } else {
        0
    }
}
