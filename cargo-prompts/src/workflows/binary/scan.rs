//! Finds markers in bytes of any length, of which a part is in memory at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::iter;

use memchr::memmem::Finder;

use prompt_core::marker::{LONGEST, Marker, MarkerError};

const CHUNK: usize = 1024 * 1024;

/// The result of a search.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ScanResult {
    /// The number of each marker: one for each call that the compiler saw.
    /// An entry of `prompts!` counts as a call.
    pub markers: BTreeMap<Marker, usize>,
    /// The package and the environment of each `prompts!`.
    pub lists: BTreeSet<(String, String)>,
    /// The offset of each damaged marker.
    pub faults: BTreeMap<u64, MarkerError>,
}

/// Reads to the end.
pub fn scan(bytes: &mut impl Read) -> io::Result<ScanResult> {
    let beginning = Marker::magic();
    let finder = Finder::new(&beginning);
    let mut found = ScanResult::default();
    let mut window = Vec::with_capacity(CHUNK + LONGEST);
    let mut start = 0;
    loop {
        let read = bytes.take(CHUNK as u64).read_to_end(&mut window)?;
        let is_last = read < CHUNK;
        // A marker that begins later may be incomplete.
        let settled = if is_last {
            window.len()
        } else {
            window.len().saturating_sub(LONGEST)
        };
        for at in places(&finder, &window).take_while(|at| *at < settled) {
            found.add(start + at as u64, &window[at..]);
        }
        if is_last {
            return Ok(found);
        }
        window.drain(..settled);
        start += settled as u64;
    }
}

/// Returns the places of the magic number. Its last byte may be the first one of another, so they
/// may overlap.
fn places(magic: &Finder<'_>, bytes: &[u8]) -> impl Iterator<Item = usize> {
    let mut start = 0;
    iter::from_fn(move || {
        let at = start + magic.find(&bytes[start..])?;
        start = at + 1;
        Some(at)
    })
}

impl ScanResult {
    fn add(&mut self, at: u64, bytes: &[u8]) {
        match Marker::read(bytes) {
            Ok(mut marker) => {
                if std::mem::take(&mut marker.is_listed) {
                    // A build for several environments has a list for each of them. One that pins
                    // nothing leaves no marker of its own.
                    let environments = marker.environments();
                    let lists = environments.map(|name| (marker.package.clone(), name.to_owned()));
                    self.lists.extend(lists);
                }
                *self.markers.entry(marker).or_default() += 1;
            }
            Err(fault) => _ = self.faults.insert(at, fault),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _, repeat};

    use super::{CHUNK, LONGEST, Marker, MarkerError, ScanResult, scan};

    fn written(version: &str) -> Vec<u8> {
        let marker = Marker {
            package: "sales-desk".to_owned(),
            id: "sales-email-007".to_owned(),
            version: version.to_owned(),
            status: "active".to_owned(),
            environment: "production".to_owned(),
            sha256: "9f86d081884c7d65".to_owned(),
            settings: "chat-completions, kimi-k2-5".to_owned(),
            partials: String::new(),
            is_listed: version == "listed",
            built_for: String::new(),
        };
        marker.to_bytes()
    }

    fn found(bytes: &[u8]) -> ScanResult {
        scan(&mut Cursor::new(bytes)).unwrap()
    }

    /// A marker is found wherever it lies, and once.
    #[test]
    fn no_border_between_chunks_hides_a_marker() {
        let marker = written("2.3.0");
        for border in [
            CHUNK,
            CHUNK - LONGEST,
            CHUNK + LONGEST,
            2 * CHUNK,
            2 * CHUNK - LONGEST,
        ] {
            let (length, half) = (marker.len(), marker.len() / 2);
            for before in [length + 1, length, length - 1, half, 15, 1, 0] {
                let at = border - before;
                let bytes = [vec![0; at], marker.clone(), vec![0; 3]].concat();
                let found = found(&bytes);
                assert_eq!(
                    found.markers.values().copied().collect::<Vec<_>>(),
                    [1],
                    "at {at}"
                );
                assert!(found.faults.is_empty());
            }
        }
    }

    #[test]
    fn the_start_of_a_marker_hides_no_other() {
        let marker = written("2.3.0");
        let magic = Marker::magic();
        let found = found(&[&magic[..magic.len() - 1], &marker].concat());
        assert_eq!(found.markers.len(), 1);
        assert_eq!(found.faults, [(0, MarkerError::Damaged)].into());
    }

    #[test]
    fn the_same_marker_is_counted() {
        let marker = written("2.3.0");
        let other = written("2.2.1");
        let found = found(&[marker.clone(), other, marker].concat());
        assert_eq!(found.markers.values().copied().collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn an_entry_of_a_list_is_a_call_and_names_the_list() {
        let found = found(&[written("2.3.0"), written("listed"), written("listed")].concat());
        assert_eq!(found.markers.values().copied().collect::<Vec<_>>(), [1, 2]);
        assert!(found.markers.keys().all(|marker| !marker.is_listed));
        let list = ("sales-desk".to_owned(), "production".to_owned());
        assert_eq!(found.lists, [list].into());
    }

    #[test]
    fn an_entry_names_the_lists_of_all_environments_of_the_build() {
        let marker = Marker::read(&written("listed")).unwrap();
        let several = Marker {
            built_for: "production staging".to_owned(),
            ..marker
        };
        let list = |name: &str| ("sales-desk".to_owned(), name.to_owned());
        let lists = [list("production"), list("staging")];
        assert_eq!(found(&several.to_bytes()).lists, lists.into());
    }

    #[test]
    fn what_is_cut_off_at_the_end_is_told() {
        let marker = written("2.3.0");
        let whole = [vec![7; CHUNK + 5], marker[..marker.len() - 1].to_vec()].concat();
        assert_eq!(
            found(&whole).faults,
            [(CHUNK as u64 + 5, MarkerError::Damaged)].into()
        );
    }

    /// A reader that gives a byte at a time, and one of many megabytes.
    #[test]
    fn how_the_bytes_come_does_not_matter() {
        let marker = written("2.3.0");
        let mut drops = std::io::BufReader::with_capacity(1, marker.as_slice());
        assert_eq!(scan(&mut drops).unwrap().markers.len(), 1);
        let mut long = repeat(0xff)
            .take(40 * CHUNK as u64)
            .chain(marker.as_slice());
        assert_eq!(scan(&mut long).unwrap().markers.len(), 1);
    }
}
