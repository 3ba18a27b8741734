//! The path of a value in an answer.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// A step from a value to one of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A field of a struct: its name is one of the program.
    Field(String),
    /// A key that the model chose.
    Key(String),
    Index(usize),
}

/// The path of a value: `products[2].price`. That of the whole answer is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Path(pub(super) Vec<Step>);

impl Path {
    /// Shows the path with `*` for each key that the model chose.
    pub(super) fn without_content(&self) -> WithoutContent<'_> {
        WithoutContent(self)
    }

    fn write(&self, f: &mut fmt::Formatter<'_>, has_content: bool) -> fmt::Result {
        for (position, step) in self.0.iter().enumerate() {
            let dot = if position == 0 { "" } else { "." };
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(_) if !has_content => write!(f, "{dot}*")?,
                Step::Field(name) | Step::Key(name) => write!(f, "{dot}{name}")?,
            }
        }
        Ok(())
    }
}

/// A path without the words of the model.
pub(super) struct WithoutContent<'a>(&'a Path);

impl fmt::Display for WithoutContent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write(f, false)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, true)
    }
}
