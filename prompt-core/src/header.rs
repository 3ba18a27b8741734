//! Lines of a key, a blank and a value, which describe a prompt or an environment.
//!
//! The build script writes such a header for each prompt, the macros read it, and the run time
//! finds it in the binary.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::iter;
use core::ops::Range;

use crate::bytes;
use crate::js::Json;

/// The keys of a header.
pub mod key {
    pub const API: &str = "api";
    pub const BODY: &str = "body";
    pub const CACHE: &str = "cache";
    pub const CONFIG: &str = "config";
    pub const CONFIGURATION: &str = "configuration";
    /// The environment of a file.
    pub const ENVIRONMENT: &str = "environment";
    /// An environment of a build for several.
    pub const BUILT: &str = "built";
    /// All environments of the configuration.
    pub const ENVIRONMENTS: &str = "environments";
    pub const FILE: &str = "file";
    pub const FLAG: &str = "flag";
    pub const FORMAT: &str = "format";
    pub const ID: &str = "id";
    pub const INPUT: &str = "input";
    pub const LOGGING: &str = "logging";
    pub const MESSAGE: &str = "message";
    pub const MODEL: &str = "model";
    pub const OUTPUT: &str = "output";
    pub const PACKAGE: &str = "package";
    pub const PARAMETER: &str = "parameter";
    pub const PARTIALS: &str = "partials";
    pub const PROMPT: &str = "prompt";
    pub const PROMPT_SOURCE: &str = "prompt_source";
    pub const RATE_LIMIT: &str = "rate_limit";
    pub const SHA256: &str = "sha256";
    pub const STATUS: &str = "status";
    pub const TOOL: &str = "tool";
    pub const UNCHECKED: &str = "unchecked";
    pub const UNPINNED: &str = "unpinned";
    pub const VERSION: &str = "version";
}

/// The first line of a file that holds findings instead of a header.
const FINDINGS: &str = "findings\n";

/// Writes a header.
#[derive(Debug, Default)]
pub struct HeaderWriter(String);

impl HeaderWriter {
    /// Appends a line. Line breaks in the value become blanks.
    ///
    /// The value can be a schema of a megabyte. A search for one character is part of the optimised
    /// standard library; one for several is compiled into the build script, which is not optimised.
    pub fn push(&mut self, key: &str, value: &str) {
        let lines = value.split('\n').flat_map(|line| line.split('\r'));
        for (position, part) in lines.enumerate() {
            self.0.push_str(if position == 0 { key } else { "" });
            self.0.push(' ');
            self.0.push_str(part);
        }
        self.0.push('\n');
    }

    /// Returns the header.
    #[must_use]
    pub fn finish(self) -> String {
        self.0
    }
}

/// Reads a header.
#[derive(Debug, Clone, Copy)]
pub struct Header<'a>(&'a str);

impl<'a> Header<'a> {
    /// Wraps the text of a header.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// Returns the lines, in order.
    pub fn lines(self) -> impl Iterator<Item = Line<'a>> {
        let mut next = Some(0);
        iter::from_fn(move || {
            let start = next?;
            let rest = self.0.as_bytes().get(start..)?;
            let length = bytes::position(rest, |byte| byte == b'\n');
            let end = length.map_or(self.0.len(), |length| start + length);
            next = length.map(|_| end + 1);
            let line = self.0.get(start..end)?;
            let (key, value) = split_key(line).unwrap_or((line, ""));
            let range = start..end;
            Some(Line { key, value, range })
        })
    }

    /// Returns the value of the first line with this key.
    #[must_use]
    pub fn get(self, key: &str) -> Option<&'a str> {
        self.0.split('\n').find_map(|line| value(line, key))
    }

    /// Returns the values of all lines with this key, in order.
    pub fn all(self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.split('\n').filter_map(move |line| value(line, key))
    }
}

/// A line of a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    pub key: &'a str,
    pub value: &'a str,
    /// The place of the line in the header, without its end.
    pub range: Range<usize>,
}

/// Splits a line at the first blank.
#[must_use]
pub fn split_key(line: &str) -> Option<(&str, &str)> {
    let blank = line.bytes().position(|byte| byte == b' ')?;
    Some((line.get(..blank)?, line.get(blank + 1..)?))
}

/// Returns the value of a line with this key.
pub(crate) fn value<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    line.strip_prefix(key)?.strip_prefix(' ')
}

/// Makes a file of rendered findings: a call that reads it shows them.
#[must_use]
pub fn findings_file(rendered: &str) -> String {
    [FINDINGS, rendered, "\n"].concat()
}

/// Returns the findings of a file that holds them.
#[must_use]
pub fn findings(file: &str) -> Option<&str> {
    file.strip_prefix(FINDINGS).map(str::trim_end)
}

/// Joins the environments that pin a prompt, for a line of the index.
#[must_use]
pub fn index_entry(id: &str, environments: &[&str]) -> String {
    let mut words = Vec::from([id]);
    words.extend(environments);
    words.join(" ")
}

/// Makes a line of the index that has the digest of a file.
#[must_use]
pub fn file_entry(name: &str, digest: u64) -> String {
    format!("{name} {digest:016x}")
}

/// Makes a line of the index for a file that stands elsewhere, since another environment has the same.
#[must_use]
pub fn shared_file_entry(name: &str, digest: u64, place: &str) -> String {
    format!("{name} {digest:016x} {place}")
}

/// Splits a line of the index into the name of a file, its digest, and its place if that is not the
/// name.
pub fn read_file_entry(entry: &str) -> (&str, &str, Option<&str>) {
    let mut words = entry.split(' ');
    let mut next = || words.next();
    (
        next().unwrap_or_default(),
        next().unwrap_or_default(),
        next(),
    )
}

