//! The settings of a pinned version, held against its last record.

use super::{History, moment};
use crate::config::Environment;
use crate::library::Release;
use crate::pins::{Settings, described};
use crate::report::{Code, Finding};

impl History<'_> {
    /// Reports the settings of the version that an environment pins, if they are unsigned.
    pub(super) fn unsigned_settings_of_pin(&self, environment: &Environment) -> Option<Finding> {
        let mut versions = self.versions.iter();
        let version = versions.find(|version| version.environment == environment.name)?;
        let mut releases = self.releases().into_iter();
        let release =
            releases.find(|release| release.version.to_string() == version.text.version)?;
        self.unsigned_settings(environment, release, &version.settings)
    }

    /// Reports settings of a pinned version that are not those of its last record: they were
    /// changed back by hand to some that were signed earlier.
    pub(super) fn unsigned_settings(
        &self,
        environment: &Environment,
        release: &Release,
        settings: &Settings,
    ) -> Option<Finding> {
        let sign_offs = release.sign_offs.iter().filter_map(|one| {
            let is_ours = one.environment.as_deref() == Some(&environment.name)
                && self.is_our_application(one.application.as_ref());
            let model = one.model.as_ref().filter(|_| is_ours)?;
            Some((one.api, model, &one.parameters, &one.signature))
        });
        let rollbacks = release.pin_changes.iter().filter_map(|one| {
            let is_ours = self.is_ours(one, environment);
            let model = one.model.as_ref().filter(|_| is_ours)?;
            Some((one.api, model, &one.parameters, &one.signature))
        });
        let records = sign_offs.chain(rollbacks);
        let (api, model, parameters, signature) =
            records.max_by_key(|(.., signature)| moment(signature))?;
        let (used, values) = (&settings.model.value, settings.values());
        if api == settings.api && model == used && *parameters == values {
            return None;
        }
        let message = format!(
            "`{}` uses {} for `{}` {}, and the last record is for {}",
            environment.name,
            described(settings.api, used, &values),
            self.id,
            release.version,
            described(api, model, parameters)
        );
        let location = self.ledger.location(signature.at_mark);
        let help = "the settings were changed by hand: `cargo prompts promote` signs them off";
        Some(Finding::error(Code::UnrecordedPin, location, message).help(help.to_owned()))
    }
}
