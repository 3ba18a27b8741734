//! Two files and what changed between them; versions and the changes that they may have.

use prompt_build::library::PromptFile;
use prompt_build::report::Findings;
use prompt_build::source::Source;
use prompt_build::template::{SharedFiles, Template};
use semver::Version;

use super::{Change, Level, PromptText, Reason, base, blocking_release, check, first_unused, next};

/// The schema of the input before and after, and the level with its reasons.
const INPUTS: &[(&str, &str, &str)] = &[
    ("a: string", "a: string", "nothing"),
    (
        "a: string",
        "a: string, whom",
        "patch: comments or descriptions in the file were changed",
    ),
    (
        "a: string",
        "a: string\nseat: string",
        "major: the required input `seat` was added",
    ),
    (
        "a: string",
        "a: string\nseat?: string",
        "minor: the optional input `seat` was added",
    ),
    (
        "a: string\nseat: string",
        "a: string",
        "major: the input `seat` was removed",
    ),
    (
        "a: string\nseat?: string",
        "a: string",
        "major: the input `seat` was removed",
    ),
    (
        "a: string",
        "b: string",
        "major: the input `a` was removed; major: the required input `b` was added",
    ),
    (
        "a: string",
        "a: number",
        "major: the type of the input `a` was changed from `string` to `number`",
    ),
    (
        "a: any",
        "a: string",
        "major: the type of the input `a` was changed from `any` to `string`",
    ),
    (
        "a: string",
        "a(enum): [x]",
        "major: the type of the input `a` was changed from `string` to `enum`",
    ),
    (
        "a?: string",
        "a: string",
        "major: the input `a` is now required",
    ),
    (
        "a: string",
        "a?: string",
        "minor: the input `a` is now optional",
    ),
    (
        "a(enum): [x, y]",
        "a(enum): [y, x]",
        "patch: comments or descriptions in the file were changed",
    ),
    (
        "a(enum): [x, y]",
        "a(enum): [x]",
        "major: the choice `y` of the input `a` was removed",
    ),
    (
        "a(enum): [x]",
        "a(enum): [x, y]",
        "minor: the choice `y` of the input `a` was added",
    ),
    (
        "a(enum): [x, y]",
        "a(enum): [y, z]",
        "major: the choice `x` of the input `a` was removed; minor: the choice `z` of the input `a` was added",
    ),
    (
        "a(array): string",
        "a(array): number",
        "major: the type of the input `a[]` was changed from `string` to `number`",
    ),
    (
        "a(array): string",
        "a: string",
        "major: the type of the input `a` was changed from `array` to `string`",
    ),
    (
        "a:\n  b: string",
        "a:\n  b: string\n  c: string",
        "major: the required field `a.c` was added",
    ),
    (
        "a:\n  b: string",
        "a:\n  b: string\n  c?: string",
        "minor: the optional field `a.c` was added",
    ),
    (
        "a:\n  b: string\n  c?: string",
        "a:\n  b: string",
        "major: the field `a.c` was removed",
    ),
    (
        "a:\n  b: string",
        "a:\n  b?: string",
        "minor: the field `a.b` is now optional",
    ),
    (
        "a:\n  b?: string",
        "a:\n  b: string",
        "major: the field `a.b` is now required",
    ),
    (
        "a(array):\n  b(object):\n    c(array): string",
        "a(array):\n  b(object):\n    c(array): integer",
        "major: the type of the field `a[].b.c[]` was changed from `string` to `integer`",
    ),
    (
        "a:\n  (*): string",
        "a:\n  (*): number",
        "major: the type of the input `a.*` was changed from `string` to `number`",
    ),
    (
        "a:\n  (*): string",
        "a:\n  b: string",
        "major: the type of the input `a` was changed from a map to an object with fields",
    ),
    (
        "type: object\nproperties: { a: { type: [string, 'null'] } }\nrequired: [a]",
        "type: object\nproperties: { a: { type: string } }\nrequired: [a]",
        "major: the input `a` may no longer be `null`",
    ),
    (
        "type: object\nproperties: { a: { type: string } }\nrequired: [a]",
        "type: object\nproperties: { a: { type: [string, 'null'] } }\nrequired: [a]",
        "minor: the input `a` may now be `null`",
    ),
];

