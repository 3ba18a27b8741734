//! A marker, as `prompt-macros`' module `marker` writes it: what one call left in a binary.

use std::hint::black_box;

/// The first bytes, each with its bits turned: the program that looks for markers is not to carry
/// what begins one.
const TURNED: [u8; 15] = turned(*b"\xffprompt-marker\xff");
/// What follows them, for the one format that there is.
const FORMAT: u8 = b'1';
/// The first bytes, the format and the length of the fields.
const HEAD: usize = TURNED.len() + 1 + 2;
const CHECKSUM: usize = 8;
/// How many bytes a marker has at most.
pub const LONGEST: usize = HEAD + u16::MAX as usize + CHECKSUM;

/// Which prompt a call compiled in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marker {
    /// The package whose build script checked it.
    pub package: String,
    pub id: String,
    /// The version, or `local` for a working copy.
    pub version: String,
    /// What it was when it was built: `working-copy`, or the status of the release.
    pub status: String,
    pub environment: String,
    pub sha256: String,
}

/// Why bytes that begin as a marker does are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Of a format that other releases write.
    Format,
    /// Cut off, or written over.
    Damage,
}

impl Marker {
    /// The bytes that every marker begins with.
    pub fn beginning() -> [u8; TURNED.len()] {
        black_box(TURNED).map(|byte| !byte)
    }

    /// Reads the marker that bytes begin with. What comes after it does not matter.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let format = *bytes.get(TURNED.len()).ok_or(Fault::Damage)?;
        if format != FORMAT {
            return Err(if format.is_ascii_digit() {
                Fault::Format
            } else {
                Fault::Damage
            });
        }
        let (head, rest) = bytes.split_at_checked(HEAD).ok_or(Fault::Damage)?;
        let length = u16::from_le_bytes([head[HEAD - 2], head[HEAD - 1]]).into();
        let (fields, rest) = rest.split_at_checked(length).ok_or(Fault::Damage)?;
        let sum = rest.first_chunk::<CHECKSUM>().ok_or(Fault::Damage)?;
        if u64::from_le_bytes(*sum) != checksum(&bytes[..HEAD + length]) {
            return Err(Fault::Damage);
        }
        std::str::from_utf8(fields)
            .ok()
            .and_then(Self::of_fields)
            .ok_or(Fault::Damage)
    }

    fn of_fields(fields: &str) -> Option<Self> {
        let mut lines = fields.split('\n').map(str::to_owned);
        let mut next = || lines.next();
        let marker = Self {
            package: next()?,
            id: next()?,
            version: next()?,
            status: next()?,
            environment: next()?,
            sha256: next()?,
        };
        next().is_none().then_some(marker)
    }
}

/// FNV-1a, as the macros have it.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

const fn turned<const LENGTH: usize>(mut bytes: [u8; LENGTH]) -> [u8; LENGTH] {
    let mut at = 0;
    while at < LENGTH {
        bytes[at] = !bytes[at];
        at += 1;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::images::marker as written;
    use super::super::tests::FIELDS;
    use super::{Fault, HEAD, LONGEST, Marker};

    #[test]
    fn a_marker_is_read_whatever_comes_after_it() {
        let marker = Marker::read(&[written(FIELDS), b"more".to_vec()].concat()).unwrap();
        let Marker {
            package,
            id,
            version,
            status,
            environment,
            sha256,
        } = &marker;
        assert_eq!(
            [package, id, version, status, environment, sha256]
                .map(String::as_str)
                .join("\n"),
            FIELDS
        );
    }

    /// The checksum sees every bit.
    #[test]
    fn no_changed_byte_passes() {
        let marker = written(FIELDS);
        for at in Marker::beginning().len()..marker.len() {
            for bit in 0..8 {
                let mut changed = marker.clone();
                changed[at] ^= 1 << bit;
                assert!(Marker::read(&changed).is_err(), "bit {bit} of byte {at}");
            }
            assert_eq!(
                Marker::read(&marker[..at]),
                Err(Fault::Damage),
                "cut off at {at}"
            );
        }
    }

    #[test]
    fn fields_are_as_many_as_there_are() {
        for fields in ["", "a\nb\nc\nd\ne", "a\nb\nc\nd\ne\nf\ng"] {
            assert_eq!(
                Marker::read(&written(fields)),
                Err(Fault::Damage),
                "{fields:?}"
            );
        }
    }

    #[test]
    fn another_format_is_told_from_damage() {
        let mut marker = written(FIELDS);
        marker[HEAD - 3] = b'2';
        assert_eq!(Marker::read(&marker), Err(Fault::Format));
        marker[HEAD - 3] = b'x';
        assert_eq!(Marker::read(&marker), Err(Fault::Damage));
    }

    /// A prompt may quote this program's documentation, or a dump of a binary.
    #[test]
    fn no_text_begins_as_a_marker_does() {
        assert!(
            Marker::beginning()
                .utf8_chunks()
                .next()
                .is_some_and(|chunk| chunk.valid().is_empty())
        );
        let quoted = String::from_utf8_lossy(&written(FIELDS)).into_owned();
        assert!(
            !quoted
                .as_bytes()
                .windows(15)
                .any(|bytes| bytes == Marker::beginning())
        );
    }

    #[test]
    fn the_longest_is_as_long_as_that() {
        let fields = format!("a\nb\nc\nd\ne\n{}", "f".repeat(usize::from(u16::MAX) - 10));
        assert_eq!(written(&fields).len(), LONGEST);
        assert!(Marker::read(&written(&fields)).is_ok());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let begun = [&Marker::beginning()[..], &bytes].concat();
            prop_assert!(Marker::read(&begun).is_err());
            prop_assert!(Marker::read(&bytes).is_err());
        }
    }
}
