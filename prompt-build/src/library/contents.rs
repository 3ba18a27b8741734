use std::collections::BTreeSet;

use semver::Version;

use super::{LEDGER, WORKING_COPY};
use crate::disk::Name;
use crate::report::{Code, Finding, Findings, Place, Source, quoted};

/// What a prompt's folder holds, by the names of its files.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub(crate) versions: BTreeSet<Version>,
    pub(crate) has_working_copy: bool,
    pub(crate) has_ledger: bool,
    /// The names of the entries that are symbolic links.
    pub(crate) links: BTreeSet<String>,
}

impl Contents {
    /// Sorts out the names of a folder's entries. Golden datasets, notes and whatever else has another extension are
    /// not its business.
    pub(crate) fn read(path: &str, names: &[Name], findings: &mut Findings) -> Self {
        let mut contents = Self::default();
        for Name { name, is_symlink } in names {
            if *is_symlink {
                contents.links.insert(name.clone());
            }
            match name.strip_suffix(".prompt") {
                _ if name == WORKING_COPY => contents.has_working_copy = true,
                _ if name == LEDGER => contents.has_ledger = true,
                Some(stem) => match Version::parse(stem) {
                    Ok(version) => _ = contents.versions.insert(version),
                    Err(_) => findings.push(misnamed(path, name)),
                },
                None => {}
            }
        }
        contents
    }
}

fn misnamed(path: &str, name: &str) -> Finding {
    let place = Place::file(&Source::without_text(format!("{path}/{name}")));
    let message = format!("unexpected file name {}, expected a version as in `2.3.0.prompt`", quoted(name));
    let help = format!("the working copy is `{WORKING_COPY}`; give notes and drafts another extension");
    Finding::error(Code::MisnamedRelease, place, message).help(help)
}
