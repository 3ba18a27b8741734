use std::io::{self, Write};

use super::output::for_programs;

/// Writes JSON line by line, each with its hidden characters escaped. Only one line is in memory.
pub struct JsonLineEscape<W: Write> {
    output: io::BufWriter<W>,
    line: Vec<u8>,
}

impl<W: Write> JsonLineEscape<W> {
    pub fn new(output: W) -> Self {
        let output = io::BufWriter::new(output);
        let line = Vec::new();
        Self { output, line }
    }

    /// Ends the last line.
    pub fn finish(mut self) -> io::Result<()> {
        self.write_all(b"\n")?;
        self.output.flush()
    }

    fn end_line(&mut self) -> io::Result<()> {
        let line = for_programs(&String::from_utf8_lossy(&self.line));
        self.line.clear();
        writeln!(self.output, "{line}")
    }
}

impl<W: Write> Write for JsonLineEscape<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut lines = bytes.split(|byte| *byte == b'\n');
        self.line.extend(lines.next().unwrap_or_default());
        for line in lines {
            self.end_line()?;
            self.line.extend(line);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::JsonLineEscape;
    use crate::report::output::for_programs;

    #[test]
    fn the_lines_are_those_of_the_whole_text() {
        let value = json!({ "a": ["Gr\u{fc}\u{df}e\u{202e}", "##[error]"], "##[b]": {}, "c": [] });
        let mut output = Vec::new();
        let mut lines = JsonLineEscape::new(&mut output);
        serde_json::to_writer_pretty(&mut lines, &value).expect("a list takes all");
        lines.finish().expect("a list takes all");
        let expected = for_programs(&format!("{value:#}\n"));
        assert_eq!(String::from_utf8_lossy(&output), expected);
        assert!(expected.contains("\\u202e") && expected.contains("\\u0023"));
    }
}
