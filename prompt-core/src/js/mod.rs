//! Values as JavaScript treats them, because Handlebars templates are written for it.

mod data;
mod digits;
mod json;
mod json_reader;
mod number;
#[cfg(feature = "serde")]
mod serialize;
mod view;
mod whitespace;

pub use data::{Data, Parts};
pub use digits::Digits;
pub use json::Json;
pub use number::{Number, Repr};
pub use view::View;
pub use whitespace::{is_blank, is_whitespace};
