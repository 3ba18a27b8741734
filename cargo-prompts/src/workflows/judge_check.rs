//! Checks the prompts that judge the answers of others. No model is called.

use std::collections::{BTreeMap, BTreeSet};

use prompt_build::config::Config;
use prompt_build::report::{Finding, Findings, did_you_mean, quoted};

use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::rules::rubric::{JudgeKey, form_errors};
use crate::workflows::runs::its_own_judge;

/// What the datasets of a prompt say of judges.
#[derive(Debug, Default)]
pub struct JudgeRoles {
    /// The judges that its datasets name.
    pub named: Vec<JudgeKey>,
    /// Whether it has labelled cases.
    pub is_labelled: bool,
}

/// The judges of a library.
#[derive(Debug, Default)]
pub struct Judges {
    roles: BTreeMap<String, JudgeRoles>,
}

impl Judges {
    pub fn add(&mut self, id: &str, roles: JudgeRoles) {
        self.roles.insert(id.to_owned(), roles);
    }

    /// The prompts that a dataset names as its judge, and those with labelled cases.
    pub fn ids(&self) -> BTreeSet<String> {
        let labelled = self.roles.iter().filter(|(_, roles)| roles.is_labelled);
        let labelled = labelled.map(|(id, _)| id.clone());
        let named = self.roles.values().flat_map(|roles| &roles.named);
        labelled.chain(named.map(|key| key.id.clone())).collect()
    }

    /// Checks that each judge exists, that none judges itself, and that an environment pins a text of
    /// it that can be a judge.
    pub fn check(&self, workspace: &Workspace, config: &Config) -> Findings {
        let mut findings = Findings::default();
        let labelled = self.roles.iter().filter(|(_, roles)| roles.is_labelled);
        let mut judges = labelled.map(|(id, _)| id.as_str()).collect::<BTreeSet<_>>();
        for (id, roles) in &self.roles {
            for key in &roles.named {
                match self.error(config, id, key) {
                    Some(error) => findings.push(error),
                    None => drop(judges.insert(&key.id)),
                }
            }
        }
        for id in judges {
            findings.append(unfit(workspace, config, id));
        }
        findings
    }

    /// Reports a prompt that cannot be the judge of another.
    fn error(&self, config: &Config, id: &str, key: &JudgeKey) -> Option<Finding> {
        let judge = &key.id;
        if judge == id {
            return Some(key.error(its_own_judge(id)));
        }
        if !self.roles.contains_key(judge) {
            let known = self.roles.keys().map(String::as_str);
            let message = format!("the library has no prompt {}", quoted(judge));
            let new = || format!("`cargo prompts new {judge}` creates one");
            let help = did_you_mean(judge, known).unwrap_or_else(new);
            return Some(key.error(message).help(help));
        }
        if self.are_judged_by(judge, id) {
            let message = format!("`{judge}` cannot judge `{id}`, which judges it in turn");
            let help = "the answers of a judge are judged by people, in its `judge.yaml`";
            return Some(key.error(message).help(help.to_owned()));
        }
        let mut environments = 0..config.environments.len();
        if environments.any(|position| config.pin(judge, position).is_some()) {
            return None;
        }
        let message = format!("no environment pins the judge `{judge}`");
        let help = "pin it where the prompt is tested, as any other prompt";
        Some(key.error(message).help(help.to_owned()))
    }

    /// Returns `true` if the answers of a prompt are judged by another, or by one whose answers are.
    fn are_judged_by(&self, id: &str, other: &str) -> bool {
        let (mut seen, mut left) = (BTreeSet::new(), vec![id]);
        while let Some(id) = left.pop() {
            if !seen.insert(id) {
                continue;
            }
            let named = self.roles.get(id).into_iter().flat_map(|one| &one.named);
            for key in named {
                if key.id == other {
                    return true;
                }
                left.push(&key.id);
            }
        }
        false
    }
}

/// The reasons why no environment pins a text that can be a judge: those of the first that pins one.
fn unfit(workspace: &Workspace, config: &Config, id: &str) -> Findings {
    let environments = 0..config.environments.len();
    let texts =
        environments.filter_map(|position| ResolvedPrompt::pinned(workspace, config, id, position));
    let mut first = None;
    for prompt in texts {
        let errors = form_errors(id, &prompt.text.template);
        if !errors.has_errors() {
            return Findings::default();
        }
        first.get_or_insert(errors);
    }
    first.unwrap_or_default()
}
