//! Pins against the library: which text a pin stands for, or why it stands for none.

pub mod approval;
mod pin_query;
mod refusal;
mod resolution;
mod settings;
#[cfg(test)]
mod tests;

pub use pin_query::PinQuery;
pub use resolution::{Selection, resolve};
pub use settings::{Origin, Setting, Settings};
