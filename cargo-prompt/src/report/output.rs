//! What commands print: to standard output, in colour where that is a terminal that wants it.

use std::fmt;
use std::io::{ErrorKind, Write};

use prompt_build::disk::describe;
use prompt_build::report::Findings;

use crate::ending::{Ending, Failure};
use crate::report::findings::shown;

pub const BOLD: &str = "\x1b[1m";
pub const DIM: &str = "\x1b[2m";
pub const RED: &str = "\x1b[31m";
pub const GREEN: &str = "\x1b[32m";
pub const YELLOW: &str = "\x1b[33m";
pub const CYAN: &str = "\x1b[36m";
pub const RESET: &str = "\x1b[0m";

/// Prints a line about what a command does, colours and all. That nobody reads on keeps it from nothing.
macro_rules! say {
    ($($text:tt)*) => { $crate::report::output::line(&mut anstream::stdout(), format_args!($($text)*)) };
}

/// The same on standard error: what went wrong, or is worth a note.
macro_rules! note {
    ($($text:tt)*) => { $crate::report::output::line(&mut anstream::stderr(), format_args!($($text)*)) };
}

pub(crate) use {note, say};

pub fn line(stream: &mut impl Write, text: fmt::Arguments<'_>) {
    let _ = writeln!(stream, "{text}");
}

/// Prints a text, colours and all. Who reads no further, as `head` does, has seen enough.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut output = anstream::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::because("the output cannot be printed", describe(&error)))
        }
        _ => Ok(()),
    }
}

/// Says on standard error what is wrong, and how the command ends with that.
pub fn tell(findings: &Findings) -> Ending {
    for finding in findings.sorted() {
        note!("{}", shown(finding));
    }
    Ending::after(findings.iter())
}
