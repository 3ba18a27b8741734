//! Symbolic links that lead out of the library, also those that no pin uses: Cargo follows them when
//! it looks for changes, and can go through a whole disk.

use crate::config::Config;
use crate::disk::{Disk, outside_library};
use crate::library::is_quiet;
use crate::order;
use crate::report::{Code, Finding};
use crate::source::{Location, Source};

/// Reports the links at the root of a library that lead out of it, except those that findings tell of
/// already. In the root of a package or a repository, links are none of ours, and Cargo is not told
/// to look through it. The configuration may be a link, and a prompt that is one is reported at its
/// pin.
pub(super) fn at_the_root(
    disk: &Disk,
    config: &Config,
    library: &str,
    told: &[&Finding],
) -> Vec<Finding> {
    if !is_quiet(disk, library) {
        return Vec::new();
    }
    let names = disk.list(library).unwrap_or_default().into_iter();
    let links = names.filter(|entry| entry.is_symlink && config.prompt(&entry.name).is_none());
    let paths = links.map(|entry| format!("{library}/{}", entry.name));
    let paths = paths.filter(|path| *path != config.source.path);
    of_links(disk, library, paths, told)
}

/// Reports those of some links that lead out of the library, in the order of their paths.
pub(super) fn of_links(
    disk: &Disk,
    library: &str,
    links: impl Iterator<Item = String>,
    told: &[&Finding],
) -> Vec<Finding> {
    let leaving = links.filter(|path| disk.leaves(library, path));
    let new = leaving.filter(|path| !told.iter().any(|finding| is_about(finding, path)));
    let finding = |path: &String| {
        let location = Location::file(&Source::without_text(path));
        outside_library(location, path)
    };
    let new = order::by_text(new.collect(), String::clone);
    new.iter().map(finding).collect()
}

/// Returns `true` for a finding about a link, or about a file behind it.
fn is_about(finding: &Finding, link: &str) -> bool {
    let rest = finding.location.source.path.strip_prefix(link);
    finding.code == Code::OutsideLibrary
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
