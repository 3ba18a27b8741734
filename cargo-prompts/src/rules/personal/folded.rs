use std::borrow::Cow;
use std::ops::Range;

/// A text with similar characters replaced by one of them, invisible ones removed, and some encoded
/// ones decoded. Text copied from mails and web pages contains many kinds of blanks and hyphens, and
/// links encode an `@`.
pub struct Folded<'a> {
    pub text: Cow<'a, str>,
    /// For each byte, the original character; empty if both are equal.
    originals: Vec<Range<usize>>,
}

impl<'a> Folded<'a> {
    pub fn new(original: &'a str) -> Self {
        if original.is_ascii() && !original.contains(['%', '&']) {
            return Self {
                text: Cow::Borrowed(original),
                originals: Vec::new(),
            };
        }
        let mut text = String::with_capacity(original.len());
        let mut originals = Vec::with_capacity(original.len());
        let mut at = 0;
        while let Some(c) = original[at..].chars().next() {
            let (c, length) = decoded(&original[at..]).unwrap_or((c, c.len_utf8()));
            text.extend(folded(c));
            originals.resize(text.len(), at..at + length);
            at += length;
        }
        Self {
            text: Cow::Owned(text),
            originals,
        }
    }

    /// The range in the original text. It is not empty.
    pub fn original(&self, range: &Range<usize>) -> Range<usize> {
        match (
            self.originals.get(range.start),
            self.originals.get(range.end.saturating_sub(1)),
        ) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => range.clone(),
        }
    }
}

/// The names that HTML has for characters of addresses and numbers.
const NAMED: &[(&str, char)] = &[
    ("&commat;", '@'),
    ("&period;", '.'),
    ("&plus;", '+'),
    ("&nbsp;", ' '),
    ("&lpar;", '('),
    ("&rpar;", ')'),
    ("&lowbar;", '_'),
];

/// The character that a text begins with in the form of URLs or HTML, and the length of that form.
fn decoded(text: &str) -> Option<(char, usize)> {
    let starts = |form: &str| {
        text.get(..form.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(form))
    };
    let (code, length) = if let Some(rest) = text.strip_prefix('%') {
        (u32::from_str_radix(rest.get(..2)?, 16).ok()?, 3)
    } else if let Some(rest) = text.strip_prefix("&#") {
        let digits = rest.get(..rest.find(';').filter(|end| *end < 8)?)?;
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
            None => digits.parse(),
        };
        (code.ok()?, digits.len() + 3)
    } else if text.starts_with('&') {
        let (form, c) = NAMED.iter().find(|(form, _)| starts(form))?;
        return Some((*c, form.len()));
    } else {
        return None;
    };
    let c = char::from_u32(code)?;
    match c {
        '\u{a0}' => Some((' ', length)),
        ' '..='~' => Some((c, length)),
        _ => None,
    }
}
/// The character that replaces a similar one. `None` if it is invisible.
fn folded(c: char) -> Option<char> {
    match c {
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Some(' ')
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => Some('-'),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => None,
        '\u{fe6b}' => Some('@'),
        '\u{fe62}' => Some('+'),
        // Full-width ASCII characters, as used with Chinese and Japanese.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0),
        c => Some(c),
    }
}
