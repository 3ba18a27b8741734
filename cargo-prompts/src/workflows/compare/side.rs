//! The two texts that are compared.

use std::fmt;

use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::settings_record::through;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::escape_line;
use crate::workflows::difference::SideName;

/// Stands between a text and the model that it is sent to. Neither a version nor the name of an
/// environment has it.
const WITH: char = '@';

/// A text with its settings.
#[derive(Debug)]
pub struct ComparedSide {
    /// As the user names it.
    pub name: String,
    pub prompt: ResolvedPrompt,
}

#[derive(Debug)]
pub struct Sides {
    pub a: ComparedSide,
    pub b: ComparedSide,
}

/// A text, and another model than that of its environment.
struct NameWithModel<'a> {
    name: SideName,
    model: Option<&'a str>,
}

impl Sides {
    /// Finds both texts. The settings of a version and of the working copy are those of the environment
    /// that is given, else of the environment on the other side, else of the default one.
    pub fn find(
        workspace: &Workspace,
        id: &str,
        (a, b): (&str, &str),
        environment: Option<&str>,
    ) -> Result<Self, Failure> {
        let config = workspace.sound_config()?;
        let parse = |text| NameWithModel::parse(text, |name| SideName::parse(name, &config));
        let (of_a, of_b) = (parse(a)?, parse(b)?);
        let named = (of_a.name.environment(), of_b.name.environment());
        if let (Some(_), (Some(_), Some(_))) = (environment, named) {
            let failure = Failure::new("`--env` has no effect: both sides are environments");
            return Err(failure.help("leave `--env` out, or name a version or `local`"));
        }
        let mut first = of_a.find(workspace, id, environment.or(named.1))?;
        let mut second = of_b.find(workspace, id, environment.or(named.0))?;
        first.allow_inputs_of(&second);
        second.allow_inputs_of(&first);
        let side = |name: &str, prompt| ComparedSide {
            name: name.to_owned(),
            prompt,
        };
        Ok(Self {
            a: side(a, first),
            b: side(b, second),
        })
    }
}

/// The failure for two sides that differ in nothing that is sent.
pub fn nothing_to_compare((a, b): (&str, &str)) -> Failure {
    let (a, b) = (escape_line(a), escape_line(b));
    let failure = Failure::new(format!("`{a}` and `{b}` make the same call for each case"));
    failure.help(format!(
        "name another text, or another model, such as `{b}{WITH}MODEL`"
    ))
}

impl<'a> NameWithModel<'a> {
    fn parse(
        text: &'a str,
        parse_name: impl Fn(&str) -> Result<SideName, Failure>,
    ) -> Result<Self, Failure> {
        let (name, model) = match text.split_once(WITH) {
            None => (text, None),
            Some((name, model)) => (name, Some(model)),
        };
        let is_invalid =
            |model: &str| model.trim().is_empty() || model.chars().any(char::is_control);
        if model.is_some_and(is_invalid) {
            let shown = escape_line(text);
            let failure = Failure::new(format!("no model behind `{WITH}` in `{shown}`"));
            return Err(failure.help(format!("expected a name, as in `{name}{WITH}gpt-5-mini`")));
        }
        Ok(Self {
            name: parse_name(name)?,
            model,
        })
    }

    fn find(
        &self,
        workspace: &Workspace,
        id: &str,
        environment: Option<&str>,
    ) -> Result<ResolvedPrompt, Failure> {
        let mut prompt = match &self.name {
            SideName::WorkingCopy => ResolvedPrompt::find_working_copy(workspace, id, environment)?,
            SideName::Environment(name) => {
                ResolvedPrompt::find_to_run(workspace, id, Some(name), None)?
            }
            SideName::Version(version) => {
                ResolvedPrompt::find_to_run(workspace, id, environment, Some(version))?
            }
        };
        if let Some(model) = self.model {
            prompt.use_model(model);
        }
        Ok(prompt)
    }
}

/// The text, the environment whose settings it has, and these settings.
impl fmt::Display for ComparedSide {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (prompt, setting) = (&self.prompt, &self.prompt.environment);
        let (api, model) = (setting.settings.api, escape_line(setting.model()));
        let (version, environment) = (prompt.version_name(), &setting.name);
        write!(f, "{version} in `{environment}` (`{model}`{}", through(api))?;
        match setting.parameters().to_string().as_str() {
            "" => f.write_str(")"),
            parameters => write!(f, ", {})", escape_line(parameters)),
        }
    }
}
