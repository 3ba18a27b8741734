//! `cargo prompts rollback`.

use clap::Args;
use prompt_build::library::Release;
use prompt_build::report::{Code, Finding, Findings};
use prompt_build::source::Location;
use semver::Version;

use crate::commands::options::Options;
use crate::project::edit::LedgerText;
use crate::project::lookup;
use crate::project::pin_record::{
    PinMove, edit_of_ledger, edit_of_pin, pinned_settings, present_pin,
};
use crate::project::prompt::Prompt;
use crate::project::session::Session;
use crate::project::timestamp::now;
use crate::project::workspace::Workspace;
use crate::report::exit_status::ExitStatus;
use crate::report::failure::{CommandResult, Failure};
use crate::report::output::say;
use crate::rules::names;
use crate::rules::previous_pin::previous_pin;

/// Pins the version that an environment pinned before
///
/// The previous pin is read from the ledger: a promotion goes one step forward, a rollback one
/// step back, so a second rollback goes back further. The version must still be acceptable to the
/// environment: not withdrawn, and not altered. The ledger records who rolled back, when and why.
///
/// The version that was rolled back from is unchanged: `withdraw` prevents it from being pinned
/// again. A model or temperature set in the pin is kept.
#[derive(Debug, Args)]
pub struct Rollback {
    /// The prompt's id
    id: String,
    /// The environment
    #[arg(long = "in", value_name = "ENVIRONMENT")]
    environment: String,
    /// The person responsible, recorded in the ledger
    #[arg(long, value_name = "WHO", value_parser = names::single_line, allow_hyphen_values = true)]
    by: String,
    /// The reason, recorded in the ledger
    #[arg(long, value_name = "WHY", value_parser = names::single_line, allow_hyphen_values = true)]
    reason: String,
}

impl Rollback {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let session = Session::open(&workspace)?;
        lookup::environment(&session.config, &self.environment)?;
        let prompt = session.prompt(&self.id)?;
        let (id, environment) = (&self.id, &self.environment);
        let Some(present) = present_pin(&session.config, id, environment) else {
            return Err(Failure::new(format!(
                "`{environment}` pins no version of `{id}`"
            )));
        };
        let Some(before) = self.before(&prompt, session.application.as_deref(), &present) else {
            return Err(Findings::from(self.nothing(&session, &present)).into());
        };
        let mut edits = vec![edit_of_pin(&session.config, id, environment, &before)?];
        let mut ledger = LedgerText::new(prompt.ledger_text());
        let path = prompt.ledger_path();
        self.record(&now(), &present, session.application.as_deref())
            .enter(&mut ledger, &entry(&prompt, &before, &present)?, &path)?;
        edits.insert(0, edit_of_ledger(&prompt, ledger));
        session.commit(
            &format!("cargo prompts rollback {id} --in {environment}"),
            id,
            &edits,
        )?;
        say!("{environment} now pins {before} again instead of {present}");
        if let Some(settings) = pinned_settings(&session.config, id, environment) {
            say!("unchanged in the pin: {settings}");
        }
        if !self.is_pinned_elsewhere(&session, &present) && Version::parse(&present).is_ok() {
            let command = format!("cargo prompts withdraw {id} {present} --by WHO --reason WHY");
            say!("`{command}` prevents {present} from being pinned again");
        }
        Ok(ExitStatus::Success)
    }

    fn is_pinned_elsewhere(&self, session: &Session<'_>, pin: &str) -> bool {
        let names = session
            .config
            .environments
            .iter()
            .map(|environment| environment.name.as_str());
        let mut others = names.filter(|name| *name != self.environment);
        others.any(|name| present_pin(&session.config, &self.id, name).as_deref() == Some(pin))
    }

    /// The previous pin of the environment; `None` if the ledger does not record it, or no longer
    /// has that version.
    fn before(&self, prompt: &Prompt, application: Option<&str>, present: &str) -> Option<String> {
        let before = previous_pin(&prompt.releases(), &self.environment, application, present)?;
        let is_known =
            Version::parse(&before).map_or(true, |version| prompt.release(&version).is_ok());
        is_known.then_some(before)
    }

    fn record<'a>(
        &'a self,
        at: &'a str,
        present: &'a str,
        application: Option<&'a str>,
    ) -> PinMove<'a> {
        let (environment, by, reason) = (
            self.environment.as_str(),
            self.by.as_str(),
            self.reason.as_str(),
        );
        PinMove {
            environment,
            application,
            before: Some(present),
            is_rollback: true,
            by,
            at,
            reason,
        }
    }

    fn nothing(&self, session: &Session<'_>, present: &str) -> Finding {
        let (id, environment) = (&self.id, &self.environment);
        let mut pins = session
            .config
            .prompts
            .iter()
            .filter(|prompt| prompt.id == *id)
            .flat_map(|prompt| &prompt.pins);
        let pin =
            pins.find(|pin| session.config.environments[pin.environment].name == *environment);
        let location = pin.map_or_else(
            || Location::file(&session.config.source),
            |pin| session.config.location(pin.mark),
        );
        let message =
            format!("the ledger records no version that `{environment}` pinned before `{present}`");
        let help = format!(
            "`cargo prompts promote {id} --to {environment} --version VERSION` pins another version"
        );
        Finding::error(Code::NothingToRollBack, location, message).help(help)
    }
}

/// The release whose entry records the move: the one that is pinned again, or, if that pin is not
/// a version, the one that was pinned until now.
fn entry(prompt: &Prompt, before: &str, present: &str) -> Result<Version, Failure> {
    let version = Version::parse(before)
        .or_else(|_| Version::parse(present))
        .map_err(|error| Failure::because("the previous pin is not a version", error))?;
    prompt
        .release(&version)
        .map(|release: &Release| release.version.clone())
}
