//! Rollbacks by people who may not sign off.

use super::{Audit, History, moment};
use crate::config::{Config, Environment};
use crate::library::Ledger;
use crate::report::{Code, Finding};

/// Reports the last move of a prompt's pin if it is a rollback that nobody who may sign off has
/// confirmed. A promotion after it needs no confirmation: it is a sign-off.
pub fn unconfirmed_rollback(
    config: &Config,
    id: &str,
    ledger: &Ledger,
    application: Option<String>,
    environment: &Environment,
) -> Option<Finding> {
    let audit = Audit {
        application,
        ..Audit::default()
    };
    let history = History {
        config,
        id,
        ledger,
        versions: &[],
        audit: &audit,
    };
    history.unconfirmed(environment)
}

impl History<'_> {
    /// Reports a rollback by somebody who may not sign off, until somebody who may has confirmed
    /// it.
    pub(super) fn unconfirmed(&self, environment: &Environment) -> Option<Finding> {
        let policy = &environment.policy;
        let (release, change) = self.last_move(environment)?;
        let who = change.signature.by.as_deref()?;
        if !change.is_rollback || !policy.says_who_rolls_back() || policy.may_sign(who) {
            return None;
        }
        let mut confirmations = release.confirmations.iter();
        let is_confirmed = confirmations.any(|one| {
            let by = one.signature.by.as_deref().unwrap_or_default();
            let payload = self.subject(release).confirmation(one);
            one.environment.as_deref() == Some(&environment.name)
                && one.application == change.application
                && policy.may_sign(by)
                && one.rolled_back_at == change.signature.at
                && moment(&change.signature) <= moment(&one.signature)
                && (!policy.asks_for_signatures()
                    || self.config.trust.verify(&payload, &one.signature).is_ok())
        });
        if is_confirmed {
            return None;
        }
        let (id, name, version) = (self.id, &environment.name, &release.version);
        let message = format!(
            "`{who}` rolled `{id}` back to {version} in `{name}`, which nobody has confirmed who may sign off"
        );
        let location = self.ledger.location(change.signature.at_mark);
        let help = format!(
            "`cargo prompts rollback {id} --in {name} --confirm --by WHO --reason WHY` confirms it"
        );
        Some(Finding::error(Code::UnconfirmedRollback, location, message).help(help))
    }
}
