use super::{Parameter, table};
use crate::header::{self, key};

/// The text form of parameters: lines such as `parameter temperature 0.2`, with values in JSON.
///
/// A call reads it without an allocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ParameterLines<'a>(&'a str);

impl<'a> ParameterLines<'a> {
    /// Wraps lines that hold nothing else.
    #[must_use]
    pub const fn new(lines: &'a str) -> Self {
        Self(lines)
    }

    /// Returns the lines of a header, where they stand together.
    #[must_use]
    pub fn in_header(header: &'a str) -> Self {
        let start = length_of(header, |line| !is_parameter(line));
        let rest = header.get(start..).unwrap_or_default();
        Self(
            rest.get(..length_of(rest, is_parameter))
                .unwrap_or_default(),
        )
    }

    /// Returns each parameter with its value, in JSON. Lines that name no parameter are skipped.
    pub fn iter(self) -> impl Iterator<Item = (&'static Parameter, &'a str)> {
        self.0.split('\n').filter_map(|line| {
            let (name, value) = header::value(line, key::PARAMETER)?.split_once(' ')?;
            Some((table::find(name)?, value))
        })
    }

    /// Returns the value of a parameter, in JSON.
    #[must_use]
    pub fn get(self, name: &str) -> Option<&'a str> {
        self.iter()
            .find(|(parameter, _)| parameter.name == name)
            .map(|(_, value)| value)
    }

    /// Returns the lines.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.0
    }
}

fn is_parameter(line: &str) -> bool {
    header::value(line, key::PARAMETER).is_some()
}

/// Returns the length of the lines at the start of a text that meet a condition.
fn length_of(text: &str, is_met: impl Fn(&str) -> bool) -> usize {
    let lines = text.split_inclusive('\n');
    lines.take_while(|line| is_met(line)).map(str::len).sum()
}
