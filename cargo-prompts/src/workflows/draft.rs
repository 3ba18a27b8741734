//! A working copy as it would be released: without other files, and checked.

use std::sync::Arc;

use prompt_build::config::Config;
use prompt_build::hash::sha256;
use prompt_build::library::{
    Extension, PinnedText, PromptFile, PromptFolder, Release, Status, Texts,
};
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::review::merge_conflict;
use prompt_build::source::{Location, Mark, Source};
use prompt_build::template::{SharedFiles, Template};
use prompt_core::program::Pin;
use semver::Version;

use crate::project::prompt::Prompt;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::bump::{Change, PromptText, base, successor};
use crate::rules::json_schema::check_patterns;

const BYTE_ORDER_MARK: char = '\u{feff}';

#[derive(Debug)]
pub struct Draft {
    pub text: String,
    /// The extension of the working copy, and so of the release.
    pub extension: Extension,
    pub template: Template,
}

impl Draft {
    /// Reads the working copy of a prompt and inlines its partials, named schemas and tools.
    pub fn read(workspace: &Workspace, config: &Config, id: &str) -> Result<Self, Failure> {
        let library = workspace.library(config);
        let mut findings = Findings::default();
        let folder = workspace.prompt_folder(&library, id, None, &mut findings);
        let draft = folder.and_then(|folder| {
            let path = folder.path_of(&folder.working_copy());
            if !folder.contents.has_working_copy() {
                findings.push(missing(&path));
                return None;
            }
            let file = folder.prompt_file(&folder.working_copy(), &mut findings)?;
            if let Some(conflict) = merge_conflict(file.source())
                && !is_allowed(config, id, &conflict)
            {
                findings.push(conflict);
                return None;
            }
            let load = |kind, name: &str| folder.shared(kind, name);
            let known = |kind| folder.shared_names(kind);
            let text = file.release_text(&SharedFiles::through(&load, &known), &mut findings)?;
            let extension = folder.contents.working_copy();
            Self::of_release_text(&path, text, extension, &mut findings)
        });
        draft
            .filter(|_| !findings.has_errors())
            .ok_or_else(|| findings.into())
    }

    /// Checks the text without other files, which is what will be built.
    fn of_release_text(
        path: &str,
        text: String,
        extension: Extension,
        findings: &mut Findings,
    ) -> Option<Self> {
        let source = Source::new(path, text.as_str());
        if let Some(finding) = lost_characters(&source) {
            findings.push(finding);
            return None;
        }
        let file = PromptFile::read(&source, findings)?;
        let template = file.template(&SharedFiles::refused(), findings)?;
        let patterns = template.patterns().map(|pattern| {
            let location = Location::new(&source, pattern.mark);
            (pattern.text.as_str(), location)
        });
        check_patterns(patterns, findings);
        Some(Self {
            text,
            extension,
            template,
        })
    }

    /// The change since the release that a version is compared with, which is never a withdrawn
    /// one. `None` if there is no such release.
    pub fn change(
        &self,
        workspace: &Workspace,
        config: &Config,
        prompt: &Prompt,
        version: Option<&Version>,
    ) -> Result<Option<(Version, Change)>, Failure> {
        let highest = Version::new(u64::MAX, u64::MAX, u64::MAX);
        let available = available(prompt);
        let Some(base) = base(&available, version.unwrap_or(&highest)) else {
            return Ok(None);
        };
        let old = released_text(workspace, config, prompt, prompt.release(base)?)?;
        let change = Change::between(text_of(&old), self.prompt_text());
        Ok(Some((base.clone(), change)))
    }

    /// The change from this text to the release that would follow a version of it. `None` if none
    /// follows.
    pub fn change_to_successor(
        &self,
        workspace: &Workspace,
        config: &Config,
        prompt: &Prompt,
        version: &Version,
    ) -> Result<Option<(Version, Change)>, Failure> {
        let available = available(prompt);
        let Some(successor) = successor(&available, version) else {
            return Ok(None);
        };
        let later = released_text(workspace, config, prompt, prompt.release(successor)?)?;
        let change = Change::between(self.prompt_text(), text_of(&later));
        Ok(Some((successor.clone(), change)))
    }

