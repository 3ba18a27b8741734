//! Compares the calls with the pins.

use std::collections::BTreeMap;

use prompt_build::config::{Config, Prompt};
use prompt_build::pins::way_to_pin;
use prompt_build::report::{Code, Finding, Findings, did_you_mean, quoted};

use super::{Call, Calls, Compiled};

impl Calls {
    /// Compares the code with the configuration. Each prompt has at most one finding, at its first
    /// call. The prompts that have a release are given by their ids.
    pub fn against(self, config: &Config, released: &[&str]) -> Findings {
        let mut findings = self.unreadable;
        let mut used = BTreeMap::<&str, &Call>::new();
        for call in &self.found {
            let first = used.entry(&call.id).or_insert(call);
            // Of several calls the finding is about one that every environment compiles.
            if call.compiled < first.compiled {
                *first = call;
            }
        }
        for (id, call) in &used {
            // The prompts are in the order of their ids.
            let finding = match config
                .prompts
                .binary_search_by(|prompt| prompt.id.as_str().cmp(id))
            {
                Ok(position) => not_pinned(config, &config.prompts[position], released, call),
                Err(_) => Some(unknown_prompt(config, call)),
            };
            findings.extend(finding);
        }
        if self.is_complete && !self.uses_all {
            let unused = config
                .prompts
                .iter()
                .filter(|prompt| !used.contains_key(prompt.id.as_str()));
            findings.extend(unused.map(|prompt| unused_pin(config, prompt)));
        }
        findings
    }
}

fn not_pinned(config: &Config, prompt: &Prompt, released: &[&str], call: &Call) -> Option<Finding> {
    let id = prompt.id.as_str();
    let missing = (0..config.environments.len())
        .filter(|position| config.pin(id, *position).is_none())
        .collect::<Vec<_>>();
    if missing.is_empty() {
        return None;
    }
    let message = format!("`{id}` is not pinned in {}", list(config, &missing));
    let finding = match call.compiled {
        Compiled::Always => Finding::error(Code::NotPinned, call.location.clone(), message),
        Compiled::Sometimes => Finding::warning(Code::NotPinned, call.location.clone(), message),
    };
    let mut finding = finding.related(config.location(prompt.mark), "its pins");
    let has_release = released.contains(&id);
    for position in missing {
        finding = finding.help(way_to_pin(config, id, has_release, position));
    }
    let aside = (call.compiled == Compiled::Sometimes)
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
    let finding = match call.compiled {
        Compiled::Always => Finding::error(Code::UnknownPrompt, call.location.clone(), message),
        Compiled::Sometimes => {
            Finding::warning(Code::UnknownPrompt, call.location.clone(), message)
        }
    };
    finding.help(help)
}

fn unused_pin(config: &Config, prompt: &Prompt) -> Finding {
    let message = format!("no code of this package uses `{}`", prompt.id);
    let help = format!(
        "remove its pins, or use it with `prompt!(\"{}\")` or `prompts!()`",
        prompt.id
    );
    Finding::warning(Code::UnusedPin, config.location(prompt.mark), message).help(help)
}
