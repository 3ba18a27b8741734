//! `environments.yaml`: the environments, and the version of each prompt that each of them pins.

mod allowance;
mod choice;
mod configuration;
mod environment;
mod environment_list;
mod environment_pin;
mod freeze;
mod people;
mod personal_data;
mod policy;
#[cfg(test)]
mod tests;
mod trust;

pub use crate::pin::Pin;
pub use allowance::Allowance;
pub use choice::{Request, choose};
pub use configuration::{Config, DefaultEnvironment, Prompt};
pub use environment::{DEFAULT_FEATURE, Environment, feature_name};
pub use environment_pin::EnvironmentPin;
pub use freeze::Freeze;
pub use people::People;
pub use personal_data::PersonalPattern;
pub use policy::{Policy, SignOffPolicy};
pub use prompt_core::signer::is_same_signer;
pub use prompt_core::vocabulary::{Logging, PromptSource};
pub use trust::{ALLOWED_SIGNERS, Trust, read_allowed_signers};
