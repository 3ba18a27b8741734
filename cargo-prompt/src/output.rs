//! Standard output, for what a command was asked for.

use std::io::{self, ErrorKind, Write};

use prompt_build::disk::describe;

use crate::ending::Failure;

/// Prints a text; its colours only where a terminal shows them.
pub fn print(text: &str) -> Result<(), Failure> {
    write(&mut anstream::stdout().lock(), text)
}

/// Prints a text byte for byte.
pub fn print_raw(text: &str) -> Result<(), Failure> {
    write(&mut io::stdout().lock(), text)
}

fn write(output: &mut dyn Write, text: &str) -> Result<(), Failure> {
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        // Who reads no further, as `head` does, has seen enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::because("standard output cannot be written", describe(&error)))
        }
        _ => Ok(()),
    }
}
