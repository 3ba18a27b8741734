//! The YAML that people write by hand and tools write for people: block mappings and sequences, one-line scalars,
//! one-line flow collections, comments.
//!
//! Whatever else it meets (anchors, tags, block scalars, escapes, text over several lines, an error), this reader
//! answers `None`, and `full` reads the text instead. So it need not know YAML, only what it is certain of.

use std::ops::Range;

use super::{Entry, Mark, Node, Value};

/// How deep a tree may be before `full`, which has a limit of its own, says what there is to say about it.
const DEPTH: usize = 64;

/// Reads a text that is everyday YAML throughout.
pub(super) fn parse(text: &str) -> Option<Node> {
    let start = if text.starts_with("---\n") { 4 } else { 0 };
    parse_part(text, &(start..text.len()))
}

/// Reads a part of a text, of whole lines, that could stand alone and is everyday YAML throughout.
pub(super) fn parse_part(text: &str, part: &Range<usize>) -> Option<Node> {
    if has_odd_characters(&text[part.clone()]) {
        return None;
    }
    let mut reader = Reader { text: &text[..part.end], line: Line::default(), next: part.start };
    reader.advance()?;
    if reader.line.is_end() {
        return None;
    }
    let root = reader.block(DEPTH)?;
    reader.line.is_end().then_some(root)
}

