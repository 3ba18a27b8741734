//! Export to promptfoo, and its report as evidence.

mod configuration;
mod judge;
mod report;
mod templates;
#[cfg(test)]
mod tests;
mod yaml_text;

pub use configuration::PromptfooConfiguration;
pub use report::PromptfooReport;
