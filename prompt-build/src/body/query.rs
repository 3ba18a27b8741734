use crate::pins::Settings;
use crate::template::{Message, Output, Prefix};

/// A prompt in an environment, as far as its body depends on it.
#[derive(Debug, Clone, Copy)]
pub struct BodyQuery<'a> {
    pub id: &'a str,
    pub settings: &'a Settings,
    pub output: Option<&'a Output>,
    pub messages: &'a [Message],
    /// The fixed text before the first value.
    pub prefix: &'a Prefix,
}
