//! The markers in a built program, found by searching its bytes.

mod freshness;
mod image;
#[cfg(test)]
mod images;
mod inspection;
mod judge;
mod magic;
mod scan;
mod signed_by;
#[cfg(test)]
mod tests;
mod verdict;
mod view;

use std::fs::{self, File};
use std::io::{ErrorKind, Seek as _};
use std::path::Path;

use object::ReadCache;
use prompt_build::disk::describe;
use prompt_build::report::{Code, Finding};
use prompt_build::source::{Location, Source};

pub use freshness::stale;
pub use image::{Image, NotSearchable};
pub use inspection::{InspectedPrompt, Inspection, Selection, environment_names};
pub use judge::{Judged, LedgerJudge};
pub use prompt_core::marker::{Marker, MarkerError};
pub use scan::ScanResult;
pub use signed_by::{Proof, SignedBy};
pub use verdict::Verdict;
use view::ByteView;

/// The largest file that is searched. Most linkers cannot make a larger program.
const LARGEST: u64 = 4 * 1024 * 1024 * 1024;

/// A program, a library or an object file, with what was found in it.
#[derive(Debug)]
pub struct Binary {
    /// The path as findings show it.
    pub path: String,
    pub image: Image,
    pub found: ScanResult,
}

impl Binary {
    /// Reads a file, one part of it at a time. A finding says why a file cannot be searched.
    pub fn read(path: &Path) -> Result<Self, Finding> {
        let (mut file, length) = open(path)?;
        let image = {
            let cache = ReadCache::new(&mut file);
            Image::read(ByteView::whole(&cache, length))
                .map_err(|not_searchable| refused(path, &not_searchable))?
        };
        let found = file
            .rewind()
            .and_then(|()| scan::scan(&mut file))
            .map_err(|error| unreadable(path, describe(&error)))?;
        Ok(Self {
            path: shown(path),
            image,
            found,
        })
    }

    pub fn location(&self) -> Location {
        Location::file(&Source::without_text(&self.path))
    }
}

/// Opens a regular file. To open a pipe would mean to wait for a writer.
fn open(path: &Path) -> Result<(File, u64), Finding> {
    let metadata = fs::metadata(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => finding(
            path,
            Code::MissingFile,
            format!("no file `{}`", shown(path)),
        ),
        _ => unreadable(path, describe(&error)),
    })?;
    if metadata.is_dir() {
        let help = "pass a program in it, such as `target/release/NAME`".to_owned();
        return Err(unreadable(path, "it is a folder").help(help));
    }
    if !metadata.is_file() {
        return Err(unreadable(path, "it is not a regular file"));
    }
    let length = metadata.len();
    if length > LARGEST {
        let (length, largest) = (length.div_ceil(1024 * 1024), LARGEST / (1024 * 1024));
        let message = format!("the file has {length} MiB, at most {largest} MiB are searched");
        return Err(finding(path, Code::FileTooLarge, message));
    }
    let file = File::open(path).map_err(|error| unreadable(path, describe(&error)))?;
    Ok((file, length))
}

fn refused(path: &Path, not_searchable: &NotSearchable) -> Finding {
    let name = shown(path);
    match not_searchable {
        NotSearchable::Other(what) => {
            let message =
                format!("`{name}` is {what}, expected a program, a library or an object file");
            finding(path, Code::NotABinary, message)
        }
        NotSearchable::Damaged(reason) => {
            let message = format!("`{name}` is cut off or damaged: {reason}");
            finding(path, Code::DamagedBinary, message).help("build or copy it again".to_owned())
        }
        NotSearchable::Packed(packer) => {
            let message = format!("`{name}` is packed with {packer}, which hides its markers");
            finding(path, Code::PackedBinary, message)
                .help(format!("unpack it first: `upx -d -o unpacked {name}`"))
        }
    }
}

fn unreadable(path: &Path, reason: impl AsRef<str>) -> Finding {
    finding(
        path,
        Code::UnreadableFile,
        format!("cannot read `{}`: {}", shown(path), reason.as_ref()),
    )
}

fn finding(path: &Path, code: Code, message: String) -> Finding {
    Finding::error(
        code,
        Location::file(&Source::without_text(shown(path))),
        message,
    )
}

/// The path with forward slashes, as in all findings.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
