use std::sync::Arc;

use crate::report::{Code, Finding, Findings};
use crate::source::{Location, Mark, Source};
use crate::template::{Config, SharedFiles, Template, has_known_key};
#[cfg(feature = "publish")]
use crate::template::{WorkingCopy, inline};
use crate::yaml::{self, Node, Value};

use super::misplaced::{
    FENCE, front_matter_of_plain_text, front_matter_without_key, misplaced_front_matter,
};
use super::names::WORKING_COPY;
use super::{Extension, working_copy_file};

type FrontMatter = Option<(Arc<Source>, Node)>;

/// A prompt file, split into front matter and body.
#[derive(Debug)]
pub struct PromptFile {
    source: Arc<Source>,
    extension: Extension,
    /// The parsed front matter, with the text before the body as its source. `None` if the file
    /// has none.
    front_matter: FrontMatter,
    body: usize,
}

impl PromptFile {
    /// Splits a file into front matter and body: the front matter stands between two lines `---`, of
    /// which the first begins the file. A file without front matter is all body, and so is a plain
    /// text.
    pub fn read(source: &Arc<Source>, findings: &mut Findings) -> Option<Self> {
        let extension = Extension::of(&source.path).map(|(_, extension)| extension);
        let extension = extension.unwrap_or_default();
        let file = if extension.is_plain() {
            findings.extend(front_matter_of_plain_text(source));
            Self::all_body(source)
        } else {
            let mut own = Findings::default();
            let file = Self::split(source, &mut own);
            findings.append(with_plain_form(source, OF_SPLIT, own));
            file?
        };
        if file.body().trim().is_empty() {
            findings.push(Finding::error(
                Code::EmptyPrompt,
                Location::file(source),
                "the prompt has no text",
            ));
            return None;
        }
        Some(Self { extension, ..file })
    }

    fn all_body(source: &Arc<Source>) -> Self {
        Self {
            source: Arc::clone(source),
            extension: Extension::default(),
            front_matter: None,
            body: 0,
        }
    }

    fn split(source: &Arc<Source>, findings: &mut Findings) -> Option<Self> {
        let body = match front_matter_end(&source.text) {
            Some(end) => end,
            None if source.text.lines().next().is_some_and(is_fence) => {
                findings.push(unclosed(source));
                return None;
            }
            None => {
                findings.extend(misplaced_front_matter(source));
                0
            }
        };
        Some(Self {
            front_matter: read_front_matter(source, body, findings)?,
            body,
            ..Self::all_body(source)
        })
    }

    /// The file, as the source of locations.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// Returns `true` if the file is one message as it stands: it has no front matter and no tags.
    pub fn is_plain(&self) -> bool {
        self.extension.is_plain()
    }

