//! What prompts are run on: golden cases and realistic inputs.

pub mod check;
pub mod golden;
pub mod personal;
pub mod promptfoo;
pub mod replay;
