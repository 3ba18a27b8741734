//! The marker that each call leaves in a binary, for `cargo prompts inspect`.
//!
//! A marker is a magic number, the digit of the format, the length of the fields in two bytes with
//! the lower first, the fields with a line each, and a checksum. The magic number is not UTF-8, so
//! no text can be taken for a marker, not even a prompt that quotes one.

use alloc::borrow::ToOwned as _;
use alloc::string::String;
use alloc::vec::Vec;
use core::hint::black_box;

/// The magic number with its bits inverted. A program that searches for markers must not contain
/// the number itself.
const INVERTED_MAGIC: [u8; 15] = inverted(*b"\xffprompt-marker\xff");
/// The digit of the format that is written.
const FORMAT: u8 = b'4';
/// The digits of the formats before: the first had no settings, the second neither partials nor
/// lists, the third no builds for several environments.
const WITHOUT_SETTINGS: u8 = b'1';
const WITHOUT_PARTIALS: u8 = b'2';
const WITHOUT_BUILDS: u8 = b'3';
/// A field of a marker of `prompts!`.
const LIST: &str = "list";
/// The length of magic number, format and length of the fields.
const HEAD: usize = INVERTED_MAGIC.len() + 1 + 2;
const CHECKSUM: usize = 8;
/// The greatest length of a marker.
pub const LONGEST: usize = HEAD + u16::MAX as usize + CHECKSUM;

/// The prompt that a call compiled in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marker {
    /// The package whose build script checked the prompt.
    pub package: String,
    pub id: String,
    /// The version, or `local` for a working copy.
    pub version: String,
    /// The status at the time of the build.
    pub status: String,
    pub environment: String,
    pub sha256: String,
    /// The API, the model and the parameters of the prompt's calls, as `inspect` shows them.
    pub settings: String,
    /// The hash of the partials, schemas and tools of a working copy; empty if it has none.
    pub partials: String,
    /// True for an entry of `prompts!`, which embeds each prompt that the environment pins.
    pub is_listed: bool,
    /// The environments of a build for several, with blanks between them; empty for a build for one.
    pub built_for: String,
}

/// The reason why bytes that begin as a marker are not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkerError {
    /// Another release wrote the marker.
    UnknownFormat,
    /// The marker is cut off or overwritten.
    Damaged,
}

impl Marker {
    /// Returns the environments that the build was for: that of the marker, or several.
    pub fn environments(&self) -> impl Iterator<Item = &str> + Clone {
        let names = if self.built_for.is_empty() {
            &self.environment
        } else {
            &self.built_for
        };
        names.split(' ')
    }

    /// Returns the bytes that every marker begins with.
    #[must_use]
    pub fn magic() -> [u8; INVERTED_MAGIC.len()] {
        black_box(INVERTED_MAGIC).map(|byte| !byte)
    }

    /// Writes the marker.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self {
            package,
            id,
            version,
            status,
            environment,
            sha256,
            settings,
            partials,
            is_listed,
            built_for,
        } = self;
        let list = if *is_listed { LIST } else { "" };
        let fields = [
            package,
            id,
            version,
            status,
            environment,
            sha256,
            settings,
            partials,
            list,
            built_for,
        ];
        encode(&fields.join("\n"))
    }

    /// Reads the marker at the start of some bytes. Bytes after it do not matter.
    ///
    /// # Errors
    ///
    /// Fails where the bytes are cut off, damaged, or of another format.
    pub fn read(bytes: &[u8]) -> Result<Self, MarkerError> {
        let format = *bytes
            .get(INVERTED_MAGIC.len())
            .ok_or(MarkerError::Damaged)?;
        let known = [FORMAT, WITHOUT_BUILDS, WITHOUT_PARTIALS, WITHOUT_SETTINGS];
        if !known.contains(&format) {
            let is_format = format.is_ascii_digit();
            return Err(if is_format {
                MarkerError::UnknownFormat
            } else {
                MarkerError::Damaged
            });
        }
        let (head, rest) = bytes.split_at_checked(HEAD).ok_or(MarkerError::Damaged)?;
        let length = u16::from_le_bytes([head[HEAD - 2], head[HEAD - 1]]).into();
        let (fields, rest) = rest.split_at_checked(length).ok_or(MarkerError::Damaged)?;
        let sum = rest.first_chunk::<CHECKSUM>().ok_or(MarkerError::Damaged)?;
        if u64::from_le_bytes(*sum) != checksum(&bytes[..HEAD + length]) {
            return Err(MarkerError::Damaged);
        }
        core::str::from_utf8(fields)
            .ok()
            .and_then(|fields| Self::from_fields(fields, format))
            .ok_or(MarkerError::Damaged)
    }

    fn from_fields(fields: &str, format: u8) -> Option<Self> {
        let mut lines = fields.split('\n').map(str::to_owned);
        let mut next = || lines.next();
        let marker = Self {
            package: next()?,
            id: next()?,
            version: next()?,
            status: next()?,
            environment: next()?,
            sha256: next()?,
            settings: if format == WITHOUT_SETTINGS {
                String::new()
            } else {
                next()?
            },
            partials: if format >= WITHOUT_BUILDS {
                next()?
            } else {
                String::new()
            },
            is_listed: format >= WITHOUT_BUILDS && is_list(&next()?)?,
            built_for: if format == FORMAT {
                next()?
            } else {
                String::new()
            },
        };
        next().is_none().then_some(marker)
    }
}

/// `None` for a word that no marker has.
fn is_list(field: &str) -> Option<bool> {
    match field {
        LIST => Some(true),
        "" => Some(false),
        _ => None,
    }
}

