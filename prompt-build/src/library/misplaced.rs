//! Files that have the wrong name, and front matter in the wrong place.

use std::sync::Arc;

use semver::Version;

use super::{Contents, Extension, working_copy_file};
use crate::disk::Disk;
use crate::report::{Code, Finding, Findings, quoted};
use crate::source::{Location, Mark, Source};
use crate::yaml::{self, Entry, Value};

/// The line before and after front matter.
pub(super) const FENCE: &str = "---";

/// Reports each prompt file that is neither the working copy nor named after a version. What the
/// ledger lists is reported there.
pub(super) fn misnamed(
    folder: &str,
    contents: &Contents,
    is_listed: impl Fn(&str) -> bool,
) -> Vec<Finding> {
    let releases = contents.releases();
    let misnamed = releases.filter(|(stem, _)| Version::parse(stem).is_err() && !is_listed(stem));
    misnamed
        .map(|(_, name)| of_no_version(folder, &name))
        .collect()
}

fn of_no_version(folder: &str, name: &str) -> Finding {
    let location = Location::file(&Source::without_text(format!(
        "{folder}/{}",
        name.escape_debug()
    )));
    let message = format!(
        "unexpected file name {}, expected a version as in `2.3.0.prompt`",
        quoted(name)
    );
    let copy = working_copy_file(Extension::default());
    let help = format!("the working copy is `{copy}`; give notes and drafts another name");
    Finding::error(Code::MisnamedRelease, location, message).help(help)
}

/// Warns of each prompt file that stands in the library itself: nothing reads it there.
pub fn misplaced_prompts(disk: &Disk, library: &str) -> Vec<Finding> {
    let names = disk.list(library).unwrap_or_default();
    let mut names = names
        .into_iter()
        .map(|entry| entry.name)
        .collect::<Vec<_>>();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    let stray = names.iter().filter_map(|name| {
        let stem = name.strip_suffix(".prompt")?;
        Some(misplaced_prompt(library, stem))
    });
    stray.collect()
}

fn misplaced_prompt(library: &str, stem: &str) -> Finding {
    let location = Location::file(&Source::without_text(format!(
        "{library}/{}.prompt",
        stem.escape_debug()
    )));
    let message = "no prompt is read from here: each has a folder of its own";
    Finding::warning(Code::MisplacedPrompt, location, message).help(way_to_folder(library, stem))
}

/// Says where to put a prompt file that stands in the library itself.
pub(super) fn way_to_folder(library: &str, stem: &str) -> String {
    let copy = working_copy_file(Extension::default());
    let stem = stem.escape_debug();
    format!("move `{library}/{stem}.prompt` to `{library}/{stem}/{copy}`")
}

/// Reports each text that is there in two forms: which one counts would be a guess.
pub(super) fn doubles<'a>(
    folder: &'a str,
    contents: &'a Contents,
) -> impl Iterator<Item = Finding> + 'a {
    contents.doubles.iter().map(move |(first, second)| {
        let at = |name: &str| Location::file(&Source::without_text(format!("{folder}/{name}")));
        let message = format!("`{second}` and `{first}` are one text in two forms");
        let help = "keep one of them: `.prompt` is a template, `.md` and `.txt` are plain texts";
        Finding::error(Code::TwoForms, at(second), message)
            .related(at(first), "the other form")
            .help(help.to_owned())
    })
}

/// Warns of a block between two lines `---` that is text here, because it does not begin the file,
/// and was probably meant as front matter.
pub(super) fn misplaced_front_matter(source: &Arc<Source>) -> Option<Finding> {
    let (location, _) = first_block(source)?;
    let message = "this block is text: front matter begins on the first line of a file";
    let remove = "remove what stands before this line; line ends are LF or CRLF";
    let plain = "if the block is part of the text, give the file the extension `.md`";
    Some(
        Finding::warning(Code::MisplacedFrontMatter, location, message)
            .help(remove.to_owned())
            .help(plain.to_owned()),
    )
}

/// The keys of front matter that only templates have. Files for agents have others, such as `name`,
/// `description` and `model`.
const OF_TEMPLATES: [&str; 3] = ["input", "output", "config"];

/// Warns of a block at the start of a plain text that was probably meant as the front matter of a
/// template.
pub(super) fn front_matter_of_plain_text(source: &Arc<Source>) -> Option<Finding> {
    let (location, block) = first_block(source)?;
    let mut keys = block.iter().filter_map(|entry| match &entry.key.value {
        Value::Text(key) => OF_TEMPLATES.into_iter().find(|known| known == key),
        _ => None,
    });
    let key = keys.next()?;
    let message = format!("this block, with `{key}`, is text: a plain text has no front matter");
    let copy = working_copy_file(Extension::default());
    let help =
        format!("if it is meant as front matter, make it a template: name the file `{copy}`");
    Some(Finding::warning(Code::MisplacedFrontMatter, location, message).help(help))
}

/// The first block between two lines `---`, if it is a mapping and only headings, comments and blanks
/// stand before it: the place of the first of these lines, and the mapping.
fn first_block(source: &Arc<Source>) -> Option<(Location, Vec<Entry>)> {
    let is_end = |c: char| c == '\n' || c == '\r';
    let mut at = 0;
    let mut lines = source.text.split_inclusive(is_end).map(|line| {
        at += line.len();
        (at - line.len(), line.trim())
    });
    let mut comment = Comment::default();
    let (opening, _) = lines
        .find(|(_, line)| !comment.has(line) && !line.is_empty() && !line.starts_with('#'))
        .filter(|(_, line)| *line == FENCE)?;
    let block_start = lines.next()?.0;
    let (block_end, _) = lines.find(|(_, line)| *line == FENCE)?;
    let block = source.text.get(block_start..block_end)?.replace('\r', "\n");
    let block = yaml::parse(&Source::new("", block), &mut Findings::default())?;
    let Value::Map(entries) = block.value else {
        return None;
    };
    let location = Location::new(source, Mark::at(opening, opening + FENCE.len()));
    Some((location, entries))
}

/// Comments of HTML and of Handlebars, which can have the licence of a file.
const COMMENTS: [(&str, &str); 3] = [("<!--", "-->"), ("{{!--", "--}}"), ("{{!", "}}")];

/// The end of the comment that is open.
#[derive(Default)]
struct Comment(Option<&'static str>);

impl Comment {
    /// Returns whether a line belongs to a comment, the lines being asked about in their order.
    fn has(&mut self, line: &str) -> bool {
        let opened = || {
            let mut comments = COMMENTS.iter();
            let found = comments.find(|(opening, _)| line.starts_with(opening));
            found.map(|(_, closing)| *closing)
        };
        let Some(closing) = self.0.or_else(opened) else {
            return false;
        };
        self.0 = (!line.contains(closing)).then_some(closing);
        true
    }
}
