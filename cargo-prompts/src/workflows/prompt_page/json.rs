//! The page about a prompt, for programs.

use std::borrow::Cow;

use prompt_build::check::Doubt;
use prompt_build::library::{Evidence, Judge, Release, Retirement, Run, SignOff, Signature};
use prompt_build::source::Mark;
use prompt_build::template::{Field, Input, Schema, Tool};
use prompt_core::js::Json;
use prompt_core::secret::masked;
use serde_json::{Map, Value, json};

use super::inputs::{fields, kind};
use super::with_release;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;

/// What the page has, as an object. What is not there is `null`.
pub fn to_json(workspace: &Workspace, prompt: &ResolvedPrompt) -> Result<Value, Failure> {
    let template = &prompt.text.template;
    let settings = &prompt.environment.settings;
    let parameters = settings.parameters.iter();
    let parameters = parameters.map(|(row, setting)| (row.name.to_owned(), json!(setting.value)));
    let version = prompt.version.as_ref();
    let mut page = json!({
        "id": prompt.id,
        "version": version.map(ToString::to_string),
        "status": prompt.text.status.as_str(),
        "environment": prompt.environment.name,
        "api": settings.api.as_str(),
        "model": settings.model.value,
        "parameters": parameters.collect::<Map<_, _>>(),
        "prefix_bytes": template.prefix(settings.api).bytes(),
        "sha256": prompt.text.sha256,
        "published": null,
        "evidence": [],
        "sign_offs": [],
        "deprecated": null,
        "withdrawn": null,
        "inputs": template.inputs.iter().map(input).collect::<Vec<_>>(),
        "answer": template.output.as_ref().and_then(|output| output.schema.as_ref()),
        "tools": template.tools.iter().map(Tool::definition).collect::<Vec<Json>>(),
        "text": prompt.text.file.body(),
    });
    with_release(workspace, prompt, |release, doubts| {
        records(&mut page, release, doubts);
    })?;
    Ok(page)
}

fn records(page: &mut Value, release: &Release, doubts: &[Doubt]) {
    page["published"] = json!(release.published.as_ref().map(signed));
    let runs = release.evidence.iter();
    page["evidence"] = runs.map(|run| evidence(run, doubts)).collect();
    let sign_offs = release.sign_offs.iter();
    page["sign_offs"] = sign_offs.map(|one| sign_off(one, doubts)).collect();
    page["deprecated"] = json!(release.deprecated.as_ref().map(|one| retired(one, doubts)));
    page["withdrawn"] = json!(release.withdrawn.as_ref().map(|one| retired(one, doubts)));
}

fn signed(signature: &Signature) -> Value {
    json!({ "by": signature.by, "name": shown(signature.name.as_deref()), "at": signature.at })
}

fn evidence(run: &Evidence, doubts: &[Doubt]) -> Value {
    let parameters = run.parameters.iter();
    let parameters = parameters.map(|(row, value)| (row.name.to_owned(), json!(value)));
    json!({
        "run": run.run.map(Run::as_str),
        "environment": run.environment,
        "api": run.api.as_str(),
        "model": run.model,
        "parameters": parameters.collect::<Map<_, _>>(),
        "judge": run.judge.as_ref().map(judge),
        "cases": run.cases,
        "passed": run.passed,
        "threshold": run.threshold,
        "at": run.at,
        "doubt": doubt(run.at_mark, doubts),
    })
}

fn judge(judge: &Judge) -> Value {
    let parameters = judge.parameters.iter();
    let parameters = parameters.map(|(row, value)| (row.name.to_owned(), json!(value)));
    json!({
        "prompt": judge.id,
        "version": judge.version,
        "api": judge.api.as_str(),
        "model": judge.model,
        "parameters": parameters.collect::<Map<_, _>>(),
    })
}

/// Words of a ledger without secrets.
fn shown(text: Option<&str>) -> Option<Cow<'_, str>> {
    text.map(masked)
}

fn sign_off(sign_off: &SignOff, doubts: &[Doubt]) -> Value {
    json!({
        "environment": sign_off.environment,
        "application": sign_off.application,
        "by": sign_off.signature.by,
        "name": shown(sign_off.signature.name.as_deref()),
        "at": sign_off.signature.at,
        "reason": shown(sign_off.reason.as_deref()),
        "evidence": shown(sign_off.evidence.as_deref()),
        "doubt": doubt(sign_off.signature.at_mark, doubts),
    })
}

fn retired(retirement: &Retirement, doubts: &[Doubt]) -> Value {
    json!({
        "by": retirement.signature.by,
        "name": shown(retirement.signature.name.as_deref()),
        "at": retirement.signature.at,
        "reason": shown(retirement.reason.as_deref()),
        "doubt": doubt(retirement.signature.at_mark, doubts),
    })
}

/// The reason why a strict check or a build refuses the record at a place.
fn doubt(at: Mark, doubts: &[Doubt]) -> Option<&str> {
    let doubt = doubts.iter().find(|doubt| doubt.at == at);
    doubt.map(|doubt| doubt.sentence.as_str())
}

fn input(input: &Input) -> Value {
    let mut typed = schema(&input.name, &input.schema);
    typed["required"] = json!(input.is_required);
    typed["default"] = json!(input.default);
    typed
}

/// A name with its type, and the fields of the objects in it.
fn schema(name: &str, schema: &Schema) -> Value {
    let fields = fields(schema).iter();
    json!({
        "name": name,
        "type": kind(schema),
        "description": schema.description,
        "required": false,
        "default": null,
        "fields": fields.map(field).collect::<Vec<_>>(),
    })
}

fn field(field: &Field) -> Value {
    let mut typed = schema(&field.name, &field.schema);
    typed["required"] = json!(field.is_required);
    typed
}
