use super::approval::Approval;
use super::settings::Settings;
use crate::config::{Config, Environment, EnvironmentPin};
use crate::library::{Ledger, Release};
use crate::report::{Code, Finding};
use crate::template::Config as FileConfig;

/// A pin with all that its resolution depends on.
pub struct PinQuery<'a> {
    pub config: &'a Config,
    pub id: &'a str,
    pub pin: &'a EnvironmentPin,
    pub ledger: &'a Ledger,
    pub has_working_copy: bool,
}

impl<'a> PinQuery<'a> {
    /// The settings for the calls of a text, given those in its file.
    pub fn settings(&self, file: &FileConfig) -> Settings {
        Settings::of(self.environment(), Some(self.pin), file)
    }

    /// The approval of a release for the environment of the pin.
    pub fn approval<'q>(&'q self, release: &'q Release) -> Approval<'q> {
        Approval {
            id: self.id,
            release,
            environment: self.environment(),
            trust: &self.config.trust,
        }
    }

    pub(super) fn environment(&self) -> &'a Environment {
        &self.config.environments[self.pin.environment]
    }

    pub(super) fn name(&self) -> &'a str {
        &self.environment().name
    }

    pub(super) fn finding(&self, code: Code, message: String) -> Finding {
        Finding::error(code, self.config.location(self.pin.mark), message)
    }
}
