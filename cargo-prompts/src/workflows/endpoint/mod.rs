//! An OpenAI-compatible endpoint: chat completions, one at a time.
//!
//! The steps of a call, each a module: `address` makes the URL, `request` the body; `client` sends
//! it, again where `patience` says so; `answer` reads what comes back, and `fault` puts into words
//! what went wrong.

mod address;
mod answer;
mod call_error;
mod client;
mod key;
mod quote;
mod request;
mod retry;
mod settings;
#[cfg(test)]
mod tests;

pub use answer::Answer;
pub use client::Client;
pub use request::Request;
pub use settings::Settings;