fn encode(fields: &str) -> Vec<u8> {
    // Names of packages and prompts are parts of paths, and no path is that long.
    let length = u16::try_from(fields.len()).unwrap_or(u16::MAX);
    let mut bytes = Marker::magic().to_vec();
    bytes.push(FORMAT);
    bytes.extend(length.to_le_bytes());
    bytes.extend(fields.bytes());
    bytes.extend(checksum(&bytes).to_le_bytes());
    bytes
}

/// FNV-1a: enough to tell a marker from one that is cut off or overwritten.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

const fn inverted<const LENGTH: usize>(mut bytes: [u8; LENGTH]) -> [u8; LENGTH] {
    let mut at = 0;
    while at < LENGTH {
        bytes[at] = !bytes[at];
        at += 1;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::prelude::*;

    use super::*;

    const FIELDS: &str = "sales-desk\nsales-email-007\nlocal\nworking-copy\nproduction\n9c1e\nkimi-k2-5\n51ab\nlist\nstaging production";

    #[test]
    fn a_marker_is_read_whatever_comes_after_it() {
        let marker = Marker::read(&[encode(FIELDS), b"more".to_vec()].concat()).unwrap();
        assert_eq!(marker.id, "sales-email-007");
        assert_eq!(marker.to_bytes(), encode(FIELDS));
    }

    /// The checksum covers every bit.
    #[test]
    fn no_changed_byte_passes() {
        let marker = encode(FIELDS);
        for at in Marker::magic().len()..marker.len() {
            for bit in 0..8 {
                let mut changed = marker.clone();
                changed[at] ^= 1 << bit;
                assert!(Marker::read(&changed).is_err(), "bit {bit} of byte {at}");
            }
            assert_eq!(
                Marker::read(&marker[..at]),
                Err(MarkerError::Damaged),
                "cut off at {at}"
            );
        }
    }

    #[test]
    fn the_number_of_fields_is_fixed() {
        for fields in [
            "",
            "a\nb\nc\nd\ne\nf\ng\nh\n",
            "a\nb\nc\nd\ne\nf\ng\nh\n\nj\nk",
        ] {
            assert_eq!(
                Marker::read(&encode(fields)),
                Err(MarkerError::Damaged),
                "{fields:?}"
            );
        }
    }

    #[test]
    fn the_formats_before_are_read() {
        let rows = [
            (WITHOUT_SETTINGS, 6, ""),
            (WITHOUT_PARTIALS, 7, "kimi-k2-5"),
            (WITHOUT_BUILDS, 9, "kimi-k2-5"),
        ];
        for (format, count, settings) in rows {
            let fields = FIELDS.split('\n').take(count).collect::<Vec<_>>();
            let mut marker = encode(&fields.join("\n"));
            assert_eq!(Marker::read(&marker), Err(MarkerError::Damaged));
            marker.truncate(marker.len() - CHECKSUM);
            marker[HEAD - 3] = format;
            let sum = checksum(&marker);
            marker.extend(sum.to_le_bytes());
            let read = Marker::read(&marker).unwrap();
            assert_eq!((&*read.sha256, &*read.settings), ("9c1e", settings));
            let partials = if count == 9 { "51ab" } else { "" };
            assert_eq!((&*read.partials, read.is_listed), (partials, count == 9));
            assert_eq!(read.built_for, "");
        }
    }

    #[test]
    fn the_field_of_a_list_is_empty_or_a_known_word() {
        let (others, last) = FIELDS.split_once("\nlist\n").unwrap();
        let read = |word: &str| Marker::read(&encode(&format!("{others}\n{word}\n{last}")));
        assert!(read("list").unwrap().is_listed);
        assert!(!read("").unwrap().is_listed);
        assert_eq!(read("lists"), Err(MarkerError::Damaged));
    }

    #[test]
    fn another_format_is_told_from_damage() {
        let mut marker = encode(FIELDS);
        marker[HEAD - 3] = b'5';
        assert_eq!(Marker::read(&marker), Err(MarkerError::UnknownFormat));
        marker[HEAD - 3] = b'x';
        assert_eq!(Marker::read(&marker), Err(MarkerError::Damaged));
    }

    /// A prompt may quote this program's documentation, or a dump of a binary.
    #[test]
    fn no_text_begins_as_a_marker_does() {
        let magic = Marker::magic();
        assert!(
            magic
                .utf8_chunks()
                .next()
                .is_some_and(|chunk| chunk.valid().is_empty())
        );
        let quoted = String::from_utf8_lossy(&encode(FIELDS)).into_owned();
        assert!(
            !quoted
                .as_bytes()
                .windows(magic.len())
                .any(|bytes| bytes == magic)
        );
    }

    #[test]
    fn the_longest_marker_is_read() {
        let long = "f".repeat(usize::from(u16::MAX) - 15);
        let fields = format!("a\nb\nc\nd\ne\n{long}\ng\n\n\n");
        assert_eq!(encode(&fields).len(), LONGEST);
        assert!(Marker::read(&encode(&fields)).is_ok());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let begun = [&Marker::magic()[..], &bytes].concat();
            prop_assert!(Marker::read(&begun).is_err());
            prop_assert!(Marker::read(&bytes).is_err());
        }

        #[test]
        fn fields_are_read_as_they_are_written(
            fields in proptest::array::uniform9("[^\n]{0,40}"),
            is_listed in any::<bool>(),
        ) {
            let [package, id, version, status, environment, sha256, settings, partials, built_for] = fields;
            let marker = Marker {
                package, id, version, status, environment, sha256, settings, partials, is_listed, built_for,
            };
            prop_assert_eq!(Marker::read(&marker.to_bytes()), Ok(marker));
        }
    }
}
