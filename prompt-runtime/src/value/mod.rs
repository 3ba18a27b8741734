//! The traits of the values that a prompt prints.

mod apply;
mod list;
mod number;
mod option;
mod scalar;
mod text;

pub use apply::{apply, apply_to_option, entries, items};
pub use list::{List, Map};
pub use number::{Integer, ToNumber};
pub use option::{Always, Given, Perhaps};
pub use scalar::{Boolean, Printed, Scalar, ToScalar, truth};
pub use text::Text;
