use alloc::string::String;
use alloc::vec::Vec;

/// The members that the caller adds to one call, with their values in JSON.
#[derive(Clone, PartialEq, Default)]
pub(super) struct CallMembers(Vec<(String, String)>);

impl CallMembers {
    /// Sets a member, in place of what it was before.
    pub(super) fn set(&mut self, key: String, json: String) {
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, value)) => *value = json,
            None => self.0.push((key, json)),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, json)| (&**key, &**json))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.iter().any(|(known, _)| known == key)
    }
}
