//! SHA-256, the hash of released files. `sha256sum` prints the same.

/// The hash in lower-case hexadecimal.
pub fn sha256(text: &str) -> String {
    let mut hash = TextHash::default();
    hash.add(text);
    hash.finish()
}

/// The hash of a text that comes in pieces.
#[derive(Default)]
pub struct TextHash(hmac_sha256::Hash);

impl TextHash {
    pub fn add(&mut self, piece: &str) {
        self.0.update(piece);
    }

    /// The hash in lower-case hexadecimal.
    pub fn finish(self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let hash = self.0.finalize();
        let digits = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits
            .map(|digit| char::from(DIGITS[usize::from(digit)]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    /// Held against an implementation that this crate does not use.
    #[test]
    fn the_hash_is_sha256() {
        for length in [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 4096] {
            let text = "Prüfung "
                .repeat(length)
                .chars()
                .take(length)
                .collect::<String>();
            let hash = Sha256::digest(&text);
            let expected = hash
                .iter()
                .fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"));
            assert_eq!(super::sha256(&text), expected, "{length}");
        }
    }
}
