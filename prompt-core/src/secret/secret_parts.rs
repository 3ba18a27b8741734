use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::part_set::PartSet;
use super::{Secret, private_key};

/// So many characters that are also in a secret are a part of it.
const LENGTH: usize = 6;

/// The parts of the secrets of a text. A message that quotes a name within a key or a line of it has no
/// beginning by which the key is known.
#[derive(Debug, Default)]
pub struct SecretParts(PartSet);

impl SecretParts {
    #[must_use]
    pub fn of(text: &str, secrets: &[Secret]) -> Self {
        let hidden = secrets
            .iter()
            .map(|secret| &text[secret.range.start + secret.shown..secret.range.end]);
        let hidden = hidden.collect::<Vec<_>>();
        let mut parts = PartSet::with_room_for(hidden.iter().map(|hidden| hidden.len()).sum());
        for word in hidden.into_iter().flat_map(private_key::words) {
            for_each_part(word, |_, part| parts.insert(part));
        }
        Self(parts)
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.0.has_parts
    }

    /// The sentence with an asterisk in place of each byte of a part. Its length stays.
    #[must_use]
    pub fn masked(&self, sentence: &str) -> String {
        let mut hidden = vec![false; sentence.len()];
        for_each_part(sentence, |at, part| {
            if self.0.contains(part) {
                hidden[at..at + LENGTH].fill(true);
            }
        });
        let chars = sentence.char_indices();
        chars
            .map(|(at, c)| if hidden[at] && c.is_ascii() { '*' } else { c })
            .collect()
    }
}

/// Calls a function with each part of a text and its offset. The bytes of a part are those of a number.
fn for_each_part(text: &str, mut work: impl FnMut(usize, u64)) {
    const MASK: u64 = (1 << (8 * LENGTH)) - 1;
    let mut part = 0;
    for (at, byte) in text.as_bytes().iter().enumerate() {
        part = ((part << 8) | u64::from(*byte)) & MASK;
        if at + 1 >= LENGTH {
            work(at + 1 - LENGTH, part);
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::SecretParts;
    use crate::secret::secrets;

    fn parts_of(text: &str) -> SecretParts {
        SecretParts::of(text, &secrets(text, usize::MAX))
    }

    #[test]
    fn parts_are_masked_however_they_are_quoted() {
        let parts = parts_of(
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
        assert!(parts_of("Hello, Mara.").is_empty());
    }

    #[test]
    fn parts_of_keys_and_of_addresses_are_masked() {
        let key = "6NuWJY56nKbw+ZqaCh3Km18QSgZrcOs0antRVrHKnVVFLzXnfTvG7th70fw";
        let text = format!(
            "{{{{bedrock-api-key-{key}}}}}{{{{hooks.slack.com/services/T0AB/B0CD/03utgTG16Msi5njI6UcXu05N}}}}\
             sk-ant-api03-R2D2c3poBB8abcdefgh_234"
        );
        for (sentence, expected) in [
            (
                "`bedrock-api-key-6NuWJY56nKbw+`",
                "`bedrock-api-key-*************`",
            ),
            (
                "`03utgTG16Msi5njI6UcXu05N\\\\`",
                "`************************\\\\`",
            ),
            ("services, T0AB, `3Km18Q…", "services, T0AB, `******…"),
            ("`abcdefgh_234`", "`********_234`"),
        ] {
            assert_eq!(parts_of(&text).masked(sentence), expected);
        }
    }
}
