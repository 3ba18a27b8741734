//! A key in a text of the endpoint, in the spellings in which servers repeat what they got.

use std::ops::Range;

/// What stands behind a name that a message shows in part.
const ELLIPSIS: &[u8] = "…".as_bytes();

/// The characters of a key from which on its beginning is a part that must not be shown.
const PART: usize = 6;

/// The ranges of a text that spell a key: in lower or upper case, percent-encoded, with the escapes
/// of JSON, or in several of these at once. Other encodings, such as base64, are not looked for, and
/// neither are parts of the key, but for its beginning where a message cuts it off with an ellipsis.
pub fn find(text: &str, key: &str) -> Vec<Range<usize>> {
    let text = Text::of(text.as_bytes());
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.bytes.len() {
        match text.end(start, key.as_bytes()) {
            Some(end) => {
                found.push(start..end);
                start = end;
            }
            None => start += 1,
        }
    }
    found
}

/// A text in which a key is looked for, in time proportional to its length.
struct Text<'a> {
    bytes: &'a [u8],
    /// How many backslashes stand side by side from each place on. Nothing if there is none.
    backslashes: Vec<u32>,
}

impl<'a> Text<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let mut backslashes = Vec::new();
        if bytes.contains(&b'\\') {
            backslashes.resize(bytes.len(), 0);
            let mut side_by_side = 0_u32;
            for (at, byte) in bytes.iter().enumerate().rev() {
                side_by_side = match byte {
                    b'\\' => side_by_side.saturating_add(1),
                    _ => 0,
                };
                backslashes[at] = side_by_side;
            }
        }
        Self { bytes, backslashes }
    }

    /// The end of a key that begins at an offset. An escape can be read in several ways if the key
    /// has a backslash or a percent sign, so that there can be several ends; the last one counts.
    fn end(&self, start: usize, key: &[u8]) -> Option<usize> {
        let mut ends = vec![start];
        for (length, wanted) in key.iter().enumerate() {
            let mut next = ends
                .iter()
                .flat_map(|at| self.spellings(*at, *wanted))
                .collect::<Vec<_>>();
            next.sort_unstable();
            next.dedup();
            if next.is_empty() {
                let mut cut_off = ends.iter().rev().filter_map(|at| self.cut_off(*at));
                return cut_off.next().filter(|_| length >= PART);
            }
            ends = next;
        }
        ends.last().copied().filter(|end| *end > start)
    }

    /// The ends of the spellings of a character at a place.
    fn spellings(&self, at: usize, wanted: u8) -> impl Iterator<Item = usize> + use<> {
        let text = &self.bytes[at..];
        let is_wanted =
            |byte: u32| u8::try_from(byte).is_ok_and(|byte| byte.eq_ignore_ascii_case(&wanted));
        let literal = |at: usize| {
            let byte = text.get(at).copied();
            byte.filter(|byte| is_wanted(u32::from(*byte)))
                .map(|_| at + 1)
        };
        let hex = |at: usize, digits: usize| {
            let value = number(text.get(at..at + digits)?)?;
            is_wanted(value).then_some(at + digits)
        };
        // What is encoded twice has `%25` for `%`, and two backslashes for one.
        let percent = (text.first() == Some(&b'%')).then(|| {
            let again = text[1..].chunks_exact(2).take_while(|pair| pair == b"25");
            hex(1 + 2 * again.count(), 2).or_else(|| hex(1, 2))
        });
        let backslashes = self.backslashes.get(at).copied().unwrap_or_default() as usize;
        let escape = (backslashes > 0).then(|| match text.get(backslashes) {
            Some(b'u') => hex(backslashes + 1, 4).or_else(|| literal(backslashes)),
            _ => literal(backslashes),
        });
        let backslash = (wanted == b'\\' && backslashes > 1).then_some(2);
        let lengths = [literal(0), percent.flatten(), escape.flatten(), backslash];
        lengths.into_iter().flatten().map(move |length| at + length)
    }

    /// The place of an ellipsis that stands at a place, or behind a part of an escape there.
    fn cut_off(&self, at: usize) -> Option<usize> {
        /// The longest part of an escape that is encoded twice.
        const LONGEST: usize = 12;
        let rest = &self.bytes[at..];
        let is_escape = rest.first().is_some_and(|byte| b"\\%".contains(byte));
        let escape = rest
            .iter()
            .take(LONGEST)
            .take_while(|byte| is_escape && (b"\\%u".contains(byte) || byte.is_ascii_hexdigit()));
        let end = at + escape.count();
        self.bytes[end..].starts_with(ELLIPSIS).then_some(end)
    }
}

