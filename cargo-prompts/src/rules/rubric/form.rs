use prompt_build::report::{Code, Finding, Findings, quoted};
use prompt_build::template::{Input, Json, Kind, Template};

/// The input with the rubric.
pub const RUBRIC: &str = "rubric";
/// The input with the answer that is judged.
pub const ANSWER: &str = "answer";
/// The input with the messages that were answered. A judge need not have it.
pub const PROMPT: &str = "prompt";

/// The inputs that a run has.
const INPUTS: [&str; 3] = [RUBRIC, ANSWER, PROMPT];
/// The properties of a verdict, with the types that they can have.
const PROPERTIES: [(&str, &[&str]); 3] = [
    ("pass", &["boolean"]),
    ("score", &["number", "integer", "null"]),
    ("reason", &["string", "null"]),
];
const VERDICT: &str = "a verdict is JSON with `pass`, as in `output: { schema: { pass: boolean, score?: number, reason?: string } }`";

/// The reasons why a prompt cannot be a judge, at their places.
pub fn form_errors(id: &str, template: &Template) -> Findings {
    let mut findings = Findings::default();
    let missing = [RUBRIC, ANSWER]
        .into_iter()
        .filter(|name| template.inputs.iter().all(|input| input.name != *name));
    findings.extend(missing.map(|name| {
        let message = format!("the judge `{id}` has no input `{name}`");
        let help = "a judge has the inputs `rubric` and `answer`, and perhaps `prompt`: texts, which the run fills in";
        Finding::error(Code::InvalidJudge, template.start(), message).help(help.to_owned())
    }));
    let unusable = template
        .inputs
        .iter()
        .filter_map(|input| unusable_input(id, template, input));
    findings.extend(unusable);
    findings.extend(output_error(id, template));
    findings
}

/// Reports an input that a run cannot fill in.
fn unusable_input(id: &str, template: &Template, input: &Input) -> Option<Finding> {
    let name = quoted(&input.name);
    let message = if INPUTS.contains(&input.name.as_str()) {
        let is_text = matches!(input.schema.kind, Kind::String | Kind::Any);
        (!is_text).then(|| format!("the input {name} of the judge `{id}` is no text"))?
    } else {
        let is_left_out = !input.is_required || input.default.is_some();
        (!is_left_out).then(|| {
            format!("the judge `{id}` requires the input {name}, which a run does not have")
        })?
    };
    let help = "a run fills in the texts `rubric`, `answer` and `prompt`: give others a default";
    let location = template.location(input.mark);
    Some(Finding::error(Code::InvalidJudge, location, message).help(help.to_owned()))
}

/// Reports an answer that is no verdict.
fn output_error(id: &str, template: &Template) -> Option<Finding> {
    let output = template.output.as_ref();
    let schema = output.and_then(|output| Some((output, output.schema.as_ref()?)));
    let (location, message) = if let Some((output, schema)) = schema {
        let location = template.location_in_front_matter(output.mark);
        (location, schema_error(id, schema)?)
    } else {
        let message = format!("the judge `{id}` has no output schema");
        (template.start(), message)
    };
    Some(Finding::error(Code::InvalidJudge, location, message).help(VERDICT.to_owned()))
}

fn schema_error(id: &str, schema: &Json) -> Option<String> {
    let properties = schema.field("properties");
    for (name, types) in PROPERTIES {
        let property = properties.field(name);
        if !property.is_given() {
            if name == "pass" {
                return Some(format!("the answer of the judge `{id}` has no `pass`"));
            }
            continue;
        }
        let is_known =
            |kind: &Json| matches!(kind, Json::Text(kind) if types.contains(&kind.as_str()));
        let is_of_type = match property.field("type") {
            Json::List(kinds) => kinds.iter().all(is_known),
            kind => is_known(kind),
        };
        if !is_of_type {
            return Some(format!(
                "`{name}` in the answer of the judge `{id}` is no {}",
                types[0]
            ));
        }
    }
    let is_pass = |name: &Json| matches!(name, Json::Text(name) if name == "pass");
    let is_required = match schema.field("required") {
        Json::List(names) => names.iter().any(is_pass),
        _ => false,
    };
    (!is_required).then(|| format!("the answer of the judge `{id}` may lack `pass`"))
}
