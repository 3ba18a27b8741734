//! The traits of the values that a prompt prints.

mod apply;
mod display;
mod key;
mod list;
mod number;
mod option;
mod scalar;
mod shown;
mod tested;
mod text;
mod text_arena;
#[cfg(any(feature = "sample", feature = "tracing"))]
mod whole;
mod wrapper;

pub use apply::{apply, apply_to_option, entries, items};
pub use display::{Displayed, display};
pub use key::Key;
pub use list::{List, Map};
pub use number::{Integer, ToNumber};
pub use option::{Always, Given, Perhaps};
pub use scalar::{Boolean, Printed, Scalar, ToScalar, truth};
#[cfg(feature = "json")]
pub(crate) use shown::{JsonTexts, Jsons, as_they_are};
pub use shown::{scalar, tested, text};
#[cfg(feature = "json")]
pub(crate) use tested::impl_tested;
pub use tested::{Tested, known};
pub use text::Text;
pub use text_arena::{TextArena, with_texts};
#[cfg(any(feature = "sample", feature = "tracing"))]
pub use whole::whole;