/// The number that hexadecimal digits write.
fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        Some(number * 16 + char::from(*digit).to_digit(16)?)
    })
}

#[cfg(test)]
mod tests {
    use super::find;

    const KEY: &str = "sk-Loop_5f/2A";

    /// Texts, and what of them spells the key.
    const TEXTS: &[(&str, &[&str])] = &[
        ("", &[]),
        ("no key sk-Loop_5f/2 of sk-Loop_5f", &[]),
        ("a sk-Loop_5f/2A.", &["sk-Loop_5f/2A"]),
        (
            "sk-loop_5f/2aSK-LOOP_5F/2A",
            &["sk-loop_5f/2a", "SK-LOOP_5F/2A"],
        ),
        ("é sk-Loop_5f%2F2A", &["sk-Loop_5f%2F2A"]),
        ("sk%2dloop%5f5f%2f2a", &["sk%2dloop%5f5f%2f2a"]),
        ("sk%252DLoop_5f%25252f2A", &["sk%252DLoop_5f%25252f2A"]),
        (r"sk-Loop_5f\/2A", &[r"sk-Loop_5f\/2A"]),
        (r"sk-Loop_5f\\\/2A", &[r"sk-Loop_5f\\\/2A"]),
        (
            r"\u0073\u006B-Loop_5f\\u002f2A",
            &[r"\u0073\u006B-Loop_5f\\u002f2A"],
        ),
        (r"\u0173k-Loop_5f/2A \u00", &[]),
        ("%73k-Loop_5f/2%4", &[]),
        ("sk-sk-Loop_5f/2A", &["sk-Loop_5f/2A"]),
        // A message that shows the beginning of a name.
        ("`BBsk-Loop_5f/2…`", &["sk-Loop_5f/2"]),
        ("`sk-loo…` and `sk-lo…`", &["sk-loo"]),
        (r"`sk-Loop_5f\\u00…`", &[r"sk-Loop_5f\\u00"]),
        ("`sk-Loop%5f5f%2…`", &["sk-Loop%5f5f%2"]),
        ("`sk-Loop_6f…` `sk-Loop_5 …`", &[]),
    ];

    #[test]
    fn spellings_of_a_key() {
        for (text, expected) in TEXTS {
            let found = find(text, KEY).into_iter().map(|range| &text[range]);
            assert_eq!(found.collect::<Vec<_>>(), *expected, "{text}");
        }
    }

    #[test]
    fn many_backslashes_are_read_once() {
        // Read once for each of them, these would take minutes.
        let backslashes = "\\".repeat(200_000);
        assert!(find(&backslashes, KEY).is_empty());
        let text = backslashes + KEY;
        let found = find(&text, KEY).into_iter().map(|range| range.len());
        assert_eq!(found.collect::<Vec<_>>(), [text.len()]);
    }

    #[test]
    fn a_key_of_signs_is_found() {
        for (key, text) in [
            (r"a\b%c", r"a\b%c"),
            (r"a\b%c", r"a\\b%c"),
            (r"a\b%c", r"a%5Cb%25c"),
            (r"a\\u0041", r"a\\u0041"),
            (r"a%25b", "a%25b"),
            ("%41", "%41"),
            ("u-u", r"\u-\u"),
        ] {
            let found = find(text, key).into_iter().map(|range| &text[range]);
            assert_eq!(found.collect::<Vec<_>>(), [text], "{key}");
        }
    }
}
