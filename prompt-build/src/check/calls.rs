//! The calls of a prompt in an environment: what the API does not take of its settings.

use crate::api::{self, ApiSetting};
use crate::body::{Problem, Subject};
use crate::contract::PinnedVersion;
use crate::pins::{Origin, PinQuery};
use crate::report::{Finding, quoted};
use crate::source::{Location, Mark};

/// Makes a finding of each problem with the body of a prompt's calls, at the place of the setting.
pub(super) fn findings(query: &PinQuery<'_>, version: &PinnedVersion) -> Vec<Finding> {
    // Which API is meant is not known.
    if version.settings.unreadable.contains(&api::KEY) {
        return Vec::new();
    }
    let problems = version.body.problems.iter();
    problems
        .map(|problem| finding(query, version, problem))
        .collect()
}

fn finding(query: &PinQuery<'_>, version: &PinnedVersion, problem: &Problem) -> Finding {
    let Problem {
        subject,
        code,
        severity,
        sentence,
        is_of_prompt,
        help,
    } = problem;
    let api = version.settings.api;
    let environment = quoted(&version.environment);
    let message = if is_shared(query, version, *subject) && !is_of_prompt {
        format!("{sentence} ({environment}, `{api}`)")
    } else {
        format!("{sentence} (`{}` in {environment}, `{api}`)", query.id)
    };
    let location = location(query, version, *subject);
    Finding {
        severity: *severity,
        ..Finding::error(*code, location, message).help(help.clone())
    }
}

/// Returns whether the setting, or the lack of it, is the environment's: then it concerns all of its
/// prompts.
fn is_shared(query: &PinQuery<'_>, version: &PinnedVersion, subject: Subject) -> bool {
    match subject {
        Subject::Parameter(parameter) | Subject::Key(parameter, _) => {
            let setting = version.settings.parameters.get(parameter.name);
            let is_own = setting.is_some_and(|setting| setting.origin == Origin::Environment);
            is_own && query.pin.api == ApiSetting::Unset
        }
        Subject::Settings => query.pin.api == ApiSetting::Unset,
        Subject::Output | Subject::Tool(_) | Subject::Text(_) => false,
    }
}

/// The first line of a message, without the blanks around it.
fn first_line(version: &PinnedVersion, mark: Mark) -> Mark {
    let span = mark.span();
    let text = &version.text.file.source().text[span.clone()];
    let start = span.start + (text.len() - text.trim_start().len());
    let line = text.trim_start().lines().next().unwrap_or_default();
    Mark::at(start, start + line.trim_end().len())
}

/// The place of the setting, in the file that has it.
fn location(query: &PinQuery<'_>, version: &PinnedVersion, subject: Subject) -> Location {
    let in_file = |mark: Mark| version.text.template.location_in_front_matter(mark);
    match subject {
        Subject::Parameter(parameter) | Subject::Key(parameter, _) => {
            let setting = version.settings.parameters.get(parameter.name);
            let key = match subject {
                Subject::Key(_, mark) => Some(mark),
                _ => None,
            };
            match setting.and_then(|setting| Some((setting.origin, key.or(setting.mark)?))) {
                Some((Origin::File, mark)) => in_file(mark),
                Some((Origin::Pin | Origin::Environment, mark)) => query.config.location(mark),
                None => query.config.location(query.pin.mark),
            }
        }
        Subject::Output => match &version.text.template.output {
            Some(output) => in_file(output.mark),
            None => query.config.location(query.pin.mark),
        },
        Subject::Tool(mark) => in_file(mark),
        Subject::Text(mark) => Location::new(version.text.file.source(), first_line(version, mark)),
        Subject::Settings if is_shared(query, version, subject) => {
            let environment = &query.config.environments[query.pin.environment];
            query.config.location(environment.mark)
        }
        Subject::Settings => query.config.location(query.pin.mark),
    }
}
