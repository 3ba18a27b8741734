//! What kind of file it is, and whether it is whole: from its headers, read where they stand.

use std::fmt::{self, Display};

use object::read::archive::ArchiveFile;
use object::read::macho::{FatArch, MachHeader, MachOFatFile32, MachOFatFile64, MachOFile};
use object::{
    Architecture, BinaryFormat, FileKind, Object as _, ObjectSection as _, ObjectSegment as _,
    ReadRef,
};

use super::magic;
use super::view::View;

/// A file that programs and their parts come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    pub format: &'static str,
    /// What it runs on: of a universal file several.
    pub architectures: Vec<String>,
}

/// Why a file is none that can be searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// It is something else, which this names.
    Other(&'static str),
    /// It is cut off, or its headers make no sense.
    Damaged(String),
    /// A packer has compressed it, markers and all.
    Packed(&'static str),
}

impl Image {
    pub fn read<'a>(bytes: View<impl ReadRef<'a>>) -> Result<Self, Unfit> {
        let Ok(kind) = FileKind::parse(bytes) else {
            return Err(magic::unfit(bytes.start()));
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
            FileKind::CoffImport | FileKind::DyldCache => Err(Unfit::Other("no program")),
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
fn single<'a, R: ReadRef<'a>>(bytes: View<R>) -> Result<Image, Unfit> {
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
        return Err(Unfit::Packed("UPX"));
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

/// Of a Mach-O file the parser takes what commands it can read, and segments are named by commands.
fn has_all_commands<'a, H: MachHeader, R: ReadRef<'a>>(
    file: &MachOFile<'a, H, R>,
) -> Result<(), Unfit> {
    let mut commands = file.macho_load_commands().map_err(damaged)?;
    while commands.next().map_err(damaged)?.is_some() {}
    Ok(())
}

/// UPX names the sections of a PE after itself; of other files it takes the sections away, and
/// signs near the start.
fn is_packed<'a, R: ReadRef<'a>>(file: &object::File<'a, View<R>>, bytes: View<R>) -> bool {
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
fn archive<'a>(bytes: View<impl ReadRef<'a>>) -> Result<Image, Unfit> {
    let archive = ArchiveFile::parse(bytes).map_err(damaged)?;
    if archive.is_thin() {
        return Err(Unfit::Other(
            "a thin archive, which only names the files in it",
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
fn universal<'a, R: ReadRef<'a>>(bytes: View<R>, parts: &[impl FatArch]) -> Result<Image, Unfit> {
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

/// Where a file is as long as its headers say, nothing of it is missing.
fn holds<'a>(bytes: View<impl ReadRef<'a>>, start: u64, size: u64) -> Result<(), Unfit> {
    let (length, end) = (bytes.length(), start.saturating_add(size));
    if end <= length {
        return Ok(());
    }
    Err(Unfit::Damaged(format!(
        "its headers name byte {end}, and it has {length}"
    )))
}

fn damaged(error: object::Error) -> Unfit {
    Unfit::Damaged(format!("its headers make no sense ({error})"))
}
