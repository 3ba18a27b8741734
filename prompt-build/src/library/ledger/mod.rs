//! A prompt's `releases.yaml`: every released version, its status, its hash and its sign-offs.

mod listing;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use semver::Version;

use self::listing::{Listed, listing};
use super::misplaced::misnamed;
use super::{Contents, Release};
use crate::order;
use crate::report::{Code, Finding, Findings};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Node, Value};

/// The ledger. Each entry has to be YAML, and its release is read when it is first asked for, so that
/// the cost of a build follows the number of pins more than the length of the history.
#[derive(Debug)]
pub struct Ledger {
    source: Arc<Source>,
    entries: Vec<Entry>,
    /// Set if the version of every entry could be read. Otherwise a version that seems to be
    /// missing may be listed.
    is_complete: bool,
}

#[derive(Debug)]
struct Entry {
    version: String,
    version_mark: Mark,
    content: Content,
    release: OnceCell<Option<Release>>,
}

/// The source of an entry's other keys.
#[derive(Debug)]
enum Content {
    /// Its range in the text.
    Text(Range<usize>),
    /// Its node in the tree of a ledger that was read as a whole.
    Node(Node),
}

impl Ledger {
    /// The ledger of a prompt that was never released.
    pub fn empty(path: &str) -> Self {
        Self {
            source: Source::without_text(path),
            entries: Vec::new(),
            is_complete: true,
        }
    }

    /// Opens a ledger. `None` if it is not a list of releases.
    pub fn read(source: &Arc<Source>, findings: &mut Findings) -> Option<Self> {
        let Some(listed) = listing(source) else {
            return Self::read_whole(source, findings);
        };
        let ledger = Self::listed(source, listed);
        ledger.refuse_ambiguity(findings);
        Some(ledger)
    }

    /// Opens a ledger and reads all of its entries. It is the ledger that [`read`](Self::read)
    /// opens, and takes longer.
    pub fn read_whole(source: &Arc<Source>, findings: &mut Findings) -> Option<Self> {
        let ledger = Self::whole(source, findings)?;
        ledger.refuse_ambiguity(findings);
        Some(ledger)
    }

    fn listed(source: &Arc<Source>, listed: Vec<Listed>) -> Self {
        let entry = |listed: Listed| Entry {
            version: source.text[listed.version.clone()].to_owned(),
            version_mark: Mark::at(listed.version.start, listed.version.end),
            content: Content::Text(listed.range),
            release: OnceCell::new(),
        };
        let entries = listed.into_iter().map(entry).collect();
        Self {
            source: Arc::clone(source),
            entries,
            is_complete: true,
        }
    }

    fn whole(source: &Arc<Source>, findings: &mut Findings) -> Option<Self> {
        Self::read_tree(yaml::parse, source, findings)
    }

    /// Reads all entries with a reader of YAML.
    fn read_tree(
        parse: fn(&Arc<Source>, &mut Findings) -> Option<Node>,
        source: &Arc<Source>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let root = parse(source, findings)?;
        let nodes = match root.value {
            Value::Null => Vec::new(),
            Value::List(nodes) => nodes,
            _ => {
                findings.push(yaml::unexpected(source, &root, "a list of releases"));
                return None;
            }
        };
        let count = nodes.len();
        let entries = nodes
            .into_iter()
            .filter_map(|node| read_entry(source, node, findings))
            .collect::<Vec<_>>();
        let is_complete = entries.len() == count;
        Some(Self {
            source: Arc::clone(source),
            entries,
            is_complete,
        })
    }

    /// The release of this version. Findings about its entry are reported when it is first asked
    /// for.
    pub fn find(&self, version: &Version, findings: &mut Findings) -> Option<&Release> {
        let version = version.to_string();
        let entry = self.entries.iter().find(|entry| entry.version == version)?;
        self.release(entry, findings)
    }

    /// Returns `true` if the ledger lists a version, or may list it in an entry that cannot be
    /// read.
    pub fn may_have(&self, version: &Version) -> bool {
        let version = version.to_string();
        !self.is_complete || self.entries.iter().any(|entry| entry.version == version)
    }

