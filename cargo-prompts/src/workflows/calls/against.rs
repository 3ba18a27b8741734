//! Compares the calls with the pins.

use std::collections::{BTreeMap, BTreeSet};

use prompt_build::check::CheckedPrompt;
use prompt_build::config::{Config, Prompt};
use prompt_build::pins::way_to_pin;
use prompt_build::report::{Code, Finding, Findings, did_you_mean, quoted};
use prompt_build::source::Location;
use prompt_core::program::name_problems;

use super::{Call, Calls, Compiled};

impl Calls {
    /// Compares the code with the configuration and the prompts. A missing pin is one finding, at the
    /// first call that misses it. A judge is used by datasets, whether or not code uses it.
    pub fn against(
        self,
        config: &Config,
        prompts: &[CheckedPrompt],
        judges: &BTreeSet<String>,
    ) -> Findings {
        let mut findings = self.unreadable;
        let mut used = BTreeMap::<&str, &Call>::new();
        for call in &self.found {
            let first = used.entry(&call.id).or_insert(call);
            // Of several calls the finding is about one that every environment compiles and that does
            // not compile without a pin.
            if (call.is_optional, call.compiled) < (first.is_optional, first.compiled) {
                *first = call;
            }
            let prompt = prompts.iter().find(|prompt| prompt.id == call.id);
            findings.append(
                prompt
                    .map(|prompt| wrong_names(call, prompt))
                    .unwrap_or_default(),
            );
        }
        for (id, call) in &used {
            // The prompts are in the order of their ids.
            let finding = match config
                .prompts
                .binary_search_by(|prompt| prompt.id.as_str().cmp(id))
            {
                Ok(position) => not_pinned(config, &config.prompts[position], prompts, call),
                Err(_) => Some(unknown_prompt(config, call)),
            };
            findings.extend(finding);
        }
        if self.is_complete && !self.uses_all {
            let unused = config
                .prompts
                .iter()
                .filter(|prompt| !used.contains_key(prompt.id.as_str()))
                .filter(|prompt| !judges.contains(&prompt.id));
            findings.extend(unused.map(|prompt| unused_pin(config, prompt)));
        }
        findings
    }
}

impl Call {
    /// A finding about the call: a warning, if not every build compiles it.
    fn finding(&self, code: Code, location: Location, message: String) -> Finding {
        match self.compiled {
            Compiled::Always => Finding::error(code, location, message),
            Compiled::Sometimes => Finding::warning(code, location, message),
        }
    }
}

/// The names of inputs that do not fit what the environments pin.
fn wrong_names(call: &Call, prompt: &CheckedPrompt) -> Findings {
    let mut findings = Findings::default();
    // Inputs of a version that cannot be read are not known.
    let Some(passed) = call
        .inputs
        .as_ref()
        .filter(|_| !prompt.findings.has_errors())
    else {
        return findings;
    };
    let names = passed.iter().map(|(name, _)| name.as_str());
    let names = names.collect::<Vec<_>>();
    for problem in name_problems(&call.id, &names, &prompt.contract.inputs) {
        let location = problem
            .position
            .map_or(&call.location, |position| &passed[position].1);
        let mut finding = call.finding(problem.code, location.clone(), problem.message);
        for help in problem.help {
            finding = finding.help(help);
        }
        findings.extend([finding]);
    }
    findings
}

fn not_pinned(
    config: &Config,
    prompt: &Prompt,
    checked: &[CheckedPrompt],
    call: &Call,
) -> Option<Finding> {
    let id = prompt.id.as_str();
    let missing = (0..config.environments.len())
        .filter(|position| config.pin(id, *position).is_none())
        .collect::<Vec<_>>();
    if missing.is_empty() {
        return None;
    }
    let (location, environments) = (call.location.clone(), list(config, &missing));
    let finding = if call.is_optional {
        let message = format!("`{id}` is not yet in {environments}");
        Finding::note(Code::NotPinned, location, message)
    } else {
        let message = format!("`{id}` is not pinned in {environments}");
        call.finding(Code::NotPinned, location, message)
    };
    let mut finding = finding.related(config.location(prompt.mark), "its pins");
    let has_release = checked
        .iter()
        .any(|prompt| prompt.id == id && prompt.has_release);
    for position in missing {
        finding = finding.help(way_to_pin(config, id, has_release, position));
    }
    let aside = (!call.is_optional && call.compiled == Compiled::Sometimes)
        .then(|| "a build for that environment fails if it includes the call".to_owned());
    Some(finding.help(aside))
}

/// The environments, as a message names them.
fn list(config: &Config, positions: &[usize]) -> String {
    let names = positions
        .iter()
        .map(|position| format!("`{}`", config.environments[*position].name));
    names.collect::<Vec<_>>().join(", ")
}

fn unknown_prompt(config: &Config, call: &Call) -> Finding {
    let file = &config.source.path;
    let message = format!("no prompt {} in {file}", quoted(&call.id));
    let ids = config.prompts.iter().map(|prompt| prompt.id.as_str());
    let help = did_you_mean(&call.id, ids)
        .unwrap_or_else(|| format!("the prompts are the keys under `prompts:` in {file}"));
    call.finding(Code::UnknownPrompt, call.location.clone(), message)
        .help(help)
}

fn unused_pin(config: &Config, prompt: &Prompt) -> Finding {
    let message = format!("no code of this package uses `{}`", prompt.id);
    let help = format!(
        "remove its pins, or use it with `prompt!(\"{}\")` or `prompts!()`",
        prompt.id
    );
    Finding::warning(Code::UnusedPin, config.location(prompt.mark), message).help(help)
}
