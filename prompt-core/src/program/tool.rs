//! The tools that the pinned versions of a prompt offer.

use alloc::string::String;
use alloc::vec::Vec;

use super::{AnswerType, Pin};

/// The tools of a pinned version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PinnedTools {
    pub pin: Pin,
    /// The tools in the order in which they are sent. A version without tools has none.
    pub tools: Vec<ToolInput>,
}

/// A tool, and the type of its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToolInput {
    /// The name by which the model calls it.
    pub name: String,
    pub input: AnswerType,
}
