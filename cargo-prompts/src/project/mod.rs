//! What is worked on: a package, its prompts, and what an environment has of them.

pub mod catalogue;
pub mod draft;
pub mod events;
pub mod manifest;
pub mod names;
pub mod prompt;
pub mod session;
pub mod starter;
pub mod subject;
pub mod workspace;
