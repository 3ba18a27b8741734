//! A key in a text of the endpoint, in the spellings in which servers repeat what they got.

use std::ops::Range;

/// The ranges of a text that spell a key: in lower or upper case, percent-encoded, with the escapes
/// of JSON, or in several of these at once. Other encodings, such as base64, are not looked for, and
/// neither are parts of the key.
pub fn find(text: &str, key: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < text.len() {
        match end(text.as_bytes(), start, key.as_bytes()) {
            Some(end) => {
                found.push(start..end);
                start = end;
            }
            None => start += 1,
        }
    }
    found
}

/// The end of a key that begins at an offset. An escape can be read in several ways if the key has a
/// backslash or a percent sign, so that there can be several ends; the last one counts.
fn end(text: &[u8], start: usize, key: &[u8]) -> Option<usize> {
    let mut ends = vec![start];
    for wanted in key {
        let mut next = ends
            .iter()
            .flat_map(|at| spellings(&text[*at..], *wanted).map(move |length| at + length))
            .collect::<Vec<_>>();
        next.sort_unstable();
        next.dedup();
        if next.is_empty() {
            return None;
        }
        ends = next;
    }
    ends.last().copied().filter(|end| *end > start)
}

/// The lengths of the spellings of a character with which a text begins.
fn spellings(text: &[u8], wanted: u8) -> impl Iterator<Item = usize> + use<> {
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
    let backslashes = text.iter().take_while(|byte| **byte == b'\\').count();
    let escape = (backslashes > 0).then(|| match text.get(backslashes) {
        Some(b'u') => hex(backslashes + 1, 4).or_else(|| literal(backslashes)),
        _ => literal(backslashes),
    });
    let backslash = (wanted == b'\\' && backslashes > 1).then_some(2);
    [literal(0), percent.flatten(), escape.flatten(), backslash]
        .into_iter()
        .flatten()
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
    ];

    #[test]
    fn spellings_of_a_key() {
        for (text, expected) in TEXTS {
            let found = find(text, KEY).into_iter().map(|range| &text[range]);
            assert_eq!(found.collect::<Vec<_>>(), *expected, "{text}");
        }
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
