//! Characters as URLs, HTML and JSON encode them.

/// The names that HTML has for blanks, hyphens, invisible characters, and the signs of addresses and
/// numbers.
pub const NAMED: &[(&str, char)] = &[
    ("Tab", '\t'),
    ("nbsp", '\u{a0}'),
    ("NonBreakingSpace", '\u{a0}'),
    ("ensp", '\u{2002}'),
    ("emsp", '\u{2003}'),
    ("emsp13", '\u{2004}'),
    ("emsp14", '\u{2005}'),
    ("numsp", '\u{2007}'),
    ("puncsp", '\u{2008}'),
    ("thinsp", '\u{2009}'),
    ("ThinSpace", '\u{2009}'),
    ("hairsp", '\u{200a}'),
    ("VeryThinSpace", '\u{200a}'),
    ("MediumSpace", '\u{205f}'),
    ("hyphen", '\u{2010}'),
    ("dash", '\u{2010}'),
    ("ndash", '\u{2013}'),
    ("mdash", '\u{2014}'),
    ("horbar", '\u{2015}'),
    ("minus", '\u{2212}'),
    ("shy", '\u{ad}'),
    ("ZeroWidthSpace", '\u{200b}'),
    ("zwnj", '\u{200c}'),
    ("zwj", '\u{200d}'),
    ("lrm", '\u{200e}'),
    ("rlm", '\u{200f}'),
    ("NoBreak", '\u{2060}'),
    ("commat", '@'),
    ("period", '.'),
    ("plus", '+'),
    ("lpar", '('),
    ("rpar", ')'),
    ("lowbar", '_'),
    ("sol", '/'),
    ("num", '#'),
    ("colon", ':'),
    ("equals", '='),
    ("lsqb", '['),
    ("lbrack", '['),
    ("rsqb", ']'),
    ("rbrack", ']'),
    ("lcub", '{'),
    ("lbrace", '{'),
    ("rcub", '}'),
    ("rbrace", '}'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
];

/// The encoded character that a text begins with, and the length of its code.
pub fn decoded(text: &str) -> Option<(char, usize)> {
    match text.as_bytes().first()? {
        b'%' => percent(text),
        b'&' => reference(text),
        b'\\' => escape(text),
        _ => None,
    }
}

/// The bytes of one character, as in `%C2%A0`.
fn percent(text: &str) -> Option<(char, usize)> {
    let byte = |at: usize| hexadecimal(text.get(at..)?.strip_prefix('%')?.get(..2)?);
    let first = byte(0)?;
    let count = match first {
        0..0x80 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    };
    let bytes = (0..count)
        .map(|number| u8::try_from(byte(number * 3)?).ok())
        .collect::<Option<Vec<_>>>()?;
    let c = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    Some((c, count * 3))
}

/// A reference of HTML, with its semicolon.
fn reference(text: &str) -> Option<(char, usize)> {
    // The longest name has 16 letters.
    let end = text.bytes().take(20).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let c = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(digits) => hexadecimal(digits)?,
            None => number.parse().ok()?,
        };
        char::from_u32(code)?
    } else {
        let known = |(known, _): &&(&str, char)| known.eq_ignore_ascii_case(name);
        NAMED.iter().find(known)?.1
    };
    Some((c, end + 1))
}

/// An escape of JSON within a text, such as `\u00a0`.
fn escape(text: &str) -> Option<(char, usize)> {
    let code = hexadecimal(text.strip_prefix("\\u")?.get(..4)?)?;
    Some((char::from_u32(code)?, 6))
}

fn hexadecimal(digits: &str) -> Option<u32> {
    // `from_str_radix` takes a sign.
    let is_number = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_number.then(|| u32::from_str_radix(digits, 16).ok())?
}
