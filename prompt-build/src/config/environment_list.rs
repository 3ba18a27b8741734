//! A list of environments for one build, as the variable `PROMPT_ENVS` or the build script has it.

use prompt_core::choice::number;

use super::configuration::Config;
use crate::report::{Code, Finding, nearest, quoted};
use crate::source::{Location, Source};

pub(super) struct EnvironmentList<'a> {
    config: &'a Config,
    names: Vec<&'a str>,
    /// The list in a message.
    origin: String,
}

impl<'a> EnvironmentList<'a> {
    /// Reads the value of a variable: names with commas between them, and with blanks around them.
    pub(super) fn of_variable(config: &'a Config, variable: &str, value: &'a str) -> Self {
        Self {
            config,
            names: value.split(',').map(str::trim).collect(),
            origin: format!("the variable `{variable}`"),
        }
    }

    pub(super) fn of_build_script(config: &'a Config, names: &'a [String]) -> Self {
        Self {
            config,
            names: names.iter().map(String::as_str).collect(),
            origin: "`Build::environments`".to_owned(),
        }
    }

    /// Returns the indexes of the environments, in the order of the configuration.
    pub(super) fn positions(&self) -> Result<Vec<usize>, Finding> {
        let mut positions = Vec::new();
        for name in &self.names {
            let position = self.position(name)?;
            if positions.contains(&position) {
                let message = format!("{} names `{name}` twice", self.origin);
                return Err(self.invalid(&message));
            }
            positions.push(position);
        }
        if positions.is_empty() {
            return Err(self.invalid(&format!("{} names no environment", self.origin)));
        }
        self.check_numbers(&positions)?;
        let all = 0..self.config.environments.len();
        Ok(all
            .filter(|position| positions.contains(position))
            .collect())
    }

    fn position(&self, name: &str) -> Result<usize, Finding> {
        let known = self.config.environment_names();
        if let Some(position) = known.clone().position(|known| known == name) {
            return Ok(position);
        }
        if name.is_empty() {
            let message = format!("{} has an empty name", self.origin);
            let help = "separate the names by one comma each, as in `staging,production`";
            return Err(self.invalid(&message).help(help.to_owned()));
        }
        let message = format!(
            "{} names {}, which is no environment of this file",
            self.origin,
            quoted(name)
        );
        let all = known.clone().map(|name| format!("`{name}`"));
        let all = all.collect::<Vec<_>>().join(", ");
        let nearest = nearest(name, known).map(|nearest| format!("did you mean `{nearest}`?"));
        let finding = Finding::error(Code::UnknownEnvironment, self.location(), message);
        Err(finding
            .help(format!("the environments are {all}"))
            .help(nearest))
    }

    /// Refuses environments that a running program could not tell apart.
    fn check_numbers(&self, positions: &[usize]) -> Result<(), Finding> {
        let name = |position: usize| self.config.environments[position].name.as_str();
        for (count, position) in positions.iter().enumerate() {
            let is_same = |other: &&usize| number(name(**other)) == number(name(*position));
            let Some(other) = positions[..count].iter().find(is_same) else {
                continue;
            };
            let (one, two) = (name(*other), name(*position));
            let message = format!("`{one}` and `{two}` cannot be in one build");
            let help = "their names have the same checksum: rename one of them";
            return Err(self.invalid(&message).help(help.to_owned()));
        }
        Ok(())
    }

    fn invalid(&self, message: &str) -> Finding {
        Finding::error(Code::InvalidEnvironmentList, self.location(), message)
    }

    /// The file is right where the list is wrong, so no line of it is shown.
    fn location(&self) -> Location {
        Location::file(&Source::without_text(self.config.source.path.as_str()))
    }
}
