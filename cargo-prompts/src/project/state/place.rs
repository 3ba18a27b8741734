use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use prompt_build::library::StateFolder;

use super::GITIGNORE;
use crate::project::folder::Folder;

/// A place where state can be: names below a folder of the user, none of which is a link.
#[derive(Debug)]
pub struct Place {
    base: PathBuf,
    names: Vec<String>,
}

impl Place {
    /// The place of a state folder, of which the path is relative to `root`.
    pub fn of(root: &Path, folder: StateFolder) -> Self {
        Self {
            base: root.join(folder.base),
            names: folder.names,
        }
    }

    pub fn path(&self) -> PathBuf {
        let mut path = self.base.clone();
        path.extend(&self.names);
        path
    }

    /// Opens the folder; `None` if there is none.
    pub fn open(&self) -> io::Result<Option<Folder>> {
        let mut folder = match Folder::at(&self.base) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            base => base?,
        };
        for name in &self.names {
            let Some(next) = folder.folder(name)? else {
                return Ok(None);
            };
            folder = next;
        }
        Ok(Some(folder))
    }

    /// Opens the folder, or creates it. A `.gitignore` in the outermost one keeps git from tracking
    /// it.
    pub fn create(&self) -> io::Result<Folder> {
        let mut folder = Folder::at(&self.base)?;
        for (depth, name) in self.names.iter().enumerate() {
            folder = folder.make_folder(name)?;
            if depth == 0 {
                folder.create_once(GITIGNORE, "*\n")?;
            }
        }
        Ok(folder)
    }

    /// Removes the folder, which must be empty.
    pub fn remove(&self) -> io::Result<()> {
        let path = self.path();
        let parent = path.parent().unwrap_or(&self.base);
        match self.names.last() {
            Some(name) => Folder::at(parent)?.remove_folder(name),
            None => Ok(()),
        }
    }
}
