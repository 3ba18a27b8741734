//! Recognises other files by their first bytes.

use super::NotSearchable;

/// The first bytes of programs.
const OF_PROGRAMS: &[&[u8]] = &[
    b"\x7fELF",
    b"MZ",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"!<arch>",
];

/// The first bytes of other files that are passed by mistake.
const OF_OTHERS: &[(&[u8], &str)] = &[
    (b"#!", "a script"),
    (b"\0asm", "a WebAssembly module, which is not supported"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"%PDF", "a PDF"),
];

/// The reason why a file with this start cannot be searched.
pub fn not_searchable(start: &[u8]) -> NotSearchable {
    if start.is_empty() {
        return NotSearchable::Other("empty");
    }
    if OF_PROGRAMS.iter().any(|magic| start.starts_with(magic)) {
        return NotSearchable::Damaged("its headers are invalid".to_owned());
    }
    let known = OF_OTHERS
        .iter()
        .find(|(magic, _)| start.starts_with(magic))
        .map(|(_, name)| *name);
    NotSearchable::Other(known.unwrap_or(if is_text(start) {
        "a text"
    } else {
        "no program"
    }))
}

fn is_text(start: &[u8]) -> bool {
    // The start may end within a character.
    let is_utf8 =
        std::str::from_utf8(start).map_or_else(|error| error.error_len().is_none(), |_| true);
    is_utf8 && !start.contains(&0)
}
