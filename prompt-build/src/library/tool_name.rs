//! Names of tools: those of files, in a folder of the library.

const LONGEST: usize = 128;

/// What a name has, for messages.
pub const RULE: &str =
    "the name of a tool's file has letters from a to z, digits, `-`, `_` and `.`";

/// Returns whether a name is one of a tool's file. It cannot leave the folder of the tools.
pub fn is_valid(name: &str) -> bool {
    let is_taken = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    name.len() <= LONGEST
        && name.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
        && !name.ends_with('.')
        && name.bytes().all(is_taken)
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn a_name_stays_in_the_folder_of_the_tools() {
        for name in [
            "look-up-order",
            "lookUpOrder",
            "look_up_order",
            "crm.find",
            "_a",
            "7",
        ] {
            assert!(is_valid(name), "{name}");
        }
        let long = "a".repeat(129);
        for name in [
            "", ".", "..", "../note", "/a", "a/b", ".hidden", "a.", "-a", "a b", "a\\b", "a:b",
            &long,
        ] {
            assert!(!is_valid(name), "{name}");
        }
    }
}
