use std::collections::BTreeMap;

use prompt_build::config::Config;
use prompt_build::library::{LEDGER, Ledger, Release};
use prompt_build::report::Findings;
use prompt_build::source::Source;
use semver::Version;
use serde_yaml::Mapping;

use crate::project::merge::{Merge, Side};
use crate::report::failure::Failure;

/// A prompt as one side of a merge has it.
#[derive(Debug)]
pub struct PromptSide {
    /// The text of the ledger; empty where there is none.
    pub text: String,
    ledger: Option<Ledger>,
    /// The entries of the ledger, as they are written.
    pub entries: Vec<Mapping>,
    /// The pins by the names of their environments.
    pub pins: BTreeMap<String, String>,
    /// The configuration, where it can be read.
    pub config: Option<Config>,
}

impl PromptSide {
    /// Reads a side. Fails if its ledger has errors: that is nothing of the merge.
    pub fn read(
        (library, prompts): (&Merge, &Merge),
        side: Side,
        id: &str,
        configuration: &str,
    ) -> Result<Self, Failure> {
        let text = library.text(side, &format!("{id}/{LEDGER}"))?;
        let text = text.unwrap_or_default();
        let mut findings = Findings::default();
        let name = format!("{id}/{LEDGER} of {side:?}").to_lowercase();
        let source = Source::new(name, text.clone());
        let ledger = match text.trim() {
            "" => None,
            _ => Ledger::read_whole(&source, &mut findings),
        };
        if let Some(ledger) = &ledger {
            ledger.releases(&mut findings);
        }
        if findings.has_errors() {
            return Err(findings.into());
        }
        let entries = match text.trim() {
            "" => Vec::new(),
            _ => serde_yaml::from_str(&text).map_err(|error| {
                Failure::because(format!("cannot read the ledger of `{id}`"), error)
            })?,
        };
        let config = prompts.text(side, configuration)?;
        let config = config.and_then(|text| {
            Config::read(&Source::new(configuration, text), &mut Findings::default())
        });
        let pins = config.iter().flat_map(|config| pins(config, id));
        Ok(Self {
            pins: pins.collect(),
            text,
            ledger,
            entries,
            config,
        })
    }

    pub fn releases(&self) -> Vec<&Release> {
        let ledger = self.ledger.as_ref();
        ledger
            .map(|ledger| ledger.releases(&mut Findings::default()))
            .unwrap_or_default()
    }

    pub fn release(&self, version: &Version) -> Option<&Release> {
        let mut releases = self.releases().into_iter();
        releases.find(|release| release.version == *version)
    }

    /// The entry of a version, as it is written.
    pub fn entry(&self, version: &Version) -> Option<&Mapping> {
        let releases = self.releases().into_iter().zip(&self.entries);
        let mut releases = releases.filter(|(release, _)| release.version == *version);
        releases.next().map(|(_, entry)| entry)
    }
}

/// The pins of a prompt, as the configuration writes them.
fn pins<'a>(config: &'a Config, id: &str) -> impl Iterator<Item = (String, String)> + 'a {
    let pins = config
        .prompt(id)
        .into_iter()
        .flat_map(|prompt| &prompt.pins);
    pins.map(|pin| {
        let environment = &config.environments[pin.environment];
        (environment.name.clone(), pin.pin.to_string())
    })
}
