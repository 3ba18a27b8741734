//! Scalars: their lengths and their values.

use crate::source::Mark;
use crate::yaml::{Node, Value};

/// The offset of the first byte that is wanted. In a build script, which is compiled without
/// optimisation, a loop with an index is several times as fast as an iterator or a pattern.
pub(super) fn find(text: &str, is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if is_wanted(bytes[at]) {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The offset of the colon that ends a key: before a space, or at the end.
pub(super) fn find_colon(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let colon = from + text[from..].find(':')?;
        if matches!(text.as_bytes().get(colon + 1), None | Some(b' ')) {
            return Some(colon);
        }
        from = colon + 1;
    }
}

/// The text up to a comment: a `#` after a space.
fn before_comment(text: &str) -> &str {
    let mut from = 0;
    while let Some(hash) = text[from..].find('#').map(|at| from + at) {
        if hash > 0 && text.as_bytes()[hash - 1] == b' ' {
            return &text[..hash];
        }
        from = hash + 1;
    }
    text
}

/// The length of a key, in bytes, up to which it is certainly one: YAML refuses a key on one line with
/// more than 1024 characters.
pub(super) const LONGEST_KEY: usize = 1000;

/// The length of the key at the beginning of a line, quotes included; `None` if there is no key.
pub(super) fn key_length(content: &str) -> Option<usize> {
    if content.starts_with(['"', '\'']) {
        let length = quoted_length(content)?;
        let rest = &content[length..];
        return (rest == ":" || rest.starts_with(": ")).then_some(length);
    }
    let end = find_colon(content)?;
    let key = &content[..end];
    let certain =
        starts_plain(key) && !key.ends_with([' ', ':']) && before_comment(key).len() == key.len();
    certain.then_some(end)
}

/// The length of the scalar at the beginning of a text. The caller checks the text after it.
pub(super) fn scalar_length(content: &str) -> Option<usize> {
    if content.starts_with(['"', '\'']) {
        return quoted_length(content);
    }
    let text = before_comment(content).trim_end_matches(' ');
    (starts_plain(text) && find_colon(text).is_none()).then_some(text.len())
}

/// The length of a quoted scalar on one line and without escapes, quotes included.
pub(super) fn quoted_length(content: &str) -> Option<usize> {
    let quote = content.chars().next()?;
    let length = content[1..].find(quote)? + 2;
    let escapes = if quote == '"' {
        content[..length].contains('\\')
    } else {
        content[length..].starts_with('\'')
    };
    (!escapes).then_some(length)
}

/// Returns `true` unless the text begins with a character that is special in YAML.
pub(super) fn starts_plain(text: &str) -> bool {
    !matches!(
        text.as_bytes().first(),
        None | Some(
            b'-' | b'?'
                | b':'
                | b','
                | b'['
                | b']'
                | b'{'
                | b'}'
                | b'#'
                | b'&'
                | b'*'
                | b'!'
                | b'|'
                | b'>'
                | b'\''
                | b'"'
                | b'%'
                | b'@'
                | b'`'
        )
    )
}

pub(super) fn scalar(text: &str, start: usize) -> Option<Node> {
    Some(Node {
        value: scalar_value(text)?,
        mark: Mark::at(start, start + text.len()),
    })
}

/// The value of a scalar; `None` if it is outside the subset.
fn scalar_value(text: &str) -> Option<Value> {
    if text.starts_with(['"', '\'']) {
        return Some(Value::Text(text[1..text.len() - 1].to_owned()));
    }
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        return number_or_text(text);
    }
    match text {
        "null" | "Null" | "NULL" | "~" => Some(Value::Null),
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        _ if text.starts_with(['+', '.']) => None,
        _ => Some(Value::Text(text.to_owned())),
    }
}

/// The value of a scalar that begins with a digit: a decimal number, or a text that is no number in
/// any notation of YAML.
fn number_or_text(text: &str) -> Option<Value> {
    let is_decimal = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_padded = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
    let has_radix = is_padded && has_radix(&text[1..]);
    match text.parse::<f64>() {
        Ok(_) if !is_decimal || is_padded => None,
        Ok(number) if text.contains('.') => Some(Value::Float(number)),
        Ok(_) => Some(Value::Integer(text.parse().ok()?)),
        Err(_) if has_radix => None,
        Err(_) => Some(Value::Text(text.to_owned())),
    }
}

/// Returns `true` for what may be a number with another base after its `0`. A hash may begin like one,
/// with `0b`, which is no base of YAML.
fn has_radix(rest: &str) -> bool {
    let (digits, base) = match rest.as_bytes() {
        [b'o', digits @ ..] => (digits, 8),
        [b'x', digits @ ..] => (digits, 16),
        _ => return false,
    };
    digits.iter().all(|byte| char::from(*byte).is_digit(base))
}
