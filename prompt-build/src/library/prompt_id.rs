//! Prompt ids: `[a-z0-9]+(-[a-z0-9]+)*`, at most 64 characters. An id names a folder, so it must
//! not be able to name another one.

use super::{PARTIALS, SCHEMAS, TOOLS};
use prompt_core::secret::masked;

const LONGEST: usize = 64;
/// The folders of the library that are no prompt's, each with what it holds.
const RESERVED: [(&str, &str); 3] = [
    (PARTIALS, "partials"),
    (SCHEMAS, "named schemas"),
    (TOOLS, "tools"),
];

/// Returns `true` for a folder of the library that is no prompt's.
pub(super) fn is_reserved(name: &str) -> bool {
    RESERVED.iter().any(|(reserved, _)| name == *reserved)
}

/// Checks an id. The error says what is wrong with it.
pub fn check(id: &str) -> Result<(), String> {
    if id.is_empty() {
        return Err("it is empty".to_owned());
    }
    let length = id.chars().count();
    if length > LONGEST {
        return Err(format!(
            "it has {length} characters, at most {LONGEST} are allowed"
        ));
    }
    if let Some(odd) = id.chars().find(|&c| !is_id_character(c)) {
        let code_point = u32::from(odd);
        return Err(if odd.is_ascii_graphic() {
            format!("unexpected `{odd}`, expected lower-case letters, digits and single hyphens")
        } else {
            format!(
                "unexpected character U+{code_point:04X}, expected lower-case letters, digits and single hyphens"
            )
        });
    }
    if let Some((_, kind)) = RESERVED.iter().find(|(reserved, _)| id == *reserved) {
        return Err(format!("the folder of this name is reserved for {kind}"));
    }
    if id.split('-').any(str::is_empty) {
        return Err("each hyphen must be between two letters or digits".to_owned());
    }
    Ok(())
}

/// Suggests a valid id that is like the given one.
pub fn suggestion(id: &str) -> Option<String> {
    // In lower case, a secret would no longer be known as one.
    if masked(id) != id {
        return None;
    }
    let lower = id.to_ascii_lowercase().replace(['_', ' ', '.'], "-");
    check(&lower)
        .is_ok()
        .then(|| format!("did you mean `{lower}`?"))
}

fn is_id_character(c: char) -> bool {
    matches!(c, 'a'..='z' | '0'..='9' | '-')
}

#[cfg(test)]
mod tests {
    use super::{check, suggestion};

    /// An id, what is wrong with it, and the one that is suggested.
    const IDS: &[(&str, &str, &str)] = &[
        ("note", "", "note"),
        ("a", "", "a"),
        ("sales-email-007", "", "sales-email-007"),
        (
            "an-id-of-sixty-four-characters-is-the-longest-that-there-may-be1",
            "",
            "an-id-of-sixty-four-characters-is-the-longest-that-there-may-be1",
        ),
        (
            "an-id-of-sixty-five-characters-is-longer-than-any-that-there-may1",
            "it has 65 characters, at most 64 are allowed",
            "",
        ),
        ("", "it is empty", ""),
        (
            "Sales_Email 7.2",
            "unexpected `S`, expected lower-case letters, digits and single hyphens",
            "sales-email-7-2",
        ),
        (
            "sk_live_yG2kiUChfZqOgRv6F9iXN19q",
            "unexpected `_`, expected lower-case letters, digits and single hyphens",
            "",
        ),
        (
            "no te",
            "unexpected character U+0020, expected lower-case letters, digits and single hyphens",
            "no-te",
        ),
        (
            "caf\u{e9}",
            "unexpected character U+00E9, expected lower-case letters, digits and single hyphens",
            "",
        ),
        (
            "../note",
            "unexpected `.`, expected lower-case letters, digits and single hyphens",
            "",
        ),
        (
            "-note",
            "each hyphen must be between two letters or digits",
            "",
        ),
        (
            "note-",
            "each hyphen must be between two letters or digits",
            "",
        ),
        (
            "no--te",
            "each hyphen must be between two letters or digits",
            "",
        ),
        (
            "partials",
            "the folder of this name is reserved for partials",
            "",
        ),
        (
            "schemas",
            "the folder of this name is reserved for named schemas",
            "",
        ),
        ("tools", "the folder of this name is reserved for tools", ""),
    ];

    #[test]
    fn an_id_names_one_folder() {
        for (id, fault, suggested) in IDS {
            assert_eq!(check(id).err().unwrap_or_default(), *fault, "{id}");
            let help = suggestion(id);
            let expected = Some(*suggested).filter(|suggested| !suggested.is_empty());
            let expected = expected.map(|suggested| format!("did you mean `{suggested}`?"));
            assert_eq!(help, expected, "{id}");
        }
    }
}
