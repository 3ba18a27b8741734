//! A pin that is moved, and the record of it in the ledger.

use prompt_build::config::{Config, Pin};
use prompt_build::library::LEDGER;
use semver::Version;
use serde_yaml::Value;

use crate::project::change::{Edit, Target};
use crate::project::edit::{LedgerText, mapping, set_pin};
use crate::project::prompt::Prompt;
use crate::report::failure::Failure;
use crate::report::output::escape_line;

/// A move of a pin, as the ledger records it.
#[derive(Debug)]
pub struct PinMove<'a> {
    pub environment: &'a str,
    /// Whose pin it is, where several applications share the library.
    pub application: Option<&'a str>,
    /// The present pin, as the configuration has it.
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
            .map_err(|error| error.into_failure(path))
    }
}

/// The version in a pin, as the configuration has it.
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

/// The settings in a pin other than its version, which a move of the version keeps; `None` if
/// there are none.
pub fn pinned_settings(config: &Config, id: &str, environment: &str) -> Option<String> {
    let environment = config
        .environments
        .iter()
        .position(|one| one.name == environment)?;
    let pin = config.pin(id, environment)?;
    let model = pin
        .model
        .as_ref()
        .map(|(model, _)| format!("model {}", escape_line(model)));
    let parameters = escape_line(&pin.parameters.to_string()).into_owned();
    let parameters = Some(parameters).filter(|parameters| !parameters.is_empty());
    let settings = model.into_iter().chain(parameters).collect::<Vec<_>>();
    Some(settings.join(", ")).filter(|settings| !settings.is_empty())
}

/// The configuration with another version in a pin. Other settings in the pin are kept.
pub fn edit_of_pin(
    config: &Config,
    id: &str,
    environment: &str,
    pin: &str,
) -> Result<Edit, Failure> {
    let text = set_pin(config, id, environment, pin)
        .map_err(|error| error.into_failure(&config.source.path))?;
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
