//! The format of a file, and whether it is complete, read from its headers.

use std::fmt::{self, Display};

use object::read::archive::ArchiveFile;
use object::read::macho::{FatArch, MachHeader, MachOFatFile32, MachOFatFile64, MachOFile};
use object::{
    Architecture, BinaryFormat, FileKind, Object as _, ObjectSection as _, ObjectSegment as _,
    ReadRef,
};

use super::magic;
use super::view::ByteView;

/// A file that programs and their parts come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    pub format: &'static str,
    /// The processor architectures; a universal file has several.
    pub architectures: Vec<String>,
}

/// The reason why a file cannot be searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSearchable {
    /// The file is something else, named here.
    Other(&'static str),
    /// The file is cut off, or its headers are invalid.
    Damaged(String),
    /// A packer has compressed it, markers and all.
    Packed(&'static str),
}

impl Image {
    pub fn read<'a>(bytes: ByteView<impl ReadRef<'a>>) -> Result<Self, NotSearchable> {
        let Ok(kind) = FileKind::parse(bytes) else {
            return Err(magic::not_searchable(bytes.start()));
        };
        match kind {
            FileKind::Archive => archive(bytes),
            FileKind::MachOFat32 => universal(
                bytes,
                MachOFatFile32::parse(bytes).map_err(damaged)?.arches(),
            ),
            FileKind::MachOFat64 => universal(
                bytes,
                MachOFatFile64::parse(bytes).map_err(damaged)?.arches(),
            ),
            FileKind::CoffImport | FileKind::DyldCache => Err(NotSearchable::Other("no program")),
            _ => single(bytes),
        }
    }
}

impl Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.format)?;
        if self.architectures.is_empty() {
            return Ok(());
        }
        write!(f, " for {}", self.architectures.join(", "))
    }
}

/// A program, a library or an object file.
fn single<'a, R: ReadRef<'a>>(bytes: ByteView<R>) -> Result<Image, NotSearchable> {
    let file = object::File::parse(bytes).map_err(damaged)?;
    match &file {
        object::File::MachO32(file) => has_all_commands(file)?,
        object::File::MachO64(file) => has_all_commands(file)?,
        _ => {}
    }
    let ranges = file
        .segments()
        .map(|segment| segment.file_range())
        .chain(file.sections().filter_map(|section| section.file_range()));
    for (start, size) in ranges {
        holds(bytes, start, size)?;
    }
    if is_packed(&file, bytes) {
        return Err(NotSearchable::Packed("UPX"));
    }
    let format = match file.format() {
        BinaryFormat::Elf => "ELF",
        BinaryFormat::MachO => "Mach-O",
        BinaryFormat::Pe => "PE",
        _ => "COFF",
    };
    Ok(Image {
        format,
        architectures: vec![name(file.architecture())],
    })
}

/// For Mach-O, the parser skips unreadable commands, and commands name the segments.
fn has_all_commands<'a, H: MachHeader, R: ReadRef<'a>>(
    file: &MachOFile<'a, H, R>,
) -> Result<(), NotSearchable> {
    let mut commands = file.macho_load_commands().map_err(damaged)?;
    while commands.next().map_err(damaged)?.is_some() {}
    Ok(())
}

/// In a PE file, UPX names the sections after itself; in other files, it removes the sections and
/// writes a signature near the start.
fn is_packed<'a, R: ReadRef<'a>>(file: &object::File<'a, ByteView<R>>, bytes: ByteView<R>) -> bool {
    if file.format() == BinaryFormat::Pe {
        return file.sections().any(|section| {
            section
                .name_bytes()
                .is_ok_and(|name| name.starts_with(b"UPX"))
        });
    }
    let is_signed = || bytes.start().windows(4).any(|word| word == b"UPX!");
    file.sections().next().is_none() && is_signed()
}

/// A static library. Its members are searched with it, objects or not.
fn archive<'a>(bytes: ByteView<impl ReadRef<'a>>) -> Result<Image, NotSearchable> {
    let archive = ArchiveFile::parse(bytes).map_err(damaged)?;
    if archive.is_thin() {
        return Err(NotSearchable::Other(
            "a thin archive, which does not contain its files",
        ));
    }
    for member in archive.members() {
        let (start, size) = member.map_err(damaged)?.file_range();
        holds(bytes, start, size)?;
    }
    Ok(Image {
        format: "archive",
        architectures: Vec::new(),
    })
}

/// One Mach-O file for several architectures.
fn universal<'a, R: ReadRef<'a>>(
    bytes: ByteView<R>,
    parts: &[impl FatArch],
) -> Result<Image, NotSearchable> {
    let mut architectures = Vec::new();
    for part in parts {
        let (start, size) = part.file_range();
        holds(bytes, start, size)?;
        architectures.extend(single(bytes.part(start, size))?.architectures);
    }
    Ok(Image {
        format: "universal Mach-O",
        architectures,
    })
}

fn name(architecture: Architecture) -> String {
    format!("{architecture:?}").to_ascii_lowercase()
}

/// Checks that the file is as long as its headers say.
fn holds<'a>(
    bytes: ByteView<impl ReadRef<'a>>,
    start: u64,
    size: u64,
) -> Result<(), NotSearchable> {
    let (length, end) = (bytes.length(), start.saturating_add(size));
    if end <= length {
        return Ok(());
    }
    Err(NotSearchable::Damaged(format!(
        "its headers refer to byte {end} of {length}"
    )))
}

fn damaged(error: object::Error) -> NotSearchable {
    NotSearchable::Damaged(format!("its headers are invalid ({error})"))
}
