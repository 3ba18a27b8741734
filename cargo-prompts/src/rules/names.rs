//! Names of people and reasons for the ledger, where they stay for good.

use std::sync::LazyLock;

use prompt_core::signer::{self, is_signer};
use regex::Regex;

/// The most characters of a reason.
const LONGEST: usize = 500;

/// Checks the name of a person.
pub fn signer(name: &str) -> Result<String, String> {
    if is_signer(name) {
        return Ok(name.to_owned());
    }
    Err(format!(
        "a name has 1 to {} letters (a to z), digits and `. _ @ + -`",
        signer::LONGEST
    ))
}

/// Characters that are invisible or change the direction of text.
static INVISIBLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\x{2800}]")
        .expect("the expression is a constant, and tested")
});

/// Checks and normalises a reason for the ledger: one line, not blank, with single blanks.
pub fn single_line(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("it is empty".to_owned());
    }
    if text.chars().any(char::is_control) {
        return Err("it contains a line break or a control character".to_owned());
    }
    if let Some(found) = INVISIBLE.find(text) {
        let code = found.as_str().chars().next().map_or(0, u32::from);
        return Err(format!("it contains the invisible character U+{code:04X}"));
    }
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = text.chars().count();
    if length > LONGEST {
        return Err(format!(
            "it has {length} characters; the limit is {LONGEST}"
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_signer_is_a_name_without_blanks() {
        for name in ["mara", "sales-lead", "ana.k+desk@nordlicht.de", "Ben_2"] {
            assert_eq!(super::signer(name).as_deref(), Ok(name));
        }
        for name in ["", "sales lead", "Zoë", "a,b"] {
            let refused = super::signer(name).unwrap_err();
            assert!(refused.starts_with("a name has 1 to "), "{refused}");
        }
    }

    #[test]
    fn names_and_reasons_fit_on_a_line() {
        let (longest, long) = ("a".repeat(500), "a".repeat(501));
        for (text, expected) in [
            ("sales-lead", Some("sales-lead")),
            (&longest, Some(longest.as_str())),
            ("  Ana  ", Some("Ana")),
            (
                "Ana  Šarić \u{a0} of\u{2009}sales",
                Some("Ana Šarić of sales"),
            ),
            ("reply rate up: +3 %", Some("reply rate up: +3 %")),
        ] {
            assert_eq!(super::single_line(text).ok().as_deref(), expected);
        }
        for text in [
            "",
            "  ",
            "a\nb",
            "a\u{1b}[31m",
            &long,
            "a\u{200b}b",
            "a\u{202e}b",
            "a\u{ad}b",
            "\u{feff}a",
            "a\u{2028}b",
            "\u{3164}",
            "a\u{e0041}",
        ] {
            assert!(super::single_line(text).is_err(), "{text:?}");
        }
    }
}
