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
            if is_symlink {
                contents.links.insert(name.clone());
            }
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
        }
        contents
    }

    /// Returns `true` if the folder holds any file of a prompt.
    pub fn is_of_prompt(&self) -> bool {
        self.has_working_copy || self.has_ledger || !self.releases.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Contents, Name};

    /// Names of files, one of them after `@` where it is a link; and what they are: the releases,
    /// then `copy` and `ledger`.
    const FOLDERS: &[(&str, &str, bool)] = &[
        ("", "", false),
        ("local.prompt", "copy", true),
        ("releases.yaml", "ledger", true),
        ("1.0.0.prompt", "1.0.0", true),
        (
            "notes.prompt releases.yaml local.prompt 1.0.0.prompt @1.1.0.prompt",
            "1.0.0 1.1.0 notes copy ledger",
            true,
        ),
        (
            "golden.yaml notes.md .prompt .1.0.0.prompt .local.prompt .#releases.yaml",
            "",
            false,
        ),
        ("releases.yml 1.0.0.txt local.prompt~", "", false),
    ];

    #[test]
    fn the_name_of_a_file_says_what_it_is() {
        for (names, expected, is_of_prompt) in FOLDERS {
            let name = |name: &str| Name {
                name: name.trim_start_matches('@').to_owned(),
                is_symlink: name.starts_with('@'),
            };
            let contents = Contents::read(names.split_whitespace().map(name).collect());
            let mut found = contents
                .releases
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>();
            found.extend(contents.has_working_copy.then_some("copy"));
            found.extend(contents.has_ledger.then_some("ledger"));
            assert_eq!(found.join(" "), *expected, "{names}");
            assert_eq!(contents.is_of_prompt(), *is_of_prompt, "{names}");
            let has_link = contents.links.contains("1.1.0.prompt");
            assert_eq!(
                (has_link, contents.links.len()),
                (names.contains('@'), usize::from(has_link))
            );
        }
    }
}
