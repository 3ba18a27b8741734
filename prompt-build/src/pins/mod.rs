//! The resolution of pins: the text that a pin selects, or the reason why it selects none.

mod advice;
mod approval;
mod old_evidence;
mod pin_query;
mod refusal;
mod resolution;
mod settings;
mod signed;
#[cfg(test)]
mod tests;
mod untested;

pub use advice::way_to_pin;
pub use approval::{Approval, each_once, is_judge_with, is_with};
pub use pin_query::PinQuery;
pub use resolution::{Selection, resolve, select};
pub use settings::{Origin, ParameterSettings, Setting, Settings};
pub(crate) use signed::described;
