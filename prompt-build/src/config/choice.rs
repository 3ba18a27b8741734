//! The choice of the environment that a build is for, or of several.

use std::collections::BTreeSet;

use super::configuration::{Config, DefaultEnvironment};
use super::environment_list::EnvironmentList;
use crate::report::{Code, Finding, Findings, nearest, quoted};
use crate::source::{Location, Source};

/// The build's settings from which its environment is chosen.
#[derive(Debug, Default)]
pub struct Request {
    /// The variable `PROMPT_ENV`; an empty one counts as not set.
    pub variable: Option<String>,
    /// The variable `PROMPT_ENVS`, which names several environments; an empty one counts as not set.
    pub variable_of_several: Option<String>,
    /// The environments that the build script names by `Build::environments`, if it does.
    pub of_build_script: Option<Vec<String>>,
    /// The enabled features of the package.
    pub features: BTreeSet<String>,
    /// The prefix of an environment's name in the name of its feature.
    pub feature_prefix: String,
    /// Set if the profile is `release` or inherits from it.
    pub release: bool,
}

/// Chooses the environment, or several: by a variable, else by the one enabled feature, else by the
/// build script, else by default. They are in the order of the configuration. There are none if the
/// choice is refused.
pub fn choose(config: &Config, request: &Request, findings: &mut Findings) -> Vec<usize> {
    let choice = Choice { config, request };
    choice.make().unwrap_or_else(|finding| {
        findings.extend(finding.map(|finding| *finding));
        Vec::new()
    })
}

const PROMPT_ENV: &str = "PROMPT_ENV";
const PROMPT_ENVS: &str = "PROMPT_ENVS";

struct Choice<'a> {
    config: &'a Config,
    request: &'a Request,
}

/// The indexes of the environments, or the finding that says why there are none. `Err(None)` if that
/// finding was reported before.
type Chosen = Result<Vec<usize>, Option<Box<Finding>>>;

impl Choice<'_> {
    fn make(&self) -> Chosen {
        let request = self.request;
        let enabled = self.enabled();
        match (&request.variable, &request.variable_of_several) {
            (Some(one), Some(several)) => Err(refused(self.two_variables(one, several))),
            (Some(name), None) => self.by_variable(name, &enabled),
            (None, Some(names)) => self.by_variable_of_several(names, &enabled),
            (None, None) => match (enabled.as_slice(), &request.of_build_script) {
                ([environment], _) => Ok(vec![*environment]),
                ([], Some(names)) => self.by_build_script(names),
                ([], None) => self.by_default(),
                (enabled, _) => Err(refused(self.several(enabled))),
            },
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
        let Some(named) = self.config.position(name) else {
            return Err(refused(self.unknown(name)));
        };
        self.refuse_conflict(PROMPT_ENV, &[named], enabled)?;
        Ok(vec![named])
    }

    fn by_variable_of_several(&self, names: &str, enabled: &[usize]) -> Chosen {
        let list = EnvironmentList::of_variable(self.config, PROMPT_ENVS, names);
        let positions = list.positions().map_err(refused)?;
        self.refuse_conflict(PROMPT_ENVS, &positions, enabled)?;
        Ok(positions)
    }

    fn by_build_script(&self, names: &[String]) -> Chosen {
        let list = EnvironmentList::of_build_script(self.config, names);
        list.positions().map_err(refused)
    }

    /// Refuses environments whose features are off, where others are on.
    fn refuse_conflict(
        &self,
        variable: &str,
        named: &[usize],
        enabled: &[usize],
    ) -> Result<(), Option<Box<Finding>>> {
        let mut others = named.iter().filter(|named| !enabled.contains(named));
        match others.next() {
            Some(other) if !enabled.is_empty() => {
                Err(refused(self.conflict(variable, *other, enabled)))
            }
            _ => Ok(()),
        }
    }

    fn two_variables(&self, one: &str, several: &str) -> Finding {
        let message = format!("the variables `{PROMPT_ENV}` and `{PROMPT_ENVS}` are both set");
        let (one, several) = (quoted(one), quoted(several));
        self.finding(Code::ConflictingEnvironments, &message)
            .help(format!("unset `{PROMPT_ENVS}` to build for {one} alone"))
            .help(format!(
                "unset `{PROMPT_ENV}` to build for {several}, among which the program chooses"
            ))
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
            _ if name.contains(',') => {
                format!("for several environments in one build, set `{PROMPT_ENVS}`")
            }
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
            DefaultEnvironment::NotGiven => Err(refused(self.nothing_chosen())),
            DefaultEnvironment::Given(default) if self.request.release => {
                Err(refused(self.default_in_release(default)))
            }
            DefaultEnvironment::Given(default) => Ok(vec![default]),
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

    fn conflict(&self, variable: &str, named: usize, enabled: &[usize]) -> Finding {
        let named = self.name(named);
        let features = self.features(enabled);
        let (what, are) = match enabled {
            [_] => ("the feature", "is"),
            _ => ("the features", "are"),
        };
        let message = format!(
            "the variable `{variable}` names `{named}`, but {what} `{features}` {are} enabled"
        );
        let other = match enabled {
            [enabled] => format!("unset `{variable}` to build for `{}`", self.name(*enabled)),
            _ => self.way_to_decide(enabled),
        };
        let disable = format!("build without {what} `{features}` to build for `{named}`");
        self.finding(Code::ConflictingEnvironments, &message)
            .help(other)
            .help(disable)
    }

    fn several(&self, enabled: &[usize]) -> Finding {
        let message = format!(
            "several environments are enabled as features: `{}`",
            self.features(enabled)
        );
        self.finding(Code::SeveralEnvironments, &message)
            .help(self.way_to_decide(enabled))
            .help("enable only one of the features".to_owned())
            .help(self.way_to_build_for_all(enabled))
    }

    fn way_to_decide(&self, enabled: &[usize]) -> String {
        format!(
            "set `PROMPT_ENV` to decide among them, as in `PROMPT_ENV={}`",
            self.name(enabled[0])
        )
    }

    fn way_to_build_for_all(&self, enabled: &[usize]) -> String {
        let names = enabled.iter().map(|position| self.name(*position));
        let names = names.collect::<Vec<_>>().join(",");
        format!("set `{PROMPT_ENVS}={names}` to build for all, and let the program choose")
    }

    /// The names of the features of these environments, for a place between backticks.
    fn features(&self, environments: &[usize]) -> String {
        let names = environments.iter().map(|position| self.name(*position));
        let features = names.map(|name| self.feature(name)).collect::<Vec<_>>();
        features.join("`, `")
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

#[expect(
    clippy::unnecessary_wraps,
    reason = "it is the error of a choice, which may have been reported before"
)]
fn refused(finding: Finding) -> Option<Box<Finding>> {
    Some(Box::new(finding))
}