/// The schema of the answer before and after.
const ANSWERS: &[(&str, &str, &str)] = &[
    (
        "a: string",
        "a: string\nb: string",
        "minor: the property `b` of the answer was added",
    ),
    (
        "a: string",
        "b?: string\na: string",
        "minor: the property `b` of the answer was added",
    ),
    (
        "a: string\nb: string",
        "a: string",
        "major: the property `b` of the answer was removed",
    ),
    (
        "a: string\nb?: string",
        "a: string",
        "major: the property `b` of the answer was removed",
    ),
    (
        "a: string",
        "b: string",
        "major: the property `a` of the answer was removed; minor: the property `b` of the answer was added",
    ),
    (
        "a: string",
        "a: integer",
        "major: the type of the property `a` of the answer was changed from `string` to `integer`",
    ),
    (
        "a: string",
        "a: string, in a word",
        "patch: the description of the property `a` of the answer was changed",
    ),
    (
        "a: string, in a word",
        "a: string",
        "patch: the description of the property `a` of the answer was changed",
    ),
    (
        "a: string, in a word",
        "a: string, in two\nb: string",
        "minor: the property `b` of the answer was added; patch: the description of the property `a` of the answer was \
         changed",
    ),
    (
        "a(array):\n  b(object):\n    c: string",
        "a(array):\n  b(object):\n    c: string\n    d: string",
        "minor: the property `a[].b.d` of the answer was added",
    ),
    (
        "a(array):\n  b(object):\n    c: string\n    description: string",
        "a(array):\n  b(object):\n    c: string",
        "major: the property `a[].b.description` of the answer was removed",
    ),
    (
        "a:\n  (*): string",
        "a:\n  (*): number",
        "major: the type of the property `a.*` of the answer was changed from `string` to `number`",
    ),
    (
        "a(enum): [x]",
        "a(enum): [x, y]",
        "major: `enum` of the property `a` of the answer was changed",
    ),
    (
        "{ type: object, properties: { a: { type: string } } }",
        "{ type: object, properties: { a: { type: string } }, required: [a] }",
        "major: the property `a` of the answer is now required",
    ),
    (
        "{ type: object, properties: { a: { type: string } }, required: [a] }",
        "{ type: object, properties: { a: { type: string } } }",
        "major: the property `a` of the answer is now optional",
    ),
    (
        "{ type: object, properties: { a: { type: string } } }",
        "{ type: object, properties: { a: { type: string, maxLength: 7 } } }",
        "major: `maxLength` of the property `a` of the answer was changed",
    ),
    (
        "{ type: object }",
        "{ type: object, properties: { a: true } }",
        "minor: the property `a` of the answer was added",
    ),
    (
        "{ type: object, properties: { a: true } }",
        "{ type: object, properties: { a: false } }",
        "major: the schema of the property `a` of the answer was changed",
    ),
    (
        "{ type: object, properties: { a: { type: string } } }",
        "{ type: object, properties: { a: { type: [string, 'null'] } } }",
        "major: the type of the property `a` of the answer was changed from `string` to `string` or `null`",
    ),
    (
        "{ type: object }",
        "{ type: array, items: { type: string } }",
        "major: the type of the answer was changed from `object` to `array`",
    ),
    (
        "{ type: object, properties: { a: true, b: true } }",
        "{ properties: { b: true, a: true }, type: object }",
        "patch: comments or descriptions in the file were changed",
    ),
];

/// Whole files before and after.
const FILES: &[(&str, &str, &str)] = &[
    ("Hi.\n", "Hi.\n", "nothing"),
    ("Hi.\n", "Hi!\n", "patch: the text was changed"),
    (
        "Hi.\n",
        "Hi {{name}}.\n",
        "major: the required input `name` was added; patch: the text was changed",
    ),
    (
        "---\ninput: { default: { tone: warm } }\n---\n{{tone}}",
        "---\ninput: { default: { tone: dry } }\n---\n{{tone}}",
        "patch: the default of the input `tone` was changed",
    ),
    (
        "---\ninput: { default: { tone: warm } }\n---\n{{tone}}",
        "{{tone}}",
        "major: the input `tone` is now required",
    ),
    (
        "---\nmodel: a\n---\nHi.",
        "---\nmodel: b\n---\nHi.",
        "patch: the model was changed",
    ),
    (
        "---\nconfig: { temperature: 0.1 }\n---\nHi.",
        "---\nconfig: { temperature: 0.2 }\n---\nHi.",
        "patch: the configuration was changed",
    ),
    (
        "---\noutput: { schema: { a: string } }\n---\nHi.",
        "---\noutput: { schema: { a: number } }\n---\nHi!",
        "major: the type of the property `a` of the answer was changed from `string` to `number`; patch: the text was changed",
    ),
    (
        "Hi.",
        "---\noutput: { schema: { a: string } }\n---\nHi.",
        "major: the schema of the answer was added",
    ),
    (
        "---\noutput: { schema: { a: string } }\n---\nHi.",
        "Hi.",
        "major: the schema of the answer was removed",
    ),
    (
        "---\n# One.\nmodel: a\n---\nHi.",
        "---\nmodel: a\n---\nHi.",
        "patch: comments or descriptions in the file were changed",
    ),
    (
        "---\n# One.\nmodel: a\n---\nHi.\n{{history}}\n",
        "---\nmodel: a\n---\nHi.\n{{history}}\n",
        "patch: comments or descriptions in the file were changed",
    ),
    (
        "Hi.\n{{! One. }}\n",
        "Hi.\n",
        "patch: comments or descriptions in the file were changed",
    ),
];

