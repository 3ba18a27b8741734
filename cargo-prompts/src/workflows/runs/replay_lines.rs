use std::path::Path;
use std::sync::Arc;

use prompt_build::report::Findings;
use prompt_core::message::Message;

use super::replay_run::open_search;
use crate::project::dataset_files::{self, REPLAY};
use crate::project::line_file::{LineFile, LinePlace};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::rules::dataset::Dataset;
use crate::rules::render::Fault;
use crate::rules::replay::{self, Checks, LineReview, Replay, Search};

/// The lines of a replay dataset that has no errors. Their texts stay in the file until they are sent,
/// because there may be many.
#[derive(Debug, Clone)]
pub struct ReplayLines {
    pub places: Vec<LinePlace>,
    pub dataset: Dataset,
    file: Arc<LineFile>,
    /// The path of the file, as messages show it.
    path: String,
}

/// A dataset that is read.
#[derive(Clone, Copy)]
pub struct ReplayFile<'a> {
    pub workspace: &'a Workspace,
    /// The prompt that the dataset belongs to.
    pub prompt: &'a ResolvedPrompt,
    pub checks: Option<&'a Checks>,
    /// `true` if the prompt must take each line.
    pub must_fit: bool,
}

impl<'a> ReplayFile<'a> {
    /// Reads the dataset line by line. Personal data is an error.
    pub fn open(self) -> Result<ReplayLines, Failure> {
        match self.read() {
            Some(lines) => Ok(lines),
            None => Err(self.refusal()),
        }
    }

    /// `None` if the file cannot be read, has no lines, or one of them has an error.
    fn read(self) -> Option<ReplayLines> {
        let folder = &self.prompt.folder;
        let file = dataset_files::open(&self.workspace.disk, folder, REPLAY)?;
        let (finder, names) = open_search(self.workspace, &self.prompt.id).ok()?;
        let search = Search {
            finder: &finder,
            names: &names,
        };
        let review = LineReview::new(search, self.fitting());
        let (mut places, mut is_sound) = (Vec::new(), true);
        let read = file.for_each(|place, text| {
            if is_sound && !text.trim().is_empty() {
                places.push(place);
                is_sound = review.is_sound(text);
            }
        });
        let sha256 = read.ok().filter(|_| is_sound && !places.is_empty())?;
        places.shrink_to_fit();
        Some(ReplayLines {
            places,
            dataset: replay::dataset(sha256, self.checks),
            file: Arc::new(file),
            path: format!("{folder}/{REPLAY}"),
        })
    }

    fn fitting(self) -> Option<&'a ResolvedPrompt> {
        Some(self.prompt).filter(|_| self.must_fit)
    }

    /// Reads the text as a whole: findings show lines of it.
    fn refusal(self) -> Failure {
        let (folder, id) = (&self.prompt.folder, &self.prompt.id);
        let source = match dataset_files::read(&self.workspace.disk, folder, REPLAY) {
            Ok(source) => source,
            Err(finding) => return finding.into(),
        };
        let (finder, names) = match open_search(self.workspace, id) {
            Ok(search) => search,
            Err(failure) => return failure,
        };
        let search = Search {
            finder: &finder,
            names: &names,
        };
        let mut findings = Findings::default();
        match self.fitting() {
            Some(prompt) => drop(Replay::read(&source, prompt, search, &mut findings)),
            None => Replay::check(&source, id, search, &mut findings),
        }
        if findings.has_errors() {
            return findings.into();
        }
        Failure::new(format!("`{folder}/{REPLAY}` changed while it was read"))
            .help("run the command again")
    }
}

impl ReplayLines {
    /// Renders the line at a position, or says why the prompt does not take it. Fails if the file has
    /// another line there by now.
    pub fn rendered(
        &self,
        position: usize,
        prompt: &ResolvedPrompt,
    ) -> Result<Result<Vec<Message>, Vec<Fault>>, Failure> {
        let text = self.file.line(self.places[position]);
        let text = text.map_err(|error| Failure::cannot("read", Path::new(&self.path), &error))?;
        text.and_then(|text| replay::render_line(&text, prompt))
            .ok_or_else(|| self.changed())
    }

    /// The number of a line, counted from one.
    pub fn number(&self, position: usize) -> usize {
        self.places[position].number as usize
    }

    fn changed(&self) -> Failure {
        let path = &self.path;
        Failure::new(format!("`{path}` has changed since the run began"))
            .help("restore it to resume, or run the command again to send it as it is now")
    }
}
