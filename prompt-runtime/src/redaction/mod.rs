//! Removes secrets from other texts: from other inputs, from the conversation, from answers, from
//! errors.

#[cfg(any(feature = "sample", feature = "tracing"))]
mod json_word;
mod reading;
mod searchable;
#[cfg(any(feature = "sample", feature = "tracing"))]
mod secrets;

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

#[cfg(any(feature = "sample", feature = "tracing"))]
pub use secrets::Secrets;

use reading::Reading;
use searchable::Searchable;

/// The replacement of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// The length, in bytes, below which a text is short. A short secret is common in other texts: it
/// is looked for in its own case only. A short line of a secret is not looked for by itself.
const SHORT: usize = 4;

/// The ends of the lines of a value.
const LINE_ENDS: [char; 10] = [
    '\n', '\u{b}', '\u{c}', '\r', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}', '\u{2029}',
];

/// The forms in which secrets are looked for, in every reading of a text.
#[derive(Clone)]
pub(crate) struct Redaction {
    /// The forms that count in their own case only.
    short: Vec<String>,
    long: Vec<String>,
}

impl Redaction {
    pub(crate) fn of(secrets: &[String]) -> Self {
        let forms = secrets.iter().flat_map(|secret| forms(secret));
        let (short, long) = forms.partition::<Vec<_>, _>(|form| form.len() < SHORT);
        Self {
            short: searched(&short, Searchable::cased),
            long: searched(&long, Searchable::caseless),
        }
    }

    /// Replaces the secrets in a text. The time is linear in its length. Existing replacements are
    /// skipped: a secret found within one would be revealed. A secret that has the word for a
    /// replacement in it is found all the same.
    #[cfg(any(feature = "sample", feature = "tracing"))]
    pub(crate) fn apply<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.apply_to(text, reading::LAYERS)
    }

    /// Replaces the secrets in a text whose own texts are escaped once, as in JSON and by `{:?}`, and are
    /// searched like other texts beyond that. All secrets are replaced at once: of one that overlaps with
    /// another nothing is left.
    #[cfg(any(feature = "redis", feature = "tracing"))]
    pub(crate) fn apply_escaped<'a>(&self, text: &'a str) -> Cow<'a, str> {
        self.apply_to(text, reading::LAYERS + 1)
    }

    fn apply_to<'a>(&self, text: &'a str, layers: usize) -> Cow<'a, str> {
        let replaced = replacements(text);
        let mut found = self.find_around(&replaced, text, layers);
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        found.extend(replaced);
        let (mut shown, mut end) = (String::with_capacity(text.len()), 0);
        for range in merged(found) {
            shown.extend([&text[end..range.start], REDACTED]);
            end = range.end;
        }
        Cow::Owned(shown + &text[end..])
    }

    /// Returns the ranges of the secrets between replacements, and of those that reach over one.
    fn find_around(
        &self,
        replaced: &[Range<usize>],
        text: &str,
        layers: usize,
    ) -> Vec<Range<usize>> {
        let starts = [0]
            .into_iter()
            .chain(replaced.iter().map(|range| range.end));
        let ends = replaced.iter().map(|range| range.start).chain([text.len()]);
        let mut found = Vec::new();
        for (start, end) in starts.zip(ends) {
            let between = self.find(&text[start..end], layers).into_iter();
            found.extend(between.map(|range| start + range.start..start + range.end));
        }
        if !replaced.is_empty() {
            let whole = self.find(text, layers).into_iter();
            found.extend(whole.filter(|range| !is_within(range, replaced)));
        }
        found
    }

    /// Returns the ranges of the secrets.
    fn find(&self, text: &str, layers: usize) -> Vec<Range<usize>> {
        if self.short.is_empty() && self.long.is_empty() {
            return Vec::new();
        }
        let plain = Reading::plain(text);
        let mut found = self.find_in(&plain);
        let unescaped = found
            .iter()
            .filter(|found| is_unescaped(&text[found.range.clone()]))
            .map(Found::beginning)
            .collect::<BTreeSet<_>>();
        plain.visit_decoded(layers, &mut |decoded| {
            let encoded = self.find_in(decoded).into_iter();
            found.extend(encoded.filter(|found| !unescaped.contains(&found.beginning())));
        });
        found.into_iter().map(|found| found.range).collect()
    }

    fn find_in(&self, reading: &Reading) -> Vec<Found<'_>> {
        let mut found = places(&self.long, &Searchable::caseless(reading));
        if !self.short.is_empty() {
            found.extend(places(&self.short, &Searchable::cased(reading)));
        }
        found
    }
}

