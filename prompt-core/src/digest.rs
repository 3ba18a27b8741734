//! A digest that tells texts apart which differ by mistake.

/// Returns a digest of some bytes. It finds what is cut off, overwritten or out of date. Whoever
/// wants to can make two texts with the same digest.
///
/// ```
/// use prompt_core::digest::digest;
///
/// assert_eq!(digest(b"a greeting"), digest(b"a greeting"));
/// assert_ne!(digest(b"a greeting"), digest(b"a greeting "));
/// ```
#[must_use]
pub const fn digest(bytes: &[u8]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    // Macros are compiled without optimisation, where an index is far cheaper than an iterator, and
    // one multiplication cheaper than eight.
    while at + 8 <= bytes.len() {
        sum = add(sum, u64::from_le_bytes(word(bytes, at)));
        at += 8;
    }
    while at < bytes.len() {
        sum = add(sum, bytes[at] as u64);
        at += 1;
    }
    sum
}

/// Returns eight bytes of a slice, without an iterator or a cast.
pub(crate) const fn word(bytes: &[u8], at: usize) -> [u8; 8] {
    [
        bytes[at],
        bytes[at + 1],
        bytes[at + 2],
        bytes[at + 3],
        bytes[at + 4],
        bytes[at + 5],
        bytes[at + 6],
        bytes[at + 7],
    ]
}

/// Adds a word as FNV-1a does. Without the rotation, the highest bits would only ever change
/// themselves.
const fn add(sum: u64, word: u64) -> u64 {
    (sum.rotate_left(23) ^ word).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::digest;

    proptest! {
        #[test]
        fn a_changed_byte_changes_the_digest(
            bytes in proptest::collection::vec(any::<u8>(), 1..60),
            place: prop::sample::Index,
            bits in 1..=255_u8,
        ) {
            let mut changed = bytes.clone();
            changed[place.index(bytes.len())] ^= bits;
            prop_assert_ne!(digest(&bytes), digest(&changed));
        }

        #[test]
        fn a_cut_off_end_changes_the_digest(bytes in proptest::collection::vec(any::<u8>(), 1..60)) {
            let cut = bytes.iter().copied().take(bytes.len() - 1).collect::<Vec<_>>();
            prop_assert_ne!(digest(&bytes), digest(&cut));
        }
    }
}
