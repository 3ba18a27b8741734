//! The names under which people sign.

/// The length of the longest name, in characters.
pub const LONGEST: usize = 64;

/// Returns `true` for a name that can stand in a ledger: ASCII letters, digits and `._@+-`, 1 to 64
/// of them. Two such names that look alike are the same person.
///
/// ```
/// use prompt_core::signer::is_signer;
///
/// assert!(is_signer("sales-lead") && is_signer("mara@example.org"));
/// assert!(!is_signer("Mara Lindqvist") && !is_signer("mara\u{200b}"));
/// ```
#[must_use]
pub fn is_signer(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._@+-".contains(&byte);
    (1..=LONGEST).contains(&name.len()) && name.bytes().all(is_allowed)
}

/// Returns `true` if two names are those of one person: capitals do not count.
///
/// ```
/// use prompt_core::signer::is_same_signer;
///
/// assert!(is_same_signer("Sales-Lead", "sales-lead"));
/// assert!(!is_same_signer("sales-lead", "sales.lead"));
/// ```
#[must_use]
pub fn is_same_signer(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, is_signer};

    #[test]
    fn names_are_plain_and_short() {
        for name in ["a", "Sales-Lead", "mara@example.org", "on_call+2", "A.B"] {
            assert!(is_signer(name), "{name:?}");
        }
        let odd = [
            "",
            " ",
            "mara ",
            " mara",
            "mara  l",
            "mara\u{200b}",
            "mara\u{ad}",
            "mara\u{e0041}",
            "José",
            "Jose\u{301}",
            "stra\u{df}e",
            "m\u{430}ra",
            "\u{200b}",
            "a\nb",
            "a,b",
            "a\"b",
            "a:b",
        ];
        for name in odd {
            assert!(!is_signer(name), "{name:?}");
        }
    }

    #[test]
    fn the_longest_name_has_64_characters() {
        assert_eq!(LONGEST, 64);
        assert!(is_signer(&"a".repeat(64)));
        assert!(!is_signer(&"a".repeat(65)));
    }
}
