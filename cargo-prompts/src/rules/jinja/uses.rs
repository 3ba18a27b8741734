//! The inputs of a template, as far as their uses tell their types.

use std::collections::BTreeSet;

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
    /// Its JSON is printed, which any value has.
    Json,
    Compared(Json),
}

/// What the uses tell of a value.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Uses {
    pub(super) fields: Vec<(String, Self)>,
    pub(super) item: Option<Box<Self>>,
    traits: BTreeSet<Trait>,
    /// The constants that it is compared with.
    pub(super) literals: Vec<Json>,
}

/// A single thing that uses tell of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trait {
    /// It may be missing.
    Optional,
    /// Where it is missing, it is none.
    Null,
    Printed,
    Number,
    Text,
    Container,
    Json,
    Map,
    /// It is an item of a list, or a value of a map.
    Item,
}

/// The type that the uses of a value suggest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    Text,
    Number,
    Boolean,
    Any,
    List,
    Map,
    Object,
}

impl Uses {
    pub(super) fn record(&mut self, place: &[Step], usage: Usage) {
        let value = self.at(place);
        match usage {
            Usage::Printed => value.add(Trait::Printed),
            Usage::Tested | Usage::Optional => value.add(Trait::Optional),
            Usage::Null => {
                value.add(Trait::Optional);
                value.add(Trait::Null);
            }
            Usage::Number => value.add(Trait::Number),
            Usage::Text => value.add(Trait::Text),
            Usage::List => _ = value.item(),
            Usage::Map => {
                value.add(Trait::Map);
                value.item();
            }
            Usage::Container => value.add(Trait::Container),
            Usage::Json => value.add(Trait::Json),
            Usage::Compared(literal) => value.compare(literal),
        }
    }

    fn compare(&mut self, literal: Json) {
        match literal {
            Json::Text(_) => self.add(Trait::Printed),
            Json::Number(_) => self.add(Trait::Number),
            _ => {}
        }
        if !self.literals.contains(&literal) {
            self.literals.push(literal);
        }
    }

    fn add(&mut self, one: Trait) {
        self.traits.insert(one);
    }

    pub(super) fn is(&self, one: Trait) -> bool {
        self.traits.contains(&one)
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
        item.add(Trait::Item);
        item
    }

    /// The type that the uses suggest. A value of which nothing is known is a text.
    pub(super) fn guess(&self) -> Guess {
        if !self.fields.is_empty() {
            return Guess::Object;
        }
        let is_boolean = |literal: &Json| matches!(literal, Json::Bool(_));
        // Items are texts more often than lists, or than true and false.
        let single = [Trait::Printed, Trait::Text, Trait::Number, Trait::Item];
        let is_single = single.iter().any(|one| self.is(*one));
        let is_printed = single[..3].iter().any(|one| self.is(*one));
        match () {
            () if self.is(Trait::Map) => Guess::Map,
            () if self.item.is_some() => Guess::List,
            () if self.is(Trait::Container) && !is_single => Guess::List,
            () if self.is(Trait::Number) => Guess::Number,
            () if self.literals.iter().any(is_boolean) => Guess::Boolean,
            () if self.is(Trait::Json) && !is_printed && self.literals.is_empty() => Guess::Any,
            () if is_single || !self.is(Trait::Optional) => Guess::Text,
            () => Guess::Boolean,
        }
    }

    /// The inputs by their names, in the order of their first uses.
    pub(super) fn inputs(&self) -> &[(String, Self)] {
        &self.fields
    }

    /// The first value that is an object and something else: the names on the way to it, and what
    /// else it is.
    pub(super) fn contradiction(&self) -> Option<(String, &'static str)> {
        let below = |name: &str, part: &Self| {
            if let Some(other) = part.besides_object() {
                return Some((name.to_owned(), other));
            }
            let (inner, other) = part.contradiction()?;
            Some((format!("{name}.{inner}"), other))
        };
        let mut fields = self.fields.iter();
        let in_fields = fields.find_map(|(name, part)| below(name, part));
        in_fields.or_else(|| below("0", self.item.as_ref()?))
    }

    fn besides_object(&self) -> Option<&'static str> {
        if self.fields.is_empty() {
            None
        } else if self.item.is_some() {
            Some("is a list or a map")
        } else {
            self.is(Trait::Printed).then_some("is a single value")
        }
    }
}
