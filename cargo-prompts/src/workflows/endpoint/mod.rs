//! Calls of an endpoint by any of the four APIs.
//!
//! `provider` has what each API's provider calls its variables, `address` is the URL, `proxy` the way to it, `request` the
//! call, and `key` the API key, in each `spelling` of it. `client` sends a call, and
//! repeats it as `retry` says, when a `gate` lets it through. `answer` reads the response, `call_error`
//! describes failures, and `error_detail` is what they show of the endpoint's words.

mod address;
mod answer;
mod call_error;
mod client;
mod error_detail;
mod gate;
mod key;
mod limits;
mod no_proxy;
mod plain_path;
mod provider;
mod proxy;
mod quote;
mod request;
mod retry;
mod settings;
mod spelling;
#[cfg(test)]
mod tests;

pub use address::Address;
pub use answer::{Answer, Reply};
pub use client::Client;
pub use error_detail::ErrorDetail;
pub use gate::{Gate, Left, Outcome};
pub use key::without_keys;
pub use request::Request;
pub use settings::Settings;
