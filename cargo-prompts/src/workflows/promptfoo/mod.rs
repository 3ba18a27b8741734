//! The way to promptfoo and back: a configuration that runs there as it is, and its report as
//! evidence.

mod configuration;
mod report;
mod templates;
#[cfg(test)]
mod tests;
mod yaml_text;

pub use configuration::Configuration;
pub use report::Report;
