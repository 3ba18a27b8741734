//! The type that an input is expected to have, of which it is checked what the program uses.

use alloc::boxed::Box;
use alloc::string::String;
#[cfg(feature = "tracing")]
use alloc::string::ToString as _;
use alloc::vec::Vec;

#[cfg(feature = "tracing")]
use prompt_core::js::Json;
use prompt_core::js::{Data as _, View};
use prompt_core::program::use_tree::Use;
use prompt_core::program::{Class, Slot, position};

use super::Fault;
use super::data::{Datum, InputData, Met};

pub(super) struct Expected {
    kind: Kind,
    description: &'static str,
    may_be_nothing: bool,
    /// The uses of the value, for logs and samples.
    #[cfg(any(feature = "sample", feature = "tracing"))]
    used: Use,
}

enum Kind {
    Any,
    Boolean,
    Integer,
    Number,
    /// One of the choices, if there are any.
    Text(Vec<String>),
    /// `None` if the items are not used.
    List(Option<Box<Expected>>),
    Map(Option<Box<Expected>>),
    /// The fields that are used.
    Object(Vec<Field>),
}

struct Field {
    name: String,
    /// The position of the name among those that the program uses.
    position: usize,
    expected: Expected,
}

impl Expected {
    /// Makes the type. The names of fields are added to those that the program uses.
    pub(super) fn new(slot: &Slot, used: Option<&Use>, names: &mut Vec<String>) -> Self {
        let unused = Use::default();
        let used = used.unwrap_or(&unused);
        Self {
            kind: Kind::new(&slot.class, used, names),
            description: slot.class.description(),
            may_be_nothing: slot.may_be_option,
            #[cfg(any(feature = "sample", feature = "tracing"))]
            used: used.clone(),
        }
    }

    /// Describes the type, as messages do.
    pub(super) fn description(&self) -> &'static str {
        self.description
    }

    /// Returns whether any text is a value of the type, and nothing needs to be looked at. Most inputs
    /// are such.
    #[inline]
    pub(super) fn is_text(&self) -> bool {
        matches!(&self.kind, Kind::Text(choices) if choices.is_empty())
    }

    /// Returns whether the value is a text, or an object of texts in the order of the type, as most items
    /// are. If not, it has to be checked.
    #[inline]
    fn is_quickly_met(&self, data: &mut InputData, at: usize) -> bool {
        match &self.kind {
            Kind::Text(choices) => choices.is_empty() && data.is_text(at),
            Kind::Object(fields) => {
                data.is_object(at) && meet_texts(fields, data, at) == fields.len()
            }
            _ => false,
        }
    }

    /// Holds a part of an object against the type.
    #[inline]
    pub(super) fn check_met(&self, data: &mut InputData, met: Met) -> Result<(), Fault> {
        if met.is_text && self.is_text() {
            return Ok(());
        }
        self.check(data, met.at)
    }

    /// Holds the value at a position against the type. Pairs in the place of a map become an object.
    pub(super) fn check(&self, data: &mut InputData, at: usize) -> Result<(), Fault> {
        if let Kind::Map(_) = self.kind {
            data.make_pairs(at);
        }
        let view = Datum::at(data, at).view();
        match (&self.kind, view) {
            (Kind::Any, _) | (Kind::Boolean, View::Bool(_)) | (Kind::Number, View::Number(_)) => {
                Ok(())
            }
            (Kind::Integer, View::Number(number)) if number.is_integer() => Ok(()),
            (Kind::Text(choices), View::Text(text)) => {
                if choices.is_empty() || choices.iter().any(|choice| choice == text) {
                    Ok(())
                } else {
                    Err(Fault::no_choice(choices))
                }
            }
            (_, View::Null) if self.may_be_nothing => Ok(()),
            (Kind::List(part), View::List(_)) | (Kind::Map(part), View::Object(_)) => {
                check_parts(part.as_deref(), data, at)
            }
            (Kind::Object(fields), View::Object(_)) => check_fields(fields, data, at),
            _ => Err(Fault::ill_typed(self.description, view)),
        }
    }

    /// Returns whether a log shows an input of this type. One of any type is shown if it is used.
    #[cfg(feature = "tracing")]
    pub(super) fn is_shown(&self) -> bool {
        self.used.is_any() || !matches!(self.kind, Kind::Any)
    }

    /// Returns the uses of the value.
    #[cfg(feature = "sample")]
    pub(super) fn used(&self) -> &Use {
        &self.used
    }

    /// Returns whether a replacement may stand in the place of a value.
    #[cfg(feature = "sample")]
    pub(super) fn takes_any_text(&self) -> bool {
        self.is_text() || matches!(self.kind, Kind::Any)
    }

    /// Returns the parts of a value that a log shows: those that the program uses.
    #[cfg(feature = "tracing")]
    pub(super) fn shown(&self, value: &Json) -> Json {
        // As `{{json …}}` prints it, with `1` for `1.0`.
        if self.used.is_serialized {
            return Json::parse(&value.to_string()).unwrap_or_default();
        }
        match (&self.kind, value) {
            (Kind::List(item), Json::List(items)) => Json::List(
                items
                    .iter()
                    .map(|value| shown_item(item.as_deref(), value))
                    .collect(),
            ),
            (Kind::Map(of), Json::Object(entries)) => Json::Object(
                entries
                    .iter()
                    .map(|(key, value)| (key.clone(), shown_item(of.as_deref(), value)))
                    .collect(),
            ),
            (Kind::Object(fields), Json::Object(_)) => {
                let shown = |field: &Field| {
                    let value = value.field(&field.name);
                    (field.name.clone(), field.expected.shown(value))
                };
                let mut shown = fields.iter().map(shown).collect::<Vec<_>>();
                // In the order that `prompt!` has.
                shown.sort_by(|(a, _), (b, _)| a.cmp(b));
                Json::Object(shown)
            }
            (Kind::Any, Json::List(_) | Json::Object(_)) if self.used.is_read => Json::Null,
            // Of what is only tested, no more than the length is known in `prompt!`.
            (Kind::Any, Json::List(items)) => {
                Json::List(items.iter().map(|_| Json::Null).collect())
            }
            (Kind::Any, Json::Object(_)) => Json::Object(Vec::new()),
            _ => value.clone(),
        }
    }
}

