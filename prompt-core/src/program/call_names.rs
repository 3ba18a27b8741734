//! The names of the inputs that a call passes, held against those of the prompt.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec;
use alloc::vec::Vec;

use super::{HISTORY, Input};
use crate::code::Code;
use crate::suggest::nearest;

/// A name that is wrong in a call, or names that are missing from it.
#[derive(Debug, PartialEq, Eq)]
pub struct NameProblem {
    pub code: Code,
    /// The position of the name among the arguments. Missing names have none.
    pub position: Option<usize>,
    /// One sentence.
    pub message: String,
    /// The ways out, a line each.
    pub help: Vec<String>,
}

/// Holds the names that a call passes, in their order, against the inputs of the prompt.
#[must_use]
pub fn name_problems<O>(id: &str, passed: &[&str], inputs: &[Input<O>]) -> Vec<NameProblem> {
    let mut problems = Vec::new();
    // The inputs that unknown names probably mean. They are not missing as well.
    let mut meant = Vec::new();
    for (position, name) in passed.iter().enumerate() {
        let is_input = inputs.iter().any(|input| input.name == *name);
        let problem = if passed[..position].contains(name) {
            Some(duplicate(name))
        } else if is_input || *name == HISTORY {
            None
        } else {
            let free = inputs.iter().map(|input| input.name.as_str());
            let nearest = nearest(name, free.filter(|input| !passed.contains(input)));
            meant.extend(nearest);
            Some(unknown(id, name, nearest, inputs))
        };
        problems.extend(problem.map(|problem| NameProblem {
            position: Some(position),
            ..problem
        }));
    }
    let is_there = |name: &str| passed.contains(&name) || meant.contains(&name);
    let missing = inputs
        .iter()
        .filter(|input| input.required_by.is_some() && !is_there(&input.name))
        .collect::<Vec<_>>();
    problems.extend((!missing.is_empty()).then(|| self::missing(id, &missing)));
    problems
}

fn duplicate(name: &str) -> NameProblem {
    NameProblem {
        code: Code::DuplicateInput,
        position: None,
        message: format!("`{name}` is passed twice"),
        help: Vec::new(),
    }
}

fn unknown<O>(id: &str, name: &str, nearest: Option<&str>, inputs: &[Input<O>]) -> NameProblem {
    let known = inputs.iter().map(|input| input.name.as_str());
    let known = known.collect::<Vec<_>>();
    let help = match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if known.is_empty() => "it has no inputs".to_string(),
        None => format!("its inputs are `{}`", known.join("`, `")),
    };
    NameProblem {
        code: Code::UnknownInput,
        position: None,
        message: format!("`{id}` has no input `{name}`"),
        help: vec![help],
    }
}

/// One problem for all missing inputs, since all are added to the same call.
fn missing<O>(id: &str, missing: &[&Input<O>]) -> NameProblem {
    let names = missing.iter().map(|input| input.name.as_str());
    let names = names.collect::<Vec<_>>();
    let plural = if names.len() == 1 { "" } else { "s" };
    let message = format!("`{id}` needs the input{plural} `{}`", names.join("`, `"));
    let pins = missing
        .iter()
        .filter_map(|input| Some((input, input.required_by.as_ref()?)));
    let mut help = pins
        .map(|(input, pin)| {
            let class = input.slot.class.description();
            format!("`{}`, {class}, is required by {pin}", input.name)
        })
        .collect::<Vec<_>>();
    help.push(format!("add `{} = …` to the call", names.join(" = …, ")));
    NameProblem {
        code: Code::MissingInput,
        position: None,
        message,
        help,
    }
}
