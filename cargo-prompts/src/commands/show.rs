//! `cargo prompts show`.

use std::fmt::Write as _;

use clap::Args;
use prompt_build::library::{Evidence, Release, SignOff, Signature};
use prompt_build::pins::Origin;
use prompt_build::report::Findings;
use prompt_build::template::{Field, Input, Json, Kind, Schema};
use semver::Version;

use crate::commands::options::Options;
use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::timestamp::to_the_second;
use crate::project::workspace::Workspace;
use crate::report::diagnostics::print_findings;
use crate::report::failure::CommandResult;
use crate::report::output::{
    BOLD, CYAN, DIM, RESET, escape_controls, escape_line, print, print_raw,
};

/// Shows a prompt in an environment: version, settings, inputs, sign-offs, evidence and text
///
/// The default environment is `default_environment`, else the first that accepts working copies,
/// else the first.
#[derive(Debug, Args)]
pub struct Show {
    /// The prompt's id
    id: String,
    /// The environment
    #[arg(long, value_name = "ENV")]
    env: Option<String>,
    /// Show this version instead of the pinned one
    #[arg(long)]
    version: Option<Version>,
    /// Print only the text, without front matter
    #[arg(long)]
    text: bool,
}

impl Show {
    pub fn run(&self, options: &Options) -> CommandResult {
        let workspace = Workspace::find(&options.prompts)?;
        let (prompt, findings) = ResolvedPrompt::find(
            &workspace,
            &self.id,
            self.env.as_deref(),
            self.version.as_ref(),
        )?;
        let Some(prompt) = prompt else {
            return Ok(print_findings(&findings));
        };
        if self.text {
            print_raw(prompt.text.file.body())?;
            return Ok(print_findings(&findings));
        }
        // The named version may be another than the one that the environment pins.
        let whose = if self.version.is_some() {
            "with the settings of"
        } else {
            "in"
        };
        print(&page(&workspace, &prompt, whose))?;
        Ok(print_findings(&findings))
    }
}

fn page(workspace: &Workspace, prompt: &ResolvedPrompt, whose: &str) -> String {
    let template = &prompt.text.template;
    let mut page = Page::default();
    let _ = write!(
        page.text,
        "{BOLD}{} {}{RESET}",
        prompt.id,
        prompt.version_name()
    );
    if prompt.version.is_some() {
        let _ = write!(page.text, " {}", prompt.text.status);
    }
    let _ = write!(page.text, " {whose} {}\n\n", prompt.environment.name);
    let setting = &prompt.environment;
    page.fact(
        "model",
        &format!("{}{}", setting.model, origin(setting.model_origin)),
    );
    for (parameter, setting) in setting.parameters.iter() {
        let value = format!("{}{}", setting.value, origin(setting.origin));
        page.fact(parameter.name, &value);
    }
    page.fact("sha256", &prompt.text.sha256);
    with_release(workspace, prompt, |release| page.release(release));
    if !template.inputs.is_empty() {
        let _ = write!(page.text, "\n{BOLD}inputs{RESET}\n");
        page.inputs(&template.inputs);
    }
    if let Some(output) = &template.output {
        let _ = write!(
            page.text,
            "\n{BOLD}answer{RESET}\n  {}\n",
            escape_controls(output)
        );
    }
    let _ = write!(
        page.text,
        "\n{BOLD}text{RESET}\n{}",
        escape_controls(prompt.text.file.body())
    );
    if !page.text.ends_with('\n') {
        page.text.push('\n');
    }
    page.text
}

/// A note about a setting that does not come from the environment.
fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Pin => " (the pin's)",
        Origin::File => " (the file's)",
        Origin::Environment => "",
    }
}

