use super::call_members::CallMembers;
use super::json::Sink;
use crate::Api;

/// The object of a body while it is written.
pub(super) struct Object<'a, S> {
    to: &'a mut S,
    api: Api,
    /// The caller's members, which replace all others of their names.
    replacing: &'a CallMembers,
    is_empty: bool,
}

impl<'a, S: Sink> Object<'a, S> {
    pub(super) fn start(to: &'a mut S, api: Api, replacing: &'a CallMembers) -> Self {
        to.raw("{");
        Self {
            to,
            api,
            replacing,
            is_empty: true,
        }
    }

    /// Appends a member, unless the caller replaces it.
    pub(super) fn member(&mut self, key: &str, write: impl FnOnce(&mut S)) {
        if !self.replacing.has(self.api, key) {
            self.write(key, write);
        }
    }

    /// Appends the caller's members, and ends the object.
    pub(super) fn finish(mut self) {
        for (key, json) in self.replacing.iter() {
            self.write(key, |to| to.raw(json));
        }
        self.to.raw("}");
    }

    fn write(&mut self, key: &str, write: impl FnOnce(&mut S)) {
        if !self.is_empty {
            self.to.raw(",");
        }
        self.is_empty = false;
        self.to.string(key);
        self.to.raw(":");
        write(self.to);
    }
}