/// Tabs, control characters, and what YAML takes for a line end besides LF.
fn has_odd_characters(text: &str) -> bool {
    if find(text, |byte| (byte < b' ' && byte != b'\n') || byte == 0x7f).is_some() {
        return true;
    }
    let is_odd = |c| matches!(c, '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
    !text.is_ascii() && text.chars().any(is_odd)
}

/// Where the first such byte stands. An index and a loop: in a build script, which nobody compiles with optimisation,
/// iterators and searches for a pattern cost several times as much.
fn find(text: &str, is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
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

/// Where a colon stands that ends a key: before a space, or at the end.
fn find_colon(text: &str) -> Option<usize> {
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

/// A line with something on it. At the end of the text the indentation is `usize::MAX` and the range is empty.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    indent: usize,
    start: usize,
    end: usize,
}

impl Line {
    fn is_end(self) -> bool {
        self.start == self.end
    }
}

struct Reader<'a> {
    text: &'a str,
    /// The line at hand, or what is left of it.
    line: Line,
    /// Where the line after it begins.
    next: usize,
}

impl<'a> Reader<'a> {
    /// Takes the next line that has something on it.
    fn advance(&mut self) -> Option<()> {
        while self.next < self.text.len() {
            let rest = &self.text[self.next..];
            let length = rest.find('\n').unwrap_or(rest.len());
            let line = rest[..length].trim_end_matches(' ');
            let content = line.trim_start_matches(' ');
            let indent = line.len() - content.len();
            let start = self.next + indent;
            self.next += length + 1;
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            if indent == 0 && (content.starts_with("---") || content.starts_with("...") || content.starts_with('%')) {
                return None;
            }
            self.line = Line { indent, start, end: start + content.len() };
            return Some(());
        }
        self.line = Line { indent: 0, start: self.text.len(), end: self.text.len() };
        Some(())
    }

    fn content(&self) -> &'a str {
        &self.text[self.line.start..self.line.end]
    }

    /// A mapping or a sequence that begins at the line at hand.
    fn block(&mut self, depth: usize) -> Option<Node> {
        let depth = depth.checked_sub(1)?;
        if is_item(self.content()) { self.sequence(depth) } else { self.mapping(depth) }
    }

    fn sequence(&mut self, depth: usize) -> Option<Node> {
        let indent = self.line.indent;
        let list = self.items(depth)?;
        self.closes(indent)?;
        Some(list)
    }

    fn items(&mut self, depth: usize) -> Option<Node> {
        let Line { indent, start, .. } = self.line;
        let mut items = Vec::new();
        while self.is_at(indent) && is_item(self.content()) {
            items.push(self.item(indent, depth)?);
        }
        Some(Node { value: Value::List(items), mark: Mark::at(start, start + 1) })
    }

    fn item(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let rest = self.content()[1..].trim_start_matches(' ');
        if rest.is_empty() || rest.starts_with('#') {
            return self.value_below(indent + 1, depth);
        }
        let skipped = self.content().len() - rest.len();
        self.line.indent += skipped;
        self.line.start += skipped;
        if is_item(rest) || key_length(rest).is_some() {
            return self.block(depth);
        }
        self.value_here(indent, depth)
    }

    fn mapping(&mut self, depth: usize) -> Option<Node> {
        let Line { indent, start, .. } = self.line;
        let mut entries = Vec::new();
        while self.is_at(indent) && !is_item(self.content()) {
            entries.push(self.entry(indent, depth)?);
        }
        self.closes(indent)?;
        Some(Node { value: Value::Map(entries), mark: Mark::at(start, start + 1) })
    }

    fn entry(&mut self, indent: usize, depth: usize) -> Option<Entry> {
        let content = self.content();
        let length = key_length(content)?;
        let key = scalar(&content[..length], self.line.start)?;
        let rest = content[length + 1..].trim_start_matches(' ');
        if rest.is_empty() || rest.starts_with('#') {
            let value = self.value_below_key(indent, depth)?;
            return Some(Entry { key, value });
        }
        self.line.start += content.len() - rest.len();
        let value = self.value_here(indent, depth)?;
        Some(Entry { key, value })
    }

    /// The value of a key that ends its line: below it and further in, or a list just below it, or nothing.
    fn value_below_key(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let end = self.line.end;
        self.advance()?;
        if self.is_at(indent) && is_item(self.content()) {
            return self.items(depth.checked_sub(1)?);
        }
        self.block_or_null(indent + 1, end, depth)
    }

    fn value_below(&mut self, least_indent: usize, depth: usize) -> Option<Node> {
        let end = self.line.end;
        self.advance()?;
        self.block_or_null(least_indent, end, depth)
    }

    fn block_or_null(&mut self, least_indent: usize, end: usize, depth: usize) -> Option<Node> {
        if self.line.is_end() || self.line.indent < least_indent {
            return Some(Node { value: Value::Null, mark: Mark::at(end, end) });
        }
        self.block(depth)
    }

    /// A value on the rest of the line; a line further in after it would continue it.
    fn value_here(&mut self, indent: usize, depth: usize) -> Option<Node> {
        let (start, content) = (self.line.start, self.content());
        let node = if content.starts_with(['{', '[']) {
            let mut flow = Flow { text: content, start, at: 0 };
            let node = flow.value(depth)?;
            is_blank(&content[flow.at..]).then_some(node)?
        } else {
            let length = scalar_length(content)?;
            is_blank(&content[length..]).then_some(())?;
            scalar(&content[..length], start)?
        };
        self.advance()?;
        (self.line.is_end() || self.line.indent <= indent).then_some(node)
    }

    fn is_at(&self, indent: usize) -> bool {
        !self.line.is_end() && self.line.indent == indent
    }

    /// After a collection comes the end, or a line further out.
    fn closes(&self, indent: usize) -> Option<()> {
        (self.line.is_end() || self.line.indent < indent).then_some(())
    }
}

/// A flow collection on one line.
struct Flow<'a> {
    text: &'a str,
    /// Where the text stands in the file.
    start: usize,
    at: usize,
}

