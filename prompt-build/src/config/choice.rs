//! The choice of the environment that a build is for.

use std::collections::BTreeSet;

use super::configuration::{Config, DefaultEnvironment};
use crate::report::{Code, Finding, Findings, nearest, quoted};
use crate::source::{Location, Source};

/// The build's settings from which its environment is chosen.
#[derive(Debug, Default)]
pub struct Request {
    /// The variable `PROMPT_ENV`; an empty one counts as not set.
    pub variable: Option<String>,
    /// The enabled features of the package.
    pub features: BTreeSet<String>,
    /// The prefix of an environment's name in the name of its feature.
    pub feature_prefix: String,
    /// Set if the profile is `release` or inherits from it.
    pub release: bool,
}

/// Chooses the environment: by the variable, else by the one enabled feature, else by default.
pub fn choose(config: &Config, request: &Request, findings: &mut Findings) -> Option<usize> {
    let choice = Choice { config, request };
    match choice.make() {
        Ok(environment) => Some(environment),
        Err(finding) => {
            if let Some(finding) = finding {
                findings.push(*finding);
            }
            None
        }
    }
}

struct Choice<'a> {
    config: &'a Config,
    request: &'a Request,
}

/// The environment's index, or the finding that says why there is none. `Err(None)` if that finding
/// was reported before.
type Chosen = Result<usize, Option<Box<Finding>>>;

impl Choice<'_> {
    fn make(&self) -> Chosen {
        let enabled = self.enabled();
        match (&self.request.variable, enabled.as_slice()) {
            (Some(name), enabled) => self.by_variable(name, enabled),
            (None, [environment]) => Ok(*environment),
            (None, []) => self.by_default(),
            (None, enabled) => Err(Some(Box::new(self.several(enabled)))),
        }
    }

    /// The environments whose features are enabled.
    fn enabled(&self) -> Vec<usize> {
        let is_enabled = |name: &str| self.request.features.contains(&self.feature(name));
        let environments = self.config.environments.iter().enumerate();
        environments
            .filter(|(_, environment)| is_enabled(&environment.name))
            .map(|(position, _)| position)
            .collect()
    }

    fn by_variable(&self, name: &str, enabled: &[usize]) -> Chosen {
        let Some(named) = self
            .config
            .environments
            .iter()
            .position(|environment| environment.name == name)
        else {
            return Err(Some(Box::new(self.unknown(name))));
        };
        match enabled {
            [other] if *other != named => Err(Some(Box::new(self.conflict(named, *other)))),
            _ => Ok(named),
        }
    }

    /// The file is right where the variable is wrong, so no line of it is shown.
    fn unknown(&self, name: &str) -> Finding {
        let path = self.config.source.path.as_str();
        let message = format!(
            "the variable `PROMPT_ENV` is {}, which is no environment of this file",
            quoted(name)
        );
        let names = self.config.environments.iter();
        let names = names.map(|environment| environment.name.as_str());
        let way = match nearest(name, names.clone()) {
            Some(nearest) => format!("did you mean `PROMPT_ENV={nearest}`?"),
            None => format!("set it to one of them, as in `PROMPT_ENV={}`", self.name(0)),
        };
        let all = names.map(|name| format!("`{name}`")).collect::<Vec<_>>();
        let location = Location::file(&Source::without_text(path));
        Finding::error(Code::UnknownEnvironment, location, message)
            .help(format!("the environments are {}", all.join(", ")))
            .help(way)
    }

    fn by_default(&self) -> Chosen {
        match self.config.default_environment {
            DefaultEnvironment::Invalid => Err(None),
            DefaultEnvironment::NotGiven => Err(Some(Box::new(self.nothing_chosen()))),
            DefaultEnvironment::Given(default) if self.request.release => {
                Err(Some(Box::new(self.default_in_release(default))))
            }
            DefaultEnvironment::Given(default) => Ok(default),
        }
    }

    fn nothing_chosen(&self) -> Finding {
        let message = "no environment is chosen, and the configuration has no default";
        let key = format!(
            "add `default_environment: {}` to {}",
            self.name(0),
            self.config.source.path
        );
        self.finding(Code::NoEnvironmentChosen, message)
            .help(self.ways_to_choose())
            .help(key)
    }

    fn default_in_release(&self, default: usize) -> Finding {
        let message = format!(
            "a release build would fall back on the default environment, `{}`",
            self.name(default)
        );
        self.finding(Code::DefaultInRelease, &message)
            .help(self.ways_to_choose())
    }

    fn conflict(&self, named: usize, enabled: usize) -> Finding {
        let (named, enabled) = (self.name(named), self.name(enabled));
        let feature = self.feature(enabled);
        let message = format!(
            "the variable `PROMPT_ENV` names `{named}`, but the feature `{feature}` is enabled"
        );
        let finding = self.finding(Code::ConflictingEnvironments, &message);
        let unset = format!("unset `PROMPT_ENV` to build for `{enabled}`");
        let disable = format!("build without the feature `{feature}` to build for `{named}`");
        finding.help(unset).help(disable)
    }

    fn several(&self, enabled: &[usize]) -> Finding {
        let features = enabled
            .iter()
            .map(|position| self.feature(self.name(*position)))
            .collect::<Vec<_>>();
        let message = format!(
            "several environments are enabled as features: `{}`",
            features.join("`, `")
        );
        let finding = self.finding(Code::SeveralEnvironments, &message);
        let variable = format!(
            "set `PROMPT_ENV` to decide among them, as in `PROMPT_ENV={}`",
            self.name(enabled[0])
        );
        finding
            .help(variable)
            .help("enable only one of the features".to_owned())
    }

    fn ways_to_choose(&self) -> String {
        let environments = self.config.environments.iter();
        let names = environments
            .map(|environment| format!("`{}`", environment.name))
            .collect::<Vec<_>>()
            .join(", ");
        let last = self.name(self.config.environments.len() - 1);
        let feature = self.feature(last);
        format!(
            "choose one of {names}: set the variable, as in `PROMPT_ENV={last}`, or enable the package's feature for it, as in `--features {feature}`"
        )
    }

    fn finding(&self, code: Code, message: &str) -> Finding {
        Finding::error(
            code,
            self.config.location(self.config.environments_mark),
            message,
        )
    }

    fn name(&self, position: usize) -> &str {
        &self.config.environments[position].name
    }

    fn feature(&self, name: &str) -> String {
        format!("{}{name}", self.request.feature_prefix)
    }
}