#[test]
fn what_changed() {
    for (key, rows) in [("input", INPUTS), ("output", ANSWERS)] {
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
    for (old, new, expected) in FILES {
        assert_eq!(shown(old, new), *expected, "{old:?} to {new:?}");
    }
}

/// The same text with two extensions.
const FORMS: &[(&str, &str, &str, &str)] = &[
    (
        "Hi.",
        "md",
        "prompt",
        "patch: the form was changed from plain text (`.md`) to a template",
    ),
    (
        "Hi.",
        "prompt",
        "txt",
        "patch: the form was changed from a template to plain text (`.txt`)",
    ),
    (
        "Hi.",
        "md",
        "txt",
        "patch: the extension was changed from `.md` to `.txt`: both are plain text",
    ),
    ("Hi.", "txt", "txt", "nothing"),
    (
        "Hi {{name}}.",
        "txt",
        "prompt",
        "major: the required input `name` was added; \
         patch: the form was changed from plain text (`.txt`) to a template; \
         patch: the text was changed",
    ),
    (
        "---\ninput: { schema: { a?: string } }\n---\nHi.",
        "prompt",
        "md",
        "major: the input `a` was removed; \
         patch: the form was changed from a template to plain text (`.md`); \
         patch: the text was changed",
    ),
];

#[test]
fn the_form_is_a_part_of_the_text() {
    for (text, old, new, expected) in FORMS {
        let path = |extension| format!("note.{extension}");
        let found = shown_as((&path(old), text), (&path(new), text));
        assert_eq!(found, *expected, "{text:?} from {old} to {new}");
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

/// A release, the level of a change, the lowest version for it, and versions that will not do.
const NUMBERS: &[(&str, Level, &str, &[&str])] = &[
    (
        "1.4.2",
        Level::Patch,
        "1.4.3",
        &["1.4.2", "1.4.1", "1.4.2-rc.1", "1.4.2+7"],
    ),
    ("1.4.2", Level::Minor, "1.5.0", &["1.4.3", "1.4.9"]),
    ("1.4.2", Level::Major, "2.0.0", &["1.4.3", "1.5.0", "1.9.0"]),
    ("0.4.2", Level::Patch, "0.4.3", &["0.4.2"]),
    ("0.4.2", Level::Minor, "0.4.3", &["0.4.2"]),
    ("0.4.2", Level::Major, "0.5.0", &["0.4.3"]),
    ("0.0.2", Level::Patch, "0.0.3", &["0.0.2"]),
    ("0.0.2", Level::Major, "0.0.3", &["0.0.2"]),
    ("2.0.0-rc.1", Level::Major, "2.0.0", &["1.9.0"]),
];

#[test]
fn numbers_follow_changes() {
    for (base, level, lowest, refused) in NUMBERS {
        let change = Change {
            level: *level,
            reasons: vec![Reason::new(*level, "it changed")],
        };
        let base = version(base);
        assert_eq!(next(&base, *level).to_string(), *lowest, "{base} {level:?}");
        if base.pre.is_empty() {
            for taken in [*lowest, &format!("{lowest}-rc.1"), "7.0.0"] {
                assert_eq!(
                    check(&base, &version(taken), &change),
                    Ok(()),
                    "{base} {level:?} {taken}"
                );
            }
        }
        for refused in *refused {
            assert!(
                check(&base, &version(refused), &change).is_err(),
                "{base} {level:?} {refused}"
            );
        }
    }
}

#[test]
fn the_reason_names_what_changed() {
    let change = Change {
        level: Level::Major,
        reasons: vec![
            Reason::new(Level::Major, "the required input `seat` was added"),
            Reason::new(Level::Minor, "the optional input `tone` was added"),
        ],
    };
    let refused = |new| check(&version("2.3.0"), &version(new), &change).unwrap_err();
    assert_eq!(
        refused("2.4.0"),
        "`2.4.0` is a minor version after `2.3.0`, but the required input `seat` was added: use a major version, `3.0.0` or higher"
    );
    assert_eq!(
        refused("2.3.1-rc.1"),
        "`2.3.1-rc.1` is a patch version after `2.3.0`, but the required input `seat` was added, and the optional input \
         `tone` was added: use a major version, `3.0.0` or higher"
    );
    assert_eq!(
        refused("2.3.0-rc.1"),
        "`2.3.0-rc.1` is not higher than `2.3.0`"
    );
}

/// The released versions, a new version, and the version that it is compared with.
const BASES: &[(&[&str], &str, &str)] = &[
    (&[], "1.0.0", "none"),
    (&["1.0.0-rc.1"], "1.0.0", "none"),
    (&["1.4.0"], "2.0.0-rc.1", "1.4.0"),
    (&["1.4.0", "2.0.0-rc.1"], "2.0.0-rc.2", "1.4.0"),
    (&["1.4.0", "2.0.0-rc.1"], "2.0.0", "1.4.0"),
    (&["2.3.0", "2.2.1", "1.9.0"], "2.2.2", "2.2.1"),
    (&["2.3.0", "2.2.1"], "2.3.0-rc.1", "2.2.1"),
    (&["2.3.0"], "2.3.0+7", "none"),
    (&["2.3.0"], "1.0.0", "none"),
];

#[test]
fn the_highest_full_release_below_is_the_base() {
    for (released, new, expected) in BASES {
        let released = released
            .iter()
            .map(|text| version(text))
            .collect::<Vec<_>>();
        let found = base(&released, &version(new)).map_or("none".to_owned(), ToString::to_string);
        assert_eq!(found, *expected, "{new}");
    }
}

/// The versions that have a text, the one that it is to have now, and which of them keeps it from
/// that.
const IN_THE_WAY: &[(&[&str], &str, &str)] = &[
    (&[], "1.0.0", "none"),
    (&["1.0.0"], "1.0.1", "1.0.0"),
    (&["1.0.0"], "0.9.0", "1.0.0"),
    (&["1.0.0"], "1.0.0-rc.1", "1.0.0"),
    (&["1.0.0", "1.2.0"], "1.3.0", "1.2.0"),
    (&["2.0.0-rc.1"], "2.0.0", "none"),
    (&["2.0.0-rc.1"], "2.0.0-rc.2", "2.0.0-rc.1"),
    (&["2.0.0-rc.1"], "1.5.0", "2.0.0-rc.1"),
    (&["2.0.0-rc.1", "1.0.0"], "2.0.0", "1.0.0"),
];

#[test]
fn a_text_is_released_once() {
    for (same, new, expected) in IN_THE_WAY {
        let same = same.iter().map(|text| version(text)).collect::<Vec<_>>();
        let found =
            blocking_release(&same, &version(new)).map_or("none".to_owned(), ToString::to_string);
        assert_eq!(found, *expected, "{same:?} {new}");
    }
}

/// The released versions, the lowest version that will do, and the first that is not taken.
const UNUSED: &[(&[&str], &str, &str)] = &[
    (&[], "1.0.0", "1.0.0"),
    (&["1.0.0", "1.0.1"], "1.0.0", "1.0.2"),
    (&["1.0.1"], "1.0.0", "1.0.0"),
    (&["1.4.1", "1.4.2"], "1.4.1", "1.4.3"),
    (&["1.0.0-rc.1"], "1.0.0", "1.0.0"),
    (&["1.0.0+7"], "1.0.0", "1.0.1"),
];

#[test]
fn a_number_is_given_once() {
    for (released, lowest, expected) in UNUSED {
        let released = released
            .iter()
            .map(|text| version(text))
            .collect::<Vec<_>>();
        let found = first_unused(version(lowest), &released);
        assert_eq!(found.to_string(), *expected, "{released:?} {lowest}");
    }
}

fn version(text: &str) -> Version {
    Version::parse(text).unwrap()
}