impl Flow<'_> {
    fn value(&mut self, depth: usize) -> Option<Node> {
        let depth = depth.checked_sub(1)?;
        match self.text.as_bytes().get(self.at)? {
            b'{' => self.mapping(depth),
            b'[' => self.sequence(depth),
            _ => self.scalar(),
        }
    }

    fn mapping(&mut self, depth: usize) -> Option<Node> {
        let start = self.open();
        let mut entries = Vec::new();
        while !self.take('}') {
            if !entries.is_empty() {
                self.comma()?;
            }
            let key = self.scalar()?;
            self.text[self.at..].starts_with(": ").then_some(())?;
            self.at += 1;
            self.skip_spaces();
            entries.push(Entry { key, value: self.value(depth)? });
            self.skip_spaces();
        }
        Some(Node { value: Value::Map(entries), mark: Mark::at(start, self.start + self.at) })
    }

    fn sequence(&mut self, depth: usize) -> Option<Node> {
        let start = self.open();
        let mut items = Vec::new();
        while !self.take(']') {
            if !items.is_empty() {
                self.comma()?;
            }
            items.push(self.value(depth)?);
            self.skip_spaces();
        }
        Some(Node { value: Value::List(items), mark: Mark::at(start, self.start + self.at) })
    }

    fn scalar(&mut self) -> Option<Node> {
        let rest = &self.text[self.at..];
        let length = if rest.starts_with(['"', '\'']) { quoted_length(rest)? } else { flow_scalar_length(rest)? };
        let node = scalar(&rest[..length], self.start + self.at)?;
        self.at += length;
        Some(node)
    }

    fn open(&mut self) -> usize {
        let start = self.start + self.at;
        self.at += 1;
        self.skip_spaces();
        start
    }

    fn take(&mut self, bracket: char) -> bool {
        let found = self.text[self.at..].starts_with(bracket);
        self.at += usize::from(found);
        found
    }

    fn comma(&mut self) -> Option<()> {
        self.take(',').then(|| self.skip_spaces())
    }

    fn skip_spaces(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches(' ').len();
    }
}

fn is_item(content: &str) -> bool {
    content == "-" || content.starts_with("- ")
}

/// Nothing, or a comment.
fn is_blank(rest: &str) -> bool {
    rest.is_empty() || (rest.starts_with(' ') && matches!(rest.trim_start_matches(' ').as_bytes(), [] | [b'#', ..]))
}

/// The length of the key that the line begins with, quotes included, where it begins with one.
fn key_length(content: &str) -> Option<usize> {
    if content.starts_with(['"', '\'']) {
        let length = quoted_length(content)?;
        let rest = &content[length..];
        return (rest == ":" || rest.starts_with(": ")).then_some(length);
    }
    let end = find_colon(content)?;
    let key = &content[..end];
    let certain = starts_plain(key) && !key.ends_with([' ', ':']) && before_comment(key).len() == key.len();
    certain.then_some(end)
}

/// The length of the scalar that the rest of a line begins with. What comes after it is for the caller to judge.
fn scalar_length(content: &str) -> Option<usize> {
    if content.starts_with(['"', '\'']) {
        return quoted_length(content);
    }
    let text = before_comment(content).trim_end_matches(' ');
    (starts_plain(text) && find_colon(text).is_none()).then_some(text.len())
}

fn flow_scalar_length(rest: &str) -> Option<usize> {
    let end = find(rest, |byte| matches!(byte, b',' | b']' | b'}' | b'[' | b'{' | b'#' | b'"' | b'\''))?;
    let end = find_colon(&rest[..end]).unwrap_or(end);
    let text = rest[..end].trim_end_matches(' ');
    let certain = starts_plain(text) && rest[end..].starts_with([',', ']', '}', ':']);
    certain.then_some(text.len())
}

/// The length of a quoted scalar on one line and without escapes, quotes included.
fn quoted_length(content: &str) -> Option<usize> {
    let quote = content.chars().next()?;
    let length = content[1..].find(quote)? + 2;
    let escapes = if quote == '"' { content[..length].contains('\\') } else { content[length..].starts_with('\'') };
    (!escapes).then_some(length)
}

/// Whether a plain scalar can begin so: not with a character that means something to YAML.
fn starts_plain(text: &str) -> bool {
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

fn scalar(text: &str, start: usize) -> Option<Node> {
    Some(Node { value: scalar_value(text)?, mark: Mark::at(start, start + text.len()) })
}

/// What the scalar means, where that is certain.
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

/// What begins with a digit: a decimal number, or a text that is no number in any notation of YAML.
fn number_or_text(text: &str) -> Option<Value> {
    let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_padded = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
    let has_radix = is_padded && matches!(text.as_bytes()[1], b'x' | b'o' | b'b');
    match text.parse::<f64>() {
        Ok(_) if !is_decimal || is_padded => None,
        Ok(number) if text.contains('.') => Some(Value::Float(number)),
        Ok(_) => Some(Value::Integer(text.parse().ok()?)),
        Err(_) if has_radix => None,
        Err(_) => Some(Value::Text(text.to_owned())),
    }
}
