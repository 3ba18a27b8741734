//! The path of a URL in its plain spelling.

use percent_encoding::percent_decode_str;

/// Decodes what is percent-encoded, and takes out empty segments, `.` and `..`: servers do the same,
/// so two paths with one plain spelling lead to one place. There is no slash at the end.
pub fn plain_path(path: &str) -> String {
    let mut decoded = decode(path);
    // A gateway and the server behind it can each decode once.
    for _ in 0..2 {
        decoded = decode(&decoded);
    }
    let mut segments = Vec::new();
    for segment in decoded.split(['/', '\\']) {
        match segment {
            "" | "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    let with_slashes = segments.into_iter().flat_map(|segment| ["/", segment]);
    with_slashes.collect()
}

fn decode(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::plain_path;

    #[test]
    fn spellings_of_a_path() {
        let rows = [
            ("", ""),
            ("/", ""),
            ("/v1", "/v1"),
            ("//v1/./messages//", "/v1/messages"),
            ("/v1%2Fmessages%2f", "/v1/messages"),
            ("/v1%252Fmessages", "/v1/messages"),
            ("/v1/mess%61ges/.", "/v1/messages"),
            ("/v1/%2e/messages", "/v1/messages"),
            ("/v1/x/../messages", "/v1/messages"),
            ("/../v1", "/v1"),
            ("/a%zz%", "/a%zz%"),
            ("/a%+1", "/a%+1"),
            ("/%ff", "/\u{fffd}"),
        ];
        for (path, plain) in rows {
            assert_eq!(plain_path(path), plain, "{path}");
        }
    }
}