/// Returns the places of existing replacements, in order.
fn replacements(text: &str) -> Vec<Range<usize>> {
    let places = text.match_indices(REDACTED);
    places
        .map(|(start, word)| start..start + word.len())
        .collect()
}

/// Returns whether a range lies in one of others, which are in order and do not overlap.
fn is_within(range: &Range<usize>, others: &[Range<usize>]) -> bool {
    let after = others.partition_point(|other| other.start <= range.start);
    others[..after]
        .last()
        .is_some_and(|other| range.end <= other.end)
}

/// Returns ranges in order. Those that overlap are one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// A form of a secret in a text.
struct Found<'a> {
    form: &'a str,
    range: Range<usize>,
}

impl<'a> Found<'a> {
    fn beginning(&self) -> (&'a str, usize) {
        (self.form, self.range.start)
    }
}

fn places<'a>(forms: &'a [String], text: &Searchable) -> Vec<Found<'a>> {
    let places = forms.iter().flat_map(|form| {
        let found = text.find(form);
        found.map(move |range| Found { form, range })
    });
    places.collect()
}

/// Returns whether a text has a character that each encoding would write in another way. So it is
/// told as it stands, and a backslash behind it is not the second one of an escape.
fn is_unescaped(text: &str) -> bool {
    text.contains(|char| char == '"' || char < ' ')
}

/// Returns forms as they are searched for, each once.
fn searched(forms: &[&str], searchable: fn(&Reading) -> Searchable) -> Vec<String> {
    let forms = forms
        .iter()
        .map(|form| searchable(&Reading::plain(form)).into_form());
    let mut forms = forms.filter(|form| !form.is_empty()).collect::<Vec<_>>();
    forms.sort();
    forms.dedup();
    forms
}

/// Returns the forms of a secret: the secret itself, each of its lines, since a model may quote one
/// of them, and the data of a `data:` URL that is one or the other.
fn forms(secret: &str) -> impl Iterator<Item = &str> {
    let lines = secret.split(LINE_ENDS).map(str::trim);
    let lines = lines.filter(|line| line.len() >= SHORT).chain([secret]);
    lines.flat_map(|line| [Some(line), data(line)]).flatten()
}

/// Returns the data of a `data:` URL.
fn data(url: &str) -> Option<&str> {
    let (head, data) = url.split_once(',')?;
    is_data(head).then_some(data)
}

/// Returns whether a URL begins with the scheme `data`. The case of a scheme does not count.
fn is_data(url: &str) -> bool {
    url.split_once(':')
        .is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("data"))
}

