//! What a file is that is no program, by how it begins.

use super::Unfit;

/// How programs begin, even where nothing else of them is there.
const OF_PROGRAMS: &[&[u8]] = &[
    b"\x7fELF",
    b"MZ",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"!<arch>",
];

/// How other files begin that people take for programs, or pass by mistake.
const OF_OTHERS: &[(&[u8], &str)] = &[
    (b"#!", "a script"),
    (b"\0asm", "a WebAssembly module, which is not read"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"%PDF", "a PDF"),
];

/// Why a file that begins like this is none to search.
pub fn unfit(start: &[u8]) -> Unfit {
    if start.is_empty() {
        return Unfit::Other("empty");
    }
    if OF_PROGRAMS.iter().any(|magic| start.starts_with(magic)) {
        return Unfit::Damaged("its headers make no sense".to_owned());
    }
    let known = OF_OTHERS
        .iter()
        .find(|(magic, _)| start.starts_with(magic))
        .map(|(_, name)| *name);
    Unfit::Other(known.unwrap_or(if is_text(start) {
        "a text"
    } else {
        "no program"
    }))
}

fn is_text(start: &[u8]) -> bool {
    // A character may be cut through where the start ends.
    let is_utf8 =
        std::str::from_utf8(start).map_or_else(|error| error.error_len().is_none(), |_| true);
    is_utf8 && !start.contains(&0)
}
