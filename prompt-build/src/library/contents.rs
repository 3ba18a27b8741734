use std::collections::{BTreeMap, BTreeSet};

use semver::Version;

use super::names::WORKING_COPY;
use super::{Extension, LEDGER};
use crate::disk::Name;

/// The contents of a prompt's folder, by the names of its files.
#[derive(Debug, Default)]
pub struct Contents {
    /// The prompt files except the working copy, by their names without extension, which should be
    /// versions.
    releases: BTreeMap<String, Extension>,
    working_copy: Option<Extension>,
    pub has_ledger: bool,
    /// The names of files that are the same text in two forms, with the one that is taken first.
    pub doubles: Vec<(String, String)>,
    /// The names of the entries that are symbolic links.
    pub links: BTreeSet<String>,
}

impl Contents {
    /// Sorts the names of a folder's entries. Files with another extension, as golden datasets, are
    /// ignored, and so are notes: plain texts that have the name of no version.
    pub fn read(mut names: Vec<Name>) -> Self {
        let mut contents = Self::default();
        // In the order of their extensions, so that the same one of two forms is always the first.
        names.sort_by_key(|entry| {
            let extension = Extension::of(&entry.name).map(|(_, extension)| extension);
            (extension, entry.name.clone())
        });
        for Name { name, is_symlink } in names {
            if is_symlink {
                contents.links.insert(name.clone());
            }
            // Editors put their locks and copies beside the file, under hidden names.
            if name.starts_with('.') {
                continue;
            }
            contents.has_ledger |= name == LEDGER;
            if let Some((stem, extension)) = Extension::of(&name) {
                contents.add(stem, extension);
            }
        }
        contents
    }

    fn add(&mut self, stem: &str, extension: Extension) {
        let first = if stem == WORKING_COPY {
            self.working_copy.get_or_insert(extension)
        } else if !extension.is_plain() || is_like_a_version(stem) {
            self.releases.entry(stem.to_owned()).or_insert(extension)
        } else {
            return;
        };
        if *first != extension {
            let name = |extension: Extension| format!("{stem}.{}", extension.as_str());
            self.doubles.push((name(*first), name(extension)));
        }
    }

    /// Returns `true` if the folder holds any file of a prompt.
    pub fn is_of_prompt(&self) -> bool {
        self.has_working_copy() || self.has_ledger || self.has_releases()
    }

    pub fn has_working_copy(&self) -> bool {
        self.working_copy.is_some()
    }

    /// The extension of the working copy; that of a template if there is none.
    pub fn working_copy(&self) -> Extension {
        self.working_copy.unwrap_or_default()
    }

    pub fn has_releases(&self) -> bool {
        !self.releases.is_empty()
    }

    /// The names of the released files, without and with extension.
    pub fn releases(&self) -> impl Iterator<Item = (&str, String)> {
        let releases = self.releases.iter();
        releases.map(|(stem, extension)| (stem.as_str(), format!("{stem}.{}", extension.as_str())))
    }

    /// The extension of a release's file.
    pub fn release(&self, version: &str) -> Option<Extension> {
        self.releases.get(version).copied()
    }

    pub fn is_link(&self, name: &str) -> bool {
        self.links.contains(name)
    }
}

/// Returns `true` if a name is a version, or was probably meant as one: `1.0`, `v2.1.0`.
fn is_like_a_version(stem: &str) -> bool {
    let number = stem.strip_prefix(['v', 'V']).unwrap_or(stem);
    let mut parts = number.splitn(2, '.');
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let has_second = |part: &str| part.starts_with(|c: char| c.is_ascii_digit());
    Version::parse(stem).is_ok()
        || parts.next().is_some_and(is_number) && parts.next().is_none_or(has_second)
}

#[cfg(test)]
mod tests {
    use super::{Contents, Name};

    /// Names of files, one of them after `@` where it is a link; and what they are: the releases,
    /// then the working copy, `ledger`, and pairs of two forms.
    const FOLDERS: &[(&str, &str, bool)] = &[
        ("", "", false),
        ("local.prompt", "local.prompt", true),
        ("local.md", "local.md", true),
        ("local.txt", "local.txt", true),
        ("releases.yaml", "ledger", true),
        ("1.0.0.prompt", "1.0.0.prompt", true),
        (
            "1.0.0.md 1.1.0-beta.2.txt",
            "1.0.0.md 1.1.0-beta.2.txt",
            true,
        ),
        (
            "notes.prompt releases.yaml local.prompt 1.0.0.prompt @1.1.0.prompt",
            "1.0.0.prompt 1.1.0.prompt notes.prompt local.prompt ledger",
            true,
        ),
        (
            "golden.yaml notes.md .prompt .1.0.0.prompt .local.prompt .#releases.yaml",
            "",
            false,
        ),
        ("releases.yml 1.0.0.text local.prompt~ README.md", "", false),
        // Names that are probably meant as versions.
        ("1.0.md v1.0.0.txt 2.md", "1.0.md 2.md v1.0.0.txt", true),
        (
            "2026-10-02.md 3-ideas.txt v.md 1st.md version.txt",
            "",
            false,
        ),
        (
            "local.txt local.prompt local.md",
            "local.prompt local.prompt=local.md local.prompt=local.txt",
            true,
        ),
        ("1.0.0.txt 1.0.0.md", "1.0.0.md 1.0.0.md=1.0.0.txt", true),
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
                .releases()
                .map(|(_, name)| name)
                .collect::<Vec<_>>();
            let copy = format!("local.{}", contents.working_copy().as_str());
            found.extend(contents.has_working_copy().then_some(copy));
            found.extend(contents.has_ledger.then(|| "ledger".to_owned()));
            let doubles = contents.doubles.iter();
            found.extend(doubles.map(|(first, second)| format!("{first}={second}")));
            assert_eq!(found.join(" "), *expected, "{names}");
            assert_eq!(contents.is_of_prompt(), *is_of_prompt, "{names}");
            assert_eq!(
                contents.is_link("1.1.0.prompt"),
                names.contains('@'),
                "{names}"
            );
        }
    }
}
