//! A digest that tells texts apart which differ by mistake.

/// Returns the FNV-1a digest of some bytes. It finds what is cut off, overwritten or out of date;
/// whoever wants to can make two texts with the same digest.
///
/// ```
/// use prompt_core::digest::digest;
///
/// assert_eq!(digest(b""), 0xcbf2_9ce4_8422_2325);
/// assert_ne!(digest(b"2.3.0"), digest(b"2.3.1"));
/// ```
#[must_use]
pub const fn digest(bytes: &[u8]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    // Macros and build scripts are compiled without optimisation, where an index is the fastest.
    let mut at = 0;
    while at < bytes.len() {
        sum = (sum ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    sum
}
