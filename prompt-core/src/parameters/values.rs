use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::Parameter;
use crate::header::{HeaderWriter, key};
use crate::js::Json;

/// Parameters with something for each, mostly their values. They are sorted by name, and each is
/// there once.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters<V = Json>(Vec<(&'static Parameter, V)>);

impl<V> Parameters<V> {
    /// Sets a parameter, in place of what it was before.
    pub fn set(&mut self, parameter: &'static Parameter, value: V) {
        match self
            .0
            .binary_search_by_key(&parameter.name, |(known, _)| known.name)
        {
            Ok(position) => self.0[position].1 = value,
            Err(position) => self.0.insert(position, (parameter, value)),
        }
    }

    /// Returns what is set for the parameter with a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&V> {
        let mut entries = self.0.iter();
        entries
            .find(|(parameter, _)| parameter.name == name)
            .map(|(_, value)| value)
    }

    /// Returns each parameter that is set, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&'static Parameter, &V)> {
        self.0.iter().map(|(parameter, value)| (*parameter, value))
    }

    /// Returns the same parameters with something else for each.
    #[must_use]
    pub fn map<W>(&self, convert: impl Fn(&V) -> W) -> Parameters<W> {
        let entries = self.iter();
        Parameters(
            entries
                .map(|(parameter, value)| (parameter, convert(value)))
                .collect(),
        )
    }
}

impl Parameters {
    /// Returns the parameters in their text form.
    #[must_use]
    pub fn to_lines(&self) -> String {
        let mut lines = HeaderWriter::default();
        self.write(&mut lines);
        lines.finish()
    }

    /// Appends a line for each parameter, which [`ParameterLines`](super::ParameterLines) reads.
    pub fn write(&self, header: &mut HeaderWriter) {
        for (parameter, value) in self.iter() {
            header.push(key::PARAMETER, &format!("{} {value}", parameter.name));
        }
    }
}

impl<V> Default for Parameters<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> FromIterator<(&'static Parameter, V)> for Parameters<V> {
    fn from_iter<I: IntoIterator<Item = (&'static Parameter, V)>>(entries: I) -> Self {
        let mut parameters = Self::default();
        for (parameter, value) in entries {
            parameters.set(parameter, value);
        }
        parameters
    }
}

/// Writes the parameters as messages show them: `temperature 0.2`, with a comma between two.
impl<V: fmt::Display> fmt::Display for Parameters<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, (parameter, value)) in self.iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(f, "{separator}{} {value}", parameter.name)?;
        }
        Ok(())
    }
}
