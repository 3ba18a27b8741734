//! What is wrong, where, and what to do about it.

mod finding;
mod render;
mod source;
mod suggest;

pub use finding::{Finding, Findings, Severity, sorted};
pub use prompt_core::code::Code;
pub use render::{Look, render, render_as};
pub use source::{Place, Source, offset};
pub use suggest::{did_you_mean, nearest, quoted};
