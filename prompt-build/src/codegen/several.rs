//! The files of a build for several environments. What two of them have in common is written once.

use std::collections::BTreeMap;

use prompt_core::digest::digest;
use prompt_core::header::{HeaderWriter, file_entry, key, shared_file_entry};
use prompt_core::wire::path;

/// Files by their paths, with forward slashes.
pub type Files = BTreeMap<String, String>;

/// Puts the files of each environment, which has a name, in a folder of their own. The index of the
/// build begins with these lines.
pub(super) fn joined(mut index: HeaderWriter, sets: &[(&str, Files)]) -> Files {
    let mut joined = Joined::default();
    for (name, files) in sets {
        let folder = path::of_environment(name);
        let text = joined.add(&folder, files);
        index.push(key::BUILT, name);
        let place = format!("{folder}{}", path::INDEX);
        index.push(key::FILE, &file_entry(&place, digest(text.as_bytes())));
        joined.files.insert(place, text);
    }
    joined.files.insert(path::INDEX.to_owned(), index.finish());
    joined.files
}

#[derive(Default)]
struct Joined {
    files: Files,
    /// The place of the first file with a text, by the digest of the text.
    places: Files,
}

impl Joined {
    /// Adds the files of an environment, and returns its index.
    fn add(&mut self, folder: &str, files: &Files) -> String {
        let mut lines = HeaderWriter::default();
        for (name, text) in files {
            if name != path::INDEX {
                lines.push(key::FILE, &self.add_file(folder, name, text));
            }
        }
        let mut index = files.get(path::INDEX).cloned().unwrap_or_default();
        index.push_str(&lines.finish());
        index
    }

    /// Adds a file unless it is there, and returns its line in the index.
    fn add_file(&mut self, folder: &str, name: &str, text: &str) -> String {
        let (digest, place) = (digest(text.as_bytes()), format!("{folder}{name}"));
        let first = self
            .places
            .entry(digest.to_string())
            .or_insert_with(|| place.clone());
        let is_same = |present: &String| present == text;
        let place = if self.files.get(first).is_some_and(is_same) {
            first.clone()
        } else {
            self.files.insert(place.clone(), text.to_owned());
            place
        };
        shared_file_entry(name, digest, &place)
    }
}
