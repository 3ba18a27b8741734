//! Parameters that OpenAI's models refuse while they reason: those of sampling, and `stop`.

use prompt_core::js::Json;
use prompt_core::parameters::find;
use prompt_core::vocabulary::Api;

use super::problem::{Problem, Subject};
use super::writer::Writer;
use crate::pins::Origin;
use crate::report::{Code, quoted};

/// The parameters, each with the value that every model takes, if there is one.
const REFUSED: [(&str, Option<f64>); 5] = [
    ("temperature", Some(1.0)),
    ("top_p", Some(1.0)),
    ("presence_penalty", Some(0.0)),
    ("frequency_penalty", Some(0.0)),
    ("stop", None),
];

/// Warns of such a parameter beside an effort. Without an effort a model may not reason.
pub(super) fn check_combinations(writer: &mut Writer<'_>) {
    let parameters = &writer.query.settings.parameters;
    let Some(effort) = parameters.get("reasoning_effort") else {
        return;
    };
    let is_openai = matches!(writer.api, Api::ChatCompletions | Api::Responses);
    let Json::Text(word) = &effort.value else {
        return;
    };
    if !is_openai || word == "none" {
        return;
    }
    // Where a pin or a file sets the effort, other prompts of the environment have none.
    let is_shared = effort.origin == Origin::Environment;
    let problems = REFUSED.iter().filter_map(|(name, default)| {
        let setting = parameters.get(name)?;
        let parameter = find(name).filter(|row| row.in_api(writer.api).path().is_some())?;
        let is_default =
            matches!((&setting.value, default), (Json::Number(number), Some(default)) if number.to_f64().total_cmp(default).is_eq());
        let problem = Problem::warning(
            Subject::Parameter(parameter),
            Code::DoubtfulParameter,
            sentence(name, word),
        );
        let help = format!("remove `{name}` or `reasoning_effort`, or set one of them to `null`");
        let problem = problem.help(help);
        let problem = if is_shared {
            problem
        } else {
            problem.of_prompt()
        };
        (!is_default).then_some(problem)
    });
    let problems = problems.collect::<Vec<_>>();
    writer.problems.extend(problems);
}

fn sentence(name: &str, effort: &str) -> String {
    let effort = quoted(effort);
    if name == "stop" {
        return format!(
            "`stop` may be refused: models that reason do not take it, and `reasoning_effort` is {effort}"
        );
    }
    format!(
        "`{name}` may be refused: models that reason take it only beside `reasoning_effort: none`, not {effort}"
    )
}
