//! The resolution of pins: the text that a pin selects, or the reason why it selects none.

mod advice;
pub mod approval;
mod pin_query;
mod refusal;
mod resolution;
mod settings;
#[cfg(test)]
mod tests;

pub use advice::way_to_pin;
pub use pin_query::PinQuery;
pub use resolution::{Selection, resolve};
pub use settings::{Origin, ParameterSettings, Setting, Settings};
