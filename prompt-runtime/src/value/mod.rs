//! The traits by which values become text.

mod apply;
mod digits;
mod list;
mod number;
mod option;
mod scalar;
mod text;

pub use apply::{applied, apply, entries, items};
pub use digits::Digits;
pub use list::{List, Map};
#[cfg(any(feature = "hot-reload", feature = "json", feature = "tracing"))]
pub(crate) use number::Repr;
pub use number::{Integer, Number, ToNumber};
pub use option::{Always, Given, Perhaps};
pub use scalar::{Boolean, Scalar, ToScalar, truth};
pub use text::Text;
