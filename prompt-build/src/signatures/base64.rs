//! Base64 of RFC 4648, with padding.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Decodes a text. Returns `None` unless it is the one encoding of some bytes: blanks, missing
/// padding and left-over bits are refused.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    if !text.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for group in digits.as_bytes().chunks(4) {
        let mut bits = 0;
        for digit in group {
            bits = bits << 6 | value(*digit)?;
        }
        let missing = 4 - group.len();
        let [_, decoded @ ..] = (bits << (6 * missing)).to_be_bytes();
        let (kept, left_over) = decoded.split_at(3 - missing);
        if left_over.iter().any(|byte| *byte != 0) {
            return None;
        }
        bytes.extend_from_slice(kept);
    }
    Some(bytes)
}

/// Encodes bytes without padding, as `ssh-keygen` prints fingerprints.
pub(super) fn encode_unpadded(bytes: &[u8]) -> String {
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let mut padded = [0; 4];
        padded[1..=group.len()].copy_from_slice(group);
        let bits = u32::from_be_bytes(padded);
        for digit in 0..=group.len() {
            let index = bits >> (18 - 6 * digit) & 63;
            text.push(char::from(ALPHABET[index as usize]));
        }
    }
    text
}

fn value(digit: u8) -> Option<u32> {
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{decode, encode_unpadded};

    #[test]
    fn the_examples_of_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(decode(text), Some(bytes.as_bytes().to_vec()));
            assert_eq!(
                encode_unpadded(bytes.as_bytes()),
                text.trim_end_matches('=')
            );
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "Z", "Zg", "Zg=", "Zh==", "Zm9=", "Zm9", "Z===", "====", "AAAA====", "Zg==Zg==",
            "Zm 9v", "Zm9v\n", "Zm_v", "Zm-v", "Zmé", "=AAA",
        ] {
            assert_eq!(decode(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn bytes_have_one_text(bytes: Vec<u8>) {
            let text = encode_unpadded(&bytes);
            let padded = format!("{text}{}", "=".repeat(text.len().next_multiple_of(4) - text.len()));
            prop_assert_eq!(decode(&padded), Some(bytes));
        }

        #[test]
        fn a_text_that_is_read_is_the_one_of_its_bytes(text in "[A-D/+=]{0,12}") {
            if let Some(bytes) = decode(&text) {
                prop_assert_eq!(encode_unpadded(&bytes), text.trim_end_matches('='));
            }
        }
    }
}
