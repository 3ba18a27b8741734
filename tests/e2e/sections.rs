//! The form that all cases have in common: a title, then sections, each below a line
//! `== heading ==`.

/// The sections of a case: the heading, and what stands below it, without the last line end.
pub fn sections(text: &str) -> Vec<(&str, &str)> {
    let mut parts = text.split("\n== ");
    let title = parts.next().unwrap_or_default();
    assert!(
        !title.trim().is_empty(),
        "a case begins with a line that says what it shows"
    );
    let sections = parts.map(|section| {
        let (heading, body) = section.split_once('\n').unwrap_or((section, ""));
        let heading = heading
            .strip_suffix(" ==")
            .expect("a heading ends with ` ==`");
        (heading, body)
    });
    sections.collect()
}