#[cfg(feature = "tracing")]
fn shown_item(of: Option<&Expected>, value: &Json) -> Json {
    of.map_or(Json::Null, |of| of.shown(value))
}

impl Kind {
    fn new(class: &Class, used: &Use, names: &mut Vec<String>) -> Self {
        match class {
            // A type of nothing takes anything, as in `prompt!`.
            Class::Any | Class::Null => Self::Any,
            Class::Boolean => Self::Boolean,
            Class::Integer => Self::Integer,
            Class::Number => Self::Number,
            Class::Text(choices) => {
                let own = choices.iter().filter(|choice| choice.is_own);
                Self::Text(own.map(|choice| choice.text.clone()).collect())
            }
            Class::List(item) => Self::List(item_of(item, used.items.as_deref(), names)),
            Class::Map(value) => Self::Map(item_of(value, Some(&used.of_values()), names)),
            Class::Object(fields) => {
                let used_field = |(name, slot): &(String, Slot)| {
                    let used = used.fields.get(name)?;
                    Some(Field {
                        name: name.clone(),
                        position: position(name, names),
                        expected: Expected::new(slot, Some(used), names),
                    })
                };
                Self::Object(fields.iter().filter_map(used_field).collect())
            }
        }
    }
}

fn item_of(slot: &Slot, used: Option<&Use>, names: &mut Vec<String>) -> Option<Box<Expected>> {
    let used = used.filter(|used| used.is_any())?;
    Some(Box::new(Expected::new(slot, Some(used), names)))
}

fn check_parts(expected: Option<&Expected>, data: &mut InputData, at: usize) -> Result<(), Fault> {
    let Some(expected) = expected else {
        return Ok(());
    };
    let (mut part, end) = (at + 1, data.after(at));
    while part < end {
        if let Some(value) = data.part_value(at, part)
            && !expected.is_quickly_met(data, value)
        {
            let checked = expected.check(data, value);
            checked.map_err(|fault| fault.within("[]"))?;
        }
        part = data.after(part);
    }
    Ok(())
}

#[inline]
fn meet_texts(fields: &[Field], data: &mut InputData, at: usize) -> usize {
    let texts = fields.iter().map_while(|field| {
        let is_text = field.expected.is_text();
        is_text.then_some((field.position, &*field.name))
    });
    data.meet_texts(at, texts)
}

fn check_fields(fields: &[Field], data: &mut InputData, at: usize) -> Result<(), Fault> {
    // Mostly the fields have the same order, and are texts.
    let met = meet_texts(fields, data, at);
    let (mut next, end) = (at + 1 + met, data.after(at));
    for field in fields.iter().skip(met) {
        let name = (field.position, &*field.name);
        let met = if next < end {
            data.meet(next, name)
        } else {
            None
        };
        let met = met.or_else(|| {
            let found = data.find(at, &field.name)?;
            data.meet(found, name)
        });
        let checked = match met {
            Some(met) => {
                next = met.after;
                field.expected.check_met(data, met)
            }
            None if field.expected.may_be_nothing => Ok(()),
            None => Err(Fault::missing(field.expected.description)),
        };
        checked.map_err(|fault| fault.within(&field.name))?;
    }
    Ok(())
}