    /// The extension of the file's name.
    pub fn extension(&self) -> Extension {
        self.extension
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
    pub fn template(&self, shared: &SharedFiles<'_>, findings: &mut Findings) -> Option<Template> {
        if self.is_plain() {
            return Some(Template::plain(&self.source));
        }
        let front_matter = self
            .front_matter
            .as_ref()
            .map(|(source, node)| (source, node));
        let mut own = Findings::default();
        let template = Template::read(&self.source, self.body, front_matter, shared, &mut own);
        findings.append(if self.is_meant_as_template(&own) {
            own
        } else {
            with_plain_form(&self.source, OF_TEMPLATES, own)
        });
        template
    }

    /// Returns whether the front matter has a known key, or the body a tag that no finding is about.
    fn is_meant_as_template(&self, findings: &Findings) -> bool {
        let front_matter = self.front_matter.as_ref();
        let of_tags = findings
            .iter()
            .filter(|finding| is_in(&self.source, finding) && OF_TEMPLATES.contains(&finding.code));
        front_matter.is_some_and(|(_, node)| has_known_key(node))
            || self.body().matches("{{").count() > of_tags.count()
    }

    #[cfg(feature = "publish")]
    /// The whole file as it is released: each partial's text in place of its tag, and each named
    /// schema in place of its name. It renders as the file does; otherwise there is a finding.
    pub fn release_text(
        &self,
        shared: &SharedFiles<'_>,
        findings: &mut Findings,
    ) -> Option<String> {
        if self.is_plain() {
            return Some(self.text().to_owned());
        }
        let front_matter = self
            .front_matter
            .as_ref()
            .map(|(source, node)| (source, node));
        let copy = WorkingCopy {
            source: &self.source,
            body: self.body,
            front_matter,
        };
        inline(copy, shared, findings)
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
    let front = Source::start_of(source, front.len());
    let root = yaml::parse(&front, findings)?;
    if root.value == Value::Null {
        findings.extend(front_matter_without_key(&front));
    }
    if matches!(root.value, Value::Null | Value::Map(_)) {
        return Some(Some((front, root)));
    }
    let help = "to begin the text with `---`, put an empty front matter before it";
    findings.push(
        yaml::unexpected(&front, &root, "a mapping for the front matter").help(help.to_owned()),
    );
    None
}

/// The errors that a plain text has if its front matter is read.
const OF_SPLIT: &[Code] = &[
    Code::UnclosedFrontMatter,
    Code::InvalidYaml,
    Code::UnexpectedType,
];
/// The errors that a plain text has if it is read as a template.
const OF_TEMPLATES: &[Code] = &[
    Code::UnknownKey,
    Code::UnclosedTag,
    Code::InvalidTag,
    Code::UnsupportedTag,
    Code::StrayTag,
    Code::UnclosedBlock,
    Code::UnknownHelper,
    Code::MissingPartial,
];

/// Returns whether a finding is about the file, and not about a partial.
fn is_in(source: &Source, finding: &Finding) -> bool {
    finding.location.source.path == source.path
}

/// Names the plain form beside the first error of a working copy that a plain text would have.
fn with_plain_form(source: &Arc<Source>, codes: &[Code], findings: Findings) -> Findings {
    let name = source.path.rsplit('/').next().unwrap_or_default();
    let is_working_copy = Extension::of(name).is_some_and(|(stem, _)| stem == WORKING_COPY);
    let plain = working_copy_file(Extension::Md);
    let help = format!("a plain text, without front matter and tags, is named `{plain}`");
    let mut help = is_working_copy.then_some(help);
    let mut named = Findings::default();
    named.extend(findings.into_iter().map(|finding| {
        if is_in(source, &finding) && codes.contains(&finding.code) {
            finding.help(help.take())
        } else {
            finding
        }
    }));
    named
}

fn unclosed(source: &Arc<Source>) -> Finding {
    let location = Location::new(source, Mark::at(0, FENCE.len()));
    let message = "the front matter has no end, expected a second line `---`";
    let help = "end it with `---` on a line of its own; if the prompt has no front matter, begin it with an empty line";
    Finding::error(Code::UnclosedFrontMatter, location, message).help(help.to_owned())
}

/// The offset of the line after the second fence.
fn front_matter_end(text: &str) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let mut at = lines.next().filter(|line| is_fence(line))?.len();
    for line in lines {
        at += line.len();
        if is_fence(line) {
            return Some(at);
        }
    }
    None
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == FENCE
}

#[cfg(test)]
mod tests {
    use super::PromptFile;
    use crate::report::{Finding, Findings};
    use crate::source::Source;
    use crate::template::{Config, SharedFiles};

    /// A file, and its body or the code of the finding.
    const FILES: &[(&str, &str)] = &[
        ("Say hello.\n", "Say hello.\n"),
        ("Say hello.", "Say hello."),
        ("---\na: b\n---\nSay hello.\n", "Say hello.\n"),
        ("---\na: b\n---\n\n  Say hello.\n\n", "\n  Say hello.\n\n"),
        ("--- \na: b\n---  \nSay hello.", "Say hello."),
        ("---\n---\nSay hello.", "Say hello."),
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
            "# Role\n\n---\nBe polite.\n---\nSay bye.\n",
        ),
        (
            "----\nname: Bob\n----\nGo.\n",
            "----\nname: Bob\n----\nGo.\n",
        ),
        (
            "One.\n---\nname: Bob\n---\nGo.",
            "One.\n---\nname: Bob\n---\nGo.",
        ),
        // What was probably meant as front matter is text, with a warning.
        (
            "# Role\n---\nname: Bob\n---\nGo.\n",
            "misplaced-front-matter",
        ),
        (
            "# SPDX-License-Identifier: MIT\n\n---\na: b\n---\nGo.",
            "misplaced-front-matter",
        ),
        ("\n---\na: b\n---\nGo.", "misplaced-front-matter"),
        (
            "<!-- MIT -->\n---\na: b\n---\nGo.",
            "misplaced-front-matter",
        ),
        (
            "<!--\nMIT\n-->\n\n---\na: b\n---\nGo.",
            "misplaced-front-matter",
        ),
        ("{{! MIT }}\n---\na: b\n---\nGo.", "misplaced-front-matter"),
        (
            "<!-- MIT\n---\na: b\n---\nGo. -->",
            "<!-- MIT\n---\na: b\n---\nGo. -->",
        ),
        (" ---\na: b\n---\nGo.", "misplaced-front-matter"),
        ("---\ra: b\r---\rGo.", "misplaced-front-matter"),
        ("\n---\n---\nGo.", "\n---\n---\nGo."),
        ("---\n\n---\nGo.", "Go."),
        ("---\n# Title\n---\nGo.", "misplaced-front-matter"),
        (
            "---\r\n\r\n# Title\r\n\r\n---\r\nGo.",
            "misplaced-front-matter",
        ),
        ("---\n~\n---\nGo.", "misplaced-front-matter"),
        ("---\n# Title\na: b\n---\nGo.", "Go."),
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

