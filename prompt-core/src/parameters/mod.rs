//! The settings of a model beside its name, such as `temperature`.
//!
//! [`TABLE`] has a row for each. Environments, pins, prompt files, headers, the bodies of calls,
//! traces and evidence read it, so to add a parameter is to add a row.

mod kind;
mod lines;
mod parameter;
mod table;
mod values;
mod wire_use;

pub use kind::{Kind, Mismatch};
pub use lines::ParameterLines;
pub use parameter::{NESTED, Parameter, Place};
pub use table::{TABLE, find};
pub use values::Parameters;
pub use wire_use::{AcceptedValues, Encoding, WireUse};
