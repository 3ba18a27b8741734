//! Whatever stands in the file of allowed signers, its mistakes lie within it, and a signature
//! counts for nobody but the people in the line of its key.

use prompt_build::library::Moment;
use prompt_build::report::Findings;
use prompt_build::signatures::AllowedSigners;
use prompt_build::source::Source;

use crate::places;
use crate::signature::{MESSAGE, SIGNATURE};

/// The key that made the signature.
const KEY: &str = "AAAAC3NzaC1lZDI1NTE5AAAAIJqoqIWaZjvFuWdso+XvhIPcjB7FeCjzf5pcvQCHoTbJ";
/// The people who are asked for.
const PEOPLE: [&str; 3] = ["lead", "mara@example.com", "Ben"];

/// Reads the file, and asks it for people.
pub fn check(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let mut findings = Findings::default();
    let signers = AllowedSigners::read(&Source::new("allowed_signers", text), &mut findings);
    places::check(findings.iter());
    assert_eq!(signers.is_complete(), !findings.has_errors());
    let at = Moment::parse("2026-10-05T14:00:00Z").expect("it is a time");
    for person in PEOPLE {
        let verified = |message| signers.verify(person, "prompts", message, SIGNATURE, &at);
        assert!(verified(b"another message").is_err());
        if let Ok(key) = verified(MESSAGE) {
            let line = text.split('\n').nth(key.line - 1).unwrap_or_default();
            let names = line.to_ascii_lowercase();
            assert!(line.contains(KEY), "the key is not in {line:?}");
            assert!(
                names.contains(&person.to_ascii_lowercase()),
                "{person} is not in {line:?}"
            );
        }
    }
}
