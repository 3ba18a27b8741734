use prompt_build::config::{Environment, PromptSource};
use prompt_build::library::{Run, Status};
use prompt_build::report::{Code, Finding};

use super::Candidate;
use super::evidence::find_evidence;
use super::judges;
use crate::rules::freeze;

/// A requirement, and the result of its check.
#[derive(Debug)]
pub struct Gate {
    pub name: &'static str,
    pub verdict: Result<Proof, Finding>,
}

/// What was found where a requirement is met.
#[derive(Debug)]
pub struct Proof {
    pub sentence: String,
    /// The runs that were counted, where there were several.
    pub runs: Vec<String>,
    /// The digests of these runs.
    pub digests: Vec<String>,
}

impl From<String> for Proof {
    fn from(sentence: String) -> Self {
        Self {
            sentence,
            runs: Vec::new(),
            digests: Vec::new(),
        }
    }
}

/// Checks all requirements of the target except sign-offs.
pub fn check_gates(candidate: &Candidate<'_>) -> Vec<Gate> {
    let released = candidate.is_released();
    let is_withdrawn = released.is_err();
    let mut gates = vec![Gate {
        name: "release",
        verdict: released.map(Proof::from),
    }];
    gates.extend(candidate.future.iter().map(|finding| Gate {
        name: "time",
        verdict: Err(finding.clone()),
    }));
    if is_withdrawn {
        return gates;
    }
    let freeze = freeze::refusal(candidate.config, candidate.target, candidate.now.as_ref());
    gates.extend(freeze.map(|finding| Gate {
        name: "freeze",
        verdict: Err(finding),
    }));
    let source = candidate.target.source;
    if source == Some(PromptSource::LibraryDraft) {
        gates.push(known_cases(candidate));
        gates.extend(judges::check(candidate, &[Run::Golden]));
    }
    if source == Some(PromptSource::LibraryActive) {
        let staged = candidate.staged();
        gates.push(Gate {
            name: "staged",
            verdict: candidate.is_staged(&staged).map(Proof::from),
        });
        gates.push(known_cases(candidate));
        gates.push(Gate {
            name: "validation",
            verdict: find_evidence(candidate, Run::Validation, &staged),
        });
        gates.extend(judges::check(candidate, &Run::REQUIRABLE));
    }
    gates
}

/// The requirement of a run of cases whose right answers are known.
fn known_cases(candidate: &Candidate<'_>) -> Gate {
    let run = candidate.run_of_known_cases();
    Gate {
        name: run.as_str(),
        verdict: find_evidence(candidate, run, &[]),
    }
}

impl Candidate<'_> {
    /// Checks the status. The hash was checked when the prompt was opened.
    fn is_released(&self) -> Result<String, Finding> {
        let (id, version) = (&self.prompt.id, &self.release.version);
        if self.release.status == Some(Status::Withdrawn) {
            let message = format!("`{id}` {version} is withdrawn");
            let finding = self
                .prompt
                .finding(self.release, Code::WithdrawnVersion, message);
            let help =
                format!("`cargo prompts publish {id}` publishes the working copy as a new version");
            return Err(finding.help(help));
        }
        let hash = self.release.sha256.as_deref().unwrap_or_default();
        let warning = if self.release.status == Some(Status::Deprecated) {
            ", but deprecated"
        } else {
            ""
        };
        Ok(format!(
            "{version} is unchanged since it was published{warning}, sha256 {}…",
            &hash[..hash.len().min(12)]
        ))
    }

    fn is_staged(&self, staged: &[&Environment]) -> Result<String, Finding> {
        if !staged.is_empty() {
            let names = staged
                .iter()
                .map(|environment| environment.name.as_str())
                .collect::<Vec<_>>();
            return Ok(format!("pinned in {}", names.join(", ")));
        }
        let (id, version, target) = (&self.prompt.id, &self.release.version, &self.target.name);
        let mut drafts = self.config.environments.iter();
        let draft = drafts
            .find(|one| one.source == Some(PromptSource::LibraryDraft))
            .map(|one| &one.name);
        let message = format!(
            "`{id}` {version} is not pinned in any environment with `library:draft`; `{target}` requires a validation there"
        );
        let help = match draft {
            Some(draft) => {
                format!("`cargo prompts promote {id} --to {draft} --version {version} --by WHO --reason WHY`")
            }
            None => "add an environment with `prompt_source: \"library:draft\"`, with the model of the target"
                .to_owned(),
        };
        Err(self
            .prompt
            .finding(self.release, Code::NotStaged, message)
            .help(help))
    }
}