#[cfg(test)]
mod tests {
    use alloc::borrow::ToOwned;
    use alloc::format;
    use alloc::string::ToString as _;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn secrets_are_found_in_every_form_that_they_are_told_in() {
        let rows = [
            (
                "Mara",
                "Dear Mara, MARA and mara.",
                "Dear [redacted], [redacted] and [redacted].",
            ),
            (
                "Lindö",
                r#"{"subject":"Lind\u00f6, Lind\u00F6"}"#,
                r#"{"subject":"[redacted], [redacted]"}"#,
            ),
            (
                "https://x.example/k",
                r"https:\/\/x.example\/k",
                "[redacted]",
            ),
            (
                "say \"hi\"",
                r#"{"a":"say \"hi\""}"#,
                r#"{"a":"[redacted]"}"#,
            ),
            (
                "key-one\r\nkey-two",
                "key-one\nkey-two, key-two",
                "[redacted], [redacted]",
            ),
            (
                "data:image/png;base64,AAEC",
                "it is AAEC",
                "it is [redacted]",
            ),
            (
                "DATA:image/png;base64,AAED",
                "it is AAED",
                "it is [redacted]",
            ),
            ("Data:,AAEE", "it is AAEE", "it is [redacted]"),
            ("see:\ndata:,AAEF", "it is AAEF", "it is [redacted]"),
            (
                "key-one\u{c}key-two\u{1d}key-six",
                "key-two, key-six",
                "[redacted], [redacted]",
            ),
            ("Mara\u{1F600}", "Mara\\ud83d\\ude00!", "[redacted]!"),
            (
                "key-one\rkey-two\u{2028}key-six",
                "key-two, key-six",
                "[redacted], [redacted]",
            ),
            (
                "प्रिया",
                "age: \"प\\u{94d}रिया\\u{0}\"",
                "age: \"[redacted]\\u{0}\"",
            ),
            ("it's \u{1b}", r"it\'s \u{1b}", "[redacted]"),
            (
                "none",
                r"\u{} \u{1234567} \u{d800} \u{n",
                r"\u{} \u{1234567} \u{d800} \u{n",
            ),
            ("4711", "14711", "1[redacted]"),
            ("none", "of it", "of it"),
            ("IT", "it is IT", "it is [redacted]"),
            ("TOKÉN-81", "tokén-81, TOKÉN-81", "[redacted], [redacted]"),
            ("Straße 12", "STRASSE 12", "[redacted]"),
            ("ΟΔΟΣ", "οδος, οδοσ", "[redacted], [redacted]"),
            ("Mara  Lindqvist", "Mara\n\tLindqvist", "[redacted]"),
            ("Mara Lindqvist", "Mara\u{a0}Lindqvist!", "[redacted]!"),
            (
                "Mara Lindö",
                "?q=Mara%20Lind%C3%b6&n=1",
                "?q=[redacted]&n=1",
            ),
            ("Mara Lindö", "?q=Mara+Lind%C3%B6&n=1", "?q=[redacted]&n=1"),
            (
                "a/b c",
                r#"{"url":"https:\/\/x\/?q=a%2Fb%20c"}"#,
                r#"{"url":"https:\/\/x\/?q=[redacted]"}"#,
            ),
            (
                "say \"hi\"",
                r#"{"a":"{\"b\":\"say \\\"hi\\\"\"}"}"#,
                r#"{"a":"{\"b\":\"[redacted]\"}"}"#,
            ),
            ("100%41", "it is 100%41.", "it is [redacted]."),
            (
                r"C:\new",
                r#"{"path":"C:\\new"}"#,
                r#"{"path":"[redacted]"}"#,
            ),
            ("4711", "%344711%", "%34[redacted]%"),
            ("Linde", "%FF%4cinde%C3", "%FF[redacted]%C3"),
        ];
        for (secret, text, shown) in rows {
            assert_eq!(
                Redaction::of(&[secret.to_owned()]).apply(text),
                shown,
                "{secret}"
            );
        }
    }

