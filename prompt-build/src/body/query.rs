use crate::pins::Settings;
use crate::template::{Message, Output, Prefix, Tool};

/// A prompt in an environment, as far as its body depends on it.
#[derive(Debug, Clone, Copy)]
pub struct BodyQuery<'a> {
    pub id: &'a str,
    pub settings: &'a Settings,
    pub output: Option<&'a Output>,
    pub tools: &'a [Tool],
    pub messages: &'a [Message],
    /// What is fixed before the first value.
    pub prefix: &'a Prefix,
}
