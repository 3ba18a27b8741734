//! Calls that a program has sampled: a line a call, with the prompt's id and the inputs.

use std::sync::Arc;

use prompt_build::report::{Code, Finding, Findings, Severity};
use prompt_build::source::{Location, Mark, Source};
use serde_json::Value;

use super::declared_names::DeclaredNames;
use super::lines::{Line, for_each_line};
use super::tokens::object_of;
use super::{MOST_FINDINGS, mask};

const PROMPT: &str = "prompt";
const VARS: &str = "vars";

/// A call in a file of samples.
#[derive(Debug, PartialEq, Eq)]
pub struct SampledCall<'a> {
    /// The id of its prompt, as the line has it.
    pub prompt: String,
    /// The object of its inputs, as it stands in the line.
    pub inputs: &'a str,
}

/// Reads the calls of a file. Lines of inputs alone are those of the prompt `of`.
///
/// Each line that is no call is a warning, which shows no value of the line, and is left out. Returns the
/// calls, and the number of the other lines.
pub fn read_sampled<'a>(
    source: &'a Arc<Source>,
    of: Option<&str>,
    findings: &mut Findings,
) -> (Vec<SampledCall<'a>>, usize) {
    let masked = mask::masked(source, &DeclaredNames::of_sampled([PROMPT, VARS]));
    let (mut calls, mut own, mut lines) = (Vec::new(), Findings::default(), 0);
    let filled = source
        .text
        .split('\n')
        .filter(|line| !line.trim().is_empty());
    lines += filled.count();
    for_each_line(source, &masked, &mut own, |line, findings| {
        match call(line, of) {
            Some(call) if !line.is_ambiguous => calls.push(call),
            Some(_) => {}
            None => findings.push(no_call(&masked, line)),
        }
    });
    let malformed = lines - calls.len();
    own.truncate(MOST_FINDINGS);
    findings.extend(own.into_iter().map(|finding| Finding {
        severity: Severity::Warning,
        ..finding
    }));
    (calls, malformed)
}

fn call<'a>(line: &Line<'a>, of: Option<&str>) -> Option<SampledCall<'a>> {
    let (prompt, vars) = (line.inputs.get(PROMPT), line.inputs.get(VARS));
    if let (Some(Value::String(prompt)), Some(Value::Object(_)), 2) =
        (prompt, vars, line.inputs.len())
    {
        return Some(SampledCall {
            prompt: prompt.clone(),
            inputs: object_of(line.text, VARS)?,
        });
    }
    Some(SampledCall {
        prompt: of?.to_owned(),
        inputs: line.text.trim(),
    })
}

fn no_call(masked: &Arc<Source>, line: &Line<'_>) -> Finding {
    let location = Location::new(masked, Mark::at(line.start, line.start));
    let message = "the line is no call, expected an object with `prompt`, an id, and `vars`, the inputs of one call, and no other key";
    let help = "`--prompt ID` takes lines of inputs alone as those of one prompt".to_owned();
    Finding::error(Code::InvalidReplay, location, message).help(help)
}
