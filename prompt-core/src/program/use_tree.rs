//! The parts of inputs that a program uses, as a tree.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;

use super::{Base, Message, Step, Usage, VariablePath, uses};

/// The uses of a value.
#[derive(Debug, Clone, Default)]
pub struct Use {
    /// The value is printed or compared.
    pub is_read: bool,
    /// The value is tested.
    pub is_tested: bool,
    /// The value is printed as JSON.
    pub is_serialized: bool,
    pub fields: BTreeMap<String, Use>,
    /// The uses of the items of a list, or of the values of a map.
    pub items: Option<Box<Use>>,
}

/// The uses of each input, by its name.
pub type Uses = BTreeMap<String, Use>;

/// Returns what messages use of each input.
#[must_use]
pub fn of_messages(messages: &[Message]) -> Uses {
    let mut inputs = Uses::new();
    add_messages(&mut inputs, messages);
    inputs
}

/// Adds what messages use of each input.
pub fn add_messages(inputs: &mut Uses, messages: &[Message]) {
    for (path, usage) in uses(messages) {
        add(inputs, &path, usage);
    }
}

/// Adds the use of a value.
pub fn add(inputs: &mut Uses, path: &VariablePath, usage: Usage) {
    let Base::Input(name) = &path.base else {
        return;
    };
    let used = inputs.entry(name.clone()).or_default().at(&path.steps);
    match usage {
        Usage::Read => used.is_read = true,
        Usage::Test => used.is_tested = true,
        Usage::Serialize => used.is_serialized = true,
        Usage::Iterate => _ = used.items.get_or_insert_default(),
    }
}

impl Use {
    /// Returns whether the value is used at all.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.is_read
            || self.is_tested
            || self.is_serialized
            || !self.fields.is_empty()
            || self.items.is_some()
    }

    /// Returns whether the value or a part of it is printed as JSON.
    #[must_use]
    pub fn has_json(&self) -> bool {
        self.is_serialized
            || self.fields.values().any(Self::has_json)
            || self.items.as_deref().is_some_and(Self::has_json)
    }

    /// Returns the uses of the values of a map, in a loop or by a key.
    #[must_use]
    pub fn of_values(&self) -> Self {
        let mut values = self.items.as_deref().cloned().unwrap_or_default();
        for of_key in self.fields.values() {
            values.merge(of_key);
        }
        values
    }

    fn merge(&mut self, other: &Self) {
        self.is_read |= other.is_read;
        self.is_tested |= other.is_tested;
        self.is_serialized |= other.is_serialized;
        for (name, field) in &other.fields {
            self.fields.entry(name.clone()).or_default().merge(field);
        }
        if let Some(items) = &other.items {
            self.items.get_or_insert_default().merge(items);
        }
    }

    fn at(&mut self, steps: &[Step]) -> &mut Self {
        steps.iter().fold(self, |used, step| match step {
            Step::Field(name) => used.fields.entry(name.clone()).or_default(),
            Step::Item => used.items.get_or_insert_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_used_in_loops_and_by_keys() {
        let mut inputs = Uses::new();
        let limits = VariablePath::input("limits");
        add(
            &mut inputs,
            &limits.join(Step::Item).join(Step::Field("seats".into())),
            Usage::Read,
        );
        add(
            &mut inputs,
            &limits.join(Step::Field("team".into())),
            Usage::Serialize,
        );
        let values = inputs["limits"].of_values();
        assert!(values.is_serialized && !values.is_read);
        assert!(values.fields["seats"].is_read);
        assert!(!Use::default().is_any() && values.is_any());
    }
}
