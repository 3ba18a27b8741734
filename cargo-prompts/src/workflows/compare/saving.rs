//! The golden answers of a comparison, kept beside the dataset.

use std::sync::Arc;

use prompt_build::disk::Disk;
use prompt_build::hash::sha256;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::size_limit::SizeLimit;
use prompt_build::source::Source;
use prompt_core::message::Message;
use prompt_core::secret::masked;

use super::model::Comparison;
use crate::project::change::{Edit, Target};
use crate::project::dataset_files::{self, ANSWERS};
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::note;
use crate::rules::saved_answers::{SavedAnswer, SavedAnswers};
use crate::workflows::endpoint::Request;
use crate::workflows::runs::RenderedDataset;

/// The hash of the call that sends these messages of a prompt: of its API, its model and its body. A
/// version that is published from a working copy makes the same call, whatever its text looks like.
pub fn call_sha256(prompt: &ResolvedPrompt, messages: &[Message]) -> String {
    let ResolvedPrompt {
        id,
        text,
        environment,
        ..
    } = prompt;
    let settings = &environment.settings;
    let body = Request::new(id, text, settings, messages).call().to_json();
    let (api, model) = (settings.api.as_str(), environment.model());
    sha256(&format!("{api}\n{model}\n{body}"))
}

/// The answer to the golden case at a position, and whether it passed.
pub(super) fn saved_answer(
    dataset: &RenderedDataset<'_>,
    position: usize,
    (answer, passed): (String, bool),
) -> SavedAnswer {
    let prompt = dataset.prompt;
    SavedAnswer {
        case: masked(&dataset.name_of(position)).into_owned(),
        version: prompt.version.clone(),
        sha256: prompt.text.sha256.clone(),
        model: prompt.environment.model().to_owned(),
        call: call_sha256(prompt, &dataset.cases[position].messages),
        passed,
        answer,
    }
}

/// The saved answers of a prompt, and the text of their file; both are blank if there is none.
fn open(disk: &Disk, folder: &str) -> Result<(SavedAnswers, String), Failure> {
    let Some(source) = file(disk, folder)? else {
        return Ok(Default::default());
    };
    Ok((parse(&source)?, source.text.clone()))
}

/// The saved answers of a prompt; none if there is no file.
pub fn read_saved(disk: &Disk, folder: &str) -> Result<SavedAnswers, Findings> {
    match file(disk, folder)? {
        Some(source) => parse(&source),
        None => Ok(SavedAnswers::default()),
    }
}

fn file(disk: &Disk, folder: &str) -> Result<Option<Arc<Source>>, Finding> {
    match dataset_files::read(disk, folder, ANSWERS) {
        Ok(source) => Ok(Some(source)),
        Err(finding) if finding.code == Code::MissingFile => Ok(None),
        Err(finding) => Err(finding),
    }
}

fn parse(source: &Arc<Source>) -> Result<SavedAnswers, Findings> {
    let mut findings = Findings::default();
    SavedAnswers::read(source, &mut findings).ok_or(findings)
}

/// Fails before anything is sent if the answers could not be saved: nothing is written on top of what
/// cannot be read.
pub fn check_saved(workspace: &Workspace, id: &str) -> Result<(), Failure> {
    let library = workspace.library(&workspace.sound_config()?);
    open(&workspace.disk, &format!("{library}/{id}"))?;
    Ok(())
}

impl Comparison {
    /// Adds the golden answers to those in the prompt's folder. Without any, nothing is written.
    pub(super) fn save(&mut self, workspace: &Workspace) -> Result<(), Failure> {
        if self.datasets.iter().all(|one| one.answers.is_empty()) {
            note!("note: there are no golden answers to save");
            return Ok(());
        }
        let session = Session::open(workspace)?;
        let id = &self.id;
        let folder = format!("{}/{id}", session.library);
        let path = format!("{folder}/{ANSWERS}");
        let (mut answers, text) = open(&workspace.disk, &folder)?;
        for dataset in &self.datasets {
            for answer in &dataset.answers {
                answers.put(answer.clone());
            }
        }
        let edit = Edit {
            target: Target::Library(format!("{id}/{ANSWERS}")),
            from: text,
            text: answers.to_yaml(),
        };
        check_size(&path, &edit.text)?;
        if edit.text != edit.from {
            session.commit(&format!("cargo prompts compare {id} --save"), id, &[edit])?;
        }
        self.saved = Some(path);
        Ok(())
    }
}

/// Refuses a file that could not be read again.
fn check_size(path: &str, text: &str) -> Result<(), Failure> {
    let bytes = u64::try_from(text.len()).unwrap_or(u64::MAX);
    SizeLimit::of(path).check(bytes).map_err(|_| {
        let failure = Failure::new(format!("`{path}` would be too large with these answers"));
        failure.help("remove the answers of versions that nobody compares any more")
    })
}
