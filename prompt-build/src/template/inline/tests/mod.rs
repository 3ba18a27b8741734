//! Working copies with partials, and the text that stands alone.

mod arbitrary;
mod render;

use crate::library::PromptFile;
use crate::report::{Code, Finding, Findings, Place, Source};
use crate::template::{Partials, Template};

/// What the row shows, the working copy, its partials as name and text, and the release, or the finding with its line
/// and column.
type Row = (&'static str, &'static str, &'static [(&'static str, &'static str)], &'static str);

const ROWS: &[Row] = &[
    ("no partial", "Hi {{name}}\r!\n", &[], "Hi {{name}}\r!\n"),
    ("on a line of its own", "One.\n{{> p}}\nThree.\n", &[("p", "Two.\n")], "One.\nTwo.\nThree.\n"),
    ("with blanks around", "One.\n{{> p}}  \nThree.\n", &[("p", "Two.\n")], "One.\nTwo.\nThree.\n"),
    ("without a final line end", "One.\n{{> p}}\nThree.\n", &[("p", "Two.")], "One.\nTwo.Three.\n"),
    ("inline", "One {{> p}} three.", &[("p", "two")], "One two three."),
    ("inline, of a line", "One {{> p}} three.", &[("p", "two\n")], "One two\n three."),
    ("the file and nothing else", "{{> p}}", &[("p", "Two {{name}}\n")], "Two {{name}}\n"),
    ("twice", "{{> p}}\n{{> p}}\n", &[("p", "Two.\n")], "Two.\nTwo.\n"),
    ("an empty one", "One.\n{{> p}}\nThree.\n", &[("p", "")], "One.\nThree.\n"),
    ("nested", "A\n{{> p}}\nE\n", &[("p", "B\n{{> q}}\nD\n"), ("q", "C\n")], "A\nB\nC\nD\nE\n"),
    (
        "below a front matter",
        "# x\n---\nmodel: a # b\n---\n\n{{> p}}\n",
        &[("p", "Two.\n")],
        "# x\n---\nmodel: a # b\n---\nTwo.\n{{!}}",
    ),
    (
        "blocks that stand on lines in both",
        "A\n{{#if a}}\n{{> p}}\n{{/if}}\nD\n",
        &[("p", "{{#each b}}\n- {{this}}\n{{/each}}\n")],
        "A\n{{#if a}}\n{{#each b}}\n- {{this}}\n{{/each}}\n{{/if}}\nD\n",
    ),
];

#[test]
fn partials_in_place() {
    for (what, file, partials, expected) in ROWS {
        assert_eq!(shown(file, partials), *expected, "{what}");
    }
}

fn shown(file: &str, partials: &[(&str, &str)]) -> String {
    let (inlined, findings) = inlined(file, partials);
    let show = |finding: &Finding| {
        let located = finding.place.locate();
        format!("{} {}:{} {}", finding.code.as_str(), located.line, located.column, finding.message)
    };
    inlined.map_or_else(|| findings.iter().map(show).collect::<Vec<_>>().join("; "), |inlined| inlined.text)
}

/// The text that stands alone, with the templates of the working copy and of that text.
fn inlined(file: &str, partials: &[(&str, &str)]) -> (Option<Inlined>, Findings) {
    let load = |name: &str| {
        let source = |text: &str| Source::new(format!("partials/{name}.prompt"), text);
        match partials.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => Ok(source(text)),
            None => Err(Finding::error(Code::MissingPartial, Place::file(&source("")), "no such partial")),
        }
    };
    let known = Vec::new;
    let partials = Partials::through(&load, &known);
    let mut findings = Findings::default();
    let read = |text: &str, findings: &mut Findings| PromptFile::read(&Source::new("local.prompt", text), findings);
    let inlined = read(file, &mut findings).and_then(|file| {
        let before = file.template(&partials, &mut findings)?;
        let text = file.without_partials(&partials, &mut findings)?;
        let after = read(&text, &mut findings)?.template(&Partials::refused(), &mut findings)?;
        Some(Inlined { text, before, after })
    });
    (inlined, findings)
}

struct Inlined {
    text: String,
    before: Template,
    after: Template,
}