    /// A file, and whether the first of its errors names the plain form.
    const PLAIN_FORMS: &[(&str, bool)] = &[
        ("---\nnever closed", true),
        ("---\na: [1\n---\nSay bye.\n", true),
        ("---\nBe polite.\n---\nSay bye.\n", true),
        ("---\nnotes: b\n---\nSay bye.\n", true),
        ("Write {{#if in LaTeX.\n", true),
        ("Write {{", true),
        ("---\nmodel: m\nnotes: b\n---\nSay bye.\n", false),
        (
            "---\nconfig: { temperature: '0.5' }\n---\nSay bye.\n",
            false,
        ),
        ("---\ninput: { schem: 1 }\n---\nSay bye.\n", false),
        ("Write to {{name}} {{#if x}}.\n", false),
    ];

    #[test]
    fn what_a_plain_text_may_be_names_the_plain_form() {
        for (text, expected) in PLAIN_FORMS {
            let mut findings = Findings::default();
            let source = Source::new("note/local.prompt", *text);
            let file = PromptFile::read(&source, &mut findings);
            if let Some(file) = file {
                file.template(&SharedFiles::refused(), &mut findings);
            }
            let help =
                |finding: &Finding| finding.help.iter().any(|help| help.contains("local.md"));
            let has_help = findings.iter().any(help);
            assert!(findings.has_errors(), "{text:?}");
            assert_eq!(has_help, *expected, "{text:?}");
        }
    }

    /// A plain text, and what a warning says of it.
    const BLOCKS: &[(&str, Option<&str>)] = &[
        (
            "---\ninput: { schema: { a: string } }\n---\nGo.",
            Some("with `input`"),
        ),
        (
            "---\nmodel: x\noutput: { format: json }\n---\nGo.",
            Some("with `output`"),
        ),
        (
            "# Role\r\n\r\n---\r\nconfig:\r\n  temperature: 0.2\r\n---\r\nGo.",
            Some("with `config`"),
        ),
        (
            "---\nname: reviewer\ndescription: x\nmodel: y\n---\nGo.",
            None,
        ),
        ("---\nThe input: two lines.\n---\nGo.", None),
        ("---\n- input\n---\nGo.", None),
        ("---\nin: { input: 1 }\n---\nGo.", None),
        ("---\ninput: [1\n---\nGo.", None),
        ("---\ninput: 1\nnever closed", None),
        ("Go.\n---\ninput: 1\n---\n", None),
    ];

    #[test]
    fn front_matter_of_a_template_is_text_in_a_plain_text() {
        for (text, expected) in BLOCKS {
            for path in ["note/local.md", "note/1.0.0.txt"] {
                let mut findings = Findings::default();
                let file = PromptFile::read(&Source::new(path, *text), &mut findings);
                assert_eq!(file.unwrap().body(), *text);
                let message = findings
                    .iter()
                    .next()
                    .map(|finding| finding.message.as_str());
                match expected {
                    Some(expected) => assert!(message.unwrap().contains(expected), "{text:?}"),
                    None => assert_eq!(message, None, "{text:?}"),
                }
            }
        }
    }

    #[test]
    fn a_plain_text_is_all_body() {
        for text in [
            "---\nmodel: x\n---\nSay {{ this }}.\n",
            "\n---\nmodel: x\n---\n",
            "---\nnever closed",
            "{{#if",
        ] {
            let mut findings = Findings::default();
            let file = PromptFile::read(&Source::new("note/local.md", text), &mut findings);
            let file = file.unwrap();
            let template = file
                .template(&SharedFiles::refused(), &mut findings)
                .unwrap();
            assert_eq!((file.body(), findings.iter().count()), (text, 0));
            assert!(template.is_plain(text) && file.config() == Config::default());
        }
    }
}
