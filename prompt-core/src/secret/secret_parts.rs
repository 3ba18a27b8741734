use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::part_set::PartSet;
use super::{Secret, private_key};

/// So many characters that are also in a secret are a part of it.
const LENGTH: usize = 6;
/// From so many bytes of secrets on, each second part is kept. Each one that is kept is a look at another
/// place of the memory, and that takes most of the time.
const MANY: usize = 1 << 20;

/// The parts of the secrets of a text. A message that quotes a name within a key or a line of it has no
/// beginning by which the key is known.
#[derive(Debug, Default)]
pub struct SecretParts {
    parts: PartSet,
    kept: Kept,
}

/// Which parts of a word are kept.
#[derive(Debug, Clone, Copy, Default)]
enum Kept {
    /// Each of the length.
    #[default]
    All,
    /// Each second one, one byte shorter: it is in each part of the length. So what has as many bytes in
    /// common with a secret is hidden, too.
    Half,
}

impl SecretParts {
    #[must_use]
    pub fn of(text: &str, secrets: &[Secret]) -> Self {
        Self::kept_from(MANY, text, secrets)
    }

    fn kept_from(many: usize, text: &str, secrets: &[Secret]) -> Self {
        let hidden = secrets
            .iter()
            .map(|secret| &text[secret.range.start + secret.shown..secret.range.end]);
        let hidden = hidden.collect::<Vec<_>>();
        let bytes = hidden.iter().map(|hidden| hidden.len()).sum::<usize>();
        let kept = if bytes < many { Kept::All } else { Kept::Half };
        let mut parts = PartSet::with_room_for(bytes / kept.step());
        for word in hidden.into_iter().flat_map(private_key::words) {
            for_each_part(word, kept.length(), kept.step(), |_, part| {
                parts.insert(part);
            });
        }
        Self { parts, kept }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.parts.has_parts
    }

    /// The sentence with an asterisk in place of each byte of a part. Its length stays.
    #[must_use]
    pub fn masked(&self, sentence: &str) -> String {
        let mut hidden = vec![false; sentence.len()];
        for_each_part(sentence, self.kept.length(), 1, |at, part| {
            if self.parts.contains(part) {
                // The bytes that a part of the length has before and after a shorter one.
                let start = at.saturating_sub(LENGTH - self.kept.length());
                let end = (at + LENGTH).min(sentence.len());
                hidden[start..end].fill(true);
            }
        });
        let chars = sentence.char_indices();
        chars
            .map(|(at, c)| if hidden[at] && c.is_ascii() { '*' } else { c })
            .collect()
    }
}

impl Kept {
    fn length(self) -> usize {
        LENGTH + 1 - self.step()
    }

    fn step(self) -> usize {
        match self {
            Self::All => 1,
            Self::Half => 2,
        }
    }
}

/// Calls a function with the parts of a text that are some steps apart, and with their offsets. The bytes
/// of a part are those of a number. Build scripts are not optimised: so this goes by index.
fn for_each_part(text: &str, length: usize, step: usize, mut work: impl FnMut(usize, u64)) {
    let mask = (1 << (8 * length)) - 1;
    let bytes = text.as_bytes();
    let (mut part, mut end, mut next) = (0, 0, length);
    while end < bytes.len() {
        part = ((part << 8) | u64::from(bytes[end])) & mask;
        end += 1;
        if end == next {
            work(end - length, part);
            next += step;
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::{Kept, SecretParts};
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

    /// Of many secrets, half of the parts are kept: those of six characters are found all the same.
    #[test]
    fn parts_of_many_secrets_are_masked() {
        let key = "6NuWJY56nKbwZqaCh3Km18QSgZrcOs0antRVrHKnVVFLzXnfTvG7th70fw";
        let text = format!("bedrock-api-key-{key}");
        let parts = SecretParts::kept_from(1, &text, &secrets(&text, usize::MAX));
        for length in 6..key.len() {
            for start in 0..=key.len() - length {
                let masked = parts.masked(&format!("no `{}` here", &key[start..start + length]));
                // One byte beside the part may be hidden as well.
                let rest = masked.replace(['*', '`'], "");
                assert_eq!(rest, "no  here", "{masked}");
            }
        }
        assert_eq!(parts.masked("Hello, Mara."), "Hello, Mara.");
        let many = format!("{text} ").repeat(super::MANY / key.len() + 1);
        assert!(matches!(parts_of(&many).kept, Kept::Half));
        assert!(matches!(parts_of(&text).kept, Kept::All));
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
