use crate::report::{Code, Finding, quoted};
use crate::size_limit::{TEMPLATE, mebibytes};
use crate::source::Location;

/// The reason why a tag cannot be replaced by the text of its partial.
#[derive(Debug)]
pub(super) enum Reason {
    /// A name has another value at the tag.
    Captured(String),
    /// The inputs decide which lines are indented.
    Indented,
    /// An input that no schema declares is passed to a partial that does not use it. Without the
    /// partial it would be no input.
    Unused(String),
    /// The text would exceed the maximum size of a file.
    TooLarge,
    /// The text would be none, and no build takes a prompt without one.
    Empty,
    /// The text would not render as before.
    Differs,
}

impl Reason {
    pub(super) fn finding(&self, location: Location) -> Finding {
        let (message, help) = match self {
            Self::Captured(name) => (
                format!("{} has another value at this tag than in the partial", quoted(name)),
                "give the block parameter around the tag, or the one in the partial, another name",
            ),
            Self::Indented => (
                "this partial cannot be expanded: it is indented, and a value in it may have several lines".to_owned(),
                "call the partial at the beginning of its line, or without a line of its own",
            ),
            Self::Unused(name) => (
                format!("the partial does not use all that is passed of the input {}", quoted(name)),
                "declare the inputs of the prompt under `schema` of `input`, or leave the argument out",
            ),
            Self::TooLarge => (
                format!("the prompt with its partials is larger than {} MiB", mebibytes(TEMPLATE.bytes)),
                "split the prompt, or pass a finished text as an input",
            ),
            Self::Empty => (
                "the prompt has no text but that of this partial, which is empty".to_owned(),
                "write the partial, or a text beside the tag",
            ),
            Self::Differs => (
                "the prompt would render differently with the text of this partial in place of its tag".to_owned(),
                "replace the tag by the text by hand, and compare the renderings",
            ),
        };
        Finding::error(Code::PartialNotInlined, location, message).help(help.to_owned())
    }
}
