use std::sync::Arc;

use crate::report::{Code, Finding, Findings};
use crate::source::{Location, Mark, Source};
use crate::template::{Config, Partials, Template};
#[cfg(feature = "publish")]
use crate::template::{WorkingCopy, inline};
use crate::yaml::{self, Node, Value};

type FrontMatter = Option<(Arc<Source>, Node)>;

/// A prompt file, split into front matter and body.
#[derive(Debug)]
pub struct PromptFile {
    source: Arc<Source>,
    /// The parsed front matter, with the text before the body as its source. `None` if the file
    /// has none.
    front_matter: FrontMatter,
    body: usize,
}

const FENCE: &str = "---";

impl PromptFile {
    /// Splits a file into front matter and body, as Dotprompt does: the front matter stands between
    /// two lines `---`, after blank lines and `#` comments at most. A file without front matter is
    /// all body.
    pub fn read(source: &Arc<Source>, findings: &mut Findings) -> Option<Self> {
        let body = match front_matter_end(&source.text) {
            Some(end) => end,
            None if source.text.lines().next().is_some_and(is_fence) => {
                findings.push(unclosed(source));
                return None;
            }
            None => 0,
        };
        let front_matter = read_front_matter(source, body, findings)?;
        let file = Self {
            source: Arc::clone(source),
            front_matter,
            body,
        };
        if file.body().trim().is_empty() {
            findings.push(Finding::error(
                Code::EmptyPrompt,
                Location::file(source),
                "the prompt has no text",
            ));
            return None;
        }
        Some(file)
    }

    /// The file, as the source of locations.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The whole file.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// The text after the front matter, byte for byte.
    pub fn body(&self) -> &str {
        &self.source.text[self.body..]
    }

    /// The offset of the body in the file.
    pub fn body_start(&self) -> usize {
        self.body
    }

    /// The file's settings for its model. The template is not compiled.
    pub fn config(&self) -> Config {
        let front_matter = self.front_matter.as_ref();
        front_matter
            .map(|(source, node)| Config::of_front_matter(source, node))
            .unwrap_or_default()
    }

    /// Compiles the file's template.
    pub fn template(&self, partials: &Partials<'_>, findings: &mut Findings) -> Option<Template> {
        let front_matter = self
            .front_matter
            .as_ref()
            .map(|(source, node)| (source, node));
        Template::read(&self.source, self.body, front_matter, partials, findings)
    }

    #[cfg(feature = "publish")]
    /// The whole file as it is released: each partial's text in place of its tag. It renders as the
    /// file does; otherwise there is a finding.
    pub fn without_partials(
        &self,
        partials: &Partials<'_>,
        findings: &mut Findings,
    ) -> Option<String> {
        let front_matter = self
            .front_matter
            .as_ref()
            .map(|(source, node)| (source, node));
        let copy = WorkingCopy {
            source: &self.source,
            body: self.body,
            front_matter,
        };
        inline(copy, partials, findings)
    }
}

/// Reads the front matter. It must be a mapping or empty: any other text between two lines `---`
/// was probably meant as part of the prompt, and would be lost. `None` if there was an error.
fn read_front_matter(
    source: &Arc<Source>,
    body: usize,
    findings: &mut Findings,
) -> Option<FrontMatter> {
    let front = source.text[..body]
        .trim_end()
        .strip_suffix(FENCE)
        .unwrap_or_default();
    if front.is_empty() {
        return Some(None);
    }
    // A source that ends before the body, so that its locations are those of the file.
    let front = Source::new(source.path.as_str(), front);
    let root = yaml::parse(&front, findings)?;
    if matches!(root.value, Value::Null | Value::Map(_)) {
        return Some(Some((front, root)));
    }
    let help = "to begin the text with `---`, put an empty front matter before it";
    findings.push(
        yaml::unexpected(&front, &root, "a mapping for the front matter").help(help.to_owned()),
    );
    None
}

fn unclosed(source: &Arc<Source>) -> Finding {
    let location = Location::new(source, Mark::at(0, FENCE.len()));
    let message = "the front matter has no end, expected a second line `---`";
    let help = "end it with `---` on a line of its own; if the prompt has no front matter, begin it with an empty line";
    Finding::error(Code::UnclosedFrontMatter, location, message).help(help.to_owned())
}

/// The offset of the line after the second fence.
fn front_matter_end(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut opened = false;
    for line in text.split_inclusive('\n') {
        at += line.len();
        match (opened, is_fence(line)) {
            (true, true) => return Some(at),
            (false, true) => opened = true,
            (false, false) if !is_preamble(line) => return None,
            _ => {}
        }
    }
    None
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == FENCE
}

fn is_preamble(line: &str) -> bool {
    line.starts_with('#') || line.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::PromptFile;
    use crate::report::Findings;
    use crate::source::Source;

    /// A file, and its body or the code of the finding.
    const FILES: &[(&str, &str)] = &[
        ("Say hello.\n", "Say hello.\n"),
        ("Say hello.", "Say hello."),
        ("---\na: b\n---\nSay hello.\n", "Say hello.\n"),
        ("---\na: b\n---\n\n  Say hello.\n\n", "\n  Say hello.\n\n"),
        ("--- \na: b\n---  \nSay hello.", "Say hello."),
        ("---\n---\nSay hello.", "Say hello."),
        ("# licence\n\n---\na: b\n---\nSay hello.", "Say hello."),
        ("---\na: b\n---\nOne.\n---\nTwo.\n", "One.\n---\nTwo.\n"),
        (
            "One.\n---\nTwo.\n---\nThree.\n",
            "One.\n---\nTwo.\n---\nThree.\n",
        ),
        ("\n---\nOne rule, no end.\n", "\n---\nOne rule, no end.\n"),
        ("# Title\nSay hello.\n", "# Title\nSay hello.\n"),
        ("----\nSay hello.\n----\n", "----\nSay hello.\n----\n"),
        (
            "# Role\n\n---\nBe polite.\n---\nSay bye.\n",
            "unexpected-type",
        ),
        ("---\nBe polite.\n---\nSay bye.\n", "unexpected-type"),
        ("---\n- a\n---\nSay bye.\n", "unexpected-type"),
        ("---\na: [1\n---\nSay bye.\n", "invalid-yaml"),
        ("---\na: b\na: c\n---\nSay bye.\n", "duplicate-key"),
        ("---\na: b\nSay hello.\n", "unclosed-front-matter"),
        ("---", "unclosed-front-matter"),
        ("", "empty-prompt"),
        (" \n\t\n", "empty-prompt"),
        ("---\na: b\n---", "empty-prompt"),
        ("---\na: b\n---\n \n", "empty-prompt"),
    ];

    #[test]
    fn front_matter_and_body() {
        for (file, expected) in FILES {
            let mut findings = Findings::default();
            let read = PromptFile::read(&Source::new("note.prompt", *file), &mut findings);
            let body = read.as_ref().map(PromptFile::body);
            let code = findings.iter().next().map(|finding| finding.code.as_str());
            assert_eq!(code.or(body), Some(*expected), "{file:?}");
        }
    }
}
