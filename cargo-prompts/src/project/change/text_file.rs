use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use similar::{ChangeTag, TextDiff};

use crate::project::fault_point;
use crate::project::folder::{CreationMode, cannot, remove_draft, write_file_with_mode};
use crate::report::failure::Failure;

/// A file that is replaced as a whole: readers see the old text or the new one.
#[derive(Debug)]
pub struct TextFile {
    pub path: PathBuf,
}

const BYTE_ORDER_MARK: &str = "\u{feff}";

impl TextFile {
    /// The file at a path; where that is a symbolic link, the file that it leads to, so that the
    /// link stays one.
    pub fn following_link(path: &Path) -> Self {
        let target = if path.is_symlink() {
            path.canonicalize().ok()
        } else {
            None
        };
        Self {
            path: target.unwrap_or_else(|| path.to_owned()),
        }
    }

    /// Gives a text with LF line ends the line ends and the byte order mark of the file. If the
    /// file mixes line ends, unchanged lines keep theirs.
    pub fn with_line_ends_kept(&self, text: &str) -> Result<String, Failure> {
        let Some(present) = self.read()? else {
            return Ok(text.to_owned());
        };
        let formed = with_line_ends_of(&present, text);
        // The written text must equal the verified one.
        let is_same = normalised(&formed) == text;
        let failure = || {
            Failure::new(format!(
                "cannot keep the line ends of `{}`",
                self.path.display()
            ))
        };
        if is_same {
            Ok(formed)
        } else {
            Err(failure().help("save it with one kind of line end; nothing was changed"))
        }
    }

    /// Puts back what was there before.
    pub fn restore(&self, original: Option<&str>) -> Result<(), Failure> {
        if self.read()?.as_deref() == original {
            return Ok(());
        }
        match original {
            None => self.remove(),
            Some(original) => self.replace(original, CreationMode::USUAL),
        }
    }

    /// Replaces the file, which keeps its mode, or makes one with a mode.
    pub fn replace(&self, text: &str, mode: CreationMode) -> Result<(), Failure> {
        let written = write_file_with_mode(&self.path, text, mode);
        written.map_err(|error| cannot("write", &self.path, &error))
    }

    /// Removes what an interrupted replacement left beside the file.
    pub fn remove_draft(&self) -> Result<(), Failure> {
        remove_draft(&self.path).map_err(|error| cannot("remove", &self.path, &error))
    }

    /// Removes the folder of the file if nothing is in it.
    pub fn remove_empty_folder(&self) {
        if let Some(folder) = self.path.parent() {
            // It stays if it holds anything, or if that fails.
            _ = fs::remove_dir(folder);
        }
    }

    pub fn remove(&self) -> Result<(), Failure> {
        fault_point::kill_point();
        let removed = fs::remove_file(&self.path);
        removed
            .or_else(|error| {
                if error.kind() == ErrorKind::NotFound {
                    Ok(())
                } else {
                    Err(error)
                }
            })
            .map_err(|error| Failure::cannot("remove", &self.path, &error))
    }

    /// The text of the file; `None` if there is no file.
    pub fn read(&self) -> Result<Option<String>, Failure> {
        match fs::read(&self.path) {
            Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::cannot("read", &self.path, &error)),
        }
    }
}

/// A text with LF line ends and without a byte order mark, as `Disk` reads it.
pub fn normalised(text: &str) -> String {
    text.strip_prefix(BYTE_ORDER_MARK)
        .unwrap_or(text)
        .replace("\r\n", "\n")
}

fn with_line_ends_of(present: &str, text: &str) -> String {
    let (mark, present) = present
        .strip_prefix(BYTE_ORDER_MARK)
        .map_or(("", present), |rest| (BYTE_ORDER_MARK, rest));
    if !present.contains("\r\n") {
        return format!("{mark}{text}");
    }
    let old = normalised(present);
    let ends = present
        .split_inclusive('\n')
        .map(|line| line.ends_with("\r\n"))
        .collect::<Vec<_>>();
    let mut formed = mark.to_owned();
    for change in TextDiff::from_lines(old.as_str(), text)
        .iter_all_changes()
        .filter(|change| change.tag() != ChangeTag::Delete)
    {
        // A new line ends with CRLF, as most lines do in a file that has CRLF.
        let is_kept_lf = change
            .old_index()
            .and_then(|line| ends.get(line))
            .is_some_and(|is_crlf| !is_crlf);
        let line = change.value();
        match line.strip_suffix('\n') {
            Some(line) if !is_kept_lf => formed.extend([line, "\r\n"]),
            _ => formed.push_str(line),
        }
    }
    formed
}

#[cfg(test)]
mod tests {
    use super::{CreationMode, TextFile, with_line_ends_of};

    /// The present text, the new text with LF line ends, and the new text with the line ends of
    /// the present one.
    const FORMS: &[(&str, &str, &str)] = &[
        ("a\nb\n", "a\nc\n", "a\nc\n"),
        ("a\r\nb\r\n", "a\nc\nb\n", "a\r\nc\r\nb\r\n"),
        ("\u{feff}a\r\nb", "a\nc", "\u{feff}a\r\nc"),
        ("\u{feff}a\n", "b\n", "\u{feff}b\n"),
        ("a\nb\r\nc\n", "a\nx\nc\n", "a\nx\r\nc\n"),
        ("a\r\n", "a\nb\n", "a\r\nb\r\n"),
        ("a\r\na\r\n", "a\n", "a\r\n"),
        ("a\r\n", "a\na\na\n", "a\r\na\r\na\r\n"),
        ("\r\n", "", ""),
        ("a\r\nb", "a\nb\nc\n", "a\r\nb\r\nc\r\n"),
        (
            "a\r\nb\nc\r\nd\ne\r\n",
            "x\na\nb\nc\nd\ny\ne\n",
            "x\r\na\r\nb\nc\r\nd\ny\r\ne\r\n",
        ),
    ];

    #[test]
    fn a_text_takes_the_form_of_its_file() {
        for (present, text, expected) in FORMS {
            assert_eq!(
                with_line_ends_of(present, text),
                *expected,
                "{text:?} into {present:?}"
            );
        }
    }

    #[test]
    fn a_file_is_put_back_as_it_was() {
        let root = tempfile::tempdir().expect("a folder");
        let path = root.path().join("visitor-greeting/releases.yaml");
        let file = TextFile::following_link(&path);
        let restored = |original| {
            file.restore(original).expect("writable");
            file.read().expect("readable")
        };
        assert_eq!(restored(None), None);
        file.replace("edited", CreationMode::USUAL)
            .expect("writable");
        assert_eq!(restored(Some("before")).as_deref(), Some("before"));
        assert_eq!(restored(Some("before")).as_deref(), Some("before"));
        file.remove_empty_folder();
        assert_eq!(restored(None), None);
        file.remove().expect("nothing to remove");
        file.remove_empty_folder();
        assert!(!root.path().join("visitor-greeting").exists());
    }

    #[test]
    fn a_folder_in_the_place_of_a_file_is_an_error() {
        let root = tempfile::tempdir().expect("a folder");
        let file = TextFile::following_link(root.path());
        file.read().expect_err("a folder is no text");
        file.restore(None).expect_err("a folder is no text");
        file.remove().expect_err("a folder is no file");
    }
}
