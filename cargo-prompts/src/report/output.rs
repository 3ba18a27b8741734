//! Standard output, in colour on a terminal that supports it.

use std::fmt;
use std::io::{self, ErrorKind, IsTerminal as _, Write};

use prompt_build::disk::describe;
use prompt_core::hidden::{escape_commands, escape_json};
pub use prompt_core::hidden::{escape_line, escape_lines as escape_controls};
use serde::Serialize;

use super::failure::Failure;
use super::json_line_escape::JsonLineEscape;
pub use super::terminal::for_people;

pub const BOLD: &str = "\x1b[1m";
pub const DIM: &str = "\x1b[2m";
pub const RED: &str = "\x1b[31m";
pub const GREEN: &str = "\x1b[32m";
pub const YELLOW: &str = "\x1b[33m";
pub const CYAN: &str = "\x1b[36m";
pub const RESET: &str = "\x1b[0m";

/// Prints a line with colours. A closed output is ignored.
macro_rules! say {
    ($($text:tt)*) => { $crate::report::output::line(&mut anstream::stdout(), format_args!($($text)*)) };
}

/// Prints a line on standard error.
macro_rules! note {
    ($($text:tt)*) => { $crate::report::output::line(&mut anstream::stderr(), format_args!($($text)*)) };
}

pub(crate) use {note, say};

pub fn line(stream: &mut impl Write, text: fmt::Arguments<'_>) {
    let _ = writeln!(stream, "{}", for_people(&text.to_string()));
}

/// Prints a text with its colours. A reader may stop early, as `head` does: that is no error.
pub fn print(text: &str) -> Result<(), Failure> {
    print_as_is(&for_people(text))
}

/// Prints a value as JSON, line by line. Hidden characters are escaped as JSON does it, so it is the
/// same value.
pub fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let mut lines = JsonLineEscape::new(anstream::stdout().lock());
    let serialized = serde_json::to_writer_pretty(&mut lines, value);
    written(
        serialized
            .map_err(io::Error::from)
            .and_then(|()| lines.finish()),
    )
}

/// Escapes what is hidden in JSON, and what a CI service could take for a command. It is the same
/// value.
pub fn for_programs(json: &str) -> String {
    escape_commands(&escape_json(json), "\\u0023")
}

/// Prints a text for another program, which has no hidden characters.
pub fn print_as_is(text: &str) -> Result<(), Failure> {
    let mut output = anstream::stdout().lock();
    written(
        output
            .write_all(text.as_bytes())
            .and_then(|()| output.flush()),
    )
}

fn written(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::because(
            "cannot print the output",
            describe(&error),
        )),
        _ => Ok(()),
    }
}

/// Prints a text of the user. A file or another program receives it unchanged. On a terminal,
/// control characters are escaped.
pub fn print_raw(text: &str) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    let shown = if output.is_terminal() {
        escape_controls(text)
    } else {
        text.into()
    };
    written(
        output
            .write_all(shown.as_bytes())
            .and_then(|()| output.flush()),
    )
}

#[cfg(test)]
mod tests {
    use super::{escape_controls, escape_line};

    #[test]
    fn what_a_terminal_would_obey_is_escaped() {
        let rows = [
            ("Grüße,\n\tMara", "Grüße,\n\tMara", "Grüße,\\n\\tMara"),
            ("\u{1b}[2Jgone\r", "\\u{1b}[2Jgone\\r", "\\u{1b}[2Jgone\\r"),
            (
                "\u{202e}\u{9b}\u{7f}",
                "\\u{202e}\\u{9b}\\u{7f}",
                "\\u{202e}\\u{9b}\\u{7f}",
            ),
        ];
        for (text, lines, line) in rows {
            assert_eq!(
                (escape_controls(text).as_ref(), escape_line(text).as_ref()),
                (lines, line)
            );
        }
    }
}
