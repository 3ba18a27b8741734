use std::sync::OnceLock;

use crate::disk::Disk;

/// The folders of a library, by their names. The library is listed at most once, however many
/// prompts have none.
#[derive(Debug)]
pub struct Folders<'a> {
    pub(super) disk: &'a Disk,
    pub(super) library: &'a str,
    names: OnceLock<Vec<String>>,
}

impl<'a> Folders<'a> {
    pub fn new(disk: &'a Disk, library: &'a str) -> Self {
        Self {
            disk,
            library,
            names: OnceLock::new(),
        }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.names.get_or_init(|| self.disk.folders(self.library));
        names.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::Folders;
    use crate::disk::Disk;

    #[test]
    fn a_library_is_listed_once() {
        let root = tempfile::tempdir().unwrap();
        let add = |name: &str| fs::create_dir_all(root.path().join("prompts").join(name)).unwrap();
        add("visitor-greeting");
        let disk = Disk::new(root.path().to_owned());
        let folders = Folders::new(&disk, "prompts");
        assert_eq!(folders.names().collect::<Vec<_>>(), ["visitor-greeting"]);
        add("sales-email");
        assert_eq!(folders.names().collect::<Vec<_>>(), ["visitor-greeting"]);
        assert_eq!(Folders::new(&disk, "prompts").names().count(), 2);
    }
}
