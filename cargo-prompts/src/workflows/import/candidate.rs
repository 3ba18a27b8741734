use std::sync::Arc;

use clap::ValueEnum;
use prompt_build::library::Extension;
use prompt_build::source::Source;

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A plain text, in which nothing is a tag
    Text,
    /// A template of Jinja
    Jinja,
}

/// A text that becomes a prompt.
#[derive(Debug)]
pub struct Candidate {
    /// The name from which an id is made.
    pub name: String,
    /// The text. Its path is the way to it as a user writes it: that of a string ends with `::NAME`.
    pub source: Arc<Source>,
    pub format: Format,
    /// The extension of a plain text.
    pub extension: Extension,
    /// What changes on the way, besides the form.
    pub notes: Vec<String>,
}

/// The endings of templates.
const JINJA: [&str; 5] = [".jinja2", ".jinja", ".tera", ".j2", ".jinja.html"];
/// The endings of plain texts.
const TEXT: [(&str, Extension); 4] = [
    (".md", Extension::Md),
    (".markdown", Extension::Md),
    (".txt", Extension::Txt),
    (".text", Extension::Txt),
];
/// The endings of names in which the usual settings of Jinja escape.
const ESCAPED: [&str; 3] = [".html", ".htm", ".xml"];

/// The format that a file's name tells; `None` if it tells none.
pub fn format_of(name: &str) -> Option<Format> {
    let name = name.to_lowercase();
    let is_jinja = JINJA.iter().any(|ending| name.ends_with(ending));
    let is_text = || TEXT.iter().any(|(ending, _)| name.ends_with(ending));
    if is_jinja {
        Some(Format::Jinja)
    } else {
        is_text().then_some(Format::Text)
    }
}

impl Candidate {
    /// A file of this name, read as its ending tells or as it is asked for.
    pub fn file(source: Arc<Source>, name: &str, format: Format, notes: Vec<String>) -> Self {
        let lower = name.to_lowercase();
        let mut stem = lower.as_str();
        for ending in JINJA {
            stem = stem.strip_suffix(ending).unwrap_or(stem);
        }
        let mut notes = notes;
        if format == Format::Jinja && ESCAPED.iter().any(|ending| stem.ends_with(ending)) {
            let note = "Jinja escapes values in files of this name; a prompt escapes nothing";
            notes.push(note.to_owned());
        }
        let extension = TEXT.iter().find(|(ending, _)| lower.ends_with(ending));
        let endings = TEXT.iter().map(|(ending, _)| *ending).chain(ESCAPED);
        for ending in endings {
            stem = stem.strip_suffix(ending).unwrap_or(stem);
        }
        let stem = &name[..stem.len().min(name.len())];
        Self {
            name: stem.to_owned(),
            source,
            format,
            extension: extension.map_or(Extension::Txt, |(_, extension)| *extension),
            notes,
        }
    }
}
