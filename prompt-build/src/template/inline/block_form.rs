//! What a block does with its value: the name of a helper says it, or the type of the value.

use super::item_types::ItemTypes;
use super::resolved_path::ResolvedPath;
use super::scope::Scope;
use crate::template::compile::{BLOCKS, SectionForm};
use crate::template::syntax::{Argument, Block, Path};

/// What a block does with its value.
pub(super) enum Form {
    /// Goes through its items.
    Loop(Option<ResolvedPath>),
    /// Makes it `this`.
    With(ResolvedPath),
    /// Tests it, or compares it.
    Test,
}

/// Returns the path that a block begins with, if it is a section.
pub(super) fn section<'b>(block: &'b Block, scope: &Scope) -> Option<&'b Path> {
    let path = &block.call.path;
    let is_helper = path
        .simple()
        .is_some_and(|name| BLOCKS.contains(&name) && !scope.has_parameter(name));
    (!is_helper).then_some(path)
}

impl ItemTypes<'_> {
    /// Returns what a block does with its value. The type of the value decides it for a section.
    pub(super) fn form(&self, block: &Block, source: &str, scope: &Scope) -> Form {
        let value = |argument: &Argument| scope.argument(argument, source);
        let argument = || block.call.arguments.first().and_then(value);
        if let Some(path) = section(block, scope) {
            let Some(value) = scope.resolve(path) else {
                return Form::Test;
            };
            return match self.schema(&scope.origin(&value)).map(SectionForm::of) {
                Some(Some(SectionForm::List)) => Form::Loop(Some(value)),
                Some(Some(SectionForm::Object | SectionForm::Single)) => Form::With(value),
                Some(Some(SectionForm::Boolean) | None) | None => Form::Test,
            };
        }
        match block.call.path.simple() {
            Some("each") => Form::Loop(argument()),
            Some("with") => argument().map_or(Form::Test, Form::With),
            _ => Form::Test,
        }
    }
}
