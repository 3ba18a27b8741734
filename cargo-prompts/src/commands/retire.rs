//! A release that is given up: deprecated, or withdrawn.

use clap::Args;
use prompt_build::config::{Config, EnvironmentPin, Pin};
use prompt_build::library::Status;
use prompt_build::report::{Code, Finding, Findings};
use semver::Version;

use crate::cli::Options;
use crate::ending::{Ending, Failure, Outcome};
use crate::ledger::edit::{LedgerText, mapping};
use crate::ledger::moment::now;
use crate::ledger::people;
use crate::ledger::pin_record::edit_of_ledger;
use crate::package::prompt::Prompt;
use crate::package::session::Session;
use crate::package::workspace::Workspace;
use crate::report::output::say;

/// Which release, by whom, and why.
#[derive(Debug, Args)]
pub struct GivingUp {
    /// The prompt's id
    id: String,
    /// The version
    version: Version,
    /// Who does it: goes into the ledger
    #[arg(long, value_name = "WHO", value_parser = people::line, allow_hyphen_values = true)]
    by: String,
    /// Why: goes into the ledger
    #[arg(long, value_name = "WHY", value_parser = people::line, allow_hyphen_values = true)]
    reason: String,
}

impl GivingUp {
    /// Gives a release the status, which is deprecated or withdrawn, and enters the reason.
    pub fn run(&self, options: &Options, status: Status) -> Outcome {
        let workspace = Workspace::find(options)?;
        let session = Session::open(&workspace)?;
        let prompt = session.prompt(&self.id)?;
        let present = prompt.release(&self.version)?.status;
        let (id, version, word) = (&self.id, &self.version, status.as_str());
        if present == Some(status) || present == Some(Status::Withdrawn) {
            let present = present.map_or("", Status::as_str);
            say!("{id} {version} is {present} already");
            return Ok(Ending::Clean);
        }
        if status == Status::Withdrawn {
            self.refuse_pinned(&session.config, &prompt)?;
        }
        let ledger = self
            .edited(&prompt, status)
            .map_err(|fault| fault.in_file(&prompt.ledger_path()))?;
        let command = self.command(status);
        session.commit(&command, id, &[edit_of_ledger(&prompt, ledger)])?;
        say!("{id} {version} is {word}");
        Ok(Ending::Clean)
    }

    fn command(&self, status: Status) -> String {
        let command = if status == Status::Withdrawn {
            "withdraw"
        } else {
            "deprecate"
        };
        format!("cargo prompts {command} {} {}", self.id, self.version)
    }

    fn edited(
        &self,
        prompt: &Prompt,
        status: Status,
    ) -> Result<LedgerText, crate::ledger::edit::Fault> {
        let mut ledger = LedgerText::new(prompt.ledger_text());
        ledger.set(&self.version, "status", status.as_str())?;
        let (by, at, reason) = (self.by.as_str(), now(), self.reason.as_str());
        let record = mapping([
            ("by", by.into()),
            ("at", at.into()),
            ("reason", reason.into()),
        ]);
        ledger.enter(&self.version, status.as_str(), record)?;
        Ok(ledger)
    }

    /// What is served must not vanish. A pin that floats takes another version once this one is
    /// gone, unless there is none.
    fn refuse_pinned(&self, config: &Config, prompt: &Prompt) -> Result<(), Failure> {
        let mut findings = Findings::default();
        let pins = config
            .prompts
            .iter()
            .filter(|one| one.id == self.id)
            .flat_map(|one| &one.pins);
        let is_exact = |pin: &EnvironmentPin| matches!(&pin.pin, Pin::Exact(version) if *version == self.version);
        let is_taken = |pin: &EnvironmentPin| {
            prompt.pinned(config, pin.environment).as_ref() == Some(&self.version)
        };
        for pin in pins.filter(|pin| is_exact(pin) || is_taken(pin)) {
            let environment = &config.environments[pin.environment].name;
            let message = format!("`{environment}` still pins `{}` {}", self.id, self.version);
            let help = format!(
                "`cargo prompts rollback {} --in {environment} --by WHO --reason WHY` pins what it pinned before",
                self.id
            );
            let finding = Finding::error(Code::StillPinned, config.place(pin.mark), message);
            findings.push(
                finding
                    .help(help)
                    .help("or take the pin out, where the environment is to have none".to_owned()),
            );
        }
        if findings.has_errors() {
            Err(findings.into())
        } else {
            Ok(())
        }
    }
}
