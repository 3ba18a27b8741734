//! Who does something, and why: what goes into ledgers for good.

const LONGEST: usize = 500;

/// Takes a name or a reason as it can stand in a ledger: on one line, and not blank.
pub fn line(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("it is blank".to_owned());
    }
    if text.chars().any(char::is_control) {
        return Err("it has more than one line, or control characters".to_owned());
    }
    let length = text.chars().count();
    if length > LONGEST {
        return Err(format!("it has {length} characters, at most {LONGEST} are allowed"));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_and_reasons_fit_on_a_line() {
        let long = "a".repeat(501);
        for (text, expected) in [
            ("sales-lead", Some("sales-lead")),
            ("  Ana  ", Some("Ana")),
            ("reply rate up: +3 %", Some("reply rate up: +3 %")),
        ] {
            assert_eq!(super::line(text).ok().as_deref(), expected);
        }
        for text in ["", "  ", "a\nb", "a\u{1b}[31m", &long] {
            assert!(super::line(text).is_err(), "{text:?}");
        }
    }
}
