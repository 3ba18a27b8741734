//! A pin that is moved, and the record of it in the ledger.

use prompt_build::api::ApiSetting;
use prompt_build::config::Config;
use prompt_build::library::LEDGER;
use prompt_build::report::Findings;
use prompt_build::source::Source;
use semver::Version;
use serde_yaml::{Mapping, Value};

use crate::project::change::{Edit, Target};
use crate::project::edit::{LedgerText, SettingChange, mapping, set_pin, set_pin_with};
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
    /// The API, the model and the parameters that a rollback restores; empty if it restores none.
    pub settings: Mapping,
    pub by: &'a str,
    pub at: &'a str,
    pub reason: &'a str,
}

impl PinMove<'_> {
    /// The record of the move.
    pub fn record(&self) -> Mapping {
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
        record.extend(self.settings.clone());
        for (key, text) in [("by", self.by), ("at", self.at), ("reason", self.reason)] {
            record.insert(key.into(), text.into());
        }
        record
    }
}

/// The ledger with the record of a move, in the entry of the release that is pinned from now on.
pub fn with_move(
    prompt: &Prompt,
    mut ledger: LedgerText,
    version: &Version,
    record: &Mapping,
) -> Result<LedgerText, Failure> {
    ledger
        .append(version, "pinned", record)
        .map_err(|error| error.into_failure(&prompt.ledger_path()))?;
    Ok(ledger)
}

/// The version in a pin, as the configuration has it.
pub fn present_pin(config: &Config, id: &str, environment: &str) -> Option<String> {
    let environment = config
        .environments
        .iter()
        .position(|one| one.name == environment)?;
    Some(config.pin(id, environment)?.pin.to_string())
}

/// The settings in a pin other than its version, which a move of the version keeps; `None` if
/// there are none.
pub fn pinned_settings(config: &Config, id: &str, environment: &str) -> Option<String> {
    let environment = config
        .environments
        .iter()
        .position(|one| one.name == environment)?;
    let pin = config.pin(id, environment)?;
    let api = match pin.api {
        ApiSetting::Set(api) => Some(format!("api {api}")),
        ApiSetting::Unset | ApiSetting::Unreadable => None,
    };
    let model = pin
        .model
        .as_ref()
        .map(|(model, _)| format!("model {}", escape_line(model)));
    let parameters = escape_line(&pin.parameters.readable.to_string()).into_owned();
    let parameters = Some(parameters).filter(|parameters| !parameters.is_empty());
    let settings = api.into_iter().chain(model).chain(parameters);
    let settings = settings.collect::<Vec<_>>();
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

/// The configuration with a pin of several prompts in an environment.
pub fn edit_of_pins(
    config: &Config,
    ids: &[&str],
    environment: &str,
    pin: &str,
) -> Result<Edit, Failure> {
    let pins = ids.iter().map(|id| (*id, environment, pin));
    edit_of_all(config, pins)
}

/// The configuration with other versions in the pins of a prompt, by the names of the environments.
pub fn edit_of_pins_at(
    config: &Config,
    id: &str,
    pins: &[(&str, String)],
) -> Result<Edit, Failure> {
    let pins = pins.iter();
    edit_of_all(config, pins.map(|(name, pin)| (id, *name, pin.as_str())))
}

/// The configuration with these pins: the prompt, the environment and the version of each.
fn edit_of_all<'a>(
    config: &Config,
    pins: impl Iterator<Item = (&'a str, &'a str, &'a str)>,
) -> Result<Edit, Failure> {
    let path = &config.source.path;
    let mut edited = config.source.text.clone();
    let mut now = None;
    for (id, environment, pin) in pins {
        edited = set_pin(now.as_ref().unwrap_or(config), id, environment, pin)
            .map_err(|error| error.into_failure(path))?;
        let mut findings = Findings::default();
        let source = Source::new(path.as_str(), edited.as_str());
        now = Some(Config::read(&source, &mut findings).ok_or(findings)?);
    }
    Ok(Edit {
        target: Target::Configuration,
        from: config.source.text.clone(),
        text: edited,
    })
}

/// The configuration with another version in a pin, and with these changes of its settings.
pub fn edit_of_pin_with(
    config: &Config,
    id: &str,
    environment: &str,
    pin: &str,
    changes: &[SettingChange],
) -> Result<Edit, Failure> {
    let text = set_pin_with(config, id, environment, pin, changes)
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
