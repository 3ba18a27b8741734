use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec;

use super::{UNLIMITED, private_key};

/// So many characters of base64 that are also in a private key are a part of it.
const LENGTH: usize = 6;

/// The parts of the private keys of a text. A message that quotes a line of a key has no beginning by
/// which the key is known.
#[derive(Debug, Default)]
pub struct PrivateParts(BTreeSet<[u8; LENGTH]>);

impl PrivateParts {
    #[must_use]
    pub fn of(text: &str) -> Self {
        let keys = private_key::find(text, UNLIMITED).into_iter();
        let words = keys.flat_map(|key| {
            let content = &text[key.range.start + key.shown..key.range.end];
            private_key::words(content)
        });
        Self(words.flat_map(parts).collect())
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The sentence with an asterisk in place of each byte of a part.
    #[must_use]
    pub fn masked(&self, sentence: &str) -> String {
        let mut hidden = vec![false; sentence.len()];
        for (at, part) in parts(sentence).enumerate() {
            if self.0.contains(&part) {
                hidden[at..at + LENGTH].fill(true);
            }
        }
        let chars = sentence.char_indices();
        chars
            .map(|(at, c)| if hidden[at] { '*' } else { c })
            .collect()
    }
}

fn parts(text: &str) -> impl Iterator<Item = [u8; LENGTH]> {
    let windows = text.as_bytes().windows(LENGTH);
    windows.map(|window| core::array::from_fn(|at| window[at]))
}

#[cfg(test)]
mod tests {
    use super::PrivateParts;

    #[test]
    fn parts_are_masked_however_they_are_quoted() {
        let parts = PrivateParts::of(
            "a\n-----BEGIN PRIVATE KEY-----\nMIIEowIB\rAAKC+Q==\n-----END PRIVATE KEY-----\nHello, Mara.",
        );
        for (sentence, expected) in [
            (
                "unexpected `MIIEowIB\rAAKC+Q==` after Hello, é",
                "unexpected `********\r********` after Hello, é",
            ),
            (
                r"unexpected `MIIEowIB\rAAKC+Q==`",
                r"unexpected `********\r********`",
            ),
            ("cut off: `IEowIB…", "cut off: `******…"),
            ("MIIEo, AAKC+, Mara", "MIIEo, AAKC+, Mara"),
        ] {
            assert_eq!(parts.masked(sentence), expected);
        }
        assert!(PrivateParts::of("Hello, Mara.").is_empty());
    }
}
