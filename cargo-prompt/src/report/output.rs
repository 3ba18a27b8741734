//! What commands print: to standard output, in colour where that is a terminal that wants it.

use std::io::{ErrorKind, Write as _};

use prompt_build::disk::describe;
use prompt_build::report::{Findings, render};

use crate::ending::{Ending, Failure};

pub const BOLD: &str = "\x1b[1m";
pub const DIM: &str = "\x1b[2m";
pub const RED: &str = "\x1b[31m";
pub const GREEN: &str = "\x1b[32m";
pub const YELLOW: &str = "\x1b[33m";
pub const CYAN: &str = "\x1b[36m";
pub const RESET: &str = "\x1b[0m";

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
    let mut errors = anstream::stderr().lock();
    for finding in findings.sorted() {
        // Where standard error is closed, nobody asks for it.
        let _ = writeln!(errors, "{}", render(finding));
    }
    if findings.has_errors() { Ending::Findings } else { Ending::Clean }
}
