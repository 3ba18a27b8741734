//! Names that `{% set %}` gives to constants.

use minijinja::machinery::Span;
use minijinja::machinery::ast::{Expr, Set};
use minijinja::value::{Value, ValueKind};
use prompt_core::js::Json;

use super::translator::Translator;

const HELP: &str =
    "write the value where the name stands, or compute it in Rust and pass it as an input";

/// A name for a constant.
pub(super) struct Constant {
    name: String,
    value: Value,
    /// The number of loops around the tag.
    depth: usize,
}

impl Translator<'_> {
    /// `{% set name = "text" %}`: from here on, the name stands for the constant.
    pub(super) fn set(&mut self, set: &Set<'_>, span: Span) -> Option<()> {
        let Expr::Var(target) = &set.target else {
            return self.refuse(span, "`{% set %}` of several names at once", HELP);
        };
        if self.branches > 0 {
            let message = "`{% set %}` in a condition: the value depends on the inputs";
            let help = "write the rest of the text in each branch, or compute the value in Rust and pass it as an input";
            return self.refuse(span, message, help);
        }
        let Some(value) = self.constant_value(&set.expr) else {
            let message =
                "`{% set %}` of a value that is no constant: text, number, true, false or none";
            return self.refuse(set.expr.span(), message, HELP);
        };
        self.constants.push(Constant {
            name: target.id.to_owned(),
            value,
            depth: self.loops.len(),
        });
        Some(())
    }

    /// The constant that a name stands for. The name of a loop within hides it.
    fn named_constant(&self, name: &str) -> Option<&Value> {
        let mut constants = self.constants.iter().rev();
        let constant = constants.find(|constant| constant.name == name)?;
        let mut within = self.loops[constant.depth..]
            .iter()
            .flat_map(|one| &one.names);
        let is_hidden = within.any(|(known, _)| known == name);
        (!is_hidden).then_some(&constant.value)
    }

    /// The value of an expression that is a single constant, or a name of one.
    pub(super) fn constant_value(&self, expression: &Expr<'_>) -> Option<Value> {
        let value = match expression {
            Expr::Const(constant) => constant.value.clone(),
            Expr::UnaryOp(_) => expression.as_const()?,
            Expr::Var(variable) => self.named_constant(variable.id)?.clone(),
            _ => return None,
        };
        json(&value).is_some().then_some(value)
    }

    pub(super) fn literal(&self, expression: &Expr<'_>) -> Option<Json> {
        json(&self.constant_value(expression)?)
    }
}

fn json(value: &Value) -> Option<Json> {
    match value.kind() {
        ValueKind::String => value.as_str().map(Json::text),
        ValueKind::Bool => Some(Json::Bool(value.is_true())),
        ValueKind::Number if value.is_integer() => i64::try_from(value.clone())
            .ok()
            .map(|whole| Json::Number(whole.into())),
        ValueKind::Number => f64::try_from(value.clone()).ok().map(Json::number),
        ValueKind::None => Some(Json::Null),
        _ => None,
    }
}
