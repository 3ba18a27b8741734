use std::collections::BTreeMap;

use prompt_build::template::{Kind, Role, Schema, Template};
use prompt_core::program::HISTORY;

/// The names that may stand in a line because its prompt declares them, each at its place: those of
/// inputs, of the fields in them, and of the parts of a conversation. No caller chose them, so they
/// are no personal data. The keys of a map are chosen by callers, and are not among them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeclaredNames {
    /// The names of an object, with those in their values.
    fields: BTreeMap<String, Self>,
    /// The names in each item of a list, and in the value of each other key.
    each: Option<Box<Self>>,
    /// `true` for the role of a message, whose words are given.
    is_role: bool,
}

impl DeclaredNames {
    /// The names in a line of a dataset, which versions of its prompt declare.
    pub fn of<'t>(versions: impl IntoIterator<Item = &'t Template>) -> Self {
        let mut names = Self::of_history();
        for input in versions.into_iter().flat_map(|version| &version.inputs) {
            names.field(&input.name).add(&input.schema);
        }
        names
    }

    /// The names in a line of sampled calls, of which the prompt is not known yet.
    pub(super) fn of_sampled([prompt, vars]: [&str; 2]) -> Self {
        // A line of inputs alone is a call as well.
        let mut names = Self::of_history();
        names.fields.insert(prompt.to_owned(), Self::default());
        names.fields.insert(vars.to_owned(), Self::of_history());
        names
    }

    /// The names of the conversation so far.
    fn of_history() -> Self {
        let role = Self {
            is_role: true,
            ..Self::default()
        };
        let message = Self::object([("role", role), ("content", Self::default())]);
        let history = Self {
            each: Some(Box::new(message)),
            ..Self::default()
        };
        Self::object([(HISTORY, history)])
    }

    fn object<const N: usize>(fields: [(&str, Self); N]) -> Self {
        Self {
            fields: BTreeMap::from(fields.map(|(name, names)| (name.to_owned(), names))),
            ..Self::default()
        }
    }

    /// Adds the names in the values of a type.
    fn add(&mut self, schema: &Schema) {
        match &schema.kind {
            Kind::Array(inner) | Kind::Map(inner) => self.add_to_each(inner),
            Kind::Object(fields) => {
                for field in fields {
                    self.field(&field.name).add(&field.schema);
                }
            }
            _ => {}
        }
        if let Some(others) = &schema.others {
            self.add_to_each(others);
        }
    }

    fn add_to_each(&mut self, schema: &Schema) {
        self.each.get_or_insert_default().add(schema);
    }

    fn field(&mut self, name: &str) -> &mut Self {
        self.fields.entry(name.to_owned()).or_default()
    }

    /// Returns `true` if the key of an object is declared.
    pub fn has(&self, key: &str) -> bool {
        self.fields.contains_key(key)
    }

    /// The names in the value of a key of the object.
    pub fn under(&self, key: &str) -> Option<&Self> {
        self.fields.get(key).or(self.each())
    }

    /// The names in each item of the list.
    pub fn each(&self) -> Option<&Self> {
        self.each.as_deref()
    }

    /// Returns `true` if a value is a word that is given for its place.
    pub fn is_given(&self, value: &str) -> bool {
        self.is_role && Role::parse(value).is_some()
    }
}
