//! The hash of released files: SHA-256, which anyone can check with `sha256sum`.

/// The hash in lower-case hexadecimal.
pub(crate) fn sha256(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let hash = hmac_sha256::Hash::hash(text.as_bytes());
    let digits = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}
