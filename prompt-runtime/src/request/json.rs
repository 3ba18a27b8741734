//! JSON of a body, measured before it is written.

use alloc::string::String;
use alloc::vec::Vec;
use std::io::{self, Write};

use super::Request;

/// The text before a schema in a body, and after it. The schema is JSON already: to parse it would
/// cost as much as all the rest.
const BEFORE: &[u8] =
    br#","response_format":{"type":"json_schema","json_schema":{"name":"answer","schema":"#;
const AFTER: &[u8] = b"}}}";

pub(super) fn json(request: &Request<'_>) -> String {
    let mut length = Counter(0);
    write(request, &mut length);
    let mut json = Vec::with_capacity(length.0);
    write(request, &mut json);
    String::from_utf8(json).unwrap_or_default()
}

/// Writes the body. It cannot fail: a counter and memory accept everything, and every key is a
/// text.
fn write(request: &Request<'_>, to: &mut (impl Write + Pop)) {
    _ = serde_json::to_writer(
        &mut *to,
        &Request {
            output: None,
            ..*request
        },
    );
    if let Some(schema) = request.output {
        // Removes the closing brace.
        to.pop();
        _ = [BEFORE, schema.as_bytes(), AFTER]
            .iter()
            .try_for_each(|piece| to.write_all(piece));
    }
}

/// A writer that can remove the last byte.
trait Pop {
    fn pop(&mut self);
}

impl Pop for Vec<u8> {
    fn pop(&mut self) {
        Self::pop(self);
    }
}

/// A writer that counts bytes.
struct Counter(usize);

impl Pop for Counter {
    fn pop(&mut self) {
        self.0 -= 1;
    }
}

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
