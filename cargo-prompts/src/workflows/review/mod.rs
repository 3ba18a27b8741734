//! What a change of the repository does, environment by environment.

mod answers;
mod base;
mod cases;
mod environments;
mod file_tree;
mod json;
mod markdown;
mod model;
mod page;
mod prompts;
mod records;
mod repository;
mod side;
mod steps;
mod terminal;
mod unchanged;
mod words;

pub use json::json;
pub use markdown::markdown;
pub use model::Review;
pub use page::page;
pub use terminal::terminal;

use prompt_build::config::{Config, read_allowed_signers};
use prompt_build::parallel;
use prompt_build::report::Code;
use prompt_core::secret::masked;

use base::Base;
use model::{BaseName, EnvironmentChange};
use prompts::{Comparison, PromptFindings};
use side::Package;

use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::workflows::difference::{Row, ValueChange, masked_rows};

/// Compares the working tree with the commit at which it and a revision parted.
pub fn review(workspace: &Workspace, revision: &str) -> Result<Review, Failure> {
    let config = workspace.sound_config()?;
    let base = Base::open(workspace, &config, revision)?;
    let application = workspace.application_of(&config)?;
    let comparison = Comparison {
        old: base
            .package
            .as_ref()
            .map(|(workspace, config)| Package { workspace, config }),
        new: Package {
            workspace,
            config: &config,
        },
        application: application.as_deref(),
    };
    let old = comparison.old.map(|old| old.config);
    let names = environments::names(old, &config);
    let mut ids = comparison.ids();
    ids.retain(|id| !base.unchanged.contains(id));
    let found = parallel::map(&ids, |id| comparison.prompt(id, &names));
    let found = found.into_iter().collect::<Result<Vec<_>, _>>()?;
    let (environments, prompts) = gathered(old, &config, &names, found);
    Ok(Review {
        base: BaseName {
            name: masked(&base.revision.name).into_owned(),
            commit: base.revision.commit,
        },
        environments,
        prompts,
        signers: signers(&comparison),
        personal_data: personal_data(old, &config),
    })
}

/// Puts what was found of each prompt to its environment.
fn gathered(
    old: Option<&Config>,
    new: &Config,
    names: &[&str],
    found: Vec<PromptFindings>,
) -> (Vec<EnvironmentChange>, Vec<model::PromptChange>) {
    let mut environments = names
        .iter()
        .map(|name| {
            let before = old.and_then(|old| environments::find(old, name));
            let after = environments::find(new, name);
            EnvironmentChange {
                name: (*name).to_owned(),
                presence: environments::presence(before, after),
                settings: environments::changed(before, after),
                pins: Vec::new(),
            }
        })
        .collect::<Vec<_>>();
    let mut prompts = Vec::new();
    for PromptFindings { pins, change } in found {
        let has_pins = !pins.is_empty();
        for (name, pin) in pins {
            let environment = environments.iter_mut().find(|one| one.name == name);
            if let Some(environment) = environment {
                let pin = prompts::without(pin, &environment.settings);
                environment.pins.extend(pin);
            }
        }
        if !change.is_empty() || (has_pins && !change.steps.is_empty()) {
            prompts.push(change);
        }
    }
    environments.retain(|one| !one.settings.is_empty() || !one.pins.is_empty());
    // Masked last: what is compared are the settings as they are.
    for environment in &mut environments {
        mask(&mut environment.settings);
        for pin in &mut environment.pins {
            mask(&mut pin.settings);
        }
    }
    (environments, prompts)
}

fn mask(settings: &mut Vec<ValueChange>) {
    *settings = settings.drain(..).map(ValueChange::masked).collect();
}

/// The lines of the file with the keys of those who sign that differ. A file that cannot be read has its
/// error in their place.
fn signers(comparison: &Comparison<'_>) -> Vec<Row> {
    let text = |package: Package<'_>| {
        let workspace = package.workspace;
        match read_allowed_signers(&workspace.disk, &workspace.configuration()) {
            Ok(source) => source.text.clone(),
            Err(finding) if finding.code == Code::MissingFile => String::new(),
            Err(finding) => finding.message,
        }
    };
    let old = comparison.old.map(text).unwrap_or_default();
    masked_rows(&old, &text(comparison.new))
}

/// The patterns that differ. They tell what is found in datasets that are committed.
fn personal_data(old: Option<&Config>, new: &Config) -> Vec<Row> {
    let text = |config: &Config| {
        let patterns = config.personal_patterns.iter();
        let lines = patterns.map(|pattern| format!("{}: {}\n", pattern.name, pattern.regex));
        lines.collect::<String>()
    };
    masked_rows(&old.map(text).unwrap_or_default(), &text(new))
}
