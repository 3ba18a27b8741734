//! A search of any bytes ends, and finds a marker wherever it lies.

#[path = "../../../cargo-prompts/src/workflows/binary/image.rs"]
mod image;
#[path = "../../../cargo-prompts/src/workflows/binary/magic.rs"]
mod magic;
#[path = "../../../cargo-prompts/src/workflows/binary/scan.rs"]
mod scan;
#[path = "../../../cargo-prompts/src/workflows/binary/view.rs"]
mod view;

use std::io::{Read as _, repeat};

use image::{Image, NotSearchable};
use prompt_core::marker::{LONGEST, Marker};
use scan::scan;
use view::ByteView;

/// The number of bytes that the search reads at once.
const CHUNK: usize = 1024 * 1024;
/// Offsets near which a part of the bytes ends.
const BORDERS: [usize; 4] = [CHUNK - LONGEST, CHUNK, 2 * CHUNK - LONGEST, 2 * CHUNK];

/// Plants a marker in bytes. The first three bytes say where, and how long it is.
pub fn check(data: &[u8]) {
    let Some(([place, shift, length], bytes)) = data.split_first_chunk::<3>() else {
        return;
    };
    check_image(bytes);
    let marker = marker(usize::from(*length));
    assert_eq!(Marker::read(&marker.to_bytes()).as_ref(), Ok(&marker));
    let (before, after) = bytes.split_at(usize::from(*shift).min(bytes.len()));
    match BORDERS.get(usize::from(*place)) {
        Some(border) => check_far(border - usize::from(*shift), before, &marker, after),
        None => check_near(&[before, &marker.to_bytes(), after].concat(), &marker),
    }
}

fn check_image(bytes: &[u8]) {
    let image = Image::read(ByteView::whole(bytes, bytes.len() as u64));
    match image {
        Ok(image) => assert!(!image.to_string().is_empty()),
        Err(NotSearchable::Other(reason) | NotSearchable::Packed(reason)) => {
            assert!(!reason.is_empty());
        }
        Err(NotSearchable::Damaged(reason)) => assert!(!reason.is_empty()),
    }
}

fn marker(length: usize) -> Marker {
    // The longest one is as long as a marker can be.
    let package = "p".repeat((length * 256).min(usize::from(u16::MAX) - 50));
    let field = |text: &str| text.to_owned();
    Marker {
        package,
        id: field("note"),
        version: field("1.0.0"),
        status: field("active"),
        environment: field("production"),
        sha256: field("9c1e"),
        settings: field("kimi-k2-5"),
        partials: String::new(),
        is_listed: false,
        built_for: String::new(),
    }
}

/// Checks the search against a slow one.
fn check_near(bytes: &[u8], planted: &Marker) {
    let found = scan(&mut &*bytes).expect("bytes in memory can be read");
    let magic = Marker::magic();
    let (mut markers, mut faults) = (Vec::new(), 0);
    for at in (0..bytes.len()).filter(|at| bytes[*at..].starts_with(&magic)) {
        match Marker::read(&bytes[at..]) {
            Ok(mut marker) => {
                marker.is_listed = false;
                markers.push(marker);
            }
            Err(_) => faults += 1,
        }
    }
    assert!(markers.contains(planted));
    assert_eq!(found.markers.values().sum::<usize>(), markers.len());
    assert!(
        markers
            .iter()
            .all(|marker| found.markers.contains_key(marker))
    );
    assert_eq!(found.faults.len(), faults);
}

/// Checks that a marker is found after many bytes.
fn check_far(distance: usize, before: &[u8], planted: &Marker, after: &[u8]) {
    let marker = planted.to_bytes();
    let rest = [before, &marker, after].concat();
    let mut bytes = repeat(0).take(distance as u64).chain(rest.as_slice());
    let found = scan(&mut bytes).expect("bytes in memory can be read");
    assert!(
        found.markers.contains_key(planted),
        "not found after {distance} bytes"
    );
}
