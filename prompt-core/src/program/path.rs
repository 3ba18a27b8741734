use alloc::string::String;
use alloc::vec::Vec;

/// The path to a value: `lead.name` in a template is the input `lead` and the field `name`.
///
/// `I` is how an input or a field is known: by its name, or by the position of its name in a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct VariablePath<I = String> {
    pub base: Base<I>,
    pub steps: Vec<Step<I>>,
}

/// The start of a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Base<I = String> {
    /// An input, by its name or by the position of its name.
    Input(I),
    /// The current item of the loop with this id.
    Item(usize),
    /// `@index` of a loop.
    Index(usize),
    /// `@key` of a loop.
    Key(usize),
    /// `@first` of a loop.
    First(usize),
    /// `@last` of a loop.
    Last(usize),
}

/// A step from a value into it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step<I = String> {
    /// Into the field of an object, or the value of a map's key.
    Field(I),
    /// Into every item of a list, or every value of a map. Only paths of demands have it.
    Item,
}

impl VariablePath {
    /// Returns the path of an input.
    pub fn input(name: impl Into<String>) -> Self {
        Self {
            base: Base::Input(name.into()),
            steps: Vec::new(),
        }
    }

    /// Returns the path with one more step.
    #[must_use]
    pub fn join(&self, step: Step) -> Self {
        let mut path = self.clone();
        path.steps.push(step);
        path
    }

    /// Returns the names of the fields that the path goes through.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().filter_map(|step| match step {
            Step::Field(name) => Some(name.as_str()),
            Step::Item => None,
        })
    }
}
