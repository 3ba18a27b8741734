//! Findings: their codes, their locations, and the ways out; and their rendering as text.

mod finding;
mod limit;
mod render;
mod suggest;

pub use finding::{Finding, Findings, MOST_SHOWN, Severity, sorted};
pub use limit::{first_of_each_file, omitted};
pub use prompt_core::code::Code;
pub use render::{Style, render, render_as};
pub use suggest::{did_you_mean, nearest, quoted};