    fn prompt_text(&self) -> PromptText<'_> {
        PromptText {
            file: &self.text,
            extension: self.extension,
            template: &self.template,
        }
    }
}

/// The versions that are not withdrawn.
fn available(prompt: &Prompt) -> Vec<Version> {
    let releases = prompt.releases();
    let available = releases
        .iter()
        .filter(|release| release.status != Some(Status::Withdrawn));
    available.map(|release| release.version.clone()).collect()
}

fn text_of(pinned: &PinnedText) -> PromptText<'_> {
    PromptText {
        file: pinned.file.text(),
        extension: pinned.file.extension(),
        template: &pinned.template,
    }
}

/// Reports what reading the release would leave out once more: then its hash would be another one.
fn lost_characters(source: &Arc<Source>) -> Option<Finding> {
    let text = &source.text;
    let (range, message) = if text.starts_with(BYTE_ORDER_MARK) {
        let message =
            "the file begins with two byte order marks, of which a release would have one";
        (0..BYTE_ORDER_MARK.len_utf8(), message)
    } else {
        let at = text.find("\r\n")?;
        let message = "a line ends with two carriage returns, of which a release would have one";
        (at..at + 1, message)
    };
    let location = Location::new(source, Mark::at(range.start, range.end));
    let help = "remove it: line ends are LF or CRLF".to_owned();
    Some(Finding::error(Code::HiddenCharacters, location, message).help(help))
}

/// The versions with this text, without withdrawn ones. Under another extension it is read in
/// another way, and so another text.
pub fn versions_with_text(text: &str, extension: Extension, releases: &[&Release]) -> Vec<Version> {
    let hash = sha256(text);
    let is_same = |release: &&&Release| {
        release.status != Some(Status::Withdrawn)
            && release.extension == extension
            && release.sha256.as_deref() == Some(hash.as_str())
    };
    releases
        .iter()
        .filter(is_same)
        .map(|release| release.version.clone())
        .collect()
}

fn released_text(
    workspace: &Workspace,
    config: &Config,
    prompt: &Prompt,
    release: &Release,
) -> Result<Arc<PinnedText>, Failure> {
    let library = workspace.library(config);
    let mut findings = Findings::default();
    let location = prompt.location(release);
    let folder = workspace.prompt_folder(&library, &prompt.id, Some(&location), &mut findings);
    let text = folder.and_then(|folder| {
        let ledger = folder.ledger(&mut findings)?;
        let release = ledger.find(&release.version, &mut findings)?;
        Texts::new(&folder, &ledger).release(release, &mut findings)
    });
    text.ok_or_else(|| findings.into())
}

/// Returns `true` if the configuration allows a finding of the working copy.
fn is_allowed(config: &Config, id: &str, finding: &Finding) -> bool {
    let mut allowances = config.allowances_of(id, Pin::WORKING_COPY);
    allowances.any(|(_, allowance)| allowance.code == finding.code)
}

fn missing(path: &str) -> Finding {
    let location = Location::file(&Source::without_text(path));
    Finding::error(
        Code::MissingFile,
        location,
        format!("no working copy `{path}`"),
    )
    .help("`publish` needs a working copy".to_owned())
}

/// The text of a working copy as a release would have it. What cannot be put into it stays as it is
/// here, and `publish` refuses it.
pub fn text_without_files(folder: &PromptFolder<'_>, file: &PromptFile) -> String {
    let load = |kind, name: &str| folder.shared(kind, name);
    let known = |kind| folder.shared_names(kind);
    let shared = SharedFiles::through(&load, &known);
    let text = file.release_text(&shared, &mut Findings::default());
    text.unwrap_or_else(|| file.text().to_owned())
}
