use std::collections::BTreeSet;

use super::{LEDGER, WORKING_COPY};
use crate::disk::Name;

/// The contents of a prompt's folder, by the names of its files.
#[derive(Debug, Default)]
pub struct Contents {
    /// The names of the prompt files except the working copy, without their extension. They should
    /// be versions.
    pub releases: BTreeSet<String>,
    pub has_working_copy: bool,
    pub has_ledger: bool,
    /// The names of the entries that are symbolic links.
    pub links: BTreeSet<String>,
}

impl Contents {
    /// Sorts the names of a folder's entries. Files with another extension, as golden datasets and
    /// notes, are ignored.
    pub fn read(names: Vec<Name>) -> Self {
        let mut contents = Self::default();
        for Name { name, is_symlink } in names {
            // Editors put their locks and copies beside the file, under hidden names.
            if name.starts_with('.') {
                continue;
            }
            match name.strip_suffix(".prompt") {
                _ if name == WORKING_COPY => contents.has_working_copy = true,
                _ if name == LEDGER => contents.has_ledger = true,
                Some(stem) => _ = contents.releases.insert(stem.to_owned()),
                None => {}
            }
            if is_symlink {
                contents.links.insert(name);
            }
        }
        contents
    }

    /// Returns `true` if the folder holds any file of a prompt.
    pub fn is_of_prompt(&self) -> bool {
        self.has_working_copy || self.has_ledger || !self.releases.is_empty()
    }
}
