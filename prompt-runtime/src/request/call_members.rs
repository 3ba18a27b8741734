use alloc::string::String;
use alloc::vec::Vec;

use crate::Api;

/// The members that the caller adds to one call, with their values in JSON.
#[derive(Clone, PartialEq, Default)]
pub(super) struct CallMembers(Vec<(String, String)>);

impl CallMembers {
    /// Sets a member, in place of what it was before.
    pub(super) fn set(&mut self, api: Api, key: String, json: String) {
        let mut members = self.0.iter_mut();
        match members.find(|(known, _)| is_same(api, known, &key)) {
            Some(member) => *member = (key, json),
            None => self.0.push((key, json)),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, json)| (&**key, &**json))
    }

    pub(super) fn has(&self, api: Api, key: &str) -> bool {
        self.iter().any(|(known, _)| is_same(api, known, key))
    }
}

/// Returns whether two keys name the same member. Gemini takes each in camel case and in snake case.
fn is_same(api: Api, one: &str, other: &str) -> bool {
    one == other || (api == Api::Gemini && camel_case(one).eq(camel_case(other)))
}

fn camel_case(key: &str) -> impl Iterator<Item = char> + '_ {
    let mut is_start = false;
    key.chars().filter_map(move |char| {
        let is_upper = core::mem::replace(&mut is_start, char == '_');
        (char != '_').then(|| {
            if is_upper {
                char.to_ascii_uppercase()
            } else {
                char
            }
        })
    })
}
