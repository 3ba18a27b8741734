//! Reads one prompt as a build would embed it now, for a development build that reads its working
//! copy again while it runs.

use std::path::Path;
use std::sync::Arc;

use prompt_core::program::Pin;
use prompt_core::wire::path;

use crate::check::{CONFIGURATION, Outcome, check_embedded, library};
use crate::codegen;
use crate::config::{Config, EnvironmentPin, Request};
use crate::contract::Contract;
use crate::disk::Disk;
use crate::library::{Extension, PinnedText, working_copy_file};
use crate::pins::way_to_pin;
use crate::report::{Code, Finding, Severity};
use crate::source::{Location, Source};

/// A prompt of a running program.
#[derive(Debug, Clone, Copy)]
pub struct Running<'a> {
    /// The root of its package.
    pub root: &'a Path,
    /// The path of its configuration within the root.
    pub configuration: &'a str,
    pub package: &'a str,
    pub environment: &'a str,
    pub id: &'a str,
}

/// The data that a build would embed.
#[derive(Debug)]
pub struct Embedded {
    /// The header that describes the prompt.
    pub header: String,
    /// The compiled program. Empty if the prompt has no inputs.
    pub program: String,
    pub text: Arc<PinnedText>,
    pub contract: Contract,
}

/// The result of reading a prompt again.
#[derive(Debug)]
pub struct Reading {
    /// The data that a build would embed, or all errors.
    pub embedded: Result<Embedded, Vec<Finding>>,
    /// The path of the library, or `None` if the configuration, which names it, cannot be read.
    pub library: Option<String>,
}

impl Running<'_> {
    /// Reads and checks the prompt as a build does.
    pub fn read(self) -> Reading {
        let disk = Disk::new(self.root.to_owned());
        let request = Request {
            variable: Some(self.environment.to_owned()),
            ..Request::default()
        };
        let outcome = check_embedded(&disk, self.folder(), &request, self.id);
        let library = outcome
            .config
            .as_ref()
            .map(|config| library(self.folder(), config));
        let embedded = self.embedded(&disk, outcome, library.as_deref());
        Reading { embedded, library }
    }

    /// Returns the folder of the configuration.
    pub fn folder(&self) -> &str {
        self.configuration
            .strip_suffix(CONFIGURATION)
            .map_or(".", |folder| folder.trim_end_matches('/'))
    }

    fn embedded(
        self,
        disk: &Disk,
        mut outcome: Outcome,
        library: Option<&str>,
    ) -> Result<Embedded, Vec<Finding>> {
        let errors = outcome
            .findings()
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .cloned()
            .collect::<Vec<_>>();
        if !errors.is_empty() {
            return Err(errors);
        }
        let way = self.way_to_pin(&outcome);
        let mut files = codegen::files(&outcome, self.package);
        let program = files.remove(&path::program(self.id)).unwrap_or_default();
        let header = files.remove(&path::header(self.id));
        let prompt = outcome.prompts.pop();
        let checked = prompt
            .and_then(|mut prompt| prompt.embedded.pop())
            .map(|embedded| (embedded.pinned.text, embedded.contract));
        let (Some(config), Some(library), Some(header), Some((text, contract))) =
            (outcome.config, library, header, checked)
        else {
            let configuration = Source::without_text(self.configuration);
            let message = format!("`{}` is not pinned in `{}`", self.id, self.environment);
            let location = Location::file(&configuration);
            return Err(vec![
                Finding::error(Code::NotPinned, location, message).help(way),
            ]);
        };
        match text.version.as_str() {
            Pin::WORKING_COPY => Ok(Embedded {
                header,
                program,
                text,
                contract,
            }),
            version => Err(vec![self.release(disk, &config, library, version)]),
        }
    }

    /// Says what to type if the configuration has the prompt, but no pin in the environment.
    fn way_to_pin(self, outcome: &Outcome) -> Option<String> {
        let (config, prompt) = (outcome.config.as_ref()?, outcome.prompts.first()?);
        Some(way_to_pin(
            config,
            self.id,
            prompt.has_release,
            *outcome.environments.first()?,
        ))
    }

    /// Makes a finding: a build would embed a release, but the running program embeds a working
    /// copy.
    fn release(self, disk: &Disk, config: &Config, library: &str, version: &str) -> Finding {
        let folder = format!("{library}/{}", self.id);
        let copies =
            Extension::ALL.map(|extension| format!("{folder}/{}", working_copy_file(extension)));
        let help = format!("the next build would take version `{version}`");
        let [copy, ..] = &copies;
        if !copies.iter().any(|copy| disk.exists(copy)) {
            let message = format!("no file `{copy}`");
            return Finding::error(
                Code::MissingFile,
                Location::file(&Source::without_text(copy.as_str())),
                message,
            )
            .help(help);
        }
        let message = format!(
            "`{}` is pinned to a release now, and runs as a working copy",
            self.id
        );
        let location = self.pin(config).map_or_else(
            || Location::file(&config.source),
            |pin| config.location(pin.mark),
        );
        Finding::error(Code::NotReloadable, location, message).help(help)
    }

    fn pin<'c>(&self, config: &'c Config) -> Option<&'c EnvironmentPin> {
        let prompt = config.prompts.iter().find(|prompt| prompt.id == self.id)?;
        prompt
            .pins
            .iter()
            .find(|pin| config.environments[pin.environment].name == self.environment)
    }
}
