use std::fmt;

use prompt_build::pins::Settings;
use prompt_build::template::Template;
use prompt_core::js::Json;

/// A text with the settings of its calls.
#[derive(Debug, Clone, Copy)]
pub struct CachedText<'a> {
    pub template: &'a Template,
    pub settings: &'a Settings,
}

/// The effect of a new text on the prefix that a provider has cached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrefixChange {
    /// The length of the old prefix.
    before: usize,
    /// The length of the new prefix.
    bytes: usize,
    /// The bytes of it that no cache has yet.
    cold: usize,
    /// The reason why all of it is cold, whatever its text is.
    reason: Option<&'static str>,
}

impl PrefixChange {
    pub fn between(old: &CachedText<'_>, new: &CachedText<'_>) -> Self {
        let reason = new.reason_for_cold_cache(old);
        let api = new.settings.api;
        let (old, new) = (old.template.prefix(api), new.template.prefix(api));
        Self {
            before: old.bytes(),
            bytes: new.bytes(),
            cold: new.bytes_after_change(&old),
            reason: reason.filter(|_| new.bytes() > 0),
        }
    }
}

impl CachedText<'_> {
    /// Says what changes before the first byte of the text. Providers read tools and schemas first.
    fn reason_for_cold_cache(&self, old: &Self) -> Option<&'static str> {
        let (before, after) = (old.settings, self.settings);
        if before.api != after.api || before.model.value != after.model.value {
            return Some("each model has a cache of its own");
        }
        if tools(before) != tools(after) || old.template.tools != self.template.tools {
            return Some("the tools stand before it, and change");
        }
        let is_same_form = old.template.output == self.template.output;
        (!is_same_form).then_some("the output schema stands before it, and changes")
    }
}

/// The tools of `extra_body`. Those that a program adds to a call are not known here.
fn tools(settings: &Settings) -> Option<&Json> {
    let extra = settings.parameters.get("extra_body")?;
    Some(extra.value.field("tools")).filter(|tools| **tools != Json::Null)
}

impl fmt::Display for PrefixChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            before,
            bytes,
            cold,
            reason,
        } = self;
        if let Some(reason) = reason {
            return write!(
                f,
                "all {bytes} bytes of the prefix for caches must be cached again: {reason}"
            );
        }
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
