//! Whole files.

use super::{shown, shown_as};

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
        "patch: comments, descriptions or keys without effect were changed",
    ),
    (
        "---\n# One.\nmodel: a\n---\nHi.\n{{history}}\n",
        "---\nmodel: a\n---\nHi.\n{{history}}\n",
        "patch: comments, descriptions or keys without effect were changed",
    ),
    (
        "---\noutput: { format: json }\n---\nHi.",
        "Hi.",
        "patch: the form of the answer was changed from JSON to text",
    ),
    (
        "---\noutput: { format: text }\n---\nHi.",
        "---\noutput: { format: json }\n---\nHi.",
        "patch: the form of the answer was changed from text to JSON",
    ),
    (
        "---\noutput: { format: text }\nmaxTurns: 2\n---\nHi.",
        "Hi.",
        "patch: comments, descriptions or keys without effect were changed",
    ),
    (
        "Hi.\n{{! One. }}\n",
        "Hi.\n",
        "patch: comments, descriptions or keys without effect were changed",
    ),
];

#[test]
fn what_changed_of_the_files() {
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