    /// All releases, in the order of the ledger.
    pub fn releases(&self, findings: &mut Findings) -> Vec<&Release> {
        self.entries
            .iter()
            .filter_map(|entry| self.release(entry, findings))
            .collect()
    }

    /// The text of the ledger; empty if there is no file.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    pub fn location(&self, mark: Mark) -> Location {
        Location::new(&self.source, mark)
    }

    fn release<'a>(&'a self, entry: &'a Entry, findings: &mut Findings) -> Option<&'a Release> {
        let read = || {
            let node = match &entry.content {
                Content::Node(node) => node.clone(),
                Content::Text(range) => yaml::parse_item(&self.source, range, findings)?,
            };
            Release::read(&self.source, &node, findings)
        };
        entry.release.get_or_init(read).as_ref()
    }

    /// Returns `true` if an entry that was asked for, or its status, could not be read. A finding
    /// says so, and a version that seems to be missing may be in that entry.
    pub fn is_in_doubt(&self) -> bool {
        let is_in_doubt = |entry: &Entry| match entry.release.get() {
            Some(Some(release)) => release.status.is_none(),
            Some(None) => true,
            None => false,
        };
        !self.is_complete || self.entries.iter().any(is_in_doubt)
    }

    /// Reports each file without an entry, and each entry without a file.
    pub(super) fn compare_with_files(
        &self,
        folder: &str,
        contents: &Contents,
        findings: &mut Findings,
    ) {
        let mut listed = BTreeSet::new();
        for entry in &self.entries {
            listed.insert(entry.version.as_str());
        }
        findings.extend(misnamed(folder, contents, |stem| listed.contains(stem)));
        for (stem, name) in contents.releases() {
            let is_version = Version::parse(stem).is_ok();
            if self.is_complete && is_version && !listed.contains(stem) {
                findings.push(self.unlisted(folder, &name));
            }
        }
        let is_missing = |entry: &&Entry| contents.release(&entry.version).is_none();
        for entry in self.entries.iter().filter(is_missing) {
            let message = format!("no file `{}.prompt` for this release", entry.version);
            let help = "restore the file: the ledger is the record of what was released".to_owned();
            let location = self.location(entry.version_mark);
            findings.push(Finding::error(Code::MissingRelease, location, message).help(help));
        }
    }

    fn unlisted(&self, folder: &str, name: &str) -> Finding {
        let message = format!("the file is not in the ledger, `{}`", self.source.path);
        let help =
            "released versions are listed there: restore the entry, or remove the file".to_owned();
        let location = Location::file(&Source::without_text(format!("{folder}/{name}")));
        Finding::error(Code::UnlistedRelease, location, message).help(help)
    }

    /// Reports versions that are listed twice, and versions that differ in build metadata alone,
    /// since those have the same precedence.
    fn refuse_ambiguity(&self, findings: &mut Findings) {
        let without_metadata = |entry: &Entry| {
            let version = entry.version.split('+').next();
            version.unwrap_or_default().to_owned()
        };
        for (first, position) in order::repeated(self.entries.iter().map(without_metadata)) {
            let (other, entry) = (&self.entries[first], &self.entries[position]);
            let location = self.location(entry.version_mark);
            let finding = if other.version == entry.version {
                Finding::error(
                    Code::DuplicateVersion,
                    location,
                    format!("duplicate version `{}`", entry.version),
                )
            } else {
                let message = format!(
                    "`{}` and `{}` differ in build metadata alone",
                    other.version, entry.version
                );
                let help = "versions are ordered without their build metadata: give one of them another number";
                Finding::error(Code::AmbiguousVersion, location, message).help(help.to_owned())
            };
            findings.push(finding.related(self.location(other.version_mark), "first given here"));
        }
    }
}

/// Reads an entry of a ledger that was read as a whole. Reading its release later would not be
/// cheaper.
fn read_entry(source: &Arc<Source>, node: Node, findings: &mut Findings) -> Option<Entry> {
    let release = Release::read(source, &node, findings)?;
    let (version, version_mark) = (release.version.to_string(), release.version_mark);
    Some(Entry {
        version,
        version_mark,
        content: Content::Node(node),
        release: OnceCell::from(Some(release)),
    })
}
