//! Texts of any length and form.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::super::find;

/// Texts that look like something again and again, and are long.
#[test]
fn long_texts_take_no_longer_than_they_are_long() {
    let start = Instant::now();
    for part in [
        "+1",
        " 1",
        " 2",
        "+49 30 ",
        "030 12 ",
        "+49 30 9018 2001, ",
        "4111 ",
        "DE89 ",
        "a@",
        "me@vingt.fr ",
        "(415) ",
        "tel. 1 ",
        "a at ",
        "a dot ",
        "a [at] ",
        "a(at)b.",
        "%40",
        "&#64;a",
        "card ",
        "(+49) ",
        "06.",
        "a",
        "415-555-2671 ",
        "030 901820 ",
        "+49 30 901820/",
        "030+901820+",
        "%C2%A0",
        "\\u00a0",
        "&",
        "mara..",
    ] {
        find(&format!("+1{}", part.repeat(4_000)));
    }
    // With time that grows as the square it would be many minutes.
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}",
        start.elapsed()
    );
}

proptest! {
    /// The ranges are in order and can be cut out of any text.
    #[test]
    fn ranges_are_sound(text in r"(?:[0-9 ().+/-]{0,12}|\PC{0,4}|[a-zé@.]{0,8}|DE89|4111){0,12}") {
        let mut end = 0;
        for found in find(&text) {
            prop_assert!(end <= found.range.start && found.range.start < found.range.end);
            prop_assert!(text.get(found.range.clone()).is_some());
            end = found.range.end;
        }
    }
}
