//! Running a dataset: rendering, sending, pacing, and keeping results.

pub mod endpoint;
pub mod json_lines;
pub mod pace;
pub mod progress;
pub mod recent_calls;
pub mod render;
pub mod trial;
pub mod validation;