/// Calls a function with the ledger's entry for the version, if there is one.
fn with_release(workspace: &Workspace, prompt: &ResolvedPrompt, work: impl FnOnce(&Release)) {
    // Errors in the ledger were reported when the text was found.
    let mut unheeded = Findings::default();
    let library = prompt
        .folder
        .strip_suffix(&format!("/{}", prompt.id))
        .unwrap_or_default();
    let ledger = workspace.ledger(library, &prompt.id, &mut unheeded);
    let Some((ledger, version)) = ledger.zip(prompt.version.as_ref()) else {
        return;
    };
    if let Some(release) = ledger.find(version, &mut unheeded) {
        work(release);
    }
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn fact(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.text, "{CYAN}{name:<11} {RESET}{}", escape_line(value));
    }

    fn release(&mut self, release: &Release) {
        if let Some(published) = &release.published {
            self.fact("published", &signed(published));
        }
        for evidence in &release.evidence {
            self.fact("evidence", &show_evidence(evidence));
        }
        for sign_off in &release.sign_offs {
            self.fact("sign-off", &show_sign_off(sign_off));
        }
        let given_up = [
            ("deprecated", &release.deprecated),
            ("withdrawn", &release.withdrawn),
        ];
        for (what, given_up) in given_up {
            if let Some(given_up) = given_up {
                let reason = given_up.reason.as_deref().unwrap_or_default();
                self.fact(what, &format!("{}: {reason}", signed(&given_up.signature)));
            }
        }
    }

    fn inputs(&mut self, inputs: &[Input]) {
        for input in inputs {
            let default = input
                .default
                .as_ref()
                .map(|default| format!(" = {}", show_default(default)));
            let name = named(&input.name, input.is_required || input.default.is_some());
            self.schema(&name, &default.unwrap_or_default(), &input.schema, 1);
        }
    }

    /// A type on a line of its own, the fields of an object below it.
    fn schema(&mut self, name: &str, default: &str, schema: &Schema, depth: usize) {
        let indent = "  ".repeat(depth);
        let description = schema
            .description
            .as_ref()
            .map(|text| format!("  {DIM}{}{RESET}", escape_line(text)));
        let (kind, description) = (kind(schema), description.unwrap_or_default());
        let _ = writeln!(
            self.text,
            "{indent}{}: {}{}{description}",
            escape_line(name),
            escape_line(&kind),
            escape_line(default)
        );
        for Field {
            name,
            schema,
            is_required,
            ..
        } in fields(schema)
        {
            self.schema(&named(name, *is_required), "", schema, depth + 1);
        }
    }
}

/// The name with a `?` where it may be left out, as in the front matter.
fn named(name: &str, is_required: bool) -> String {
    format!("{name}{}", if is_required { "" } else { "?" })
}

fn kind(schema: &Schema) -> String {
    match &schema.kind {
        Kind::Array(item) => format!("list of {}", kind(item)),
        Kind::Map(value) => format!("map of {}", kind(value)),
        Kind::Enum(choices) => choices
            .iter()
            .map(show_default)
            .collect::<Vec<_>>()
            .join(" | "),
        _ => schema.name().to_owned(),
    }
}

/// The fields of an object, or of the objects in a list or map.
fn fields(schema: &Schema) -> &[Field] {
    match &schema.kind {
        Kind::Array(inner) | Kind::Map(inner) => fields(inner),
        Kind::Object(fields) => fields,
        _ => &[],
    }
}

fn show_default(value: &Json) -> String {
    if let Json::Text(text) = value {
        format!("{text:?}")
    } else {
        value.to_string()
    }
}

fn signed(signature: &Signature) -> String {
    let part = |part: &Option<String>| part.clone().unwrap_or_else(|| "?".to_owned());
    format!(
        "{} by {}",
        to_the_second(&part(&signature.at)),
        part(&signature.by)
    )
}

fn show_evidence(evidence: &Evidence) -> String {
    let run = evidence.run.map_or("?", |run| run.as_str());
    let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "?".to_owned());
    let (environment, model, at) = (
        text(&evidence.environment),
        text(&evidence.model),
        text(&evidence.at),
    );
    let at = to_the_second(&at);
    format!(
        "{at} {run}: {} of {} passed, in {environment} with {model}",
        evidence.passed, evidence.cases
    )
}

fn show_sign_off(sign_off: &SignOff) -> String {
    let environment = sign_off.environment.as_deref().unwrap_or("?");
    let reason = sign_off.reason.as_deref().unwrap_or_default();
    let evidence = sign_off
        .evidence
        .as_ref()
        .map(|evidence| format!(" ({evidence})"))
        .unwrap_or_default();
    format!(
        "{} for {environment}: {reason}{evidence}",
        signed(&sign_off.signature)
    )
}
