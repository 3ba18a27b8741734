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
        if enabled.is_empty() || enabled.contains(&named) {
            return Ok(named);
        }
        Err(Some(Box::new(self.conflict(named, enabled))))
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

    fn conflict(&self, named: usize, enabled: &[usize]) -> Finding {
        let named = self.name(named);
        let features = self.features(enabled);
        let (what, are) = match enabled {
            [_] => ("the feature", "is"),
            _ => ("the features", "are"),
        };
        let message = format!(
            "the variable `PROMPT_ENV` names `{named}`, but {what} `{features}` {are} enabled"
        );
        let other = match enabled {
            [enabled] => format!("unset `PROMPT_ENV` to build for `{}`", self.name(*enabled)),
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
    }

    fn way_to_decide(&self, enabled: &[usize]) -> String {
        format!(
            "set `PROMPT_ENV` to decide among them, as in `PROMPT_ENV={}`",
            self.name(enabled[0])
        )
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The variable, the enabled features and `release` for a release build; then the environment,
    /// or the message with its helps.
    type Row = (&'static str, &'static str, &'static [&'static str]);

    const WAYS: &str = "choose one of `development`, `staging`, `production`: set the variable, as in `PROMPT_ENV=production`, or enable the package's feature for it, as in `--features env-production`";

    /// Choices where the default environment is `staging`.
    const WITH_DEFAULT: &[Row] = &[
        ("", "", &["staging"]),
        ("PROMPT_ENV=production", "", &["production"]),
        ("", "env-production", &["production"]),
        ("", "env-production release", &["production"]),
        ("PROMPT_ENV=development", "release", &["development"]),
        ("PROMPT_ENV=production", "env-production", &["production"]),
        // Other features choose nothing.
        ("", "production serde", &["staging"]),
        // The variable decides among several, and names no other.
        (
            "PROMPT_ENV=production",
            "env-staging env-production",
            &["production"],
        ),
        (
            "PROMPT_ENV=development",
            "env-staging env-production",
            &[
                "the variable `PROMPT_ENV` names `development`, but the features `env-staging`, `env-production` are enabled",
                "set `PROMPT_ENV` to decide among them, as in `PROMPT_ENV=staging`",
                "build without the features `env-staging`, `env-production` to build for `development`",
            ],
        ),
        (
            "PROMPT_ENV=production",
            "env-staging",
            &[
                "the variable `PROMPT_ENV` names `production`, but the feature `env-staging` is enabled",
                "unset `PROMPT_ENV` to build for `staging`",
                "build without the feature `env-staging` to build for `production`",
            ],
        ),
        (
            "",
            "env-production env-staging",
            &[
                "several environments are enabled as features: `env-staging`, `env-production`",
                "set `PROMPT_ENV` to decide among them, as in `PROMPT_ENV=staging`",
                "enable only one of the features",
            ],
        ),
        (
            "PROMPT_ENV=prodution",
            "",
            &[
                "the variable `PROMPT_ENV` is `prodution`, which is no environment of this file",
                "the environments are `development`, `staging`, `production`",
                "did you mean `PROMPT_ENV=production`?",
            ],
        ),
        (
            "PROMPT_ENV=qa",
            "",
            &[
                "the variable `PROMPT_ENV` is `qa`, which is no environment of this file",
                "the environments are `development`, `staging`, `production`",
                "set it to one of them, as in `PROMPT_ENV=development`",
            ],
        ),
        (
            "",
            "release",
            &[
                "a release build would fall back on the default environment, `staging`",
                WAYS,
            ],
        ),
    ];

    #[test]
    fn a_choice_is_by_the_variable_else_by_a_feature_else_by_default() {
        for (variable, words, expected) in WITH_DEFAULT {
            let choice = chosen("default_environment: staging\n", variable, words);
            assert_eq!(choice, *expected, "{variable} {words}");
        }
    }

    #[test]
    fn without_a_default_something_has_to_choose() {
        let nothing = [
            "no environment is chosen, and the configuration has no default",
            WAYS,
            "add `default_environment: development` to environments.yaml",
        ];
        assert_eq!(chosen("", "", ""), nothing);
        assert_eq!(chosen("", "", "release"), nothing);
        assert_eq!(chosen("", "", "env-staging"), ["staging"]);
    }

    #[test]
    fn a_default_that_cannot_be_read_is_reported_once() {
        for key in [
            "default_environment: stagin\n",
            "defualt_environment: staging\n",
        ] {
            assert_eq!(chosen(key, "", ""), [""; 0], "{key}");
            assert_eq!(chosen(key, "", "env-production"), ["production"], "{key}");
        }
    }

    /// The environment, or the message with its helps; nothing if the reader has reported it.
    fn chosen(key: &str, variable: &str, words: &str) -> Vec<String> {
        let rest =
            "prompt_source: local, model: m, temperature: 0, logging: full, rate_limit: null";
        let environments = ["development", "staging", "production"]
            .map(|name| format!("  {name}: {{ {rest} }}\n"))
            .concat();
        let text = format!("{key}environments:\n{environments}prompts: {{}}\n");
        let source = Source::new("environments.yaml", text);
        let config = Config::read(&source, &mut Findings::default()).unwrap();
        let words = words.split_whitespace().map(str::to_owned);
        let (release, features) = words.partition::<Vec<_>, _>(|word| word == "release");
        let request = Request {
            variable: variable.strip_prefix("PROMPT_ENV=").map(str::to_owned),
            features: features.into_iter().collect(),
            feature_prefix: "env-".to_owned(),
            release: !release.is_empty(),
        };
        let mut findings = Findings::default();
        if let Some(environment) = choose(&config, &request, &mut findings) {
            assert_eq!(findings.iter().count(), 0);
            return vec![config.environments[environment].name.clone()];
        }
        let findings = findings.sorted();
        let lines = findings
            .iter()
            .flat_map(|finding| std::iter::once(&finding.message).chain(&finding.help));
        lines.cloned().collect()
    }
}
