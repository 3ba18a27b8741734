//! Environments that take no promotions until a time.

use prompt_build::config::{Config, Environment};
use prompt_build::library::Moment;
use prompt_build::report::{Code, Finding, Findings, quoted};

/// The error of a promotion into an environment whose freeze is not over. Without a clock nobody
/// knows that it is.
pub fn refusal(config: &Config, target: &Environment, now: Option<&Moment>) -> Option<Finding> {
    let freeze = target.freeze.as_ref()?;
    let holds = now.is_none_or(|now| freeze.holds_at(now));
    holds.then(|| {
        let (name, location) = (&target.name, config.location(freeze.mark));
        Finding::error(Code::FrozenEnvironment, location, sentence(target))
            .help("wait, or remove the key `freeze` in a change that is reviewed".to_owned())
            .help(format!(
                "`cargo prompts rollback ID --in {name}` is not refused"
            ))
    })
}

/// A note for each environment that is frozen, or was.
pub fn notes(config: &Config, now: &Moment) -> Findings {
    let mut findings = Findings::default();
    for environment in &config.environments {
        let Some(freeze) = &environment.freeze else {
            continue;
        };
        let location = config.location(freeze.mark);
        let note = |message| Finding::note(Code::FrozenEnvironment, location, message);
        findings.push(if freeze.holds_at(now) {
            note(sentence(environment))
        } else {
            let (name, until) = (&environment.name, &freeze.until);
            note(format!("the freeze of `{name}` ended at {until}"))
                .help("remove the key `freeze`: it has no effect any more".to_owned())
        });
    }
    findings
}

fn sentence(environment: &Environment) -> String {
    let freeze = environment.freeze.as_ref();
    let (until, reason) = freeze
        .map(|freeze| (freeze.until.as_str(), freeze.reason.as_str()))
        .unwrap_or_default();
    let (name, reason) = (&environment.name, quoted(reason));
    format!("`{name}` takes no promotions until {until}: {reason}")
}
