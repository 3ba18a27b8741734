//! The operators of other template languages, and what to write instead.

use super::tokens::is_special;

/// What an operator begins with, and what to write instead. The longer ones come first.
const OPERATORS: &[(&str, &str)] = &[
    ("||", "for one or the other write `(or a b)`"),
    ("&&", "for both write `(and a b)`"),
    ("==", "to compare write `(eq a b)`"),
    ("!=", "to compare write `(ne a b)`"),
    (">=", "to compare write `(gte a b)`"),
    ("<=", "to compare write `(lte a b)`"),
    (">", "to compare write `(gt a b)`"),
    ("<", "to compare write `(lt a b)`"),
    ("=", "to compare write `(eq a b)`"),
    ("!", "for the opposite write `(not a)`"),
    ("|", BEFORE_ITS_ARGUMENT),
    ("(", BEFORE_ITS_ARGUMENT),
    ("[", "an item of a list has its number as in `items.0`"),
    ("+", ADD),
    ("*", IN_RUST),
    ("%", IN_RUST),
];

const BEFORE_ITS_ARGUMENT: &str = "a helper stands before its argument, as in `{{upper name}}`";
const ADD: &str =
    "for one more write `(inc n)`; compute other values in Rust, and pass them as inputs";
const IN_RUST: &str = "compute the value in Rust, and pass it as an input";

/// Returns what to write instead of the operator that the text begins with, or that follows the
/// name there.
pub(super) fn instead_of_operator(text: &str) -> Option<&'static str> {
    let after_name = text.trim_start_matches(|c| !is_special(c));
    let mut operators = OPERATORS.iter();
    let (_, help) = operators.find(|(operator, _)| after_name.starts_with(operator))?;
    Some(help)
}
