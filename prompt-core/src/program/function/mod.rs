//! The functions of expressions: `(eq tier "gold")`, `{{upper name}}`.
//!
//! The table has all that is known of each. The build script checks arguments by it, and the
//! interpreter and the macros take values from it.

mod apply;

use alloc::borrow::Cow;

use crate::js::Json;

/// A function of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    Eq,
    Ne,
    Gt,
    Gte,
    Lt,
    Lte,
    And,
    Or,
    Not,
    Len,
    /// `contains` of a list.
    ContainsItem,
    /// `contains` of a text.
    ContainsText,
    Lookup,
    Default,
    Upper,
    Lower,
    Trim,
    Join,
    Concat,
    Inc,
}

/// The kind of value that a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parameter {
    /// Anything that `{{#if}}` takes.
    Condition,
    /// A value that can be printed.
    Single,
    Number,
    Text,
    /// A list, a map or a text.
    Measurable,
    /// A list or a text.
    Container,
    /// A part of the container before it.
    Member,
    /// A list or an object.
    Keyed,
    /// A key of the value before it.
    Key,
    /// A list of values that can be printed.
    List,
    /// A value that can be printed, of the same type as the one before it.
    Alike,
}

/// The kind of value that a function returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Boolean,
    Number,
    Text,
    /// A value of the type of the first argument.
    First,
    /// An item or field of the first argument.
    Part,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Signature {
    pub function: Function,
    /// The name in templates.
    pub name: &'static str,
    /// The name in a program's file.
    pub word: &'static str,
    pub parameters: &'static [Parameter],
    /// The last parameter takes one argument or more.
    pub is_variadic: bool,
    pub outcome: Outcome,
    apply: fn(&[Cow<'_, Json>]) -> Json,
}

impl Function {
    /// Returns the functions with this name in templates.
    pub fn named(name: &str) -> impl Iterator<Item = Self> {
        let rows = TABLE.iter().filter(move |row| row.name == name);
        rows.map(|row| row.function)
    }

    /// Returns the function with this name in a program's file.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        let row = TABLE.iter().find(|row| row.word == word)?;
        Some(row.function)
    }

    /// Returns all functions, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.function)
    }

    /// Returns the names in templates, each once.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let rows = TABLE.iter().enumerate();
        let firsts = rows.filter(|(at, row)| *at == 0 || TABLE[*at - 1].name != row.name);
        firsts.map(|(_, row)| row.name)
    }

    /// Returns the row of the function.
    #[must_use]
    pub const fn signature(self) -> &'static Signature {
        &TABLE[self as usize]
    }

    /// Returns the value of the function. A missing argument is `Null`.
    #[must_use]
    pub fn apply(self, arguments: &[Cow<'_, Json>]) -> Json {
        (self.signature().apply)(arguments)
    }
}

impl Signature {
    /// Returns the parameter for the argument at a position, if there is one.
    #[must_use]
    pub fn parameter(&self, position: usize) -> Option<Parameter> {
        let last = self.parameters.last().filter(|_| self.is_variadic);
        self.parameters.get(position).or(last).copied()
    }

    /// Returns whether the function takes this number of arguments.
    #[must_use]
    pub const fn takes(&self, count: usize) -> bool {
        let least = self.parameters.len();
        count == least || (self.is_variadic && count > least)
    }
}

/// The functions, in the order of the enum.
static TABLE: [Signature; 20] = {
    use Outcome::{Boolean, First, Part};
    use Parameter::{
        Alike, Condition, Container, Key, Keyed, List, Measurable, Member, Number, Single, Text,
    };

    const fn row(
        function: Function,
        name: &'static str,
        parameters: &'static [Parameter],
        outcome: Outcome,
        apply: fn(&[Cow<'_, Json>]) -> Json,
    ) -> Signature {
        Signature {
            function,
            name,
            word: name,
            parameters,
            is_variadic: false,
            outcome,
            apply,
        }
    }
    const fn variadic(row: Signature) -> Signature {
        Signature {
            is_variadic: true,
            ..row
        }
    }
    const fn written(row: Signature, word: &'static str) -> Signature {
        Signature { word, ..row }
    }

    [
        row(Function::Eq, "eq", &[Single, Alike], Boolean, apply::eq),
        row(Function::Ne, "ne", &[Single, Alike], Boolean, apply::ne),
        row(Function::Gt, "gt", &[Number, Number], Boolean, apply::gt),
        row(Function::Gte, "gte", &[Number, Number], Boolean, apply::gte),
        row(Function::Lt, "lt", &[Number, Number], Boolean, apply::lt),
        row(Function::Lte, "lte", &[Number, Number], Boolean, apply::lte),
        variadic(row(
            Function::And,
            "and",
            &[Condition, Condition],
            Boolean,
            apply::and,
        )),
        variadic(row(
            Function::Or,
            "or",
            &[Condition, Condition],
            Boolean,
            apply::or,
        )),
        row(Function::Not, "not", &[Condition], Boolean, apply::not),
        row(
            Function::Len,
            "len",
            &[Measurable],
            Outcome::Number,
            apply::len,
        ),
        written(
            row(
                Function::ContainsItem,
                "contains",
                &[Container, Member],
                Boolean,
                apply::contains_item,
            ),
            "contains-item",
        ),
        written(
            row(
                Function::ContainsText,
                "contains",
                &[Container, Member],
                Boolean,
                apply::contains_text,
            ),
            "contains-text",
        ),
        row(
            Function::Lookup,
            "lookup",
            &[Keyed, Key],
            Part,
            apply::lookup,
        ),
        row(
            Function::Default,
            "default",
            &[Single, Alike],
            First,
            apply::default,
        ),
        row(
            Function::Upper,
            "upper",
            &[Text],
            Outcome::Text,
            apply::upper,
        ),
        row(
            Function::Lower,
            "lower",
            &[Text],
            Outcome::Text,
            apply::lower,
        ),
        row(Function::Trim, "trim", &[Text], Outcome::Text, apply::trim),
        row(
            Function::Join,
            "join",
            &[List, Text],
            Outcome::Text,
            apply::join,
        ),
        variadic(row(
            Function::Concat,
            "concat",
            &[Single],
            Outcome::Text,
            apply::concat,
        )),
        row(Function::Inc, "inc", &[Number], Outcome::Number, apply::inc),
    ]
};

#[cfg(test)]
mod tests;
