//! Files that have the wrong name, and front matter in the wrong place.

use std::sync::Arc;

use semver::Version;

use super::{Contents, Extension, PARTIALS, prompt_id, working_copy_file};
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

/// Warns of each prompt file that stands where nothing reads it: in the library itself, in a folder
/// whose name is no id, or in a folder within a folder.
pub fn misplaced_prompts(disk: &Disk, library: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for stem in prompt_stems(disk, library) {
        let path = format!("{library}/{stem}.prompt");
        let message = "no prompt is read from here: each has a folder of its own";
        findings.push(misplaced(&path, message, way_to_folder(library, &stem)));
    }
    let folders = visible_folders(disk, library);
    let folders = folders.filter(|name| !prompt_id::is_reserved(name));
    for name in folders {
        let folder = format!("{library}/{name}");
        if let Err(error) = prompt_id::check(&name) {
            let message = format!("no prompt is read from here: {} is no id", quoted(&name));
            findings.extend(in_folder(disk, &folder, &message, error));
        }
        for inner in visible_folders(disk, &folder) {
            let path = format!("{folder}/{inner}");
            let message = "no prompt is read from here: a prompt has one folder in the library";
            let help = format!("move `{path}` to `{library}/{name}-{inner}`");
            findings.extend(in_folder(
                disk,
                &path,
                message,
                help.escape_debug().to_string(),
            ));
        }
    }
    findings
}

/// Warns of a folder by its first prompt file.
fn in_folder(disk: &Disk, folder: &str, message: &str, help: String) -> Option<Finding> {
    let stem = prompt_stems(disk, folder).into_iter().next()?;
    Some(misplaced(&format!("{folder}/{stem}.prompt"), message, help))
}

fn misplaced(path: &str, message: &str, help: String) -> Finding {
    let path = path.escape_debug().to_string();
    let location = Location::file(&Source::without_text(path));
    Finding::warning(Code::MisplacedPrompt, location, message).help(help)
}

/// The names of a folder's prompt files without their extension, in order.
fn prompt_stems(disk: &Disk, folder: &str) -> Vec<String> {
    let names = disk.list(folder).unwrap_or_default().into_iter();
    let names = names.filter(|entry| !entry.name.starts_with('.'));
    let mut stems = names
        .filter_map(|entry| Some(entry.name.strip_suffix(".prompt")?.to_owned()))
        .collect::<Vec<_>>();
    stems.sort();
    stems
}

/// The folders in a folder that are neither hidden nor links, in order.
fn visible_folders(disk: &Disk, folder: &str) -> impl Iterator<Item = String> {
    let mut names = disk.folders(folder);
    names.retain(|name| !name.starts_with('.') && !disk.is_symlink(&format!("{folder}/{name}")));
    names.sort();
    names.into_iter()
}

/// Says where to put a prompt file that stands in the library itself.
pub(super) fn way_to_folder(library: &str, stem: &str) -> String {
    let copy = working_copy_file(Extension::default());
    let to = match stem.strip_prefix('_') {
        // Dotprompt's name of a partial.
        Some(partial) => format!("{PARTIALS}/{partial}.prompt"),
        None => format!("{stem}/{copy}"),
    };
    let (from, to) = (stem.escape_debug(), to.escape_debug());
    format!("move `{library}/{from}.prompt` to `{library}/{to}`")
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
    Some(
        Finding::warning(Code::MisplacedFrontMatter, location, message)
            .help(remove.to_owned())
            .help(IN_PLAIN_FORM.to_owned()),
    )
}

const IN_PLAIN_FORM: &str = "if the block is part of the text, give the file the extension `.md`";

/// Warns of front matter without a key: a heading of Markdown is a comment there.
pub(super) fn front_matter_without_key(front: &Arc<Source>) -> Option<Finding> {
    let start = front.text.find('\n')? + 1;
    let block = &front.text[start..];
    let start = start + (block.len() - block.trim_start().len());
    let length = block.trim().lines().next()?.len();
    let location = Location::new(front, Mark::at(start, start + length));
    let message = "this block is front matter without a key: none of it is sent";
    let finding = Finding::warning(Code::MisplacedFrontMatter, location, message);
    Some(finding.help(IN_PLAIN_FORM.to_owned()))
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
        (at - line.len(), line)
    });
    let mut comment = Comment::default();
    let mut is_before = |line: &str| comment.has(line) || line.is_empty() || line.starts_with('#');
    let (start, opening) = lines
        .find(|(_, line)| !is_before(line.trim()))
        .filter(|(_, line)| line.trim() == FENCE)?;
    // Other blanks than those of ASCII can stand before it.
    let opening = start + opening.len() - opening.trim_start().len();
    let block_start = lines.next()?.0;
    let (block_end, _) = lines.find(|(_, line)| line.trim() == FENCE)?;
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
