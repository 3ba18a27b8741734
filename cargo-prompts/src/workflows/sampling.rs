//! Sampled calls, sorted by prompt and merged into the datasets.

use std::collections::BTreeMap;

use prompt_build::report::{Findings, quoted};
use prompt_build::source::Source;

use crate::project::change::{Edit, Target};
use crate::project::dataset_files::{self, REPLAY};
use crate::project::lookup;
use crate::project::resolved_prompt::{ResolvedPrompt, is_pinned};
use crate::project::session::Session;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::failure::Failure;
use crate::rules::personal::Finder;
use crate::rules::replay::{Merged, Merger, SampledCall, Search};
use crate::workflows::runs::declared_names;

/// The calls of some files, merged into the datasets of their prompts. Nothing is written yet.
#[derive(Debug, Default)]
pub struct Sampling {
    pub prompts: Vec<SampledPrompt>,
    /// The number of calls of which no dataset can be made, by the reason.
    pub left_out: BTreeMap<String, usize>,
}

/// The calls of one prompt, merged into its dataset.
#[derive(Debug)]
pub struct SampledPrompt {
    pub id: String,
    /// The path of the dataset, relative to the package.
    pub path: String,
    /// The text of the dataset until now; empty if there was none.
    present: String,
    pub merged: Merged,
}

/// The library into which calls are merged, and the environment whose versions must take them.
pub struct Sampler<'a> {
    pub workspace: &'a Workspace,
    pub session: &'a Session<'a>,
    pub environment: Option<&'a str>,
    /// The only prompt whose calls are taken, if there is one.
    pub only: Option<&'a str>,
}

impl Sampler<'_> {
    /// Merges calls. Fails if a prompt, its dataset or a pattern has errors.
    pub fn merge(&self, calls: Vec<SampledCall<'_>>) -> Result<Sampling, Failure> {
        let mut findings = Findings::default();
        let finder = Finder::of(&self.session.config, &mut findings);
        if findings.has_errors() {
            return Err(findings.into());
        }
        let mut by_prompt = BTreeMap::<String, Vec<&str>>::new();
        for call in calls {
            by_prompt.entry(call.prompt).or_default().push(call.inputs);
        }
        let mut sampling = Sampling::default();
        for (id, calls) in by_prompt {
            match self.obstacle(&id)? {
                Some(reason) => *sampling.left_out.entry(reason).or_default() += calls.len(),
                None => sampling.prompts.push(self.merge_of(&id, &calls, &finder)?),
            }
        }
        Ok(sampling)
    }

    /// The reason why the calls of a prompt are left out.
    fn obstacle(&self, id: &str) -> Result<Option<String>, Failure> {
        if self.only.is_some_and(|only| only != id) {
            return Ok(Some("they are calls of other prompts".to_owned()));
        }
        let is_known = lookup::prompt(self.workspace, &self.session.library, id);
        if let Err(failure) = is_known {
            let message = if is_word(id) {
                format!("the library has no prompt {}", quoted(id))
            } else {
                "`prompt` is not the id of a prompt".to_owned()
            };
            return self.only.map_or(Ok(Some(message)), |_| Err(failure));
        }
        let is_pinned = is_pinned(&self.session.config, id, self.environment)?;
        Ok((!is_pinned).then(|| {
            let environment = match self.environment {
                Some(name) => quoted(name),
                None => "the default environment".to_owned(),
            };
            format!("{environment} does not pin {}", quoted(id))
        }))
    }

    fn merge_of(
        &self,
        id: &str,
        calls: &[&str],
        finder: &Finder,
    ) -> Result<SampledPrompt, Failure> {
        let prompt = ResolvedPrompt::find_to_run(self.workspace, id, self.environment, None)?;
        let path = format!("{}/{REPLAY}", prompt.folder);
        let disk = &self.workspace.disk;
        let present = if disk.exists(&path) || disk.is_symlink(&path) {
            dataset_files::read(disk, &prompt.folder, REPLAY)?
        } else {
            Source::new(path.as_str(), String::new())
        };
        let names = declared_names(self.workspace, &self.session.config, id);
        let search = Search {
            finder,
            names: &names,
        };
        let mut findings = Findings::default();
        let Some(mut merger) = Merger::new(&present, &prompt, search, &mut findings) else {
            return Err(findings.into());
        };
        print_findings(&findings);
        for call in calls {
            merger.add(call);
        }
        Ok(SampledPrompt {
            id: id.to_owned(),
            path,
            present: present.text.clone(),
            merged: merger.finish(),
        })
    }
}

/// Returns whether a text looks like an id. Logs of other programs have the text of a prompt there, with the
/// inputs in it, which is not shown.
fn is_word(id: &str) -> bool {
    id.starts_with(char::is_alphabetic)
        && id.len() <= 64
        && id.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
}

impl Sampling {
    /// Returns `true` if any call was taken, or is in a dataset already.
    pub fn has_taken(&self) -> bool {
        let mut prompts = self.prompts.iter();
        prompts.any(|prompt| prompt.merged.added + prompt.merged.duplicates > 0)
    }

    /// The prompts whose datasets have new lines.
    pub fn changed(&self) -> impl Iterator<Item = &SampledPrompt> {
        let prompts = self.prompts.iter();
        prompts.filter(|prompt| prompt.merged.added > 0)
    }

    /// Writes the datasets, all of them or none.
    pub fn commit(&self, session: &Session<'_>) -> Result<(), Failure> {
        let edits = self.changed().map(|prompt| Edit {
            target: Target::Library(format!("{}/{REPLAY}", prompt.id)),
            from: prompt.present.clone(),
            text: prompt.merged.text.clone(),
        });
        let edits = edits.collect::<Vec<_>>();
        if edits.is_empty() {
            return Ok(());
        }
        let ids = self.changed().map(|prompt| prompt.id.as_str());
        session.commit_all("cargo prompts sample", &ids.collect::<Vec<_>>(), &edits)
    }
}
