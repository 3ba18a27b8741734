//! A pin that is moved, and the record of it in the ledger.

use prompt_build::config::{Config, Pin};
use prompt_build::library::LEDGER;
use semver::Version;
use serde_yaml::Value;

use crate::project::change::{Edit, Target};
use crate::project::edit::{LedgerText, mapping, set_pin};
use crate::project::prompt::Prompt;
use crate::report::failure::Failure;
use crate::report::output::on_one_line;

/// A pin that moves: where, from what, and in whose name.
#[derive(Debug)]
pub struct PinMove<'a> {
    pub environment: &'a str,
    /// Whose pin it is, where several applications share the library.
    pub application: Option<&'a str>,
    /// What the environment pins now, as it stands there.
    pub before: Option<&'a str>,
    pub is_rollback: bool,
    pub by: &'a str,
    pub at: &'a str,
    pub reason: &'a str,
}

impl PinMove<'_> {
    /// Enters the move in the ledger of the release that is pinned from now on.
    pub fn enter(
        &self,
        ledger: &mut LedgerText,
        version: &Version,
        path: &str,
    ) -> Result<(), Failure> {
        let mut record = mapping([("environment", self.environment.into())]);
        if let Some(application) = self.application {
            record.insert("application".into(), application.into());
        }
        if let Some(before) = self.before {
            record.insert("before".into(), before.into());
        }
        if self.is_rollback {
            record.insert("rollback".into(), Value::Bool(true));
        }
        for (key, text) in [("by", self.by), ("at", self.at), ("reason", self.reason)] {
            record.insert(key.into(), text.into());
        }
        ledger
            .append(version, "pinned", &record)
            .map_err(|fault| fault.in_file(path))
    }
}

/// The version that a prompt has in an environment, as it stands in the configuration.
pub fn present_pin(config: &Config, id: &str, environment: &str) -> Option<String> {
    let environment = config
        .environments
        .iter()
        .position(|one| one.name == environment)?;
    let pin = config.pin(id, environment)?;
    Some(match &pin.pin {
        Pin::Latest => "latest".to_owned(),
        Pin::Exact(version) => version.to_string(),
        Pin::Range(range) => range.to_string(),
    })
}

/// What a pin says beside its version, which stays as it is when the version moves; `None` where it
/// says nothing.
pub fn pinned_settings(config: &Config, id: &str, environment: &str) -> Option<String> {
    let environment = config
        .environments
        .iter()
        .position(|one| one.name == environment)?;
    let pin = config.pin(id, environment)?;
    let model = pin
        .model
        .as_ref()
        .map(|(model, _)| format!("model {}", on_one_line(model)));
    let temperature = pin
        .temperature
        .map(|temperature| format!("temperature {temperature}"));
    let settings = model.into_iter().chain(temperature).collect::<Vec<_>>();
    Some(settings.join(", ")).filter(|settings| !settings.is_empty())
}

/// The configuration with another version in a pin: what else the pin says stays as it is.
pub fn edit_of_pin(
    config: &Config,
    id: &str,
    environment: &str,
    pin: &str,
) -> Result<Edit, Failure> {
    let text = set_pin(config, id, environment, pin)
        .map_err(|fault| fault.in_file(&config.source.path))?;
    Ok(Edit {
        target: Target::Configuration,
        from: config.source.text.clone(),
        text,
    })
}

/// The ledger of a prompt with another text.
pub fn edit_of_ledger(prompt: &Prompt, ledger: LedgerText) -> Edit {
    let target = Target::Library(format!("{}/{LEDGER}", prompt.id));
    Edit {
        target,
        from: prompt.ledger_text().to_owned(),
        text: ledger.into_text(),
    }
}
