use alloc::borrow::Cow;
use alloc::string::String;

use prompt_core::js::{Data, Json, View};

use super::{InputData, UNKNOWN, Value};

/// A value of the inputs. `None` does not exist.
#[derive(Debug, Clone, Copy)]
pub(in crate::dynamic) struct Datum<'a>(Option<(&'a InputData, usize)>);

impl<'a> Datum<'a> {
    pub(in crate::dynamic) fn at(data: &'a InputData, at: usize) -> Self {
        Self(Some((data, at)))
    }

    fn value(self) -> Option<(&'a InputData, Value)> {
        let (data, at) = self.0?;
        Some((data, data.value(at)?))
    }
}

impl<'a> Data<'a> for Datum<'a> {
    const NULL: Self = Self(None);

    type Parts = Parts<'a>;

    #[inline]
    fn view(self) -> View<'a> {
        let Some((data, value)) = self.value() else {
            return View::Null;
        };
        match value {
            Value::Null => View::Null,
            Value::Bool(value) => View::Bool(value),
            Value::Number(at) => data
                .numbers
                .get(at)
                .map_or(View::Null, |number| View::Number(*number)),
            Value::Text(span) => View::Text(data.text(span)),
            Value::List(extent) => View::List(extent.length),
            Value::Object(extent) | Value::Pairs(extent) => View::Object(extent.length),
        }
    }

    #[inline]
    fn named(self, position: usize, names: &[String]) -> Self {
        let Some((data, at)) = self.0 else {
            return Self::NULL;
        };
        if at == 0 && position < data.direct {
            return Self::at(data, 1 + position);
        }
        if let Some(Value::Object(extent)) = data.value(at) {
            let mut part = at + 1;
            while part < extent.end {
                match data.entries.get(part) {
                    Some(entry) if entry.name == position => return Self::at(data, part),
                    Some(entry) if entry.name != UNKNOWN => part = entry.after(part),
                    _ => break,
                }
            }
            if part == extent.end {
                return Self::NULL;
            }
        }
        names
            .get(position)
            .map_or(Self::NULL, |name| self.field(name))
    }

    #[inline]
    fn as_text(self) -> Option<&'a str> {
        match self.value()? {
            (data, Value::Text(span)) => Some(data.text(span)),
            _ => None,
        }
    }

    fn field(self, name: &str) -> Self {
        let Some((data, at)) = self.0 else {
            return Self::NULL;
        };
        match data.value(at) {
            Some(Value::Object(extent)) => Self(
                data.find_before(extent.end, at + 1, name)
                    .map(|part| (data, part)),
            ),
            Some(Value::Pairs(extent)) => Self(
                data.find_before(extent.end, at + 1, name)
                    .map(|pair| (data, pair + 2)),
            ),
            _ => Self::NULL,
        }
    }

    fn item(self, index: usize) -> Self {
        match self.view() {
            View::List(_) => self.parts().nth(index).map_or(Self::NULL, |(_, item)| item),
            _ => Self::NULL,
        }
    }

    fn parts(self) -> Parts<'a> {
        self.0.map_or_else(Parts::default, |(data, at)| Parts {
            within: self.0,
            next: at + 1,
            end: data.after(at),
        })
    }

    fn to_json(self) -> Cow<'a, Json> {
        Cow::Owned(match self.view() {
            View::Null => Json::Null,
            View::Bool(value) => Json::Bool(value),
            View::Number(number) => Json::Number(number),
            View::Text(text) => Json::text(text),
            View::List(_) => {
                let items = self.parts().map(|(_, item)| item.to_json().into_owned());
                Json::List(items.collect())
            }
            View::Object(_) => {
                let entries = self.parts().map(|(key, value)| {
                    let key = key.unwrap_or_default().into();
                    (key, value.to_json().into_owned())
                });
                Json::Object(entries.collect())
            }
        })
    }
}

#[cfg(any(feature = "sample", feature = "tracing"))]
impl Datum<'_> {
    /// Returns all that was passed, for the search for secrets. Parts of no account stand in a list: those
    /// whose key came before.
    pub(in crate::dynamic) fn whole(self) -> Json {
        let (Some((data, at)), View::List(_) | View::Object(_)) = (self.0, self.view()) else {
            return self.to_json().into_owned();
        };
        let (mut entries, mut others) = (alloc::vec![], alloc::vec![]);
        let (mut part, end) = (at + 1, data.after(at));
        while part < end {
            match (data.key(part), data.part_value(at, part)) {
                (Some(key), Some(value)) => {
                    entries.push((key.into(), Datum::at(data, value).whole()));
                }
                _ => others.push(Datum::at(data, part).whole()),
            }
            part = data.after(part);
        }
        others.push(Json::Object(entries));
        Json::List(others)
    }
}

/// The parts of a value.
#[derive(Debug, Clone, Default)]
pub(in crate::dynamic) struct Parts<'a> {
    within: Option<(&'a InputData, usize)>,
    next: usize,
    end: usize,
}

impl<'a> Iterator for Parts<'a> {
    type Item = (Option<&'a str>, Datum<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let (data, within) = self.within?;
        while self.next < self.end {
            let part = self.next;
            self.next = data.after(part);
            if let Some(value) = data.part_value(within, part) {
                return Some((data.key(part), Datum::at(data, value)));
            }
        }
        None
    }
}
