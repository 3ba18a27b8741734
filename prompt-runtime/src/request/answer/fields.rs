//! Fields of a response, read strictly.

use alloc::borrow::ToOwned;
use alloc::string::String;

use prompt_core::js::{Json, Repr};

/// An object of a response. Where one is expected, a list is none: a derived reader would take its
/// items for the fields.
pub(super) type Object = [(String, Json)];

/// The problem of JSON that has the shape of no API.
pub(super) const NOT_AN_ANSWER: &str = "not an answer";

/// The problem of a response that has an error.
pub(super) const WITH_AN_ERROR: &str = "a response with an error";

/// Reads the fields of an object. `problem` is the error for a field of the wrong type.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    object: &'a Object,
    problem: &'static str,
}

impl<'a> Fields<'a> {
    pub(super) fn new(object: &'a Object, problem: &'static str) -> Self {
        Self { object, problem }
    }

    /// Reads a value that has to be an object.
    pub(super) fn of(value: &'a Json, problem: &'static str) -> Result<Self, &'static str> {
        let object = as_object(value).ok_or(problem)?;
        Ok(Self::new(object, problem))
    }

    pub(super) fn members(self) -> &'a Object {
        self.object
    }

    /// Returns a value, unless it is left out or null.
    pub(super) fn value(self, key: &str) -> Option<&'a Json> {
        member(self.object, key).filter(|value| !matches!(value, Json::Null))
    }

    /// Returns an object that may be left out or null.
    pub(super) fn object(self, key: &str) -> Result<Option<Self>, &'static str> {
        self.value(key)
            .map(|value| Self::of(value, self.problem))
            .transpose()
    }

    /// Returns the objects of a list that may be left out or null.
    pub(super) fn list(
        self,
        key: &str,
    ) -> Result<impl ExactSizeIterator<Item = Result<Self, &'static str>>, &'static str> {
        let items = match self.value(key) {
            None => &[][..],
            Some(Json::List(items)) => items,
            Some(_) => return Err(self.problem),
        };
        Ok(items.iter().map(move |item| Self::of(item, self.problem)))
    }

    /// Returns a text that may be left out or null.
    pub(super) fn text(self, key: &str) -> Result<Option<&'a str>, &'static str> {
        self.value(key)
            .map(|value| as_text(value).ok_or(self.problem))
            .transpose()
    }

    /// Returns a text that may be left out, null or empty, as a text of its own.
    pub(super) fn words(self, key: &str) -> Result<Option<String>, &'static str> {
        Ok(self
            .text(key)?
            .filter(|text| !text.is_empty())
            .map(ToOwned::to_owned))
    }

    /// Returns a text that says nothing about the answer itself, such as an id. One of another type
    /// is none.
    pub(super) fn label(self, key: &str) -> Option<String> {
        as_text(self.value(key)?).map(ToOwned::to_owned)
    }

    /// Returns a number of tokens, by the path of its fields. One of another type is none.
    pub(super) fn tokens(self, path: &[&str]) -> Option<u64> {
        let (last, parents) = path.split_last()?;
        let parent = parents.iter().try_fold(self.object, |object, key| {
            member(object, key).and_then(as_object)
        })?;
        as_count(member(parent, last)?)
    }
}

/// Returns a member of an object: the last one where several have the key, as in `serde_json`.
pub(super) fn member<'a>(object: &'a Object, key: &str) -> Option<&'a Json> {
    let mut members = object.iter().rev();
    let (_, value) = members.find(|(known, _)| known == key)?;
    Some(value)
}

pub(super) fn as_object(value: &Json) -> Option<&Object> {
    match value {
        Json::Object(members) => Some(members),
        _ => None,
    }
}

fn as_text(value: &Json) -> Option<&str> {
    match value {
        Json::Text(text) => Some(text),
        _ => None,
    }
}

fn as_count(value: &Json) -> Option<u64> {
    let Json::Number(number) = value else {
        return None;
    };
    match number.repr() {
        Repr::Signed(count) => count.try_into().ok(),
        Repr::Unsigned(count) => count.try_into().ok(),
        Repr::Float(_) | Repr::Single(_) => None,
    }
}

/// Returns the answer of several with the index 0, wherever it stands; without indices the first.
pub(super) fn first<'a>(
    items: impl Iterator<Item = Result<Fields<'a>, &'static str>>,
) -> Result<Option<Fields<'a>>, &'static str> {
    let mut first = None;
    for item in items {
        let index = item.ok().and_then(|item| as_count(item.value("index")?));
        if index == Some(0) {
            return item.map(Some);
        }
        first = first.or(Some(item));
    }
    first.transpose()
}

/// Adds numbers of which some may be missing. It is `None` if all are.
pub(super) fn sum<const N: usize>(numbers: [Option<u64>; N]) -> Option<u64> {
    numbers.into_iter().flatten().reduce(u64::saturating_add)
}
