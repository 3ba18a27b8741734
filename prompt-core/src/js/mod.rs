//! Values as JavaScript treats them, because Handlebars templates are written for it.

mod digits;
mod json;
mod json_reader;
mod number;
#[cfg(feature = "serde")]
mod serialize;
mod whitespace;

pub use digits::Digits;
pub use json::Json;
pub use number::{Number, Repr};
pub use whitespace::{is_blank, is_whitespace};