    #[test]
    fn a_backslash_behind_a_secret_stays_where_nothing_is_escaped() {
        let rows = [
            ("of \"q\" \\", r#"of "q" \\ t"#, r"[redacted]\ t"),
            ("of \"q\" \\", r#"of "q" \t\\n"#, r"[redacted]t\\n"),
            ("of \"q\" \\", r#"of \"q\" \\ t"#, "[redacted] t"),
            ("of it\\", r#"{"a":"of it\\"}"#, r#"{"a":"[redacted]"}"#),
            ("of\nit\\", "of\nit\\\\", r"[redacted]\"),
            (
                "say \"it\"\nkey-two",
                r#"'say "it"\nkey-two'"#,
                "'[redacted]'",
            ),
        ];
        for (secret, text, shown) in rows {
            let redaction = Redaction::of(&[secret.to_owned()]);
            assert_eq!(redaction.apply(text), shown, "{secret}");
        }
    }

    #[test]
    fn secrets_that_overlap_leave_nothing_of_either() {
        let secrets = ["Anna Bell", "Bell Labs", "Bell"].map(str::to_owned);
        assert_eq!(
            Redaction::of(&secrets).apply("Anna Bell Labs, Bell."),
            "[redacted], [redacted]."
        );
    }

    #[test]
    fn what_stands_for_a_secret_is_left_as_it_is() {
        let redaction = Redaction::of(&["act".to_owned(), "[".to_owned()]);
        assert_eq!(
            redaction.apply("an act of [redacted]: [act]"),
            "an [redacted] of [redacted]: [redacted][redacted]]"
        );
    }

    #[test]
    fn a_secret_with_the_word_for_a_replacement_in_it_is_found_whole() {
        let rows = [
            (
                "key [redacted] 4711",
                "a key [redacted] 4711, KEY [redacted] 4711.",
                "a [redacted], [redacted].",
            ),
            ("[redacted] 4711", "[redacted] 4711!", "[redacted]!"),
            ("4711[redacted]", "x4711[redacted]", "x[redacted]"),
            ("[redacted]", "it is [redacted]", "it is [redacted]"),
            (
                "key \"[redacted]\" 4711",
                r#"{"a":"key \"[redacted]\" 4711"}"#,
                r#"{"a":"[redacted]"}"#,
            ),
            (
                "key [redacted] 4711",
                "?q=key%20[redacted]%204711",
                "?q=[redacted]",
            ),
            ("one [redacted]\ntwo", "one [redacted]", "[redacted]"),
            ("d]d]", "[redacted]d]d]", "[redacted]"),
            ("redacted", "redacted: [redacted]", "[redacted]: [redacted]"),
        ];
        for (secret, text, shown) in rows {
            let redaction = Redaction::of(&[secret.to_owned()]);
            assert_eq!(redaction.apply(text), shown, "{secret}");
        }
    }

    /// Encodings, as other code than ours has them.
    type Encoding = fn(&str) -> String;

    const ENCODINGS: [Encoding; 6] = [
        ToOwned::to_owned,
        |text| json(text),
        |text| json(text).replace('/', "\\/"),
        |text| ascii(&json(text)),
        |text| percent(text, "%20", u8::is_ascii_alphanumeric),
        |text| percent(text, "+", |_| false).to_lowercase(),
    ];

    fn json(text: &str) -> String {
        let json = serde_json::to_string(text).unwrap();
        json[1..json.len() - 1].to_owned()
    }

    fn ascii(json: &str) -> String {
        let units = json.encode_utf16().map(|unit| match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
            _ => format!("\\u{unit:04X}"),
        });
        units.collect()
    }

    fn percent(text: &str, blank: &str, is_kept: fn(&u8) -> bool) -> String {
        let bytes = text.bytes().map(|byte| match byte {
            b' ' => blank.to_owned(),
            byte if is_kept(&byte) => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        });
        bytes.collect()
    }

    const CASES: [Encoding; 3] = [ToOwned::to_owned, str::to_lowercase, str::to_uppercase];
    const BLANKS: [&str; 4] = [" ", "\n", " \t ", "\u{a0}\r\n"];

    proptest! {
        #[test]
        fn no_secret_is_left_in_any_form(
            secret in "([^<>\\[\\]]|\\[redacted\\]){8,24}",
            of in 0..CASES.len(),
            blank in 0..BLANKS.len(),
            inner in 0..ENCODINGS.len(),
            outer in 0..ENCODINGS.len(),
        ) {
            let secret = secret.trim();
            prop_assume!(!secret.is_empty());
            let told = CASES[of](secret).split_whitespace().collect::<Vec<_>>().join(BLANKS[blank]);
            let text = format!("<{}>", ENCODINGS[outer](&ENCODINGS[inner](&told)));
            let shown = Redaction::of(&[secret.to_owned()]).apply(&text).into_owned();
            prop_assert_eq!(shown, "<[redacted]>", "{}", text);
        }
    }
}