/// Splits a line of the index into the prompt's id and the environments that pin it.
pub fn read_index_entry(entry: &str) -> (&str, impl Iterator<Item = &str> + Clone) {
    let (id, environments) = entry.split_once(' ').unwrap_or((entry, ""));
    (id, environments.split(' ').filter(|name| !name.is_empty()))
}

/// Makes a line that describes a tool: its name, the length of the next part, its description as JSON,
/// and the schema of its input.
#[must_use]
pub fn tool_line(name: &str, description: &str, schema: &str) -> String {
    let description = Json::text(description).to_string();
    format!("{name} {} {description}{schema}", description.len())
}

/// A tool as a line of a header has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToolLine<'a> {
    pub name: &'a str,
    /// A text in JSON.
    pub description: &'a str,
    /// The JSON Schema of the input.
    pub schema: &'a str,
}

/// Reads a line that describes a tool.
#[must_use]
pub fn read_tool_line(line: &str) -> Option<ToolLine<'_>> {
    let (name, rest) = split_key(line)?;
    let (length, rest) = split_key(rest)?;
    let (description, schema) = rest.split_at_checked(length.parse().ok()?)?;
    Some(ToolLine {
        name,
        description,
        schema,
    })
}

#[cfg(test)]
mod tests {
    use std::hint::black_box;
    use std::time::{Duration, Instant};

    use super::*;

    /// The schema of an answer can have a megabyte, and build scripts are not optimised.
    #[test]
    fn a_long_value_takes_little_time() {
        let value = "a description of the field\n".repeat(1_000);
        let simple = least_time(|| value.bytes().filter(u8::is_ascii_digit).count());
        let push = least_time(|| {
            let mut writer = HeaderWriter::default();
            writer.push(key::OUTPUT, &value);
            writer.finish().len()
        });
        assert!(push < simple, "{push:?}, {simple:?}");
    }

    /// The least of some times. Each is short, so that other programs on the machine interrupt few of them.
    fn least_time(work: impl Fn() -> usize) -> Duration {
        let times = (0..40).map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        });
        times.min().unwrap_or_default()
    }

    #[test]
    fn what_is_written_is_read() {
        let mut writer = HeaderWriter::default();
        writer.push(key::ID, "sales-email-007");
        writer.push(key::INPUT, "customer required string the lead's name");
        writer.push(key::INPUT, "tone optional string");
        writer.push(key::MODEL, "");
        let text = writer.finish();
        let header = Header::new(&text);
        assert_eq!(header.get(key::ID), Some("sales-email-007"));
        assert_eq!(header.all(key::INPUT).count(), 2);
        assert_eq!(header.get(key::MODEL), Some(""));
        assert_eq!(header.get("inp"), None);
    }

    #[test]
    fn a_value_cannot_begin_a_line() {
        let mut writer = HeaderWriter::default();
        writer.push(key::INPUT, "a required string first\nsha256 forged\r\nlast");
        let text = writer.finish();
        assert_eq!(Header::new(&text).get(key::SHA256), None);
        assert_eq!(text, "input a required string first sha256 forged  last\n");
    }

    #[test]
    fn lines_end_at_each_line_feed() {
        let long = "x".repeat(70);
        for text in ["", "\n", "a b", "a b\n\nä c d\n", &long] {
            for padding in 0..40 {
                let text = [&"é".repeat(padding), "\n", text, " ", &long, "\n", text].concat();
                let header = Header::new(&text);
                let expected = text.split('\n').collect::<Vec<_>>();
                let found = header.lines().map(|line| text.get(line.range).unwrap());
                assert_eq!(found.collect::<Vec<_>>(), expected);
                let keys = expected
                    .iter()
                    .map(|line| line.split_once(' ').unwrap_or((line, "")));
                assert!(header.lines().map(|line| (line.key, line.value)).eq(keys));
            }
        }
    }

    #[test]
    fn a_tool_is_read_as_it_is_written() {
        let schema = r#"{"type":"object","properties":{}}"#;
        for description in ["", "Finds an order.", "Two\nlines, \"quoted\" \\ and ü {"] {
            let mut writer = HeaderWriter::default();
            writer.push(key::TOOL, &tool_line("look-up-order", description, schema));
            let text = writer.finish();
            let line = Header::new(&text).get(key::TOOL).unwrap();
            let tool = read_tool_line(line).unwrap();
            assert_eq!((tool.name, tool.schema), ("look-up-order", schema));
            assert_eq!(Json::parse(tool.description), Some(Json::text(description)));
        }
        for line in ["", "a", "a 4", "a 4 \"\"", "a x \"\"{}", "a 1 \u{fc}"] {
            assert_eq!(read_tool_line(line), None, "{line}");
        }
    }

    #[test]
    fn findings_are_told_from_a_header() {
        let file = findings_file("error: no pin\n  = help: add one");
        assert_eq!(findings(&file), Some("error: no pin\n  = help: add one"));
        assert_eq!(findings("sha256 9c1e\n"), None);
    }

    #[test]
    fn an_index_entry_is_read_as_it_is_written() {
        let entry = index_entry("note", &["staging", "production"]);
        let (id, environments) = read_index_entry(&entry);
        assert_eq!(
            (id, environments.collect::<Vec<_>>()),
            ("note", alloc::vec!["staging", "production"])
        );
        assert_eq!(read_index_entry("note").1.count(), 0);
        assert_eq!(
            read_file_entry(&file_entry("header/note", 0x9c1e)),
            ("header/note", "0000000000009c1e", None)
        );
        assert_eq!(
            read_file_entry(&shared_file_entry("text/note", 0x9c1e, "a/text/note")),
            ("text/note", "0000000000009c1e", Some("a/text/note"))
        );
    }
}
