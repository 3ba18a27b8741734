//! Names of partials: those of files, in folders of the library's own.

use super::PARTIALS;

const LONGEST: usize = 128;

/// What a name has, for messages.
pub const RULE: &str = "the name of a partial has letters from a to z, digits, `-`, `_` and `.`, and \
                        `/` after a folder";

/// Returns whether a name is one of a partial. It cannot leave the folder of the partials.
pub fn is_valid(name: &str) -> bool {
    name.len() <= LONGEST && name.split('/').all(is_segment)
}

/// Returns the path of a partial's file in the library.
pub fn file(name: &str) -> String {
    format!("{PARTIALS}/{name}.prompt")
}

fn is_segment(segment: &str) -> bool {
    segment.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !segment.ends_with('.')
        && segment
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn a_name_stays_in_the_folder_of_the_partials() {
        for name in [
            "brand-voice",
            "userCard",
            "voice.de",
            "tone/brief",
            "a/b/c_1.x",
        ] {
            assert!(is_valid(name), "{name}");
        }
        let long = "a".repeat(129);
        for name in [
            "",
            ".",
            "..",
            "../note",
            "a/../b",
            "/a",
            "a/",
            "a//b",
            ".hidden",
            "a/.b",
            "a.",
            "-a",
            "a b",
            "gr\u{fc}n",
            "a\\b",
            "a:b",
            &long,
        ] {
            assert!(!is_valid(name), "{name}");
        }
    }
}
