//! Two files and what changed between them; versions and the changes that they may have.

mod answers;
mod files;
mod inputs;
mod tools;
mod versions;

use prompt_build::library::PromptFile;
use prompt_build::report::Findings;
use prompt_build::source::Source;
use prompt_build::template::{SharedFiles, Template};

use super::{Change, PromptText};

/// Checks the change between two schemas under a key of the front matter.
fn check_schemas(key: &str, rows: &[(&str, &str, &str)]) {
    for (old, new, expected) in rows {
        let file = |schema: &str| {
            let indented = schema.replace('\n', "\n    ");
            format!("---\n{key}:\n  schema:\n    {indented}\n---\nHi.\n")
        };
        assert_eq!(
            shown(&file(old), &file(new)),
            *expected,
            "{old:?} to {new:?}"
        );
    }
}

fn shown(old: &str, new: &str) -> String {
    shown_as(("note.prompt", old), ("note.prompt", new))
}

/// The change between two files, each a path and a text.
fn shown_as(old: (&str, &str), new: (&str, &str)) -> String {
    let files = (file(old.0, old.1), file(new.0, new.1));
    let templates = (template(&files.0), template(&files.1));
    let old = PromptText {
        file: old.1,
        extension: files.0.extension(),
        template: &templates.0,
    };
    let new = PromptText {
        file: new.1,
        extension: files.1.extension(),
        template: &templates.1,
    };
    let change = Change::between(old, new);
    let reasons = change
        .reasons
        .iter()
        .map(|reason| format!("{}: {}", reason.level.as_str(), reason.sentence));
    let reasons = reasons.collect::<Vec<_>>().join("; ");
    assert_eq!(
        reasons
            .split(':')
            .next()
            .filter(|level| !level.is_empty())
            .unwrap_or("nothing"),
        change.level.as_str()
    );
    if reasons.is_empty() {
        change.level.as_str().to_owned()
    } else {
        reasons
    }
}

fn file(path: &str, text: &str) -> PromptFile {
    let mut findings = Findings::default();
    let file = PromptFile::read(&Source::new(path, text), &mut findings);
    file.unwrap_or_else(|| panic!("{findings:?}"))
}

fn template(file: &PromptFile) -> Template {
    let mut findings = Findings::default();
    let template = file.template(&SharedFiles::refused(), &mut findings);
    template.unwrap_or_else(|| panic!("{findings:?}"))
}
