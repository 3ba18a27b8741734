//! The inputs of a template, as far as their uses tell their types.

use prompt_core::js::Json;

/// A step from a value to a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Field(String),
    /// The items of a list, or the values of a map.
    Item,
}

/// The way from the inputs to a value.
pub(super) type Place = Vec<Step>;

/// A use of a value, which tells something of its type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Usage {
    Printed,
    /// A condition: the value may be missing.
    Tested,
    /// A test whether the value is there, or a value in its place: it may be missing.
    Optional,
    /// A test for none, which is a value in Jinja.
    Null,
    Number,
    Text,
    /// A list in a loop.
    List,
    Map,
    /// A list or a text: its length or a part of it is asked for.
    Container,
    Compared(Json),
}

/// What the uses tell of a value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Uses {
    pub(super) fields: Vec<(String, Self)>,
    pub(super) item: Option<Box<Self>>,
    pub(super) is_map: bool,
    pub(super) is_optional: bool,
    pub(super) is_null: bool,
    is_printed: bool,
    is_number: bool,
    is_text: bool,
    is_container: bool,
    /// It is an item of a list, or a value of a map.
    is_item: bool,
    /// The constants that it is compared with.
    pub(super) literals: Vec<Json>,
}

/// The type that the uses of a value suggest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    Text,
    Number,
    Boolean,
    List,
    Map,
    Object,
}

impl Uses {
    pub(super) fn record(&mut self, place: &[Step], usage: Usage) {
        let value = self.at(place);
        match usage {
            Usage::Printed => value.is_printed = true,
            Usage::Tested | Usage::Optional => value.is_optional = true,
            Usage::Null => (value.is_optional, value.is_null) = (true, true),
            Usage::Number => value.is_number = true,
            Usage::Text => value.is_text = true,
            Usage::List => _ = value.item(),
            Usage::Map => {
                value.is_map = true;
                value.item();
            }
            Usage::Container => value.is_container = true,
            Usage::Compared(literal) => {
                value.is_printed |= matches!(literal, Json::Text(_));
                value.is_number |= matches!(literal, Json::Number(_));
                if !value.literals.contains(&literal) {
                    value.literals.push(literal);
                }
            }
        }
    }

    fn at(&mut self, place: &[Step]) -> &mut Self {
        let Some((step, rest)) = place.split_first() else {
            return self;
        };
        let part = match step {
            Step::Item => self.item(),
            Step::Field(name) => {
                let known = self.fields.iter().position(|(known, _)| known == name);
                let at = known.unwrap_or_else(|| {
                    self.fields.push((name.clone(), Self::default()));
                    self.fields.len() - 1
                });
                &mut self.fields[at].1
            }
        };
        part.at(rest)
    }

    /// What is known of a part.
    pub(super) fn get(&self, place: &[Step]) -> Option<&Self> {
        let Some((step, rest)) = place.split_first() else {
            return Some(self);
        };
        let part = match step {
            Step::Item => self.item.as_deref(),
            Step::Field(name) => {
                let known = self.fields.iter().find(|(known, _)| known == name);
                known.map(|(_, part)| part)
            }
        };
        part?.get(rest)
    }

    fn item(&mut self) -> &mut Self {
        let item = self.item.get_or_insert_default();
        item.is_item = true;
        item
    }

    /// The type that the uses suggest. A value of which nothing is known is a text.
    pub(super) fn guess(&self) -> Guess {
        if !self.fields.is_empty() {
            return Guess::Object;
        }
        let is_boolean = |literal: &Json| matches!(literal, Json::Bool(_));
        let is_single = self.is_printed || self.is_text || self.is_number;
        // Items are texts more often than lists, or than true and false.
        let is_single = is_single || self.is_item;
        match () {
            () if self.is_map => Guess::Map,
            () if self.item.is_some() || (self.is_container && !is_single) => Guess::List,
            () if self.is_number => Guess::Number,
            () if self.literals.iter().any(is_boolean) => Guess::Boolean,
            () if is_single || !self.is_optional => Guess::Text,
            () => Guess::Boolean,
        }
    }

    /// The inputs by their names, in the order of their first uses.
    pub(super) fn inputs(&self) -> &[(String, Self)] {
        &self.fields
    }

    /// The first value that is used both as a list or a map and as an object: the names on the way
    /// to it.
    pub(super) fn contradiction(&self) -> Option<String> {
        let below = |name: &str, part: &Self| {
            let is_both = !part.fields.is_empty() && part.item.is_some();
            let inner = || Some(format!("{name}.{}", part.contradiction()?));
            is_both.then(|| name.to_owned()).or_else(inner)
        };
        let mut fields = self.fields.iter();
        let in_fields = fields.find_map(|(name, part)| below(name, part));
        in_fields.or_else(|| below("0", self.item.as_ref()?))
    }
}
