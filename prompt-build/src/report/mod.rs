//! What is wrong, where, and what to do about it.

mod code;
mod finding;
mod render;
mod source;
mod suggest;

pub(crate) use code::Code;
pub(crate) use finding::{Finding, Findings, Severity, sorted};
pub(crate) use render::render;
pub(crate) use source::{Place, Source, offset};
pub(crate) use suggest::{did_you_mean, nearest, quoted};
