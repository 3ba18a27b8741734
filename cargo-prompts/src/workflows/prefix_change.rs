use std::fmt;

use prompt_build::template::Template;
use prompt_core::vocabulary::Api;

/// The effect of a new text on the prefix that a provider has cached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrefixChange {
    /// The length of the old prefix.
    before: usize,
    /// The length of the new prefix.
    bytes: usize,
    /// The bytes of it that no cache has yet.
    cold: usize,
}

impl PrefixChange {
    pub fn between(old: &Template, new: &Template, api: Api) -> Self {
        let (old, new) = (old.prefix(api), new.prefix(api));
        Self {
            before: old.bytes(),
            bytes: new.bytes(),
            cold: new.bytes_after_change(&old),
        }
    }
}

impl fmt::Display for PrefixChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            before,
            bytes,
            cold,
        } = self;
        match cold {
            0 if bytes == before => {
                write!(f, "the prefix for caches does not change: {bytes} bytes")
            }
            0 => write!(
                f,
                "the prefix for caches becomes shorter: {bytes} bytes instead of {before}"
            ),
            cold => write!(
                f,
                "the prefix for caches changes: {cold} of its {bytes} bytes must be cached again"
            ),
        }
    }
}
