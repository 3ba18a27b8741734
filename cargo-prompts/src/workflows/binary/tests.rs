//! Whole files, parts of them, and what is none.

use object::Architecture;

use super::images::{
    archive, bare_elf, coff, elf, mach_o, marker, packed_elf, portable_executable, universal,
};
use super::scan::scan;
use super::view::ByteView;
use super::{Image, NotSearchable};

pub const FIELDS: &str = "sales-desk\nsales-email-007\n2.3.0\nactive\nproduction\n9f86d081884c7d65";

fn image(bytes: &[u8]) -> Result<Image, NotSearchable> {
    Image::read(ByteView::whole(bytes, bytes.len() as u64))
}

fn markers(bytes: &[u8]) -> usize {
    scan(&mut &*bytes).unwrap().markers.values().sum()
}

/// A file of each kind with so many markers in it, and what is said of its kind.
fn files() -> Vec<(Vec<u8>, usize, &'static str)> {
    let marker = marker(FIELDS);
    let (arm, intel) = (Architecture::Aarch64, Architecture::X86_64);
    let both = [(intel, mach_o(intel, &marker)), (arm, mach_o(arm, &marker))];
    vec![
        (elf(&marker), 1, "ELF for x86_64"),
        (bare_elf(&marker), 1, "ELF for x86_64"),
        (mach_o(arm, &marker), 1, "Mach-O for aarch64"),
        (universal(&both), 2, "universal Mach-O for x86_64, aarch64"),
        (
            portable_executable(*b".rdata\0\0", &marker),
            1,
            "PE for x86_64",
        ),
        (coff(&marker), 1, "COFF for x86_64"),
        (
            archive(&[&elf(&marker), b"no object", &elf(&marker)]),
            2,
            "archive",
        ),
    ]
}

#[test]
fn every_kind_of_file_is_searched() {
    for (file, expected, kind) in files() {
        assert_eq!(
            image(&file).map(|image| image.to_string()),
            Ok(kind.to_owned())
        );
        assert_eq!(markers(&file), expected, "{kind}");
    }
}

/// Wherever a file is cut off, either that is seen, or none of its markers is missing. Of an
/// archive that ends with a member nobody can tell that there was another.
#[test]
fn a_file_that_is_cut_off_is_refused() {
    for (file, expected, kind) in files() {
        for length in 0..file.len() {
            let part = &file[..length];
            match image(part) {
                Ok(_) if kind == "archive" => assert!(ends_with_a_member(part), "{length} bytes"),
                Ok(_) => assert_eq!(markers(part), expected, "{kind} of {length} bytes"),
                Err(NotSearchable::Other("empty")) => assert_eq!(length, 0),
                Err(NotSearchable::Damaged(_)) => assert!(length > 1),
                // Too little is left to tell what it was.
                Err(not_searchable) => {
                    assert!(length < 64, "{kind} of {length} bytes: {not_searchable:?}");
                }
            }
        }
    }
}

fn ends_with_a_member(part: &[u8]) -> bool {
    let file = elf(&marker(FIELDS));
    let members = [&file[..], b"no object"];
    (0..=members.len()).any(|count| {
        archive(&members[..count]).starts_with(part)
            && archive(&members[..count]).len() <= part.len() + 1
    })
}

#[test]
fn what_is_packed_is_seen() {
    assert_eq!(image(&packed_elf()), Err(NotSearchable::Packed("UPX")));
    assert_eq!(
        image(&portable_executable(*b"UPX0\0\0\0\0", b"compressed")),
        Err(NotSearchable::Packed("UPX"))
    );
    // A program that knows of UPX is not packed by it.
    assert!(
        image(&elf(b"UPX!")).is_ok()
            && image(&portable_executable(*b".rdata\0\0", b"UPX!")).is_ok()
    );
}

#[test]
fn what_is_no_program_is_named() {
    let rows: &[(&[u8], &str)] = &[
        (b"", "empty"),
        (b"#!/bin/sh\nexec ./desk\n", "a script"),
        ("Grüße\n".as_bytes(), "a text"),
        (
            b"\0asm\x01\0\0\0",
            "a WebAssembly module, which is not supported",
        ),
        (b"PK\x03\x04\x14\0\0\0\x08\0", "a zip archive"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "an image"),
        (b"\0\x01\x02\x03", "no program"),
    ];
    for (bytes, what) in rows {
        assert_eq!(image(bytes), Err(NotSearchable::Other(what)));
    }
    let mut thin = archive(&[b"member"]);
    thin[2..6].copy_from_slice(b"thin");
    assert_eq!(
        image(&thin),
        Err(NotSearchable::Other(
            "a thin archive, which does not contain its files"
        ))
    );
    // A character that the first bytes end within is no reason to take a text for something else.
    assert_eq!(
        image("aü".repeat(4096).as_bytes()),
        Err(NotSearchable::Other("a text"))
    );
}

#[test]
fn a_header_alone_is_damaged() {
    for (file, _, kind) in files()
        .into_iter()
        .filter(|(_, _, kind)| *kind != "archive")
    {
        let header = &file[..file.len().min(20)];
        assert!(
            matches!(image(header), Err(NotSearchable::Damaged(_))),
            "{kind}: {:?}",
            image(header)
        );
    }
}

/// Bytes changed at random, from a seed: whatever headers claim, there is an answer.
#[test]
fn no_change_makes_it_panic() {
    let mut random = fastrand::Rng::with_seed(7);
    let files = files();
    for _ in 0..20_000 {
        let (mut file, ..) = files[random.usize(..files.len())].clone();
        for _ in 0..random.usize(1..8) {
            let at = random.usize(..file.len());
            // Headers are in front, and large numbers are what they lie with.
            let at = if random.bool() {
                at
            } else {
                at.min(random.usize(..256))
            };
            file[at] = if random.bool() { random.u8(..) } else { 0xff };
        }
        let _ = image(&file);
        markers(&file);
    }
}
