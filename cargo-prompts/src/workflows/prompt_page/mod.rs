//! The page about a prompt that `cargo prompts show` prints.

mod inputs;
mod json;
mod records;
mod tools;

pub use json::to_json;

use std::fmt::Write as _;

use prompt_build::check::{Doubt, doubts};
use prompt_build::library::Release;
use prompt_build::pins::{Origin, Settings};
use prompt_build::report::Findings;

use crate::project::resolved_prompt::ResolvedPrompt;
use crate::project::workspace::Workspace;
use crate::report::failure::Failure;
use crate::report::output::{BOLD, CYAN, RESET, escape_controls, escape_line};

/// The page about a prompt. `whose` is the word between the version and the environment.
pub fn page(
    workspace: &Workspace,
    prompt: &ResolvedPrompt,
    whose: &str,
) -> Result<String, Failure> {
    let template = &prompt.text.template;
    let names = prompt.environment.settings.parameters.iter();
    let longest = names.map(|(parameter, _)| parameter.name.len()).max();
    let mut page = Page {
        text: String::new(),
        width: longest.unwrap_or_default().max("deprecated".len() + 1),
    };
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
    let Settings {
        api,
        model,
        parameters,
        ..
    } = &prompt.environment.settings;
    page.fact("api", api.as_str());
    page.fact("model", &format!("{}{}", model.value, origin(model.origin)));
    for (parameter, setting) in parameters.iter() {
        let value = format!("{}{}", setting.value, origin(setting.origin));
        page.fact(parameter.name, &value);
    }
    page.fact(
        "prefix",
        &format!("{} bytes", template.prefix(*api).bytes()),
    );
    page.fact("sha256", &prompt.text.sha256);
    with_release(workspace, prompt, |release, doubts| {
        page.pin(&prompt.environment.name, release, doubts);
        page.release(release, doubts);
    })?;
    if !template.inputs.is_empty() {
        let _ = write!(page.text, "\n{BOLD}inputs{RESET}\n");
        page.inputs(&template.inputs);
    }
    if let Some(schema) = template.output_schema() {
        let _ = write!(
            page.text,
            "\n{BOLD}answer{RESET}\n  {}\n",
            escape_controls(&schema)
        );
    }
    page.tools(&template.tools);
    let _ = write!(
        page.text,
        "\n{BOLD}text{RESET}\n{}",
        escape_controls(prompt.text.file.body())
    );
    if !page.text.ends_with('\n') {
        page.text.push('\n');
    }
    Ok(page.text)
}

/// A note about a setting that does not come from the environment.
fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Pin => " (the pin's)",
        Origin::File => " (the file's)",
        Origin::Environment => "",
    }
}

/// Calls a function with the ledger's entry for the version, if there is one, and with the records
/// that a strict check or a build refuses.
fn with_release(
    workspace: &Workspace,
    prompt: &ResolvedPrompt,
    work: impl FnOnce(&Release, &[Doubt]),
) -> Result<(), Failure> {
    // Errors in the ledger were reported when the text was found.
    let mut unheeded = Findings::default();
    let library = prompt
        .folder
        .strip_suffix(&format!("/{}", prompt.id))
        .unwrap_or_default();
    let folder = workspace.prompt_folder(library, &prompt.id, None, &mut unheeded);
    let ledger = folder
        .as_ref()
        .and_then(|folder| folder.ledger(&mut unheeded));
    let Some(((folder, ledger), version)) = folder.zip(ledger).zip(prompt.version.as_ref()) else {
        return Ok(());
    };
    if let Some(release) = ledger.find(version, &mut unheeded) {
        let config = workspace.sound_config()?;
        let application = workspace.application_of(&config)?;
        let doubts = doubts(&config, &prompt.id, &folder, &ledger, application);
        work(release, &doubts);
    }
    Ok(())
}

struct Page {
    text: String,
    /// The width of the names of facts.
    width: usize,
}

impl Page {
    fn fact(&mut self, name: &str, value: &str) {
        let width = self.width;
        let _ = writeln!(
            self.text,
            "{CYAN}{name:<width$} {RESET}{}",
            escape_line(value)
        );
    }
}
